"""Booking a held time, moving it and cancelling it, and what follows from it."""

from datetime import date, timedelta

import pytest
from booking_factories import (
    NOW,
    TODAY,
    at,
    book,
    hold,
    make_offer,
    make_slot,
    offer_state,
    scene,
    states,
    taken,
)
from handoff_factories import open_talk

from casework.booking import by_code, events, service
from casework.booking.errors import (
    AlreadyBookedError,
    BadWishError,
    HoldLapsedError,
    NoBookingError,
    OfferGoneError,
    SlotGoneError,
    TooLateError,
)
from casework.booking.models import BookingRow
from casework.booking.records import BookingWish, Wishes
from casework.conversations.errors import NotAllowedError
from casework.db import Database, session_scope

SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)
DAY = date(2026, 11, 24)


def end(number: str, state: str) -> None:
    with session_scope() as session:
        session.query(BookingRow).filter_by(number=number).one().state = state


def test_booking_meets_the_offer_and_gives_number_and_code(database: Database):
    one = scene()
    booked = book(one.talk, one.offer, one.slots[0])
    assert (booked.booking.state, booked.booking.sequence, booked.replaced) == ("active", 0, None)
    assert offer_state(one.offer) == "met"
    assert by_code.find(booked.booking.number, booked.code) == booked.booking
    assert [booking.number for booking in service.mine(*one.talk, now=NOW)] == [booked.booking.number]


def test_what_the_citizen_said_is_kept_with_the_booking_without_cpr_numbers(database: Database):
    one = scene()
    wish = BookingWish(
        topic="jobsoegningsstrategi",
        preparation={"droemmejob": "Gartner. Mit cpr er 010190-1234", "acceptabelt_job": "  "},
        wishes=Wishes(akasse=True, interpreter=" polsk ", companion=True, accessibility="kørestol"),
    )
    booking = book(one.talk, one.offer, one.slots[0], wish=wish).booking
    assert booking.topic_name == "jobsøgningsstrategi"
    assert booking.preparation.keys() == {"droemmejob"}
    assert "010190" not in booking.preparation["droemmejob"]
    assert booking.wishes == Wishes(akasse=True, interpreter="polsk", companion=True, accessibility="kørestol")


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (BookingWish(topic="vejret"), "topic"),
        (BookingWish(topic="cv", preparation={"kursus": "x"}), "preparation"),
        (BookingWish(preparation={"droemmejob": "x"}), "preparation"),
        (BookingWish(topic="cv", preparation={"cv_hjaelp": "x" * 2_001}), "text"),
        (BookingWish(wishes=Wishes(interpreter="x" * 301)), "text"),
    ],
)
def test_a_wish_that_cannot_be_kept_books_nothing_and_the_time_stays_held(
    database: Database, wish: BookingWish, code: str
):
    one = scene()
    with pytest.raises(BadWishError) as error:
        book(one.talk, one.offer, one.slots[0], wish=wish)
    assert error.value.code == code
    assert states(one.slots[0]) == ["held"]
    assert offer_state(one.offer) == "open"


def test_the_longest_words_allowed_are_taken(database: Database):
    one = scene()
    wish = BookingWish(topic="cv", preparation={"cv_hjaelp": "x" * 2_000}, wishes=Wishes(interpreter="x" * 300))
    assert book(one.talk, one.offer, one.slots[0], wish=wish)


def test_confirming_again_changes_nothing_and_gives_a_code_that_works(database: Database):
    one = scene()
    held = hold(one.talk, one.offer, one.slots[0])
    first = service.confirm(*one.talk, held.id, BookingWish(topic="cv"), now=NOW)
    again = service.confirm(*one.talk, held.id, BookingWish(), now=NOW + timedelta(hours=1))
    assert again.booking == first.booking
    assert by_code.find(again.booking.number, again.code) == first.booking
    with pytest.raises(NoBookingError):
        by_code.find(first.booking.number, first.code)


def test_moving_keeps_the_number_and_counts_the_sequence_up(database: Database):
    one = scene()
    first = book(one.talk, one.offer, one.slots[0])
    held = hold(one.talk, one.offer, one.slots[1])
    assert held.moves == first.booking.number
    assert (taken(one.slots[0]), taken(one.slots[1])) == (1, 1)
    moved = service.confirm(*one.talk, held.id, BookingWish(), now=NOW)
    assert (moved.booking.number, moved.booking.sequence) == (first.booking.number, 1)
    assert moved.replaced == first.booking
    assert (taken(one.slots[0]), taken(one.slots[1])) == (0, 1)
    assert [booking.id for booking in service.mine(*one.talk, now=NOW)] == [moved.booking.id]


def test_the_old_time_is_kept_when_the_new_one_is_not_confirmed_in_time(database: Database):
    one = scene()
    booked = book(one.talk, one.offer, one.slots[0])
    held = hold(one.talk, one.offer, one.slots[1])
    with pytest.raises(HoldLapsedError):
        service.confirm(*one.talk, held.id, BookingWish(), now=NOW + TEN_MINUTES)
    assert service.mine(*one.talk, now=NOW) == [booked.booking]


def test_moving_to_the_very_same_time_is_refused(database: Database):
    one = scene()
    book(one.talk, one.offer, one.slots[0])
    with pytest.raises(AlreadyBookedError):
        hold(one.talk, one.offer, one.slots[0])


def test_two_kinds_of_talk_can_be_booked_beside_each_other(database: Database):
    one = scene()
    book(one.talk, one.offer, one.slots[0])
    other = make_offer(one.talk, kind="cv_samtale")
    book(one.talk, other, make_slot(at(DAY, 13), kind="cv_samtale"))
    assert [booking.kind for booking in service.mine(*one.talk, now=NOW)] == ["jobsamtale", "cv_samtale"]


def test_a_group_meeting_has_room_for_as_many_as_it_has_places(database: Database):
    slot = make_slot(at(DAY, 13), kind="gruppemoede", capacity=2)
    talks = [open_talk() for _ in range(3)]
    chances = [(talk, make_offer(talk, kind="gruppemoede")) for talk in talks]
    for talk, offer in chances[:2]:
        book(talk, offer, slot)
    with pytest.raises(SlotGoneError):
        hold(*chances[2], slot)
    assert taken(slot) == 2


def test_cancelling_gives_the_time_back_and_opens_the_offer_again(database: Database):
    one = scene(book_by=date(2026, 11, 23), hold_by=date(2026, 11, 27))
    booked = book(one.talk, one.offer, one.slots[0])
    cancelled = service.cancel(*one.talk, booked.booking.number, now=NOW, reason="Jeg er til jobsamtale 010190-1234")
    assert (cancelled.booking.state, cancelled.booking.sequence) == ("cancelled", 1)
    assert "010190" not in cancelled.booking.reason
    assert cancelled.offer.id == one.offer
    assert taken(one.slots[0]) == 0
    again = service.cancel(*one.talk, booked.booking.number, now=NOW)
    assert again == cancelled
    assert book(one.talk, one.offer, one.slots[0]).booking.number != booked.booking.number


def test_the_offer_opens_again_on_the_last_day_to_book_and_not_after_it(database: Database):
    for late, state in ((timedelta(0), "open"), (timedelta(days=1), "lapsed")):
        one = scene(book_by=TODAY, hold_by=date(2026, 11, 27))
        booked = book(one.talk, one.offer, one.slots[0])
        cancelled = service.cancel(*one.talk, booked.booking.number, now=NOW + late)
        assert (cancelled.offer is not None, offer_state(one.offer)) == (state == "open", state)


def test_a_talk_can_be_cancelled_until_it_begins(database: Database):
    for moment, allowed in ((at(DAY, 9) - SECOND, True), (at(DAY, 9), False)):
        one = scene()
        number = book(one.talk, one.offer, one.slots[0]).booking.number
        if allowed:
            assert service.cancel(*one.talk, number, now=moment)
        else:
            with pytest.raises(TooLateError):
                service.cancel(*one.talk, number, now=moment)


def test_a_talk_can_be_moved_until_it_begins(database: Database):
    one = scene(slots=1)
    later = make_slot(at(date(2026, 11, 26), 9))
    book(one.talk, one.offer, one.slots[0])
    with pytest.raises(TooLateError):
        hold(one.talk, one.offer, later, now=at(DAY, 9))
    assert hold(one.talk, one.offer, later, now=at(DAY, 9) - SECOND).moves


@pytest.mark.parametrize("state", ["kept", "no_show"])
def test_a_talk_that_is_over_cannot_be_cancelled(database: Database, state: str):
    one = scene()
    number = book(one.talk, one.offer, one.slots[0]).booking.number
    end(number, state)
    with pytest.raises(NoBookingError):
        service.cancel(*one.talk, number, now=NOW)


def test_number_and_code_open_and_cancel_from_another_device_however_they_are_written(database: Database):
    one = scene()
    booked = book(one.talk, one.offer, one.slots[0])
    number, code = booked.booking.number.replace("-", " ").lower(), f"{booked.code[:5]}-{booked.code[5:].lower()}"
    assert by_code.find(number, code).state == "active"
    assert by_code.cancel(number, code, now=NOW).booking.state == "cancelled"
    assert by_code.find(number, code).state == "cancelled"


def test_a_wrong_code_or_number_opens_nothing(database: Database):
    one = scene()
    booked = book(one.talk, one.offer, one.slots[0])
    for number, code in ((booked.booking.number, "A" * 10), ("RP-0000-AA", booked.code), ("", ""), ("\x00", "\ud800")):
        with pytest.raises(NoBookingError):
            by_code.find(number, code)
        with pytest.raises(NoBookingError):
            by_code.cancel(number, code, now=NOW)
    assert states(one.slots[0]) == ["active"]


def test_the_code_is_not_stored_as_it_is(database: Database):
    one = scene()
    booked = book(one.talk, one.offer, one.slots[0])
    with session_scope(read_only=True) as session:
        row = session.get(BookingRow, booked.booking.id)
        assert booked.code not in str(vars(row))


def test_another_citizen_can_do_nothing_with_a_booking(database: Database):
    one, other = scene(), open_talk()
    booked = book(one.talk, one.offer, one.slots[0])
    with pytest.raises(NoBookingError):
        service.cancel(*other, booked.booking.number, now=NOW)
    with pytest.raises(NoBookingError):
        service.confirm(*other, booked.booking.id, BookingWish(), now=NOW)
    with pytest.raises(NoBookingError):
        service.release(*other, booked.booking.id, now=NOW)
    with pytest.raises(OfferGoneError):
        hold(other, one.offer, one.slots[1])
    with pytest.raises(NotAllowedError):
        service.mine(one.talk[0], "wrong", now=NOW)


def test_every_change_of_bookings_is_told_and_a_hold_is_none(database: Database):
    told: list[str] = []

    def hook(_session: object, conversation_id: str, _now: object) -> None:
        told.append(conversation_id)

    events.register(hook)
    events.register(hook)
    try:
        one = scene()
        held = hold(one.talk, one.offer, one.slots[0])
        assert told == []
        number = service.confirm(*one.talk, held.id, BookingWish(), now=NOW).booking.number
        service.cancel(*one.talk, number, now=NOW)
        assert told == [one.talk[0]] * 2
    finally:
        events.unregister(hook)


def test_nothing_is_booked_when_what_follows_from_it_fails(database: Database):
    def fail(*_: object) -> None:
        raise OSError("no")

    one = scene()
    held = hold(one.talk, one.offer, one.slots[0])
    events.register(fail)
    try:
        with pytest.raises(OSError, match="no"):
            service.confirm(*one.talk, held.id, BookingWish(), now=NOW)
    finally:
        events.unregister(fail)
    assert states(one.slots[0]) == ["held"]
    assert offer_state(one.offer) == "open"


def test_bookings_to_come_stand_before_those_that_are_over(database: Database):
    one = scene()
    first = book(one.talk, one.offer, one.slots[0]).booking.number
    end(first, "kept")
    second = book(one.talk, make_offer(one.talk), make_slot(at(date(2026, 12, 1), 9))).booking.number
    other = book(one.talk, make_offer(one.talk, kind="cv_samtale"), make_slot(at(DAY, 13), kind="cv_samtale"))
    numbers = [booking.number for booking in service.mine(*one.talk, now=NOW)]
    assert numbers == [other.booking.number, second, first]
