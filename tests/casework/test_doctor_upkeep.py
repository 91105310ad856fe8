"""`retpligt doctor` sees what nobody keeps up: backups, certificates, leases, filings and the log of readers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, update

from casework.booking.models import BookingRow
from casework.conversations.answering import KEEP_TRYING
from casework.conversations.models import ConversationRow, MessageRow
from casework.db import Database, session_scope
from casework.doctor.cli import line_of
from casework.handoff import switches
from casework.journal.adapter import FolderJournal
from casework.journal.errors import JournalError
from casework.journal.models import FilingContentRow, FilingRow
from casework.privacy import access, sealing
from casework.privacy.models import AccessRow
from casework.reminders.models import ContactRow, ReminderRow
from casework.reminders.settings import ReminderSettings
from casework.settings import Settings
from casework.standing import LATE
from tests.casework.booking_factories import hold, scene
from tests.casework.doctor_factories import NOBODY, seen, settings
from tests.casework.handoff_factories import NOW, open_talk
from tests.support.services import open_folder
from tests.support.staff import make_staff
from tests.support.tls_server import tls_server

A_LITTLE = timedelta(minutes=1)
MINUTES_20 = timedelta(minutes=20)
#: An account of no files, on every Unix.
A_STRANGER = 65534


@pytest.fixture
def chosen(database: Database, tmp_path: Path) -> Settings:
    return settings(tmp_path, database_url=database.url)


# --- backups ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "code"), [(26 - 0.1, "backup_ok"), (26 + 0.1, "backup_old")])
def test_the_age_of_the_newest_backup_is_looked_at(tmp_path: Path, hours: float, code: str):
    folder, first = tmp_path / "kopier", {"i-gaar": b"PGDMP", "i-forgaars": b"SQLite format 3\0"}
    folder.mkdir()
    for name, age in (("i-gaar", hours), ("i-forgaars", hours + 24)):
        (folder / name).write_bytes(first[name] + b"\0" * 100)
        moment = (datetime.now(UTC) - timedelta(hours=age)).timestamp()
        os.utime(folder / name, (moment, moment))
    found = seen(settings(tmp_path, backup_dir=folder))["backup"]
    assert (found.code, found.values["hours"]) == (code, int(hours))


def test_what_is_no_backup_does_not_count_as_one(tmp_path: Path):
    (tmp_path / "tom").touch()
    (tmp_path / "noter.txt").write_text("husk kopien", encoding="utf-8")
    assert seen(settings(tmp_path, backup_dir=tmp_path))["backup"].code == "backup_none"


def test_a_folder_that_is_not_named_or_not_there_is_told(tmp_path: Path):
    assert seen(settings(tmp_path))["backup"].code == "backup_unknown"
    assert seen(settings(tmp_path, backup_dir=tmp_path / "vaek"))["backup"].code == "backup_away"


# --- the certificate --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        (timedelta(days=21) + A_LITTLE, "certificate_ok"),
        (timedelta(days=21) - A_LITTLE, "certificate_soon"),
        (A_LITTLE, "certificate_soon"),
        (-A_LITTLE, "certificate_over"),
    ],
)
def test_the_days_left_of_the_certificate_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: timedelta, code: str
):
    with tls_server(tmp_path, ends) as (address, trusted):
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        found = seen(settings(tmp_path, reminders=ReminderSettings(public_url=address)))["certificate"]
    assert (found.code, found.values.get("days", ends.days)) == (code, ends.days)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"])
def test_a_certificate_that_nobody_trusts_or_of_another_name_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
):
    with tls_server(tmp_path, timedelta(days=90), host=host) as (address, trusted):
        if host == "127.0.0.2":
            monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert seen(settings(tmp_path, allowed_origins=(address,)))["certificate"].code == "certificate_wrong"


def test_without_a_way_to_the_address_nothing_is_claimed_of_its_certificate(tmp_path: Path):
    away = NOBODY.replace("http", "https")
    assert seen(settings(tmp_path, allowed_origins=(away,)))["certificate"].code == "certificate_away"
    assert seen(settings(tmp_path))["certificate"].code == "certificate_none"


# --- what was taken and not given back --------------------------------------------------------------------------------


def a_message(ago: timedelta, **more: object) -> str:
    """A message that somebody began to answer, with a lease that ran out so long ago; its conversation."""
    talk, ended = open_talk()[0], datetime.now(UTC) - ago
    values = {"seq": 90, "author": "citizen", "text": "hej", "created_at": ended, **more}
    with session_scope() as session:
        session.add(MessageRow(conversation_id=talk, answer_state="answering", lease_until=ended, **values))
    return talk


@pytest.mark.parametrize(("ago", "code"), [(LATE - A_LITTLE, "answers_ok"), (LATE + A_LITTLE, "answers_left")])
def test_a_message_whose_answerer_died_is_seen_when_nobody_takes_it_up(chosen: Settings, ago: timedelta, code: str):
    a_message(ago)
    assert seen(chosen)["answers"].code == code


@pytest.mark.parametrize(("ago", "code"), [(-A_LITTLE, "answers_left"), (A_LITTLE, "answers_ok")])
def test_a_message_that_is_given_up_is_not_told_for_ever(chosen: Settings, ago: timedelta, code: str):
    a_message(MINUTES_20, created_at=datetime.now(UTC) - KEEP_TRYING - ago)
    assert seen(chosen)["answers"].code == code


def test_a_message_that_waits_for_the_assistant_to_be_switched_on_is_no_fault(chosen: Settings):
    a_message(MINUTES_20)
    switches.turn("bot", on=False, staff_id=make_staff("administrator").id, now=datetime.now(UTC))
    found = seen(chosen)["answers"]
    assert (found.code, found.state) == ("answers_off", "warn")


def test_a_message_that_a_person_answers_waits_for_nobody_here(chosen: Settings):
    talk = a_message(MINUTES_20)
    with session_scope() as session:
        session.execute(update(ConversationRow).where(ConversationRow.id == talk).values(state="caseworker"))
    assert seen(chosen)["answers"].code == "answers_ok"


def held(until: datetime) -> None:
    place = scene(slots=1)
    hold(place.talk, place.offer, place.slots[0])
    with session_scope() as session:
        session.execute(update(BookingRow).values(held_until=until))


def a_code(until: datetime) -> None:
    talk = open_talk()[0]
    with session_scope() as session:
        row = ContactRow(conversation_id=talk, channel="email", address="a@b.dk", created_at=NOW)
        row.code_state, row.code_lease = "sending", until
        session.add(row)


def a_reminder(until: datetime) -> None:
    talk, moments = open_talk()[0], dict.fromkeys(("event_at", "due_at", "not_after", "created_at"), NOW)
    about = {"kind": "deadline", "channel": "email", "duty": "rule:cv.registrering#3d", "due_on": NOW.date()}
    with session_scope() as session:
        row = ReminderRow(conversation_id=talk, status="sending", lease_until=until, **moments, **about)
        session.add(row)


@pytest.mark.parametrize(("name", "take"), [("holds", held), ("codes", a_code), ("reminders", a_reminder)])
@pytest.mark.parametrize(("ago", "left"), [(LATE - A_LITTLE, 0), (LATE + A_LITTLE, 1)])
def test_what_was_taken_and_never_given_back_is_counted(chosen: Settings, name: str, take, ago: timedelta, left: int):
    take(datetime.now(UTC) - ago)
    found = seen(chosen)["leases"]
    assert (found.code, found.values.get(name, 0)) == ("leases_left" if left else "leases_ok", left)


# --- filings and the case system --------------------------------------------------------------------------------------


def a_filing(state: str, until: datetime | None = None) -> str:
    talk = open_talk()[0]
    about = {"number": 1, "kle": "15.20.00", "case_number": "1", "from_seq": 1, "to_seq": 2, "hash": "0" * 64}
    with session_scope() as session:
        row = FilingRow(conversation_id=talk, state=state, lease_until=until, made_at=NOW, staff_id=1, **about)
        row.filed_by = "Mette"
        session.add(row)
        session.flush()
        session.add(FilingContentRow(filing_id=row.id, conversation_id=talk, json="{}", pdf=b""))
    return talk


@pytest.mark.parametrize(
    ("state", "left", "code"),
    [
        ("failed", None, "filings_wait"),
        ("pending", -A_LITTLE, "filings_wait"),
        ("pending", A_LITTLE, "filings_ok"),
        ("filed", None, "filings_ok"),
    ],
)
def test_filings_that_are_not_through_are_named(chosen: Settings, state: str, left: timedelta | None, code: str):
    talk = a_filing(state, datetime.now(UTC) + left if left else None)
    found = seen(chosen)["filings"]
    assert found.code == code
    assert (talk in line_of(found)) == (code == "filings_wait")


def test_a_filing_whose_conversation_is_deleted_is_not_told_for_ever(chosen: Settings):
    a_filing("failed")
    with session_scope() as session:
        session.execute(delete(FilingContentRow))
    assert seen(chosen)["filings"].code == "filings_ok"


def test_a_folder_that_can_take_filings_is_told_from_one_that_cannot(tmp_path: Path):
    there = seen(settings(tmp_path, journal_dir=tmp_path / "journal" / "2026"))["case_system"]
    assert (there.code, (tmp_path / "journal").exists()) == ("journal_ok", False)
    (tmp_path / "fil").touch()
    assert seen(settings(tmp_path, journal_dir=tmp_path / "fil"))["case_system"].code == "journal_away"


@pytest.mark.parametrize(("mode", "ready"), [(0o777, True), (0o555, False)])
def test_a_folder_that_must_not_be_written_in_cannot_take_filings(mode: int, ready: bool):
    with open_folder("journal") as place, nobody_in_particular():
        Path(place).chmod(mode)
        folder = FolderJournal(Path(place) / "2026")
        with nullcontext() if ready else pytest.raises(JournalError):
            folder.ready()


@contextmanager
def nobody_in_particular() -> Iterator[None]:
    """Root may write everywhere, and is somebody else meanwhile for whoever asks what is allowed."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(A_STRANGER, 0, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def silent() -> SimpleNamespace:
    return SimpleNamespace(file=shutil.copy)


def refusing() -> SimpleNamespace:
    def ready() -> None:
        raise JournalError("lukket")

    return SimpleNamespace(file=shutil.copy, ready=ready)


def failing() -> SimpleNamespace:
    def ready() -> None:
        raise RuntimeError("koden er hemmelig")

    return SimpleNamespace(file=shutil.copy, ready=ready)


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("silent", "journal_silent", "kan ikke spørges"),
        ("refusing", "journal_away", "(lukket)"),
        ("failing", "journal_away", "(RuntimeError)"),
        ("findes_ikke", "journal_wrong", "modul:funktion"),
    ],
)
def test_a_case_system_of_ones_own_is_asked_when_it_can_be(tmp_path: Path, name: str, code: str, said: str):
    found = seen(settings(tmp_path, journal=f"{__name__}:{name}"))["case_system"]
    assert found.code == code
    assert said in line_of(found)
    assert "hemmelig" not in line_of(found)


# --- the log of readers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("changed", "code"), [(False, "log_ok"), (True, "log_broken")])
def test_a_log_of_readers_that_was_changed_is_told(chosen: Settings, changed: bool, code: str):
    access.record(open_talk()[0], make_staff("support"), "quality", "ser efter", NOW)
    sealing.seal(NOW + sealing.SETTLED + A_LITTLE)
    if changed:
        with session_scope() as session:
            session.execute(update(AccessRow).values(staff_name="En anden"))
    assert seen(chosen)["reading_log"].code == code
