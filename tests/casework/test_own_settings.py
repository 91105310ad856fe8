"""What the municipality sets: it goes before the settings, keeps its history, and reaches every process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from casework.db import Database, session_scope, use_database
from casework.db.migrate import upgrade
from casework.municipality import branding, current, repository, service
from casework.municipality.contrast import contrast, weakest
from casework.municipality.errors import OwnSettingError
from casework.municipality.models import OwnSettingRow
from casework.settings import Settings
from tests.support.locks import wait_until_somebody_waits_for
from tests.support.staff import make_staff

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SETTINGS = Settings(internal_token="x" * 16)
NAME, PHONE = "branding.authority_name", "branding.authority_phone"


@pytest.fixture
def boss(database: Database) -> int:
    return make_staff("administrator").id


def save(boss: int, seen: int | None = None, **wishes: str | None) -> int:
    named = {f"branding.authority_{name}": value for name, value in wishes.items()}
    return service.save(named, staff_id=boss, now=NOW, seen=seen)


def test_nothing_set_leaves_the_settings_as_they_are(boss: int):
    current.refresh()
    assert branding.as_now(SETTINGS) is SETTINGS


def test_what_is_set_goes_before_the_settings_at_once(boss: int):
    assert save(boss, name="Jobcenter Nord") == 1
    now = branding.as_now(SETTINGS)
    assert (now.authority_name, now.authority_phone) == ("Jobcenter Nord", SETTINGS.authority_phone)


def test_a_desk_reads_its_settings_as_they_are_now(boss: int):
    class Desk:
        settings = branding.NowSettings()

        def __init__(self) -> None:
            self.settings = SETTINGS

    desk = Desk()
    assert desk.settings is SETTINGS
    save(boss, name="Jobcenter Nord")
    assert desk.settings.authority_name == "Jobcenter Nord"


def test_setting_the_same_again_is_no_change(boss: int):
    save(boss, name="Jobcenter Nord")
    assert save(boss, name="Jobcenter Nord") == 0
    assert len(service.history()) == 1


def test_the_default_comes_back_and_the_history_keeps_what_was(boss: int):
    save(boss, name="Jobcenter Nord")
    save(boss, name=None)
    assert branding.as_now(SETTINGS).authority_name == SETTINGS.authority_name
    told = [(one.value, one.by is not None, one.is_newest) for one in service.history(NAME)]
    assert told == [(None, True, True), ("Jobcenter Nord", True, False)]


def test_the_history_of_a_name_is_not_that_of_a_longer_one(boss: int):
    service.save({"text.web.chat.greeting_caseworker": "x"}, staff_id=boss, now=NOW)
    assert service.history("text.web.chat.greeting") == []
    assert len(service.history("text.")) == 1


def test_older_changes_are_found_page_by_page(boss: int):
    for name in ("A", "B", "C"):
        save(boss, name=name)
    newest = service.history(limit=2)
    assert [one.value for one in newest] == ["C", "B"]
    assert [one.value for one in service.history(limit=2, before=newest[-1].id)] == ["A"]


def test_what_somebody_else_changed_meanwhile_is_not_written_over(boss: int):
    seen = service.last_change()
    save(boss, name="Jobcenter Nord")
    with pytest.raises(OwnSettingError) as refused:
        save(boss, seen=seen, name="Jobcenter Syd")
    assert refused.value.code == "changed_meanwhile"
    assert branding.as_now(SETTINGS).authority_name == "Jobcenter Nord"


def test_another_field_changed_meanwhile_is_no_hindrance(boss: int):
    seen = service.last_change()
    save(boss, name="Jobcenter Nord")
    assert save(boss, seen=seen, phone="11 22 33 44") == 1


def test_a_refused_form_changes_none_of_its_fields(boss: int):
    seen = service.last_change()
    save(boss, phone="11 22 33 44")
    with pytest.raises(OwnSettingError):
        save(boss, seen=seen, name="Jobcenter Nord", phone="55 66 77 88")
    assert branding.as_now(SETTINGS).authority_name == SETTINGS.authority_name


def test_two_changes_at_the_same_moment_are_not_written_over_each_other(boss: int):
    seen, ended = service.last_change(), []

    def other() -> None:
        try:
            ended.append(save(boss, seen=seen, name="Jobcenter Syd"))
        except OwnSettingError as error:
            ended.append(error.code)

    colleague = threading.Thread(target=other)
    with session_scope() as session:
        repository.begin_change(session)
        session.add(OwnSettingRow(name=NAME, value="Jobcenter Nord", changed_at=NOW, changed_by=boss))
        session.flush()
        colleague.start()
        wait_until_somebody_waits_for(session)
    colleague.join(60)
    assert ended == ["changed_meanwhile"]
    assert service.history(NAME)[0].value == "Jobcenter Nord"


def test_a_change_of_another_process_is_seen_with_the_next_look(database: Database, boss: int):
    current.refresh()
    other = Database(database.url)
    with other.scope() as session:
        session.add(OwnSettingRow(name=NAME, value="Jobcenter Nord", changed_at=NOW, changed_by=boss))
    other.dispose()
    assert branding.as_now(SETTINGS).authority_name == SETTINGS.authority_name
    assert current.refresh()
    assert branding.as_now(SETTINGS).authority_name == "Jobcenter Nord"
    assert not current.refresh()


def test_a_database_that_is_away_leaves_what_was_known(boss: int):
    save(boss, name="Jobcenter Nord")
    with table_away():
        assert not current.refresh()
        assert branding.as_now(SETTINGS).authority_name == "Jobcenter Nord"


@contextmanager
def table_away() -> Iterator[None]:
    """The table is gone for a moment, as in a database that cannot be read."""
    with session_scope() as session:
        session.execute(text("ALTER TABLE own_settings RENAME TO own_settings_away"))
    yield
    with session_scope() as session:
        session.execute(text("ALTER TABLE own_settings_away RENAME TO own_settings"))


def test_what_one_database_says_counts_for_no_other(boss: int, tmp_path: Path):
    save(boss, name="Jobcenter Nord")
    upgrade(use_database(f"sqlite:///{tmp_path / 'other.db'}"))
    assert branding.as_now(SETTINGS) is SETTINGS


def test_a_form_with_what_the_settings_say_already_changes_nothing():
    same = {name: str(getattr(SETTINGS, name)) for name in branding.FIELDS}
    assert set(branding.checked(same, SETTINGS).values()) == {None}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "x" * 81, "too_long"), ("phone", "1234567", "phone"), ("phone", "ring", "phone"),
        ("email", "jobcenter", "email"), ("email", "a@b", "email"), ("web", "http://x.dk", "web"),
        ("web", "javascript:alert(1)", "web"), ("web", "https://", "web"), ("web", "https://[x", "web"),
        ("greeting", "Skriv 010170-1234", "cpr"), ("greeting", "x" * 401, "too_long"),
        ("colour", "rød", "colour_form"), ("colour", "#12345", "colour_form"), ("colour", "#ffff00", "contrast"),
        ("logo", "findes-ikke.svg", "logo"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(field: str, value: str, code: str):
    with pytest.raises(OwnSettingError) as refused:
        branding.checked({f"authority_{field}": value}, SETTINGS)
    assert (refused.value.code, refused.value.field) == (code, f"authority_{field}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 80), ("phone", "12345678"), ("phone", "+45 70 10 20 31"), ("email", "a@b.dk"),
        ("web", "https://www.nord.dk/job"), ("colour", "#0b5d3b"), ("greeting", "x" * 400),
    ],
)  # fmt: skip
def test_what_can_be_is_taken(field: str, value: str):
    assert branding.checked({f"authority_{field}": value}, SETTINGS)[f"branding.authority_{field}"] == value


def test_black_on_white_has_the_contrast_that_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert weakest("#767676") < 4.5


def test_only_small_pictures_of_the_folder_can_be_the_logo(tmp_path: Path):
    for name, size in (("a.svg", 10), ("b.png", 200 * 1024), ("c.png", 200 * 1024 + 1), ("d.html", 10)):
        (tmp_path / name).write_bytes(b"x" * size)
    (tmp_path / "e.svg").mkdir()
    chosen = replace(SETTINGS, logo_dir=tmp_path, authority_logo="a.svg")
    assert branding.logos(chosen) == ("a.svg", "b.png")
    assert branding.logo_file(chosen) == tmp_path / "a.svg"
    assert branding.logo_file(replace(chosen, authority_logo="../a.svg")) is None


def test_the_newest_values_are_the_only_ones_that_count(boss: int):
    save(boss, name="A", phone="11 22 33 44")
    save(boss, name="B")
    with use_database(current.chosen_database().url).scope(read_only=True) as session:
        assert repository.values(session) == {NAME: "B", PHONE: "11 22 33 44"}
