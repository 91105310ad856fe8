"""The desk for data protection finds by what the citizen has, shows everything that is held, and erases it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.archive.extract_lines import document
from casework.db import Database, session_scope
from casework.db.base import Base
from casework.privacy import access, subject
from casework.privacy.data_map import CITIZENS
from casework.privacy.errors import BadReferenceError, NotLookedUpError, ReasonMissingError, TalkAheadError
from casework.statistics.service import keep_figures
from tests.casework.booking_factories import NOW as BOOKED
from tests.casework.booking_factories import book, scene
from tests.casework.handoff_factories import open_talk
from tests.casework.reminder_factories import reachable
from tests.casework.test_deletion import rows_with
from tests.support.held_rows import NOW, fill_all
from tests.support.staff import make_staff
from web.texts import load_texts

CANARY = "kanarie"
WHY = "henvendelse 26-1"


def looked_up(number: str):
    staff = make_staff("administrator")
    subject.look_up(number, staff, WHY, NOW)
    return staff


def test_an_export_holds_every_table_and_every_text(database: Database):
    number = fill_all(CANARY)
    (extract,) = subject.extracts([number], looked_up(number), NOW)
    told = extract.to_json()["sections"]
    assert set(told) == set(CITIZENS)
    for name, held in CITIZENS.items():
        stored = [column.name for column in Base.metadata.tables[name].columns if column.name in held.shown]
        missing = [column for column in stored if column not in told[name][0] and _is_filled(name, column, number)]
        assert missing == [], name


def _is_filled(table: str, column: str, number: str) -> bool:
    own = Base.metadata.tables[table]
    key = own.c.conversation_id if "conversation_id" in own.c else None
    with session_scope(read_only=True) as session:
        query = select(own.c[column]).where(key == number) if key is not None else select(own.c[column])
        return any(value is not None for value in session.scalars(query))


def test_the_document_to_read_has_no_code_without_a_word(database: Database):
    number = fill_all(CANARY)
    found = subject.extracts([number], looked_up(number), NOW)
    text = "\n".join(line.text for line in document(found, load_texts("held_data"), "Kommunen"))
    assert text.count(CANARY) >= 40
    assert "Skrevet af: borgeren" in text
    assert "20. november 2026 kl. 10.00" in text
    assert "T09:00:00" not in text


def test_the_file_with_data_is_json(database: Database):
    number = fill_all(CANARY)
    (extract,) = subject.extracts([number], looked_up(number), NOW)
    assert json.loads(json.dumps(extract.to_json()))["number"] == number


def test_secrets_are_in_no_export(database: Database):
    number = fill_all(CANARY)
    told = str([one.to_json() for one in subject.extracts([number], looked_up(number), NOW)])
    assert not any(word in told for word in ("token_hash", "code_hash", "stop_token", "staff_name"))


def test_after_an_erasure_no_word_is_left_but_in_what_says_so(database: Database):
    number = fill_all(CANARY)
    other = fill_all("anden", "9999")
    staff = looked_up(number)
    said = {one.table: one.fate for one in subject.preview(number)}
    assert set(said) == set(CITIZENS)
    subject.erase(number, staff, WHY, NOW, keep_figures=keep_figures)
    left = rows_with(database, CANARY, number)
    # The time in the calendar is staff's; the log holds the readers' own words; a filing says where the talk is now.
    assert left == {"access_log", "slots", "bookings", "filings"}
    assert {one.table for one in subject.preview(number)} == {"access_log", "filings"}
    assert {one.table for one in subject.preview(other)} == set(CITIZENS)


def test_an_erasure_and_every_look_up_are_logged_with_the_reason(database: Database):
    number = fill_all(CANARY)
    subject.erase(number, looked_up(number), WHY, NOW, keep_figures=keep_figures)
    logged = [(one.purpose, one.reason) for one in access.readings(number)[1:]]
    assert logged == [("access_request", WHY), ("erasure", WHY)]


def test_a_look_up_that_finds_nothing_is_logged_too(database: Database):
    assert subject.look_up("f" * 32, make_staff("administrator"), WHY, NOW) == []
    assert [one.reason for one in access.readings(subject.NOTHING_FOUND)] == [WHY]


def test_without_a_reason_nothing_is_found(database: Database):
    number = fill_all(CANARY)
    with pytest.raises(ReasonMissingError):
        subject.look_up(number, make_staff("administrator"), "", NOW)


@pytest.mark.parametrize("reference", ["", "hej", "123", "x@", "RP-1", "g" * 32, "\0"])
def test_what_is_no_reference_is_told_apart_from_nothing_found(database: Database, reference: str):
    with pytest.raises(BadReferenceError):
        subject.look_up(reference, make_staff("administrator"), WHY, NOW)


@pytest.mark.parametrize("written", ["RP-4821-KM", "rp4821km", " rp 4821 km ", "RK-4821-KMTVXA"])
def test_a_conversation_is_found_by_the_number_of_a_booking_or_a_receipt(database: Database, written: str):
    number = fill_all(CANARY)
    assert [one.number for one in subject.look_up(written, make_staff("administrator"), WHY, NOW)] == [number]


def test_an_address_counts_only_once_it_is_confirmed(database: Database):
    mine, others = open_talk()[0], open_talk()[0]
    reachable(mine, "email", "ida@eksempel.dk")
    reachable(others, "sms", "+4520304050")
    staff = make_staff("administrator")
    assert [one.number for one in subject.look_up("ida@EKSEMPEL.dk", staff, WHY, NOW)] == [mine]
    assert [(one.number, one.way) for one in subject.look_up("20 30 40 50", staff, WHY, NOW)] == [(others, "contact")]
    assert subject.look_up("bo@eksempel.dk", staff, WHY, NOW) == []


def test_only_who_looked_it_up_lately_can_go_on(database: Database):
    number = fill_all(CANARY)
    staff, stranger = looked_up(number), make_staff("administrator")
    access.record(number, stranger, "case", None, NOW)
    for who, at in ((stranger, NOW), (staff, NOW + subject.SITTING + timedelta(seconds=1))):
        with pytest.raises(NotLookedUpError):
            subject.extracts([number], who, at)
        with pytest.raises(NotLookedUpError):
            subject.erase(number, who, WHY, at, keep_figures=keep_figures)
    assert subject.extracts([number], staff, NOW + subject.SITTING)


def test_of_a_conversation_that_is_gone_the_readers_are_found(database: Database):
    number = fill_all(CANARY)
    subject.erase(number, looked_up(number), WHY, NOW, keep_figures=keep_figures)
    (found,) = subject.look_up(number, make_staff("administrator"), WHY, NOW)
    assert found.what == "gone"


def test_a_booking_left_alone_is_found_and_cut_off_once_the_talk_is_over(database: Database):
    made = scene()
    booked = book(made.talk, made.offer, made.slots[0]).booking
    number = booked.number or ""
    talk = made.talk[0]
    subject.look_up(talk, staff := make_staff("administrator"), WHY, BOOKED)
    subject.erase(talk, staff, WHY, BOOKED, keep_figures=keep_figures)
    (found,) = subject.look_up(number, staff, WHY, BOOKED)
    assert (found.number, found.what) == (number, "booking")
    with pytest.raises(TalkAheadError):
        subject.erase(number, staff, WHY, BOOKED, keep_figures=keep_figures)
    later = booked.ends_at + timedelta(minutes=1)
    subject.look_up(number, staff, WHY, later)
    subject.erase(number, staff, WHY, later, keep_figures=keep_figures)
    assert rows_with(database, number) == {"access_log"}
