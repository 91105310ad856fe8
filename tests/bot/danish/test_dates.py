"""The date grammar reads what people type, and never gives a wrong day in silence."""

import time
from datetime import date, timedelta

import pytest
from date_phrases import ALL
from hypothesis import given
from hypothesis import strategies as st

from bot.danish.date_words import MONTHS, WEEKDAYS
from bot.danish.dates import FoundDate, find_dates
from bot.danish.normalise import fold

FRIDAY = date(2026, 11, 20)
DATES = st.dates(min_value=date(2000, 1, 1), max_value=date(2039, 12, 31))


def short(found: FoundDate) -> str:
    """The result in the notation of ``date_phrases``."""
    if found.error == "vague":
        return "~"
    if found.error == "does_not_exist":
        return "!"
    if found.error == "ambiguous":
        return "|".join(day.isoformat() for day in found.alternatives)
    return f"{found.start}" if found.start == found.end else f"{found.start}/{found.end}"


def read(text: str, today: date = FRIDAY) -> str:
    return " ".join(short(found) for found in find_dates(text, today)) or "-"


@pytest.mark.parametrize(("phrase", "meaning"), ALL)
def test_a_phrase_means_what_people_mean_by_it(phrase, meaning):
    assert read(phrase) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), [pair for pair in ALL if set("æøå") & set(pair[0])])
def test_a_phrase_means_the_same_without_danish_letters(phrase, meaning):
    assert read(fold(phrase)) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), ALL)
def test_capitals_change_nothing(phrase, meaning):
    assert read(phrase.upper()) == meaning


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


@pytest.mark.parametrize(
    ("today", "phrase", "meaning"),
    [
        (date(2026, 1, 1), "i går", "2025-12-31"),
        (date(2026, 12, 31), "i morgen", "2027-01-01"),
        (date(2026, 3, 31), "for en måned siden", "2026-02-28"),
        (date(2028, 3, 31), "for en måned siden", "2028-02-29"),
        (date(2028, 2, 29), "om et år", "2029-02-28"),
        (date(2026, 1, 31), "om en måned", "2026-02-28"),
        (date(2026, 12, 30), "meldte mig ledig 2/1", "2026-01-02"),
        (date(2027, 1, 2), "meldte mig ledig 30/12", "2026-12-30"),
        (date(2026, 12, 30), "starter job 2/1", "2027-01-02"),
        (date(2027, 1, 1), "uge 53", "2026-12-28/2027-01-03"),
        (date(2028, 3, 1), "29/2", "2028-02-29"),
        (date(2027, 3, 1), "meldte mig ledig 29/2", "!"),
        (date(2028, 2, 28), "starter 29/2", "2028-02-29"),
        (date(2026, 11, 16), "i mandags", "2026-11-09"),
        (date(2026, 11, 16), "på mandag", "2026-11-23"),
        (date(2026, 11, 15), "i mandags", "2026-11-09"),
        (date(2026, 11, 17), "i mandags", "2026-11-16"),
        (date(2026, 11, 1), "jeg meldte mig den 31.", "2026-10-31"),
        (date(2026, 12, 31), "jeg meldte mig den 31.", "2026-12-31"),
    ],
)
def test_borders_of_months_years_and_weeks(today, phrase, meaning):
    assert read(phrase, today) == meaning


def test_a_tense_from_outside_settles_what_the_words_leave_open():
    assert [found.start for found in find_dates("mandag", FRIDAY, "past")] == [date(2026, 11, 16)]
    assert [found.start for found in find_dates("mandag", FRIDAY, "future")] == [date(2026, 11, 23)]


def test_the_words_of_the_message_win_over_a_tense_from_outside():
    assert read("jeg meldte mig mandag") == short(find_dates("jeg meldte mig mandag", FRIDAY, "future")[0])


def test_two_dates_in_one_message_are_both_found():
    assert read("jeg mistede jobbet 1/10 og meldte mig ledig den 5. oktober") == "2026-10-01 2026-10-05"


def test_hostile_input_is_read_within_a_second():
    started = time.perf_counter()
    for piece in ("1/1 ", "om en ", "den 2. ", "1.", "a", "mandag ", "9"):
        find_dates(piece * 5000, FRIDAY)
    assert time.perf_counter() - started < 1.0 * 7
