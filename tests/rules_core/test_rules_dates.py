"""Calendar arithmetic, Danish dates, closed days."""

from datetime import date

import pytest
from rule_factories import make_book

from rules_core.closed_days import easter_sunday
from rules_core.dates import add_length, age_on, danish_date, danish_length
from rules_core.errors import CalendarError
from rules_core.fact_files import PACKAGE_ROOT
from rules_core.loader import load_ruleset


@pytest.fixture(scope="module")
def calendar(tmp_path_factory):
    return make_book(tmp_path_factory.mktemp("book")).calendars["offentlig"]


@pytest.mark.parametrize(
    ("start", "unit", "amount", "expected"),
    [
        (date(2026, 11, 2), "weeks", 2, date(2026, 11, 16)),
        (date(2026, 3, 28), "weeks", 1, date(2026, 4, 4)),
        (date(2026, 11, 2), "days", 8, date(2026, 11, 10)),
        (date(2026, 1, 31), "months", 1, date(2026, 2, 28)),
        (date(2024, 1, 31), "months", 1, date(2024, 2, 29)),
        (date(2026, 2, 28), "months", 6, date(2026, 8, 28)),
        (date(2026, 11, 30), "months", 3, date(2027, 2, 28)),
        (date(2026, 3, 31), "months", -1, date(2026, 2, 28)),
        (date(2026, 1, 15), "months", -1, date(2025, 12, 15)),
        (date(2026, 11, 20), "days", -8, date(2026, 11, 12)),
    ],
)
def test_lengths_are_added_in_their_own_unit(start, unit, amount, expected):
    assert add_length(start, unit, amount) == expected


def test_the_other_month_end_policy_keeps_the_last_day_of_the_month():
    assert add_length(date(2026, 2, 28), "months", 6, "last_to_last") == date(2026, 8, 31)
    assert add_length(date(2026, 2, 27), "months", 6, "last_to_last") == date(2026, 8, 27)


def test_six_months_are_not_26_weeks():
    start = date(2026, 9, 16)
    assert add_length(start, "months", 6) != add_length(start, "weeks", 26)


def test_dates_are_written_in_danish():
    assert danish_date(date(2026, 11, 16)) == "mandag den 16. november 2026"
    assert danish_date(date(2026, 3, 1), weekday=False) == "1. marts 2026"
    assert danish_date(date(2026, 5, 2)).startswith("lørdag")


@pytest.mark.parametrize(
    ("unit", "amount", "expected"),
    [("weeks", 1, "1 uge"), ("weeks", 2, "2 uger"), ("months", 1, "1 måned"), ("days", 8, "8 dage")],
)
def test_lengths_are_written_in_danish(unit, amount, expected):
    assert danish_length(unit, amount) == expected


def test_age_turns_on_the_birthday():
    assert age_on(date(2000, 5, 10), date(2026, 5, 9)) == 25
    assert age_on(date(2000, 5, 10), date(2026, 5, 10)) == 26


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2017, date(2017, 4, 16)), (2019, date(2019, 4, 21)), (2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)),
     (2038, date(2038, 4, 25))],
)  # fmt: skip
def test_easter_falls_where_the_almanac_says(year, expected):
    assert easter_sunday(year) == expected


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 5, 5), "store bededag"),
        (date(2024, 4, 26), None),
        (date(2026, 4, 2), "skærtorsdag"),
        (date(2026, 4, 3), "langfredag"),
        (date(2026, 4, 6), "2. påskedag"),
        (date(2026, 4, 7), None),
        (date(2026, 5, 14), "kristi himmelfartsdag"),
        (date(2026, 5, 15), None),
        (date(2026, 5, 25), "2. pinsedag"),
        (date(2026, 6, 5), "grundlovsdag"),
        (date(2026, 6, 4), None),
        (date(2026, 12, 23), None),
        (date(2026, 12, 24), "juleaftensdag"),
        (date(2026, 12, 25), "juledag"),
        (date(2026, 12, 31), "nytårsaftensdag"),
        (date(2026, 1, 1), "nytårsdag"),
        (date(2026, 11, 20), None),
        (date(2026, 11, 21), "lørdag"),
        (date(2026, 11, 22), "søndag"),
    ],
)
def test_closed_days_follow_the_danish_calendar(calendar, day, name):
    assert calendar.name_of(day) == name


@pytest.mark.parametrize("year", range(2017, 2028))
def test_store_bededag_is_closed_to_2023_and_open_after(year):
    calendar = load_ruleset("gaeldende", PACKAGE_ROOT).calendars["offentlig"]
    day = date.fromordinal(easter_sunday(year).toordinal() + 26)
    assert (calendar.name_of(day) == "store bededag") is (year <= 2023)


def test_open_days_are_found_on_both_sides_of_christmas(calendar):
    assert calendar.last_open(date(2026, 12, 26)) == date(2026, 12, 23)
    assert calendar.next_open(date(2026, 12, 24)) == date(2026, 12, 28)
    assert calendar.next_open(date(2026, 11, 20)) == date(2026, 11, 20)


@pytest.mark.parametrize(("unit", "amount"), [("days", 1), ("weeks", 2), ("months", 3)])
def test_a_length_that_leaves_the_calendar_is_refused_with_the_date(unit, amount):
    with pytest.raises(CalendarError, match="9999-12-31"):
        add_length(date(9999, 12, 31), unit, amount)
    with pytest.raises(CalendarError, match="0001-01-01"):
        add_length(date(1, 1, 1), unit, -amount)
