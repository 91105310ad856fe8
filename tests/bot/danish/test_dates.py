"""The date grammar reads what people type, and never gives a wrong day in silence."""

import time
from datetime import date

import pytest
from date_phrases import ALL as FIRST
from date_phrases_fresh import ALL as FRESH
from date_phrases_nothing import ALL as NOTHING
from date_phrases_plans import ALL as PLANS
from date_phrases_sentences import ALL as SENTENCES
from date_phrases_spans import ALL as SPANS
from date_phrases_told import ALL as TOLD
from date_phrases_typed import ALL as TYPED
from readings import FRIDAY, short_date
from readings import read_dates as read

from bot.danish.dates import find_dates
from bot.danish.normalise import fold
from bot.danish.past_verbs import is_past_verb

ALL = [*FIRST, *TYPED, *SPANS, *SENTENCES, *NOTHING, *FRESH, *PLANS, *TOLD]


@pytest.mark.parametrize(("phrase", "meaning"), ALL)
def test_a_phrase_means_what_people_mean_by_it(phrase, meaning):
    assert read(phrase) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), [pair for pair in ALL if set("æøå") & set(pair[0])])
def test_a_phrase_means_the_same_without_danish_letters(phrase, meaning):
    assert read(fold(phrase)) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), ALL)
def test_capitals_change_nothing(phrase, meaning):
    assert read(phrase.upper()) == meaning


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
        (date(2026, 11, 19), "fredag om otte dage", "2026-11-27"),
        (date(2026, 11, 20), "fredag om otte dage", "2026-11-27|2026-12-04"),
        (date(2026, 11, 20), "i weekenden", "2026-11-21/2026-11-22"),
        (date(2026, 11, 21), "i weekenden", "~"),
        (date(2026, 11, 20), "i næste weekend", "2026-11-21|2026-11-28"),
        (date(2026, 11, 21), "i næste weekend", "2026-11-28/2026-11-29"),
        (date(2026, 11, 19), "jeg var syg fra mandag til onsdag", "2026-11-16/2026-11-18"),
        (date(2026, 11, 17), "jeg var syg fra mandag til onsdag", "2026-11-09/2026-11-11"),
        (date(2026, 12, 30), "mellem jul og nytår", "2026-12-27/2026-12-30"),
        (date(2026, 12, 31), "mellem jul og nytår", "2027-12-27/2027-12-30"),
        (date(2026, 6, 5), "grundlovsdag", "2026-06-05"),
        (date(2026, 6, 6), "grundlovsdag", "2027-06-05"),
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
    assert read("jeg meldte mig mandag") == short_date(find_dates("jeg meldte mig mandag", FRIDAY, "future")[0])


def test_two_dates_in_one_message_are_both_found():
    assert read("jeg mistede jobbet 1/10 og meldte mig ledig den 5. oktober") == "2026-10-01 2026-10-05"


def test_hostile_input_is_read_within_a_second():
    started = time.perf_counter()
    for piece in ("1/1 ", "om en ", "den 2. ", "1.", "a", "mandag ", "9"):
        find_dates(piece * 5000, FRIDAY)
    assert time.perf_counter() - started < 1.0 * 7


@pytest.mark.parametrize(
    ("word", "is_past"),
    [
        ("besoegte", True),
        ("kontakte", False),
        ("arbejdede", True),
        ("allerede", False),
        ("naaede", True),
        ("moede", False),
        ("sov", True),
        ("sover", False),
    ],
)
def test_a_past_verb_is_told_from_words_that_look_like_one(word, is_past):
    assert is_past_verb(word) is is_past
