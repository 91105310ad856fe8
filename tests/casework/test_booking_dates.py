"""Booking on awkward days: deadlines on holidays and at the end of months, and days of 23 and 25 hours."""

from datetime import UTC, date, datetime, timedelta

import pytest
from booking_factories import at, book, chosen, make_offer, make_slot
from handoff_factories import open_talk

from casework.booking import service, times
from casework.booking.entitlement import IN_PERSON, Plan, book_by
from casework.booking.errors import TooLateError
from casework.booking.kinds import kinds
from casework.booking.records import Times, TimeWish
from casework.db import Database

SECOND = timedelta(seconds=1)
#: The days on which the clock goes back (25 hours) and forward (23 hours), and the first moment after each, in UTC.
CLOCK_DAYS = [
    (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),
    (date(2027, 3, 28), datetime(2027, 3, 28, 22, tzinfo=UTC)),
]


def plan(hold_by: date | None) -> Plan:
    """A first talk with eight days to book it."""
    return Plan(
        kind=kinds()["foerste_jobsamtale"],
        first=True,
        holder="kommune",
        forms=(IN_PERSON,),
        hold_by=hold_by,
        book_days=8,
        rules=(),
    )


def found(talk: tuple[str, str], offer: int, now: datetime) -> Times:
    return times.find(*talk, offer, wish=TimeWish(), now=now)


@pytest.mark.parametrize(
    ("told", "last"),
    [
        (date(2026, 11, 22), date(2026, 11, 30)),
        (date(2026, 11, 23), date(2026, 12, 1)),
        (date(2026, 12, 24), date(2027, 1, 1)),
        (date(2027, 2, 20), date(2027, 2, 28)),
        (date(2027, 2, 21), date(2027, 3, 1)),
        (date(2028, 2, 21), date(2028, 2, 29)),
        (date(2028, 2, 22), date(2028, 3, 1)),
    ],
)
def test_the_days_to_book_are_counted_over_the_end_of_a_month(told: date, last: date):
    assert book_by(told, plan(None)) == last
    assert book_by(told, plan(last)) == last
    assert book_by(told, plan(last - timedelta(days=1))) == last - timedelta(days=1)


def test_a_deadline_on_a_holiday_is_met_by_a_day_before_it_and_not_by_the_holiday(database: Database):
    # Christmas Eve is a Thursday, Christmas Day a Friday; both are closed, and so is the deadline itself.
    talk, now = open_talk(), at(date(2026, 12, 18), 10)
    offer = make_offer(talk, now=now, today=date(2026, 12, 18), hold_by=date(2026, 12, 25))
    for day in (24, 25, 28):
        make_slot(at(date(2026, 12, day), 9))
    assert found(talk, offer, now).none_before_deadline
    wednesday = make_slot(at(date(2026, 12, 23), 9))
    assert [slot.id for slot in found(talk, offer, now).suggestions] == [wednesday]
    assert book(talk, offer, wednesday, now=now).booking.starts_at == at(date(2026, 12, 23), 9)


@pytest.mark.parametrize(("day", "after"), CLOCK_DAYS)
def test_the_last_day_to_book_lasts_until_midnight_on_a_day_when_the_clock_changes(
    database: Database, day: date, after: datetime
):
    talk, early = open_talk(), after - timedelta(days=3)
    offer = make_offer(talk, now=early, today=day - timedelta(days=3), book_by=day)
    slot = make_slot(at(day + timedelta(days=2), 9))
    with pytest.raises(TooLateError):
        service.hold(*talk, chosen(offer, slot), now=after)
    assert service.hold(*talk, chosen(offer, slot), now=after - SECOND)


@pytest.mark.parametrize("day", [day for day, _ in CLOCK_DAYS])
def test_a_hold_lasts_ten_minutes_over_the_change_of_the_clock(database: Database, day: date):
    # The clock goes at 1 o'clock UTC on both days.
    talk, now = open_talk(), datetime(day.year, day.month, day.day, 0, 55, tzinfo=UTC)
    offer = make_offer(talk, now=now, today=day)
    held = service.hold(*talk, chosen(offer, make_slot(at(day + timedelta(days=2), 9))), now=now)
    assert held.held_until - now == timedelta(minutes=10)
    assert service.held_now(*talk, now=held.held_until - SECOND) is not None
    assert service.held_now(*talk, now=held.held_until) is None


@pytest.mark.parametrize("day", [day for day, _ in CLOCK_DAYS])
def test_a_wish_for_the_morning_means_the_morning_after_the_clock_has_changed(database: Database, day: date):
    # The day after the change in 2027 is Easter Monday.
    talk, now, tuesday = open_talk(), at(day - timedelta(days=3), 10), day + timedelta(days=2)
    offer = make_offer(talk, now=now, today=day - timedelta(days=3))
    early, late = make_slot(at(tuesday, 8, 45)), make_slot(at(tuesday, 9))
    for part, slot in (("morgen", early), ("formiddag", late)):
        fits = times.find(*talk, offer, wish=TimeWish(part_of_day=part, days=frozenset({1})), now=now)
        assert [one.id for one in fits.suggestions if one.fits] == [slot]


@pytest.mark.parametrize(("ends", "later"), [(date(2026, 11, 30), 1), (date(2027, 2, 26), 3)])
def test_a_talk_on_the_last_working_day_of_a_month_is_before_a_deadline_on_it(
    database: Database, ends: date, later: int
):
    talk, first = open_talk(), ends - timedelta(days=7)
    offer = make_offer(talk, now=at(first, 10), today=first, hold_by=ends)
    make_slot(at(ends + timedelta(days=later), 9))
    last = make_slot(at(ends, 16))
    assert [slot.id for slot in found(talk, offer, at(first, 10)).suggestions] == [last]
