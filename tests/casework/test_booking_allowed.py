"""Which times may be booked on which offer, and until when."""

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
    scene,
)
from handoff_factories import open_talk

from casework.booking import offers, service
from casework.booking.errors import (
    FormNotAllowedError,
    OfferGoneError,
    SlotGoneError,
    TooLateError,
)
from casework.booking.models import SlotRow
from casework.booking.records import BookingWish
from casework.db import Database, session_scope
from casework.handoff.closing_days import add_day

SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)
DAY = date(2026, 11, 24)


def close(slot: int) -> None:
    with session_scope() as session:
        session.get(SlotRow, slot).state = "closed"


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
