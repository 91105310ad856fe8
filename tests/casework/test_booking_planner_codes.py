"""What every planner must keep about codes, held times and the assistant, who needs no token."""

from datetime import date, timedelta

import pytest
from booking_factories import NOW, at
from planner_worlds import World, book_in, hold_in

from casework.booking.errors import BookingError, HoldLapsedError, NoBookingError, TooLateError
from casework.booking.planner import METHODS, OwnPlanner, make_planner
from casework.booking.records import BookingWish
from casework.conversations.errors import NotAllowedError
from casework.conversations.service import INSIDE
from casework.errors import SettingsError
from tests.support.memory_planner import MemoryPlanner

MONDAY = date(2026, 11, 23)
TEN_MINUTES, SECOND = timedelta(minutes=10), timedelta(seconds=1)
HERE = "tests.casework.test_booking_planner_codes"


def test_number_and_code_open_the_booking_however_they_are_written(world: World):
    talk = world.citizen()
    booked = book_in(world, talk, world.offer(talk), world.slot(at(MONDAY, 9)))
    number, code = booked.booking.number, booked.code
    assert world.planner.find_by_code(number, code) == booked.booking
    assert world.planner.find_by_code(number.lower().replace("-", " "), f" {code[:5]} {code[5:]} ".lower()).id
    for wrong in ((number, "A" * 10), ("RP-0000-ZZ", code), ("", "")):
        with pytest.raises(NoBookingError):
            world.planner.find_by_code(*wrong)


def test_a_new_code_ends_the_one_before(world: World):
    talk, other = world.citizen(), world.citizen()
    booked = book_in(world, talk, world.offer(talk), world.slot(at(MONDAY, 9)))
    number = booked.booking.number
    with pytest.raises(NoBookingError):
        world.planner.new_code(*other, number)
    again = world.planner.new_code(*talk, number)
    assert again.booking == booked.booking
    assert world.planner.find_by_code(number, again.code) == booked.booking
    with pytest.raises(NoBookingError):
        world.planner.find_by_code(number, booked.code)
    world.planner.cancel(*talk, number, now=NOW)
    with pytest.raises(NoBookingError):
        world.planner.new_code(*talk, number)


def test_moving_without_the_conversation_keeps_number_and_code(world: World):
    talk = world.citizen()
    offer, slots = world.offer(talk), [world.slot(at(MONDAY, hour)) for hour in (9, 10)]
    booked = book_in(world, talk, offer, slots[0])
    held = hold_in(world, (talk[0], INSIDE), offer, slots[1])
    moved = world.planner.move(talk[0], INSIDE, held.id, BookingWish(), now=NOW)
    assert (moved.code, moved.replaced, moved.booking.number) == (None, booked.booking, booked.booking.number)
    assert world.planner.find_by_code(booked.booking.number, booked.code) == moved.booking
    again = world.planner.move(talk[0], INSIDE, held.id, BookingWish(), now=NOW)
    assert (again.code, again.booking) == (None, moved.booking)
    assert world.planner.find_by_code(booked.booking.number, booked.code) == moved.booking


def test_what_is_not_booked_cannot_be_moved(world: World):
    talk = world.citizen()
    offer, slots = world.offer(talk), [world.slot(at(MONDAY, hour)) for hour in (9, 10)]
    booked = book_in(world, talk, offer, slots[0])
    held = hold_in(world, talk, offer, slots[1])
    world.planner.cancel(*talk, booked.booking.number, now=NOW)
    with pytest.raises(NoBookingError):
        world.planner.move(*talk, held.id, BookingWish(), now=NOW)
    assert world.planner.held(*talk, now=NOW) is not None


def test_a_booking_is_cancelled_with_its_code_once(world: World):
    talk = world.citizen()
    slot = world.slot(at(MONDAY, 9))
    booked = book_in(world, talk, world.offer(talk), slot)
    number, code = booked.booking.number, booked.code
    with pytest.raises(NoBookingError):
        world.planner.cancel_by_code(number, "A" * 10, now=NOW)
    with pytest.raises(TooLateError):
        world.planner.cancel_by_code(number, code, now=at(MONDAY, 9))
    first = world.planner.cancel_by_code(number, code, now=at(MONDAY, 9) - SECOND)
    assert first.booking.state == "cancelled"
    assert world.planner.cancel_by_code(number, code, now=NOW).booking == first.booking
    assert world.planner.find_by_code(number, code).state == "cancelled"


def test_the_held_time_is_told_for_as_long_as_it_is_kept(world: World):
    talk = world.citizen()
    assert world.planner.held(*talk, now=NOW) is None
    held = hold_in(world, talk, world.offer(talk), world.slot(at(MONDAY, 9)))
    assert world.planner.held(*talk, now=NOW + TEN_MINUTES - SECOND) == held
    assert world.planner.held(*talk, now=NOW + TEN_MINUTES) is None


def test_holds_that_have_run_out_can_be_swept_up(world: World):
    talk = world.citizen()
    held = hold_in(world, talk, world.offer(talk), world.slot(at(MONDAY, 9)))
    assert world.planner.free_lapsed(NOW + TEN_MINUTES) in (0, 1)
    assert world.planner.free_lapsed(NOW + TEN_MINUTES) == 0
    with pytest.raises(HoldLapsedError):
        world.planner.confirm(*talk, held.id, BookingWish(), now=NOW + TEN_MINUTES)


def test_the_assistant_needs_no_token_and_nobody_else_does_without(world: World):
    talk = world.citizen()
    booked = book_in(world, talk, world.offer(talk), world.slot(at(MONDAY, 9)))
    assert world.planner.bookings(talk[0], INSIDE, now=NOW) == [booked.booking]
    for call in (
        lambda: world.planner.held(talk[0], "", now=NOW),
        lambda: world.planner.new_code(talk[0], "wrong", booked.booking.number),
        lambda: world.planner.move(talk[0], "wrong", booked.booking.id, BookingWish(), now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            call()


class Half:
    """A planner that can only look for times."""

    find_times = OwnPlanner.find_times

    def __init__(self, offers: object) -> None:
        self.offers = offers


def broken(_offers: object) -> OwnPlanner:
    """A maker whose planner does not answer."""
    raise BookingError("no line to the planner")


def test_the_setting_names_who_makes_the_planner_and_empty_is_the_own_calendar():
    assert isinstance(make_planner(""), OwnPlanner)
    assert isinstance(make_planner("tests.support.memory_planner:MemoryPlanner"), MemoryPlanner)
    assert set(METHODS) >= {"find_times", "hold", "confirm", "move", "cancel", "find_by_code"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("no.such.module:planner", "ModuleNotFoundError"),
        ("tests.support.memory_planner", "AttributeError"),
        ("tests.support.memory_planner:Nobody", "AttributeError"),
        (":", "ValueError"),
        (f"{HERE}:broken", "no line to the planner"),
        (f"{HERE}:Half", "mangler hold, release, confirm"),
    ],
)
def test_a_planner_that_cannot_be_used_stops_the_start_with_a_plain_message(name: str, why: str):
    with pytest.raises(SettingsError) as told:
        make_planner(name)
    assert str(told.value).startswith(f"RETPLIGT_BOOKING_PLANNER er »{name}«, og ")
    assert why in str(told.value)
