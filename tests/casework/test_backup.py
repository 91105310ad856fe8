"""A backup is taken out, everything is lost, and it is put back: nothing is missing."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from booking_factories import at, book, make_offer, make_slot
from handoff_factories import open_talk
from sqlalchemy import text

from casework.cli import main
from casework.db import use_database
from casework.db.backup import BackupError, back_up, contents, put_back
from casework.db.base import Base
from casework.db.migrate import upgrade
from tests.casework.conftest import KINDS, postgres_url
from tests.casework.reminder_factories import reminded
from tests.restore.drill import drill
from tests.support.own_databases import everything, lose_everything, own_postgres


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database that is nobody else's: a restore replaces all of it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'retpligt.db'}"
        return
    with own_postgres(postgres_url() or "") as own:
        yield own
        use_database(f"sqlite:///{tmp_path / 'another.db'}")


def fill(url: str) -> None:
    upgrade(use_database(url))
    talk = open_talk(ydelse="dagpenge")
    book(talk, make_offer(talk), make_slot(at(date(2026, 11, 24), 9)))
    reminded("cv", ydelse="dagpenge", tilmeldt_dato="2026-11-15", foedselsdato="1990-01-01")


def test_what_was_lost_is_all_there_again(url: str, tmp_path: Path):
    fill(url)
    before, file = everything(url), tmp_path / "kopi"
    taken = back_up(url, file)
    lose_everything(url)
    assert everything(url) != before
    put = put_back(url, file)
    assert everything(url) == before
    assert put == taken
    assert (put.rows["bookings"], put.rows["conversations"]) == (1, 2)


def test_not_a_row_of_any_table_is_missing_after_the_drill(url: str, tmp_path: Path):
    found = drill(url, tmp_path / "kopi", citizens=20)
    assert found.is_good, found
    assert found.tables == len(Base.metadata.sorted_tables)


def test_a_backup_is_for_its_owner_alone(url: str, tmp_path: Path):
    fill(url)
    back_up(url, tmp_path / "kopi")
    assert stat.S_IMODE((tmp_path / "kopi").stat().st_mode) == 0o600


def test_what_would_be_lost_is_asked_for_first(url: str, tmp_path: Path):
    fill(url)
    back_up(url, tmp_path / "kopi")
    before = everything(url)
    with pytest.raises(BackupError) as refused:
        put_back(url, tmp_path / "kopi")
    assert refused.value.code == "not_empty"
    assert everything(url) == before
    put_back(url, tmp_path / "kopi", replace=True)
    assert everything(url) == before


def test_a_backup_of_an_older_release_is_taken_put_back_and_brought_up_to_date(url: str, tmp_path: Path):
    upgrade(use_database(url), "0003")
    with use_database(url).engine.begin() as connection:
        connection.execute(text("INSERT INTO teams (id, name, kind, active) VALUES (1, 'Nord', 'team', true)"))
    use_database(f"sqlite:///{tmp_path / 'another.db'}")
    back_up(url, tmp_path / "kopi")
    assert put_back(url, tmp_path / "kopi", replace=True).revision == "0003"
    upgrade(use_database(url))
    with use_database(url).engine.connect() as connection:
        assert connection.scalar(text("SELECT name FROM teams")) == "Nord"


def test_taking_a_backup_twice_overwrites_nothing(url: str, tmp_path: Path):
    fill(url)
    back_up(url, tmp_path / "kopi")
    with pytest.raises(BackupError) as refused:
        back_up(url, tmp_path / "kopi")
    assert refused.value.code == "exists"


@pytest.mark.parametrize("content", [b"", b"hej", b"SQLite format 3\0" + b"x" * 5000, b"PGDMP" + b"x" * 5000])
def test_a_file_that_is_no_backup_changes_nothing(url: str, tmp_path: Path, content: bytes):
    fill(url)
    before, file = everything(url), tmp_path / "kopi"
    file.write_bytes(content)
    with pytest.raises(BackupError):
        put_back(url, file, replace=True)
    assert everything(url) == before


def test_a_sqlite_backup_taken_while_somebody_writes_is_whole(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'retpligt.db'}"
    fill(url)
    with use_database(url).scope() as session:
        session.execute(text("UPDATE conversations SET topic = 'halvt'"))
        back_up(url, tmp_path / "kopi")
    with sqlite3.connect(tmp_path / "kopi") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM conversations WHERE topic = 'halvt'").fetchone() == (0,)


def test_a_backup_of_a_newer_release_is_refused(tmp_path: Path):
    url, file = f"sqlite:///{tmp_path / 'retpligt.db'}", tmp_path / "kopi"
    fill(url)
    back_up(url, file)
    with sqlite3.connect(file) as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BackupError) as refused:
        put_back(url, file, replace=True)
    assert refused.value.code == "newer"
    assert contents(url).rows["conversations"] == 2


def test_the_commands_say_what_they_did_in_danish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RETPLIGT_DATABASE_URL", f"sqlite:///{tmp_path / 'retpligt.db'}")
    assert main(["backup", "kopi"]) == 2
    fill(f"sqlite:///{tmp_path / 'retpligt.db'}")
    assert main(["backup", "kopi"]) == 0
    assert "       2  samtaler" in capsys.readouterr().out
    assert main(["restore", "kopi"]) == 2
    assert "ville gå tabt" in capsys.readouterr().err
    assert main(["restore", "kopi", "--replace"]) == 0
