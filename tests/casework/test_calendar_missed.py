"""After a talk to which the citizen did not come: a new offer, once, and nothing beside a talk that is booked."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from booking_factories import TODAY, at, book, make_slot, make_staff
from staff_change_factories import DAY, said_to, talk_booked

from casework.booking import kept, missed, offers
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_records import StaffBooking
from casework.booking.calendar_week import booking as booking_of
from casework.booking.records import Offer
from casework.conversations import service as conversations
from casework.conversations.records import NewMessage
from casework.db import Database
from casework.privacy.deletion import delete_conversation
from casework.statistics.service import keep_figures

LATER = at(DAY, 10)


def say(booking: StaffBooking, offer: Offer) -> Sequence[NewMessage]:
    return [NewMessage(text=f"Nyt tilbud {offer.kind} efter {booking.number}", author="system")]


def again(booking_id: int, staff_id: int | None = None) -> missed.OfferedAgain:
    return missed.offer_again(booking_id, staff_id, make_staff(), tell=say, now=LATER, today=DAY)


def outlook(booking_id: int, moment: datetime = LATER) -> str:
    return missed.outlook(booking_of(booking_id, None), moment)


def test_a_new_offer_is_told_once_and_can_be_booked_on(database: Database):
    mette = make_staff()
    talk, booking, _ = talk_booked(mette, forms=("telefon",), book_by=TODAY)
    kept.no_show(booking.id, mette, now=LATER)
    assert outlook(booking.id) == "nothing"
    first, second = again(booking.id, mette), again(booking.id, mette)
    assert (first.offer.id, second.told) == (second.offer.id, None)
    assert (first.offer.forms, first.offer.book_by, first.offer.hold_by) == (("telefon",), None, None)
    assert said_to(talk[0])[-1] == f"Nyt tilbud jobsamtale efter {booking.number}"
    assert outlook(booking.id) == "offered"
    book(talk, first.offer.id, make_slot(at(DAY, 14)), form="telefon", now=LATER)
    assert outlook(booking.id) == "booked"
    # Nobody has marked how that talk went; it is over all the same.
    assert outlook(booking.id, at(DAY, 15)) == "nothing"
    with pytest.raises(CalendarError, match=r"\bmissed_booked \("):
        again(booking.id)


def test_a_talk_that_was_not_missed_or_is_not_in_the_calendar_gives_no_offer(database: Database):
    mette, bo = make_staff(), make_staff()
    _, booking, _ = talk_booked(mette)
    with pytest.raises(CalendarError, match=r"\bnot_missed \("):
        again(booking.id)
    kept.no_show(booking.id, mette, now=LATER)
    with pytest.raises(CalendarGoneError):
        again(booking.id, bo)


def test_a_citizen_who_is_exempt_or_has_gone_gets_no_offer(database: Database):
    mette = make_staff()
    (exempt, first, _), (gone, second, _) = talk_booked(mette), talk_booked(mette, 10)
    for booking in (first, second):
        kept.no_show(booking.id, mette, now=at(DAY, 11))
    conversations.save_turn(exempt[0], facts={"selvbooking_fritaget": True}, now=LATER)
    delete_conversation(*gone, keep_figures=keep_figures)
    assert [outlook(one.id) for one in (first, second)] == ["exempt", "gone"]
    with pytest.raises(CalendarError, match=r"\bmissed_exempt \("):
        again(first.id)
    with pytest.raises(CalendarGoneError):
        again(second.id)


def test_taking_the_mark_back_withdraws_the_new_offer(database: Database):
    mette = make_staff()
    talk, booking, _ = talk_booked(mette)
    kept.no_show(booking.id, mette, now=LATER)
    again(booking.id)
    kept.undo(booking.id, mette, now=LATER)
    assert [one.state for one in offers.for_staff(talk[0], today=DAY)] == ["withdrawn", "met"]
    assert booking_of(booking.id, None).state == "active"
