"""Staff move booked talks, on both databases: number, code and words stay, and no place is lost."""

import threading
from datetime import date, timedelta

import pytest
from booking_factories import NOW, TODAY, at, chosen, make_offer, make_slot, make_staff, open_talk
from staff_change_factories import (
    AUTHORITY,
    DAY,
    moved,
    row_of,
    said_to,
    slot_row,
    talk_booked,
)

from casework.booking import by_code, ics, service, staff_move
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.errors import NoBookingError
from casework.db import Database


def test_a_moved_talk_keeps_number_code_and_words_and_its_calendar_entry_moves(database: Database, changes: list[str]):
    mette = make_staff()
    (talk, token), booking, code = talk_booked(mette)
    new = make_slot(at(DAY, 14), staff_id=mette)
    changes.clear()
    done = moved(booking.id, new, mette)
    assert (done.before.id, done.booking.number, done.booking.sequence) == (booking.id, booking.number, 1)
    assert said_to(talk)[-1] == "Flyttet 08.00 13.00"
    (now_booked,) = service.mine(talk, token, now=NOW)
    assert (now_booked.starts_at, now_booked.form, now_booked.offer_id) == (at(DAY, 14), "telefon", booking.offer_id)
    found = by_code.find(booking.number or "", code)
    assert found.starts_at == at(DAY, 14)
    assert "SEQUENCE:1" in ics.invitation(found, AUTHORITY, now=NOW).decode()
    old = row_of(booking.id)
    assert (old.state, old.ended_by, old.number, old.replaced_by) == ("cancelled", "staff", None, done.booking.id)
    assert (slot_row(old.slot_id).taken, slot_row(old.slot_id).state, slot_row(new).taken) == (0, "closed", 1)
    assert changes == [talk]


def test_the_citizen_can_still_cancel_what_staff_have_moved(database: Database):
    (talk, token), booking, _ = talk_booked(make_staff())
    moved(booking.id, make_slot(at(DAY, 14)))
    gone = service.cancel(talk, token, booking.number or "", now=NOW, today=TODAY)
    assert (gone.booking.state, gone.booking.sequence) == ("cancelled", 2)
    assert gone.offer is not None


def test_only_times_that_fit_the_talk_are_shown_and_taken(database: Database):
    mette = make_staff()
    _, booking, _ = talk_booked(mette, forms=("telefon",), hold_by=DAY)
    good = make_slot(at(DAY, 14), staff_id=mette)
    late = make_slot(at(DAY + timedelta(days=1), 9), staff_id=mette)
    wrong = [
        make_slot(at(DAY, 15), staff_id=mette, kind="cv_samtale"),
        make_slot(at(DAY, 15, 45), staff_id=mette, holder="akasse"),
        make_slot(at(date(2026, 12, 24), 9), staff_id=mette),
        make_slot(at(TODAY, 9), staff_id=mette),
        make_slot(at(DAY, 16), staff_id=mette, forms=["fremmoede"]),
        make_slot(at(DAY, 14)),
        row_of(booking.id).slot_id,
        99_999,
    ]
    shown = staff_move.times_for(booking.id, mette, now=NOW, today=TODAY)
    assert [(one.slot.id, one.forms, one.late) for one in shown] == [
        (good, ("telefon",), False),
        (late, ("telefon",), True),
    ]
    for slot in wrong:
        with pytest.raises(CalendarError, match=r"\bmove_time \("):
            moved(booking.id, slot, mette)
    with pytest.raises(CalendarError, match=r"\bmove_time \("):
        moved(booking.id, good, mette, form="video")
    assert row_of(booking.id).state == "active"
    assert moved(booking.id, good, mette).booking.form == "telefon"


def test_a_time_that_is_full_leaves_the_talk_where_it_was(database: Database):
    mette = make_staff()
    _, first, _ = talk_booked(mette, 9)
    _, second, _ = talk_booked(mette, 10)
    with pytest.raises(CalendarError, match=r"\bmove_time \("):
        moved(first.id, row_of(second.id).slot_id)
    assert (row_of(first.id).state, slot_row(row_of(first.id).slot_id).taken) == ("active", 1)


def test_a_talk_in_another_calendar_or_that_has_ended_is_not_moved(database: Database):
    bo, (_, booking, _) = make_staff(), talk_booked(make_staff())
    slot = make_slot(at(DAY, 14), staff_id=bo)
    with pytest.raises(CalendarGoneError):
        moved(booking.id, slot, bo)
    with pytest.raises(CalendarGoneError):
        staff_move.times_for(booking.id, bo, now=NOW, today=TODAY)
    moved(booking.id, slot)
    with pytest.raises(CalendarGoneError):
        moved(booking.id, make_slot(at(DAY, 15)))


def test_of_a_citizen_and_staff_who_want_the_last_place_one_gets_it(database: Database):
    mette = make_staff()
    _, booking, _ = talk_booked(mette)
    talk = open_talk()
    offer, slot, start = make_offer(talk), make_slot(at(DAY, 14), staff_id=mette), threading.Barrier(2)
    lost: list[str] = []

    def citizen() -> None:
        start.wait()
        try:
            service.hold(*talk, chosen(offer, slot), now=NOW, today=TODAY)
        except Exception as error:  # the loser's is looked at below
            lost.append(type(error).__name__)

    thread = threading.Thread(target=citizen)
    thread.start()
    start.wait()
    try:
        moved(booking.id, slot)
    except CalendarError as error:
        lost.append(error.code)
    thread.join(60)
    assert lost in (["SlotGoneError"], ["move_time"])
    assert slot_row(slot).taken == 1


def test_a_wrong_code_opens_nothing_after_a_move(database: Database):
    _, booking, _ = talk_booked(make_staff())
    moved(booking.id, make_slot(at(DAY, 14)))
    with pytest.raises(NoBookingError):
        by_code.find(booking.number or "", "AAAA-AAAA")
