"""Holding a time, booking it, moving it and cancelling it."""

from datetime import date, timedelta

import pytest
from booking_factories import (
    NOW,
    TODAY,
    at,
    book,
    chosen,
    hold,
    make_offer,
    make_slot,
    miscounted,
    offer_state,
    scene,
    states,
    taken,
)
from handoff_factories import open_talk

from casework.booking import by_code, events, offers, service
from casework.booking.errors import (
    AlreadyBookedError,
    BadWishError,
    FormNotAllowedError,
    HoldLapsedError,
    NoBookingError,
    OfferGoneError,
    SlotGoneError,
    TooLateError,
)
from casework.booking.models import BookingRow, SlotRow
from casework.booking.records import BookingWish, Wishes
from casework.conversations.errors import NotAllowedError
from casework.db import Database, session_scope
from casework.handoff.closing_days import add_day

SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)
DAY = date(2026, 11, 24)


def close(slot: int) -> None:
    with session_scope() as session:
        session.get(SlotRow, slot).state = "closed"


def end(number: str, state: str) -> None:
    with session_scope() as session:
        session.query(BookingRow).filter_by(number=number).one().state = state


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


def test_a_time_needs_an_hours_notice(database: Database):
    one, other = scene(), scene()
    with pytest.raises(SlotGoneError):
        hold(one.talk, one.offer, one.slots[0], now=at(DAY, 8) + SECOND)
    assert hold(other.talk, other.offer, one.slots[0], now=at(DAY, 8))


def test_a_time_after_the_last_day_is_not_given(database: Database):
    one = scene(slots=0, hold_by=DAY)
    assert hold(one.talk, one.offer, make_slot(at(DAY, 23)))
    with pytest.raises(SlotGoneError):
        hold(one.talk, one.offer, make_slot(at(DAY + timedelta(days=1), 0)))


def test_a_caseworkers_offer_can_be_booked_on_the_last_day_and_not_after_it(database: Database):
    one = scene(book_by=date(2026, 11, 22), hold_by=date(2026, 11, 27))
    assert hold(one.talk, one.offer, one.slots[0], now=at(date(2026, 11, 22), 23, 59))
    with pytest.raises(TooLateError):
        hold(one.talk, one.offer, one.slots[1], now=at(date(2026, 11, 23), 0))


def test_who_held_a_time_on_the_last_day_can_confirm_it_after_midnight(database: Database):
    one = scene(book_by=date(2026, 11, 22), hold_by=date(2026, 11, 27))
    held = hold(one.talk, one.offer, one.slots[0], now=at(date(2026, 11, 22), 23, 55))
    assert service.confirm(*one.talk, held.id, BookingWish(), now=at(date(2026, 11, 23), 0, 4))


def test_a_time_of_another_kind_or_holder_or_out_of_the_calendar_is_not_given(database: Database):
    one = scene()
    close(one.slots[0])
    for slot in (
        one.slots[0],
        make_slot(at(DAY, 14), kind="cv_samtale"),
        make_slot(at(DAY, 14), holder="akasse"),
        999_999,
    ):
        with pytest.raises(SlotGoneError):
            hold(one.talk, one.offer, slot)


def test_no_talk_is_held_on_holidays_and_closing_days(database: Database):
    add_day(date(2026, 12, 2), "Personaledag", today=TODAY)
    one = scene(slots=0)
    for day in (date(2026, 12, 2), date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 31)):
        with pytest.raises(SlotGoneError):
            hold(one.talk, one.offer, make_slot(at(day, 9)))
    assert hold(one.talk, one.offer, make_slot(at(date(2026, 12, 3), 9)))


def test_only_forms_that_offer_and_time_allow_can_be_chosen(database: Database):
    one = scene(forms=("fremmoede", "telefon"))
    with pytest.raises(FormNotAllowedError):
        hold(one.talk, one.offer, one.slots[0], form="video")
    in_person = make_slot(at(DAY, 14), forms=["fremmoede"])
    with pytest.raises(FormNotAllowedError):
        hold(one.talk, one.offer, in_person, form="telefon")
    assert hold(one.talk, one.offer, one.slots[0], form="telefon").form == "telefon"


def test_a_withdrawn_offer_cannot_be_booked_and_a_held_time_not_confirmed(database: Database):
    one = scene()
    held = hold(one.talk, one.offer, one.slots[0])
    offers.withdraw(one.offer, today=TODAY)
    with pytest.raises(OfferGoneError):
        service.confirm(*one.talk, held.id, BookingWish(), now=NOW)
    with pytest.raises(OfferGoneError):
        hold(one.talk, one.offer, one.slots[1])


@pytest.mark.parametrize("fact", ["selvbooking_fritaget", "it_eller_sprog_fritaget"])
def test_who_is_exempt_may_book_all_the_same(database: Database, fact: str):
    exempt = open_talk(**{fact: True})
    assert book(exempt, make_offer(exempt), make_slot(at(DAY, 9))).booking.state == "active"


def test_the_day_that_counts_as_today_decides_and_not_the_machines(database: Database):
    one = scene(book_by=TODAY, hold_by=date(2026, 11, 27))
    next_week = NOW + timedelta(days=7)
    with pytest.raises(TooLateError):
        service.hold(*one.talk, chosen(one.offer, one.slots[0]), now=next_week)
    held = service.hold(*one.talk, chosen(one.offer, one.slots[0]), now=next_week, today=TODAY)
    # The hold itself runs by the machine's clock.
    assert held.held_until == next_week + TEN_MINUTES


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
