"""What holds of the date grammar for any day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from readings import read_dates as read

from bot.danish.date_words import MONTHS, WEEKDAYS
from bot.danish.dates import find_dates

DATES = st.dates(min_value=date(2000, 1, 1), max_value=date(2039, 12, 31))


@given(DATES, DATES)
def test_a_full_date_written_out_is_read_back(day, today):
    assert read(f"den {day.day}. {MONTHS[day.month - 1]} {day.year}", today) == day.isoformat()
    assert read(f"{day.day}/{day.month}-{day.year}", today) == day.isoformat()
    assert read(f"{WEEKDAYS[day.weekday()]} d. {day:%d.%m.%Y}", today) == day.isoformat()
    assert read(day.isoformat(), today) == day.isoformat()


@given(DATES, st.integers(1, 99))
def test_days_and_weeks_forth_and_back(today, number):
    if number != 8:
        assert read(f"om {number} dage", today) == (today + timedelta(days=number)).isoformat()
        assert read(f"for {number} dage siden", today) == (today - timedelta(days=number)).isoformat()
    assert read(f"om {number} uger", today) == (today + timedelta(weeks=number)).isoformat()


@given(DATES, st.integers(0, 6))
def test_weekdays_lie_within_a_week_of_today(today, weekday):
    past = find_dates(f"i {WEEKDAYS[weekday]}s", today)[0].start
    coming = find_dates(f"på {WEEKDAYS[weekday]}", today)[0].start
    assert past.weekday() == coming.weekday() == weekday
    assert 1 <= (today - past).days <= 7
    assert 1 <= (coming - today).days <= 7


@given(DATES, st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31)))
def test_a_date_without_year_follows_the_tense(today, day):
    said = f"{day.day}. {MONTHS[day.month - 1]}"
    past = find_dates(f"jeg meldte mig ledig {said}", today)[0]
    assert past.error or (past.start <= today and (past.start.month, past.start.day) == (day.month, day.day))
    future = find_dates(f"jeg starter {said}", today)[0]
    assert future.error or future.start >= today


@given(DATES, st.integers(1, 31), st.integers(1, 12), st.integers(2000, 2040))
def test_a_day_is_given_exactly_when_the_calendar_has_it(today, day, month, year):
    found = find_dates(f"{day}/{month}-{year}", today)[0]
    try:
        expected = date(year, month, day)
    except ValueError:
        expected = None
    assert found.start == expected
    assert (found.error == "does_not_exist") is (expected is None)


@given(st.text(alphabet="0123456789./- denkluge iomfrå,novembrsa", max_size=40), DATES)
def test_no_text_breaks_the_grammar(text, today):
    for found in find_dates(text, today):
        assert text[slice(*found.span)] == found.text
        assert found.start is None or found.start <= found.end
        assert found.error or found.start
