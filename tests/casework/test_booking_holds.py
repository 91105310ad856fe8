"""Holding a time for ten minutes: kept, given back, run out, asked for twice."""

from datetime import timedelta

import pytest
from booking_factories import (
    NOW,
    book,
    chosen,
    hold,
    make_offer,
    miscounted,
    scene,
    states,
    taken,
)
from handoff_factories import open_talk

from casework.booking import service
from casework.booking.errors import (
    HoldLapsedError,
    SlotGoneError,
)
from casework.booking.records import BookingWish
from casework.db import Database

SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)


def test_a_held_time_is_the_citizens_for_ten_minutes(database: Database):
    one = scene()
    held = hold(one.talk, one.offer, one.slots[0])
    assert held.held_until == NOW + TEN_MINUTES
    assert (held.slot.id, held.slot.free, held.moves) == (one.slots[0], 0, None)
    assert taken(one.slots[0]) == 1


def test_a_hold_can_be_confirmed_until_the_tenth_minute_is_over(database: Database):
    one, two = scene(), scene()
    in_time, too_late = hold(one.talk, one.offer, one.slots[0]), hold(two.talk, two.offer, two.slots[0])
    assert service.confirm(*one.talk, in_time.id, BookingWish(), now=NOW + TEN_MINUTES - SECOND)
    with pytest.raises(HoldLapsedError):
        service.confirm(*two.talk, too_late.id, BookingWish(), now=NOW + TEN_MINUTES)


def test_a_time_is_free_for_others_when_the_tenth_minute_is_over_and_not_before(database: Database):
    one, other = scene(), open_talk()
    hold(one.talk, one.offer, one.slots[0])
    offer = make_offer(other)
    with pytest.raises(SlotGoneError):
        hold(other, offer, one.slots[0], now=NOW + TEN_MINUTES - SECOND)
    assert hold(other, offer, one.slots[0], now=NOW + TEN_MINUTES)
    assert states(one.slots[0]) == ["lapsed", "held"]
    assert miscounted() == []


def test_the_background_gives_back_what_has_run_out_and_nothing_else(database: Database):
    one, two = scene(), scene()
    hold(one.talk, one.offer, one.slots[0])
    hold(two.talk, two.offer, two.slots[0], now=NOW + SECOND)
    assert service.free_lapsed(NOW + TEN_MINUTES - SECOND) == 0
    assert service.free_lapsed(NOW + TEN_MINUTES) == 1
    assert (taken(one.slots[0]), taken(two.slots[0])) == (0, 1)


def test_holding_another_time_gives_the_first_one_back(database: Database):
    one = scene()
    hold(one.talk, one.offer, one.slots[0])
    hold(one.talk, one.offer, one.slots[1])
    assert (taken(one.slots[0]), taken(one.slots[1])) == (0, 1)


def test_the_first_hold_is_kept_when_the_other_time_is_gone(database: Database):
    one, other = scene(), scene()
    hold(other.talk, other.offer, one.slots[1])
    hold(one.talk, one.offer, one.slots[0])
    with pytest.raises(SlotGoneError):
        hold(one.talk, one.offer, one.slots[1])
    assert states(one.slots[0]) == ["held"]
    assert miscounted() == []


def test_a_hold_is_given_back_once_however_often_it_is_released(database: Database):
    one = scene()
    held = hold(one.talk, one.offer, one.slots[0])
    for _ in range(2):
        service.release(*one.talk, held.id, now=NOW)
    assert taken(one.slots[0]) == 0
    with pytest.raises(HoldLapsedError):
        service.confirm(*one.talk, held.id, BookingWish(), now=NOW)


def test_releasing_what_is_booked_does_not_cancel_it(database: Database):
    one = scene()
    booked = book(one.talk, one.offer, one.slots[0])
    service.release(*one.talk, booked.booking.id, now=NOW)
    assert states(one.slots[0]) == ["active"]


def test_the_same_request_again_holds_nothing_more(database: Database):
    one = scene()
    wish = chosen(one.offer, one.slots[0])
    first = service.hold(*one.talk, wish, now=NOW)
    assert service.hold(*one.talk, wish, now=NOW + SECOND) == first
    assert taken(one.slots[0]) == 1


def test_the_same_request_again_after_booking_still_names_the_booking(database: Database):
    one = scene()
    wish = chosen(one.offer, one.slots[0])
    held = service.hold(*one.talk, wish, now=NOW)
    booked = service.confirm(*one.talk, held.id, BookingWish(), now=NOW)
    assert service.hold(*one.talk, wish, now=NOW + timedelta(hours=1)).id == booked.booking.id


def test_the_same_request_again_after_it_ran_out_says_so(database: Database):
    one = scene()
    wish = chosen(one.offer, one.slots[0])
    service.hold(*one.talk, wish, now=NOW)
    with pytest.raises(HoldLapsedError):
        service.hold(*one.talk, wish, now=NOW + TEN_MINUTES)
