"""What is left of bookings when a citizen deletes the conversation."""

from datetime import timedelta

import pytest
from booking_factories import NOW, TODAY, hold, miscounted, scene, states, taken
from test_deletion import rows_with

from casework.booking import by_code, receipts, service
from casework.booking.errors import NoBookingError
from casework.booking.models import AgreementRow
from casework.booking.records import BookingWish, TimeWish, Tried, Wishes
from casework.db import Database, session_scope
from casework.privacy.deletion import delete_conversation
from casework.statistics.service import keep_figures

SECRET = "hemmelighed"
WISH = BookingWish(
    topic="cv",
    preparation={"cv_hjaelp": SECRET},
    wishes=Wishes(interpreter=SECRET, companion=True, accessibility=SECRET),
)


def booked():
    """A citizen with a booking full of words, a receipt and an agreement."""
    one = scene()
    held = hold(one.talk, one.offer, one.slots[0])
    one.booked = service.confirm(*one.talk, held.id, WISH, now=NOW)
    receipts.no_times(*one.talk, Tried(offer_id=one.offer, wish=TimeWish(), why="no_times"), now=NOW, today=TODAY)
    belongs = {"booking_id": one.booked.booking.id, "conversation_id": one.talk[0]}
    with session_scope() as session:
        session.add(AgreementRow(**belongs, text=SECRET, made_at=NOW))
    return one


def test_the_time_stays_booked_and_nothing_tells_whose_it_is_or_what_it_is_about(database: Database):
    one = booked()
    assert rows_with(database, SECRET) == {"bookings", "agreements"}
    delete_conversation(*one.talk, keep_figures=keep_figures)
    assert rows_with(database, one.talk[0], SECRET) == set()
    assert (states(one.slots[0]), taken(one.slots[0])) == (["active"], 1)


def test_number_and_code_still_open_it_and_cancel_it(database: Database):
    one = booked()
    number, code = one.booked.booking.number, one.booked.code
    delete_conversation(*one.talk, keep_figures=keep_figures)
    found = by_code.find(number, code)
    assert (found.state, found.conversation_id, found.wishes) == ("active", None, Wishes())
    assert found.starts_at == one.booked.booking.starts_at
    cancelled = by_code.cancel(number, code, now=NOW)
    assert (cancelled.booking.state, cancelled.offer) == ("cancelled", None)
    assert miscounted() == []
    with pytest.raises(NoBookingError):
        by_code.find(number, "A" * 10)


def test_a_reason_that_was_given_for_cancelling_goes_too(database: Database):
    one = booked()
    service.cancel(*one.talk, one.booked.booking.number, now=NOW, reason=SECRET)
    delete_conversation(*one.talk, keep_figures=keep_figures)
    assert rows_with(database, SECRET) == set()


def test_a_time_that_was_only_held_is_free_again_after_its_ten_minutes(database: Database):
    one = scene()
    hold(one.talk, one.offer, one.slots[0])
    delete_conversation(*one.talk, keep_figures=keep_figures)
    assert service.free_lapsed(NOW + timedelta(minutes=10)) == 1
    assert taken(one.slots[0]) == 0


def test_two_citizens_who_are_gone_can_have_the_same_kind_of_talk(database: Database):
    for _ in range(2):
        one = booked()
        delete_conversation(*one.talk, keep_figures=keep_figures)
        assert states(one.slots[0]) == ["active"]
