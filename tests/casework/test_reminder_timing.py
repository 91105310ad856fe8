"""When a reminder is sent: at a decent hour in Denmark, so early, never too late."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.reminders.kinds import Lead
from casework.reminders.timing import Awake, aimed_at, end_of, next_in_series, send_at

DK = ZoneInfo("Europe/Copenhagen")
AWAKE = Awake()
FAR = datetime(2099, 1, 1, tzinfo=UTC)


def dk(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=DK)


@pytest.mark.parametrize(
    ("aim", "expected"),
    [
        (dk(20, 9), dk(20, 9)), (dk(20, 8, 59), dk(20, 9)), (dk(20, 21, 59), dk(20, 21, 59)), (dk(20, 22), dk(21, 9)),
        (dk(20, 0), dk(20, 9)), (dk(20, 23, 30), dk(21, 9)),
    ],
)  # fmt: skip
def test_quiet_hours_end_at_nine_and_begin_at_ten_in_the_evening(aim, expected):
    assert send_at(aim, FAR, AWAKE) == expected


def test_the_morning_before_an_early_talk_is_used_when_it_is_not_too_late():
    assert send_at(dk(20, 8, 15), dk(20, 9), AWAKE) == dk(20, 9)


def test_what_cannot_wait_for_the_morning_is_sent_the_evening_before():
    assert send_at(dk(20, 8), dk(20, 8, 59), AWAKE) == dk(19, 21, 45)


@pytest.mark.parametrize(
    ("month", "day", "event_hour"), [(3, 29, 12), (10, 25, 12)], ids=["the clock goes forward", "the clock goes back"]
)
def test_one_hour_before_is_one_hour_on_the_day_the_clock_changes(month, day, event_hour):
    event = dk(day, event_hour, month=month)
    assert event.astimezone(UTC) - aimed_at(event.date(), event, Lead(minutes=60)) == timedelta(hours=1)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_days_are_counted_by_the_calendar_when_the_clock_changes(day):
    moment = aimed_at(day + timedelta(days=1), end_of(day), Lead(days=2)).astimezone(DK)
    assert (moment.date(), moment.hour) == (day - timedelta(days=1), 10)


def test_the_hour_that_comes_twice_is_quiet_both_times():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert send_at(first, FAR, AWAKE) == send_at(first + timedelta(hours=1), FAR, AWAKE) == dk(25, 9, month=10)


def test_without_quiet_hours_nothing_is_moved():
    assert send_at(dk(20, 3), dk(20, 3), Awake(0, 24)) == dk(20, 3)


@pytest.mark.parametrize("hours", [(9, 9), (22, 9), (-1, 5), (0, 25)])
def test_hours_that_are_no_part_of_a_day_are_refused(hours):
    with pytest.raises(ValueError, match="hours"):
        Awake(*hours)


FIRST, LAST = (datetime(year, 1, 1) for year in (2026, 2028))  # noqa: DTZ001 - the strategy adds the zone
moments = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
hours = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda pair: pair[0] < pair[1])


@given(moments, st.timedeltas(timedelta(0), timedelta(days=30)), hours)
def test_it_is_never_sent_in_the_quiet_hours_and_never_too_late(aim, room, pair):
    awake, not_after = Awake(*pair), aim + room
    sent = send_at(aim, not_after, awake)
    assert awake.allows(sent)
    assert sent <= not_after
    assert sent.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "today", "expected"),
    [
        (date(2026, 11, 18), date(2026, 11, 20), date(2026, 11, 25)),
        (date(2026, 11, 13), date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 12), date(2026, 11, 20), date(2026, 11, 26)),
        (date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 27)),
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 2, 28)),
    ],
)
def test_what_comes_back_is_due_one_week_after_it_was_done_and_then_every_week(start, today, expected):
    assert next_in_series(start, 7, today) == expected
