"""Staff cancel booked talks, on both databases: nobody loses a place, a number or the right to book."""

import threading
from datetime import date

import pytest
from booking_factories import NOW, TODAY, at, book, make_slot, make_staff
from staff_change_factories import (
    AUTHORITY,
    DAY,
    cancelled,
    row_of,
    said_to,
    say_cancelled,
    slot_row,
    talk_booked,
)

from casework.booking import by_code, ics, offers, service, staff_changes
from casework.booking.calendar_errors import CalendarError
from casework.booking.staff_changes import CancelWish
from casework.conversations import service as conversations
from casework.db import Database
from casework.privacy.deletion import delete_conversation
from casework.statistics.service import keep_figures


def test_a_cancelled_talk_is_told_in_the_same_moment_and_its_offer_is_open_again(
    database: Database, changes: list[str]
):
    mette = make_staff()
    (talk, _), booking, code = talk_booked(mette)
    changes.clear()
    (done,) = cancelled([booking.id], mette)
    assert done.offer is not None
    assert (done.offer.id, done.offer.state) == (booking.offer_id, "open")
    assert done.told is not None
    assert said_to(talk)[-1:] == [done.told.messages[0].text] == [f"Aflyst {booking.number}, tilbud {booking.offer_id}"]
    row = row_of(booking.id)
    assert (row.state, row.ended_by, row.reason) == ("cancelled", "staff", "Vi har lukket den dag.")
    assert (row.number, row.sequence, changes) == (booking.number, booking.sequence + 1, [talk])
    found = by_code.find(booking.number or "", code)
    file = ics.invitation(found, AUTHORITY, "CANCEL", now=NOW).decode()
    assert "STATUS:CANCELLED" in file
    assert f"SEQUENCE:{booking.sequence + 1}" in file


@pytest.mark.parametrize(("close", "state"), [(True, "closed"), (False, "open")])
def test_the_time_is_given_back_and_closed_when_nobody_else_may_have_it(database: Database, close: bool, state: str):
    _, booking, _ = talk_booked(make_staff())
    cancelled([booking.id], close=close)
    slot = slot_row(row_of(booking.id).slot_id)
    assert (slot.taken, slot.state) == (0, state)


@pytest.mark.parametrize(
    ("today", "hold_by", "again"),
    [(date(2026, 12, 4), date(2026, 12, 20), "same"), (date(2026, 12, 5), date(2026, 12, 20), "new"),
     (date(2026, 12, 5), None, "new")],
)  # fmt: skip
def test_a_citizen_whose_day_to_book_has_passed_gets_a_new_offer(
    database: Database, today: date, hold_by: date | None, again: str
):
    _, booking, _ = talk_booked(make_staff(), book_by=date(2026, 12, 4), hold_by=hold_by)
    (done,) = cancelled([booking.id], today=today)
    offer = done.offer
    assert (offer.id == booking.offer_id) is (again == "same")
    assert (offer.state, offer.hold_by) == ("open", hold_by)
    assert offer.book_by == (date(2026, 12, 4) if again == "same" else None)


def test_a_new_offer_can_be_booked_on_at_once(database: Database):
    talk, booking, _ = talk_booked(make_staff(), book_by=date(2026, 11, 20))
    (done,) = cancelled([booking.id], today=date(2026, 11, 21))
    again = book(talk, done.offer.id, make_slot(at(DAY, 14)))
    assert (again.booking.state, again.booking.sequence) == ("active", 0)


def test_a_citizen_who_is_exempt_from_booking_is_told_but_given_no_offer(database: Database):
    talk, booking, _ = talk_booked(make_staff())
    conversations.save_turn(talk[0], facts={"selvbooking_fritaget": True}, now=NOW)
    (done,) = cancelled([booking.id])
    assert done.offer is None
    assert said_to(talk[0])[-1] == f"Aflyst {booking.number}, tilbud -"
    assert [one.state for one in offers.for_staff(talk[0], today=TODAY)] == ["withdrawn"]


def test_several_are_cancelled_at_once_and_those_that_changed_meanwhile_are_left_alone(database: Database):
    mette, bo = make_staff(), make_staff()
    booked = [talk_booked(mette, hour) for hour in (9, 10, 11)]
    (other_talk, _), other, _ = talk_booked(bo, 12)
    (gone, token), gone_booking, _ = booked[1]
    service.cancel(gone, token, gone_booking.number or "", now=NOW, today=TODAY)
    ids = [one.id for _, one, _ in booked] + [other.id, 99_999]
    done = cancelled(ids, mette)
    assert len(done) == 2
    assert row_of(other.id).state == "active"
    assert [len(said_to(talk[0])) for talk, _, _ in booked] == [2, 1, 2]
    assert len(said_to(other_talk)) == 1
    assert cancelled(ids, mette) == ()


def test_a_talk_that_has_begun_is_not_cancelled_and_one_a_minute_ahead_is(database: Database):
    mette = make_staff()
    _, booking, _ = talk_booked(mette)
    wish = CancelWish(reason="Kursus", made_by=mette, staff_id=None)
    begun = staff_changes.cancel([booking.id], wish, tell=say_cancelled, now=at(DAY, 9), today=DAY)
    assert begun == ()
    ahead = staff_changes.cancel([booking.id], wish, tell=say_cancelled, now=at(DAY, 8, 59), today=DAY)
    assert len(ahead) == 1


def test_a_talk_whose_conversation_was_deleted_is_cancelled_and_its_code_shows_it(database: Database):
    talk, booking, code = talk_booked(make_staff())
    delete_conversation(*talk, keep_figures=keep_figures)
    (done,) = cancelled([booking.id])
    assert (done.told, done.offer) == (None, None)
    assert by_code.find(booking.number or "", code).state == "cancelled"


@pytest.mark.parametrize(
    ("ids", "reason", "code"),
    [([1], " ", "cancel_reason"), ([1], "x" * 301, "cancel_reason"), (list(range(61)), "Kursus", "cancel_many")],
)
def test_a_cancelling_that_makes_no_sense_is_refused(database: Database, ids: list[int], reason: str, code: str):
    with pytest.raises(CalendarError, match=rf"\b{code} \("):
        cancelled(ids, reason=reason)


def test_the_longest_reason_and_the_most_at_once_are_allowed_and_a_number_is_hidden(database: Database):
    _, booking, _ = talk_booked(make_staff())
    cancelled([booking.id, *range(10_000, 10_059)], reason="x" * 300)
    _, other, _ = talk_booked(make_staff())
    cancelled([other.id], reason="Se sag 010190-1235")
    assert "010190" not in (row_of(other.id).reason or "")


def test_a_citizen_and_staff_who_cancel_at_once_give_the_place_back_once(database: Database):
    (talk, token), booking, _ = talk_booked(make_staff())
    start = threading.Barrier(2)

    def citizen() -> None:
        start.wait()
        service.cancel(talk, token, booking.number or "", now=NOW, today=TODAY)

    thread = threading.Thread(target=citizen)
    thread.start()
    start.wait()
    cancelled([booking.id], close=False)
    thread.join(60)
    assert slot_row(row_of(booking.id).slot_id).taken == 0
    assert row_of(booking.id).sequence == 1


def test_two_who_cancel_the_same_talks_at_once_cancel_each_once_and_tell_each_once(database: Database):
    booked = [talk_booked(make_staff(), hour) for hour in (9, 10, 11)]
    ids, start, done = [one.id for _, one, _ in booked], threading.Barrier(2), []

    def work(wanted: list[int]) -> None:
        start.wait()
        done.append(len(cancelled(wanted)))

    threads = [threading.Thread(target=work, args=(wanted,)) for wanted in (ids, ids[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done) == [0, 3]
    assert [len(said_to(talk[0])) for talk, _, _ in booked] == [2, 2, 2]
    assert [slot_row(row_of(one).slot_id).taken for one in ids] == [0, 0, 0]
