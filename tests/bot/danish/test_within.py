"""A bare day after a month or a week was named."""

from datetime import date

import pytest

from bot.danish.within import day_within

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
WEEK = (date(2026, 11, 9), date(2026, 11, 15))


@pytest.mark.parametrize("text", ["den 5.", "5", "det var den 5", "d. 5.", "d 5 tror jeg", "Den 5!"])
def test_a_bare_day_is_the_day_of_the_month_that_was_named(text):
    assert day_within(text, *OCTOBER) == date(2026, 10, 5)


@pytest.mark.parametrize("text", ["tirsdag", "det var tirsdag", "om tirsdagen"])
def test_a_weekday_is_the_day_of_the_week_that_was_named(text):
    assert day_within(text, *WEEK) == date(2026, 11, 10)


@pytest.mark.parametrize("text", ["tirsdag", "den 32.", "det ved jeg ikke", "5. november", "", "i 5 uger"])
def test_a_day_that_is_not_one_of_them_is_none(text):
    assert day_within(text, *OCTOBER) is None


def test_a_day_outside_the_week_is_none():
    assert day_within("den 15.", *WEEK) == date(2026, 11, 15)
    assert day_within("den 16.", *WEEK) is None
