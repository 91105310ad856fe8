"""By when a call-back is promised: before the deadline, within opening hours, and never more than can be kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.clock import COPENHAGEN
from casework.handoff.opening_hours import OpeningHours
from casework.handoff.promise import LEAST_OPENING, REASONS, CallbackLimits, promise
from casework.handoff.weekly_hours import read_weekly_hours

HOURS = OpeningHours(week=read_weekly_hours(), closing_days={date(2026, 11, 25): "personaledag"})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN).astimezone(UTC)


FRIDAY = at("2026-11-20 09:00")


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        ("2026-11-20 09:00", "2026-11-20 13:00"),
        ("2026-11-20 10:00", "2026-11-23 10:00"),
        ("2026-11-20 20:00", "2026-11-23 13:00"),
        ("2026-11-24 14:00", "2026-11-26 12:00"),
        ("2026-12-23 13:00", "2026-12-28 11:00"),
        # Told to the quarter, and never after closing.
        ("2026-11-20 09:59", "2026-11-23 10:00"),
        ("2026-11-20 10:01:20", "2026-11-23 10:15"),
        ("2026-11-18 10:59", "2026-11-18 15:00"),
    ],
)
def test_without_a_deadline_the_call_comes_within_four_hours_of_opening(asked: str, by: str):
    assert promise(at(asked), HOURS).by == at(by)


@pytest.mark.parametrize(
    ("asked", "deadline", "by", "why"),
    [
        # A deadline far away changes nothing; one before the usual promise brings it forward.
        ("2026-11-20 10:00", "2026-11-23", "2026-11-23 10:00", None),
        ("2026-11-20 10:00", "2026-11-22", "2026-11-20 13:00", None),
        # Today: an hour of opening is left, and then it is not.
        ("2026-11-20 12:00", "2026-11-20", "2026-11-20 13:00", None),
        ("2026-11-20 12:01", "2026-11-20", None, "too_near"),
        ("2026-11-20 13:00", "2026-11-20", None, "too_near"),
        # Over the weekend: the office opens before the deadline, and then it does not.
        ("2026-11-21 10:00", "2026-11-23", "2026-11-23 13:00", None),
        ("2026-11-21 10:00", "2026-11-22", None, "too_near"),
        # A deadline on a holiday: the last open day before it counts, and there may be none.
        ("2026-12-23 10:00", "2026-12-24", "2026-12-23 14:00", None),
        ("2026-12-23 16:00", "2026-12-24", None, "too_near"),
        # A local closing day is closed too.
        ("2026-11-24 13:00", "2026-11-25", "2026-11-24 15:00", None),
        ("2026-11-24 15:00", "2026-11-25", None, "too_near"),
        # Passed: today is not yet, yesterday is.
        ("2026-11-20 09:00", "2026-11-20", "2026-11-20 13:00", None),
        ("2026-11-20 09:00", "2026-11-19", None, "overdue"),
    ],
)
def test_the_promise_lies_before_the_deadline_or_is_not_made(asked: str, deadline: str, by: str | None, why: str):
    made = promise(at(asked), HOURS, deadline=date.fromisoformat(deadline))
    assert (made.by, made.why) == (at(by) if by else None, why)
    assert made.deadline == date.fromisoformat(deadline)


@pytest.mark.parametrize(("already", "why"), [(15, None), (16, "busy")])
def test_no_more_is_promised_than_can_be_called(already: int, why: str | None):
    by = at("2026-11-20 13:00")
    assert promise(FRIDAY, HOURS, promised=[by] * already).why == why


@pytest.mark.parametrize(("already", "why"), [(15, None), (16, "busy")])
def test_a_nearer_promise_must_not_break_one_that_was_made(already: int, why: str | None):
    given_before = [at("2026-11-20 13:00")] * already
    made = promise(FRIDAY, HOURS, promised=given_before, limits=CallbackLimits(open_hours=2))
    assert made.why == why


def test_an_office_that_never_opens_promises_nothing():
    shut = OpeningHours(
        week=HOURS.week, closing_days={date(2026, 1, 1) + timedelta(days=n): "lukket" for n in range(900)}
    )
    assert promise(FRIDAY, shut).why == "never_open"


@given(
    minutes=st.integers(0, 60 * 24 * 60),
    days=st.none() | st.integers(-3, 10),
    earlier=st.lists(st.integers(0, 60 * 24 * 4), max_size=20),
)
def test_whatever_is_promised_can_be_kept(minutes: int, days: int | None, earlier: list[int]):
    asked = FRIDAY + timedelta(minutes=minutes)
    today = asked.astimezone(COPENHAGEN).date()
    deadline = today + timedelta(days=days) if days is not None else None
    given_before = [asked + timedelta(minutes=n) for n in earlier]
    made = promise(asked, HOURS, deadline=deadline, promised=given_before)
    assert (made.by is None) == (made.why in REASONS)
    if made.by is None:
        return
    assert HOURS.is_open(made.by - timedelta(minutes=1))
    assert made.by.minute % 15 == 0
    opening = HOURS.open_minutes_between(asked, made.by)
    assert LEAST_OPENING / timedelta(minutes=1) <= opening < 240 + 15
    assert sum(due <= made.by for due in given_before) + 1 <= opening / 60 * 4
    if deadline is not None:
        assert made.by.astimezone(COPENHAGEN).date() <= deadline
