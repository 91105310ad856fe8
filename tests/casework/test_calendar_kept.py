"""After the talk: held, missed, undone, and what was agreed. On both databases."""

import threading
from datetime import date, timedelta

import pytest
from calendar_factories import MONDAY, at, book, make_slot, make_staff, open_talk
from sqlalchemy import delete

from casework.booking import calendar_week, kept
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_records import StaffBooking
from casework.booking.kept import AgreementWish
from casework.booking.models import SlotRow
from casework.conversations.models import ConversationRow, MessageRow
from casework.conversations.records import NewMessage
from casework.db import Database, session_scope

START = at("2026-12-07 09:00")
LATER = at("2026-12-07 10:05")


def booked(mette: int, talk: str | None = None, **changes: object) -> int:
    return book(make_slot(mette), talk or open_talk()[0], **changes)


def taken(booking_id: int) -> int:
    with session_scope(read_only=True) as session:
        return session.get_one(SlotRow, calendar_week.booking(booking_id, None).slot_id).taken


def refused(code: str):
    return pytest.raises(CalendarError, match=rf"\b{code} \(")


def agree(booking_id: int, text: str = "Du sender dit cv på mandag.", **more: object) -> kept.Agreed:
    def tell(booking: StaffBooking) -> list[NewMessage]:
        return [NewMessage(text=f"Aftale: {booking.agreement}", author="system")]

    wish = AgreementWish(text=text, made_by=booking_staff(booking_id), **more)  # type: ignore[arg-type]  # the fields by name
    return kept.agree(booking_id, None, wish, tell=tell, now=LATER, today=MONDAY)


def booking_staff(booking_id: int) -> int:
    return calendar_week.booking(booking_id, None).staff_id


def told(talk: str) -> list[str]:
    with session_scope(read_only=True) as session:
        rows = session.query(MessageRow).filter_by(conversation_id=talk, author="system").order_by(MessageRow.seq)
        return [row.text for row in rows]


@pytest.mark.parametrize("mark", [kept.kept, kept.no_show])
def test_a_talk_is_marked_once_it_has_begun_and_not_before(database: Database, changes: list[str], mark):
    mette, talk = make_staff(), open_talk()[0]
    number = booked(mette, talk)
    with refused("early"):
        mark(number, mette, now=START - timedelta(seconds=1))
    assert mark(number, mette, now=START).state == {kept.kept: "kept", kept.no_show: "no_show"}[mark]
    assert mark(number, mette, now=LATER).ended_at == START
    assert (changes, taken(number)) == ([talk], 0)


def test_only_whose_calendar_it_is_and_administrators_mark_a_talk(database: Database):
    number = booked(make_staff())
    with pytest.raises(CalendarGoneError):
        kept.kept(number, make_staff("Bo"), now=LATER)
    assert kept.kept(number, None, now=LATER).state == "kept"


@pytest.mark.parametrize("state", ["held", "cancelled", "lapsed"])
def test_what_is_no_booking_cannot_be_marked(database: Database, state: str):
    with pytest.raises(CalendarGoneError):
        kept.kept(booked(make_staff(), state=state), None, now=LATER)


def test_a_mark_is_not_turned_into_the_other_without_undoing_it(database: Database):
    number = booked(make_staff())
    kept.kept(number, None, now=LATER)
    with refused("ended"):
        kept.no_show(number, None, now=LATER)
    assert kept.undo(number, None, now=LATER).state == "active"
    assert kept.undo(number, None, now=LATER).state == "active"
    assert kept.no_show(number, None, now=LATER).state == "no_show"
    assert taken(number) == 0


@pytest.mark.parametrize(("moment", "late"), [("2026-12-07 23:59", False), ("2026-12-08 00:00", True)])
def test_a_mark_is_undone_on_its_own_day_only(database: Database, changes: list[str], moment: str, late: bool):
    number = booked(make_staff())
    kept.no_show(number, None, now=LATER)
    if late:
        with refused("undo_late"):
            kept.undo(number, None, now=at(moment))
    assert late or (kept.undo(number, None, now=at(moment)).state, taken(number), len(changes)) == ("active", 1, 2)


def test_a_mark_stays_when_the_citizen_has_booked_such_a_talk_again(database: Database):
    mette, talk = make_staff(), open_talk()[0]
    number = booked(mette, talk)
    kept.no_show(number, mette, now=LATER)
    book(make_slot(mette, MONDAY + timedelta(days=7)), talk)
    with refused("undo_rebooked"):
        kept.undo(number, mette, now=LATER)
    assert (calendar_week.booking(number, mette).state, taken(number)) == ("no_show", 0)


def test_two_marks_at_once_count_once(database: Database, changes: list[str]):
    mette = make_staff()
    number, start, outcome = booked(mette), threading.Barrier(8), []

    def press(mark) -> None:
        start.wait()
        try:
            outcome.append(mark(number, mette, now=LATER).state)
        except CalendarError as error:
            outcome.append(error.code)

    threads = [threading.Thread(target=press, args=(mark,)) for mark in (kept.kept, kept.no_show) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    winner = calendar_week.booking(number, mette).state
    assert sorted(outcome) == sorted([winner] * 4 + ["ended"] * 4)
    assert (taken(number), len(changes)) == (0, 1)


def test_an_agreement_is_kept_and_told_once(database: Database):
    mette, talk = make_staff(), open_talk()[0]
    number = booked(mette, talk)
    kept.kept(number, mette, now=LATER)
    made = agree(number, next_kind="jobsamtale", next_by=date(2027, 1, 29))
    assert (made.booking.agreement, made.booking.next_by) == ("Du sender dit cv på mandag.", date(2027, 1, 29))
    assert [one.text for one in made.messages] == told(talk) == ["Aftale: Du sender dit cv på mandag."]
    assert agree(number, next_kind="jobsamtale", next_by=date(2027, 1, 29)).messages == ()
    assert len(agree(number, "Du ringer til Ali.").messages) == 1
    assert told(talk) == ["Aftale: Du sender dit cv på mandag.", "Aftale: Du ringer til Ali."]
    with refused("undo_agreed"):
        kept.undo(number, mette, now=LATER)


def test_an_agreement_keeps_no_personal_number(database: Database):
    talk = open_talk()[0]
    number = booked(make_staff(), talk)
    kept.kept(number, None, now=LATER)
    agree(number, "Dit nummer er 010190-1235.")
    assert "010190" not in told(talk)[0]


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("agreement", {"text": "  "}),
        ("agreement", {"text": "x" * 1_001}),
        ("next_kind", {"next_kind": "kaffe"}),
        ("next_by", {"next_by": MONDAY}),
        ("next_by", {"next_by": MONDAY + timedelta(days=367)}),
    ],
)
def test_an_agreement_that_makes_no_sense_is_not_told(database: Database, code: str, wrong: dict[str, object]):
    talk = open_talk()[0]
    number = booked(make_staff(), talk)
    kept.kept(number, None, now=LATER)
    with refused(code):
        agree(number, **{"text": "x" * 1_000, **wrong})  # type: ignore[arg-type]  # the fields by name
    assert told(talk) == []
    assert agree(number, "x" * 1_000, next_by=MONDAY + timedelta(days=366)).messages


@pytest.mark.parametrize("state", ["active", "no_show"])
def test_there_is_no_agreement_of_a_talk_that_was_not_held(database: Database, state: str):
    with refused("not_held"):
        agree(booked(make_staff(), state=state))


def test_a_deleted_conversation_gets_no_agreement_and_the_mark_stays(database: Database):
    talk = open_talk()[0]
    number = booked(make_staff(), talk)
    with session_scope() as session:
        session.execute(delete(ConversationRow).where(ConversationRow.id == talk))
    assert kept.kept(number, None, now=LATER).conversation_id is None
    with refused("talk_gone"):
        agree(number)
