"""A conversation is filed once, whole, with a hash, whatever dies on the way; what comes later is filed for itself."""

import argparse
import hashlib
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from casework.archive.records import Talk
from casework.conversations import service as conversations
from casework.conversations.answering import Lease
from casework.conversations.records import Incoming
from casework.db import Database, session_scope
from casework.db.session import current_database
from casework.errors import SettingsError
from casework.journal import service
from casework.journal.adapter import FolderJournal, Journal, make_journal
from casework.journal.cli import run_verify
from casework.journal.errors import BadFilingError, FilingUnderWayError, JournalError, NothingNewError
from casework.journal.models import FilingContentRow
from casework.journal.records import Filed, Filing, FilingHead, FilingWish
from casework.privacy import retention
from casework.privacy.deletion import delete_conversation
from casework.privacy.keep import Keep, read_keep
from casework.statistics.service import keep_figures
from tests.casework.handoff_factories import NOW, open_talk
from tests.support.journal_contract import JournalContract, make_filing
from tests.support.staff import make_staff

WISH = FilingWish(kle="15.20.00", case_number="2026-1234")


class FakeJournal:
    """Remembers what it is handed, and does first what it is told to."""

    def __init__(self, *first: Exception | Callable[[], None]) -> None:
        self.first, self.seen = list(first), []

    def file(self, filing: Filing) -> str:
        self.seen.append(filing)
        step = self.first.pop(0) if self.first else None
        if isinstance(step, BaseException):
            raise step
        if step is not None:
            step()
        return f"KVIT-{filing.head.number}"


class TestFolder(JournalContract):
    @pytest.fixture
    def journal(self, tmp_path: Path) -> Journal:
        return FolderJournal(tmp_path / "journal")


def freeze(talk: Talk, head: FilingHead) -> tuple[bytes, bytes]:
    told = {"said": [one.text for one in talk.messages], "case": head.case_number}
    return json.dumps(told, ensure_ascii=False).encode(), b"%PDF " + str(len(talk.messages)).encode()


def say(talk: tuple[str, str], text: str, client_id: str) -> None:
    said = Incoming(client_id=client_id, text=text)
    conversations.receive_message(*talk, said, now=NOW, lease=Lease(seconds=12))


def file(
    talk: tuple[str, str], journal: Journal, *, minutes: float = 0, wish: FilingWish = WISH, freeze=freeze
) -> Filed:
    now = NOW + timedelta(minutes=minutes)
    return service.file(talk[0], make_staff(), wish, now=now, journal=journal, freeze=freeze)


def contents() -> int:
    with session_scope(read_only=True) as session:
        return session.query(FilingContentRow).count()


def test_a_filing_is_recorded_with_hash_and_receipt_and_its_content_is_let_go(database: Database, talk):
    journal = FakeJournal()
    filed = file(talk, journal)
    assert (filed.state, filed.receipt, filed.number, filed.attempts) == ("filed", "KVIT-1", 1, 1)
    assert filed.hash == journal.seen[0].hash
    assert (filed.kle, filed.case_number, filed.filed_at) == ("15.20.00", "2026-1234", NOW)
    assert service.filings(talk[0]) == [filed]
    assert contents() == 0


def meanwhile(work: Callable[[], object]) -> Callable[[Talk, FilingHead], tuple[bytes, bytes]]:
    """Documents that take so long to make that something else is done meanwhile."""

    def slow(talk: Talk, head: FilingHead) -> tuple[bytes, bytes]:
        work()
        return freeze(talk, head)

    return slow


def test_the_citizen_can_write_while_the_documents_are_made(database: Database, talk):
    first = file(talk, FakeJournal(), freeze=meanwhile(lambda: say(talk, "en ting mere", "b")))
    assert (first.from_seq, first.to_seq) == (1, 1)
    assert (file(talk, FakeJournal()).from_seq, contents()) == (2, 0)


def test_of_two_who_file_at_once_one_is_told_to_wait(database: Database, talk):
    with pytest.raises(FilingUnderWayError):
        file(talk, FakeJournal(), freeze=meanwhile(lambda: file(talk, FakeJournal())))
    assert [one.number for one in service.filings(talk[0])] == [1]


def test_only_what_is_new_is_filed_the_next_time(database: Database, talk):
    journal = FakeJournal()
    file(talk, journal)
    with pytest.raises(NothingNewError):
        file(talk, journal)
    say(talk, "der kom mere", "a")
    second = file(talk, journal)
    assert (second.number, second.from_seq, second.to_seq) == (2, 2, 2)
    assert json.loads(journal.seen[1].json)["said"] == ["der kom mere"]


@pytest.mark.parametrize("error", [JournalError("timeout"), ValueError("svar: hemmeligt")])
def test_a_refusal_can_be_tried_again_with_the_very_same_bytes(database: Database, talk, error: Exception):
    journal = FakeJournal(error)
    if isinstance(error, JournalError):
        assert (file(talk, journal).state, service.filings(talk[0])[0].why) == ("failed", "timeout")
    else:
        with pytest.raises(ValueError, match="hemmeligt"):
            file(talk, journal)
        assert service.filings(talk[0])[0].why == "ValueError"
    say(talk, "skrevet imens", "a")
    filed = file(talk, journal, minutes=1, wish=replace(WISH, case_number="en anden sag"))
    assert (filed.state, filed.attempts, filed.case_number, filed.why) == ("filed", 2, "2026-1234", None)
    assert journal.seen[0] == journal.seen[1]
    assert file(talk, journal, minutes=2).from_seq == filed.to_seq + 1


class DiedError(BaseException):
    """The process is gone."""


def test_a_death_after_the_case_system_took_it_files_nothing_twice(database: Database, talk, tmp_path: Path):
    folder = FolderJournal(tmp_path / "journal")

    class Dies:
        def file(self, filing: Filing) -> str:
            folder.file(filing)
            raise DiedError

    with pytest.raises(DiedError):
        file(talk, Dies())
    assert service.filings(talk[0])[0].state == "pending"
    with pytest.raises(FilingUnderWayError):
        file(talk, folder, minutes=1)
    filed = file(talk, folder, minutes=3)
    assert (filed.state, filed.attempts) == ("filed", 2)
    assert [path.name for path in (tmp_path / "journal").iterdir()] == [f"{talk[0]}-1"]


def test_no_transaction_is_open_while_the_case_system_works(database: Database, talk):
    other = open_talk()

    def write_meanwhile() -> None:
        say(other, "skriver imens", "a")
        say(talk, "også her", "b")
        assert current_database().engine.pool.checkedout() == 0

    assert file(talk, FakeJournal(write_meanwhile)).state == "filed"


def test_a_try_that_comes_back_after_another_took_over_changes_nothing(database: Database, talk):
    slow = FakeJournal(lambda: file(talk, FakeJournal(), minutes=5))
    assert file(talk, slow).receipt == "KVIT-1"
    (filed,) = service.filings(talk[0])
    assert (filed.attempts, filed.filed_at) == (2, NOW + timedelta(minutes=5))


@pytest.mark.parametrize("kle", ["15.20.00", "15.20.00-G01"])
def test_a_kle_number_may_have_its_facet(database: Database, talk, kle: str):
    assert file(talk, FakeJournal(), wish=replace(WISH, kle=kle)).kle == kle


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kle", "15.20"),
        ("kle", ""),
        ("kle", "15.20.00-g1"),
        ("case_number", ""),
        ("case_number", "x" * 41),
        ("case_number", "sag 010170-1234"),
        ("case_number", "<b>"),
    ],
)
def test_a_number_in_a_wrong_form_files_nothing(database: Database, talk, field: str, value: str):
    with pytest.raises(BadFilingError) as refused:
        file(talk, FakeJournal(), wish=replace(WISH, **{field: value}))
    assert refused.value.field == field
    assert service.filings(talk[0]) == []


def test_a_receipt_of_a_wrong_length_is_a_failure(database: Database, talk):
    class Silent:
        def file(self, _filing: Filing) -> str:
            return ""

    assert file(talk, Silent()).state == "failed"


def test_the_record_outlives_the_conversation_and_the_content_does_not(database: Database, talk):
    file(talk, FakeJournal(JournalError("lukket")))
    assert contents() == 1
    delete_conversation(*talk, keep_figures=keep_figures)
    assert contents() == 0
    assert [one.state for one in service.filings(talk[0])] == ["failed"]


def test_the_folder_holds_the_bytes_and_a_half_written_one_is_no_filing(tmp_path: Path):
    filing, place = make_filing(), tmp_path / make_filing().head.key
    (tmp_path / f".{filing.head.key}.rest").mkdir()
    FolderJournal(tmp_path).file(filing)
    assert {path.name for path in place.iterdir()} == {"manifest.json", "samtale.json", "samtale.pdf"}
    assert (place / "samtale.json").read_bytes() == filing.json
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["sha256"] == filing.hash
    assert "hej" not in json.dumps(manifest)


def test_a_folder_that_cannot_be_written_is_a_refusal(tmp_path: Path):
    (tmp_path / "fil").write_text("ikke en mappe")
    with pytest.raises(JournalError):
        FolderJournal(tmp_path / "fil").file(make_filing())


def verify(path: Path) -> int:
    return run_verify(argparse.Namespace(file=path))


def test_verify_finds_a_single_changed_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    FolderJournal(tmp_path).file(make_filing())
    place = tmp_path / make_filing().head.key
    assert (verify(place), verify(place / "manifest.json")) == (0, 0)
    assert make_filing().hash in capsys.readouterr().out
    for name in ("samtale.json", "samtale.pdf"):
        path, whole = place / name, (place / name).read_bytes()
        path.chmod(0o600)
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        assert verify(place) == 1
        assert f"{name}: er ændret" in capsys.readouterr().out
        path.write_bytes(whole)
    (place / "samtale.pdf").unlink()
    assert verify(place) == 1
    assert verify(tmp_path / "findes-ikke.json") == 1


def test_the_hash_can_be_computed_with_ordinary_tools(tmp_path: Path):
    FolderJournal(tmp_path).file(make_filing())
    place = tmp_path / make_filing().head.key
    lines = subprocess.run(["sha256sum", "samtale.json", "samtale.pdf"], cwd=place, capture_output=True, check=True)
    assert hashlib.sha256(lines.stdout).hexdigest() == make_filing().hash


def test_the_setting_names_a_case_system_or_is_refused(tmp_path: Path):
    assert isinstance(make_journal("", tmp_path), FolderJournal)
    assert type(make_journal("tests.casework.test_journal:FakeJournal", tmp_path)).__name__ == "FakeJournal"
    for wrong in ("findes.ikke:x", "json:loads", "builtins:dict", "x"):
        with pytest.raises(SettingsError, match="RETPLIGT_JOURNAL"):
            make_journal(wrong, tmp_path)


def purge(keep: Keep, days: float) -> dict[str, int]:
    return retention.purge(keep, NOW + timedelta(days=days), keep_figures=keep_figures)


def test_what_is_filed_may_go_sooner_and_what_is_not_stays(database: Database):
    filed, half = open_talk(), open_talk()
    for talk in (filed, half):
        file(talk, FakeJournal())
    say(half, "kom bagefter", "a")
    keep = Keep(keep_filed_days=7, keep_guidance_days=400)
    assert purge(keep, 6.9)["filed"] == 0
    assert purge(keep, 7.1)["filed"] == 1
    assert conversations.authorise(*half) == "bot"


def test_without_a_setting_of_its_own_it_stays_as_long_as_a_case(database: Database, talk):
    file(talk, FakeJournal())
    assert purge(Keep(), 364)["filed"] == 0
    assert purge(Keep(), 366)["filed"] == 1
    assert read_keep({}).days("filed") == read_keep({}).keep_case_days
    assert read_keep({"RETPLIGT_KEEP_FILED_DAYS": "14"}).days("filed") == 14
