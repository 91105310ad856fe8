"""What every planner behind booking must keep: the own calendar on both databases, and one in memory."""

import threading
from datetime import date, timedelta

import pytest
from booking_factories import NOW, Talk, at
from planner_worlds import World, book_in, hold_in

from casework.booking.errors import (
    AlreadyBookedError,
    BadWishError,
    BookingError,
    FormNotAllowedError,
    HoldLapsedError,
    NoBookingError,
    OfferGoneError,
    SlotGoneError,
    TooLateError,
)
from casework.booking.records import BookingWish, TimeChoice, TimeWish
from casework.conversations.errors import NotAllowedError

MONDAY = date(2026, 11, 23)
TEN_MINUTES, SECOND = timedelta(minutes=10), timedelta(seconds=1)


def test_suggestions_stand_on_different_days_and_full_times_are_left_out(world: World):
    talk, other = world.citizen(), world.citizen()
    offer = world.offer(talk)
    first, same_day = world.slot(at(MONDAY, 9)), world.slot(at(MONDAY, 10))
    later = world.slot(at(MONDAY + timedelta(days=1), 9))
    full = world.slot(at(MONDAY, 8))
    book_in(world, other, world.offer(other), full)
    times = world.planner.find_times(*talk, offer, wish=TimeWish(), now=NOW)
    assert [slot.id for slot in times.suggestions] == [first, later, same_day]
    assert not times.none_before_deadline


def test_no_time_before_the_last_day_is_said_so(world: World):
    talk = world.citizen()
    world.slot(at(MONDAY + timedelta(days=1), 9))
    offer = world.offer(talk, hold_by=MONDAY)
    assert world.planner.find_times(*talk, offer, wish=TimeWish(), now=NOW).none_before_deadline


def test_a_hold_lasts_ten_minutes_and_not_longer(world: World):
    one, two = world.citizen(), world.citizen()
    slot = world.slot(at(MONDAY, 9))
    assert hold_in(world, one, world.offer(one), slot).held_until == NOW + TEN_MINUTES
    offer = world.offer(two)
    with pytest.raises(SlotGoneError):
        hold_in(world, two, offer, slot, now=NOW + TEN_MINUTES - SECOND)
    assert hold_in(world, two, offer, slot, now=NOW + TEN_MINUTES)


def test_a_hold_can_be_confirmed_for_ten_minutes_and_not_longer(world: World):
    for late, allowed in ((TEN_MINUTES - SECOND, True), (TEN_MINUTES, False)):
        talk = world.citizen()
        held = hold_in(world, talk, world.offer(talk), world.slot(at(MONDAY, 9)))
        if allowed:
            assert world.planner.confirm(*talk, held.id, BookingWish(), now=NOW + late)
        else:
            with pytest.raises(HoldLapsedError):
                world.planner.confirm(*talk, held.id, BookingWish(), now=NOW + late)


def test_a_citizen_has_one_hold_and_the_same_request_makes_no_second(world: World):
    talk, other = world.citizen(), world.citizen()
    offer, slots = world.offer(talk), [world.slot(at(MONDAY, hour)) for hour in (9, 10)]
    wish = TimeChoice(offer_id=offer, slot_id=slots[0], form="fremmoede", client_id="a")
    first = world.planner.hold(*talk, wish, now=NOW)
    assert world.planner.hold(*talk, wish, now=NOW).id == first.id
    hold_in(world, talk, offer, slots[1])
    assert hold_in(world, other, world.offer(other), slots[0])
    with pytest.raises(HoldLapsedError):
        world.planner.hold(*talk, wish, now=NOW)


def test_a_released_time_is_free_and_cannot_be_confirmed(world: World):
    talk, other = world.citizen(), world.citizen()
    slot = world.slot(at(MONDAY, 9))
    held = hold_in(world, talk, world.offer(talk), slot)
    world.planner.release(*talk, held.id, now=NOW)
    world.planner.release(*talk, held.id, now=NOW)
    assert hold_in(world, other, world.offer(other), slot)
    with pytest.raises(HoldLapsedError):
        world.planner.confirm(*talk, held.id, BookingWish(), now=NOW)


def test_confirming_again_changes_nothing(world: World):
    talk = world.citizen()
    held = hold_in(world, talk, world.offer(talk), world.slot(at(MONDAY, 9)))
    first = world.planner.confirm(*talk, held.id, BookingWish(topic="cv"), now=NOW)
    again = world.planner.confirm(*talk, held.id, BookingWish(), now=NOW)
    assert again.booking == first.booking
    assert len(world.planner.bookings(*talk, now=NOW)) == 1


def test_moving_keeps_the_number_and_gives_the_old_time_back_last(world: World):
    talk, other = world.citizen(), world.citizen()
    offer, slots = world.offer(talk), [world.slot(at(MONDAY, hour)) for hour in (9, 10)]
    first = book_in(world, talk, offer, slots[0])
    held = hold_in(world, talk, offer, slots[1])
    assert held.moves == first.booking.number
    others = world.offer(other)
    with pytest.raises(SlotGoneError):
        hold_in(world, other, others, slots[0])
    moved = world.planner.confirm(*talk, held.id, BookingWish(), now=NOW)
    assert (moved.booking.number, moved.booking.sequence) == (first.booking.number, 1)
    assert moved.replaced is not None
    assert hold_in(world, other, others, slots[0])
    assert [booking.starts_at for booking in world.planner.bookings(*talk, now=NOW)] == [at(MONDAY, 10)]


def test_the_same_time_cannot_be_moved_to(world: World):
    talk = world.citizen()
    offer, slot = world.offer(talk), world.slot(at(MONDAY, 9))
    book_in(world, talk, offer, slot)
    with pytest.raises(AlreadyBookedError):
        hold_in(world, talk, offer, slot)


def test_cancelling_frees_the_time_and_the_offer_once(world: World):
    talk = world.citizen()
    offer, slot = world.offer(talk), world.slot(at(MONDAY, 9))
    number = book_in(world, talk, offer, slot).booking.number
    first = world.planner.cancel(*talk, number, now=NOW, reason="syg")
    assert world.planner.cancel(*talk, number, now=NOW).booking == first.booking
    assert (first.booking.state, first.booking.sequence) == ("cancelled", 1)
    assert book_in(world, talk, offer, slot)


def test_a_talk_that_has_begun_cannot_be_cancelled(world: World):
    talk = world.citizen()
    number = book_in(world, talk, world.offer(talk), world.slot(at(MONDAY, 9))).booking.number
    with pytest.raises(TooLateError):
        world.planner.cancel(*talk, number, now=at(MONDAY, 9))
    assert world.planner.cancel(*talk, number, now=at(MONDAY, 9) - SECOND)


def test_times_need_an_hours_notice_and_lie_before_the_last_day_is_over(world: World):
    talk = world.citizen()
    offer = world.offer(talk, hold_by=MONDAY)
    soon, late = world.slot(NOW + timedelta(minutes=59)), world.slot(at(MONDAY + timedelta(days=1), 0))
    for slot in (soon, late, 12_345):
        with pytest.raises(SlotGoneError):
            hold_in(world, talk, offer, slot)
    assert hold_in(world, talk, offer, world.slot(NOW + timedelta(hours=1)))
    with pytest.raises(TooLateError):
        hold_in(world, talk, offer, soon, now=at(MONDAY + timedelta(days=1), 0))


def test_forms_and_topics_are_those_of_the_offer(world: World):
    talk = world.citizen()
    offer = world.offer(talk, kind="foerste_jobsamtale")
    slot = world.slot(at(MONDAY, 9), kind="foerste_jobsamtale")
    with pytest.raises(FormNotAllowedError):
        hold_in(world, talk, offer, slot, form="telefon")
    held = hold_in(world, talk, offer, slot)
    with pytest.raises(BadWishError):
        world.planner.confirm(*talk, held.id, BookingWish(topic="vejret"), now=NOW)


def test_nobody_reaches_into_anothers_bookings(world: World):
    talk, other = world.citizen(), world.citizen()
    offer, slot = world.offer(talk), world.slot(at(MONDAY, 9))
    booked = book_in(world, talk, offer, slot).booking
    with pytest.raises(OfferGoneError):
        hold_in(world, other, offer, slot)
    for call in (
        lambda: world.planner.cancel(*other, booked.number, now=NOW),
        lambda: world.planner.confirm(*other, booked.id, BookingWish(), now=NOW),
        lambda: world.planner.release(*other, booked.id, now=NOW),
    ):
        with pytest.raises(NoBookingError):
            call()
    with pytest.raises(NotAllowedError):
        world.planner.bookings(talk[0], "wrong", now=NOW)


def test_a_group_never_grows_beyond_its_room(world: World):
    slot = world.slot(at(MONDAY, 9), kind="gruppemoede", capacity=4)
    citizens = [(talk := world.citizen(), world.offer(talk, kind="gruppemoede")) for _ in range(10)]
    told: list[str] = []

    def run(talk: Talk, offer: int) -> None:
        try:
            told.append(book_in(world, talk, offer, slot).booking.state)
        except BookingError as error:
            told.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=each, daemon=True) for each in citizens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told) == ["SlotGoneError"] * 6 + ["active"] * 4
