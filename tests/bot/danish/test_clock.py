"""The clock grammar reads what people type, and never guesses between morning and evening in silence."""

import json
from datetime import date

import pytest
from clock_phrases import ALL as TYPED
from clock_phrases_fresh import ALL as FRESH
from readings import FRIDAY, read_dates, read_times

from bot.danish.clock import clock_change, find_times, time_value, within_hours
from bot.danish.clock_words import Window
from bot.danish.normalise import fold

ALL = [*TYPED, *FRESH]


@pytest.mark.parametrize(("phrase", "meaning"), ALL)
def test_a_phrase_means_what_people_mean_by_it(phrase, meaning):
    assert read_times(phrase) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), [pair for pair in ALL if set("æøå") & set(pair[0])])
def test_a_phrase_means_the_same_without_danish_letters(phrase, meaning):
    assert read_times(fold(phrase)) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), ALL)
def test_capitals_change_nothing(phrase, meaning):
    assert read_times(phrase.upper()) == meaning


@pytest.mark.parametrize("phrase", ["kl. 9.30-11", "kl 13 - 15.30", "kl. 3.12", "14.30-15.30", "mellem 9-11", "13-15"])
def test_hours_of_the_day_are_no_dates(phrase):
    assert read_dates(phrase) == "-"


@pytest.mark.parametrize(
    ("phrase", "begin", "until"),
    [
        ("kl. 3", 15 * 60, 15 * 60),
        ("halv ti", 9 * 60 + 30, 9 * 60 + 30),
        ("kl 12", 12 * 60, 12 * 60),
        ("efter kl. 12", 12 * 60, 18 * 60),
        ("før kl. 10", 7 * 60, 10 * 60),
        ("mellem 9 og 11", 9 * 60, 11 * 60),
        ("om morgenen", 7 * 60, 9 * 60),
        ("hele dagen", 7 * 60, 18 * 60),
        ("kl. 18.00", 18 * 60, 18 * 60),
        ("kl. 07.00", 7 * 60, 7 * 60),
    ],
)
def test_opening_hours_settle_what_a_time_means(phrase, begin, until):
    settled = within_hours(find_times(phrase, FRIDAY)[0])
    assert (settled.begin, settled.until, settled.error, settled.alternatives) == (begin, until, None, ())


@pytest.mark.parametrize("phrase", ["kl. 18.01", "kl. 06.59", "om aftenen", "i nat", "efter kl. 20.00"])
def test_a_time_outside_the_opening_hours_is_said_to_be_outside(phrase):
    assert within_hours(find_times(phrase, FRIDAY)[0]).error == "outside"


@pytest.mark.parametrize("phrase", ["kl. 7", "efter fyraften", "kl. 25"])
def test_what_opening_hours_do_not_settle_stays_open(phrase):
    found = find_times(phrase, FRIDAY)[0]
    settled = within_hours(found, 7 * 60, 20 * 60)
    assert settled.begin is None
    assert settled.error == found.error


def test_an_hour_that_can_be_morning_or_evening_gives_both():
    assert find_times("kl. 7", FRIDAY)[0].alternatives == (Window(420, 420), Window(1140, 1140))


@pytest.mark.parametrize(
    ("day", "minutes", "error"),
    [
        (date(2026, 3, 29), 119, None),
        (date(2026, 3, 29), 120, "does_not_exist"),
        (date(2026, 3, 29), 179, "does_not_exist"),
        (date(2026, 3, 29), 180, None),
        (date(2026, 10, 25), 119, None),
        (date(2026, 10, 25), 120, "twice"),
        (date(2026, 10, 25), 179, "twice"),
        (date(2026, 10, 25), 180, None),
        (date(2026, 10, 24), 150, None),
    ],
)
def test_the_nights_when_the_clocks_change_are_known(day, minutes, error):
    assert clock_change(day, minutes) == error


def test_opening_hours_do_not_hide_a_time_that_does_not_exist():
    found = find_times("29/3 2026 kl. 2.30", FRIDAY)[0]
    assert within_hours(found, 0, 6 * 60).error == "does_not_exist"


def test_a_time_from_now_is_rough_when_nobody_says_what_time_it_is():
    assert read_times("om en time", now=None) == "~"
    assert read_times("om en time", now=23 * 60) == "~"


def test_a_found_time_can_be_handed_on_as_plain_json():
    value = time_value(find_times("på mandag kl. 9", FRIDAY)[0])
    assert json.loads(json.dumps(value)) == value
    assert (value["alternatives"], value["day"], value["error"]) == (
        [[540, 540], [1260, 1260]],
        "på mandag",
        "ambiguous",
    )
