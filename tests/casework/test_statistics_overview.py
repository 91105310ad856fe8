"""The figures of a period: cut into days and weeks, added up, small ones hidden."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.statistics.overview import overview
from casework.statistics.percentiles import median, percentile
from casework.statistics.periods import make_period
from casework.statistics.records import ConversationFigures
from casework.statistics.tables import top_counts

#: A Friday in week 47; the week begins on the 16th.
TODAY = date(2026, 11, 20)


def figures(number: int, *, days_ago: int = 0, **more) -> list[ConversationFigures]:
    return [ConversationFigures(day=TODAY - timedelta(days=days_ago), **{"questions": 1, **more})] * number


def told(counts) -> dict[str, int | str]:
    return {name: count.status if count.value is None else count.value for name, count in counts.items()}


def four_weeks(found, by: str = "week"):
    return overview(make_period(None, None, by, TODAY), found)


def test_the_usual_period_is_four_weeks_up_to_today():
    period = make_period(None, None, None, TODAY)
    assert (period.first, period.last, period.by) == (date(2026, 10, 24), TODAY, "week")
    assert len(period.days) == 28


def test_a_period_that_cannot_be_is_put_right():
    turned = make_period(date(2026, 11, 10), date(2026, 11, 1), "day", TODAY)
    assert (turned.first, turned.last) == (date(2026, 11, 1), date(2026, 11, 10))
    future = make_period(date(2026, 12, 1), date(2026, 12, 31), "day", TODAY)
    assert (future.first, future.last) == (TODAY, TODAY)
    long_ago = make_period(date(1900, 1, 1), None, "day", TODAY)
    assert (len(long_ago.days), long_ago.by) == (1100, "week")
    assert make_period(TODAY, TODAY, "x", TODAY).by == "week"
    assert make_period(date.max, date.min, "x", TODAY).last == TODAY


@pytest.mark.parametrize(("days", "by"), [(92, "day"), (93, "week")])
def test_a_long_period_is_told_by_week(days, by):
    assert make_period(TODAY - timedelta(days=days - 1), TODAY, "day", TODAY).by == by


def test_weeks_begin_on_monday_and_end_with_the_period():
    lines = four_weeks(figures(9)).outcomes.lines
    assert [(line.first, line.last) for line in lines[:2]] == [
        (date(2026, 10, 24), date(2026, 10, 25)),
        (date(2026, 10, 26), date(2026, 11, 1)),
    ]
    assert (lines[-1].first, lines[-1].last) == (date(2026, 11, 16), TODAY)


def test_every_conversation_is_answered_alone_handed_over_or_neither():
    found = [*figures(20, alone=True), *figures(9, asked_person=True), *figures(7)]
    whole = four_weeks(found).outcomes.whole
    assert told(whole.counts) == {"alone": 20, "person": 9, "neither": 7, "total": 36}
    assert round(whole.share("alone"), 1) == 55.6


def test_sunday_and_monday_are_of_different_weeks():
    sunday, monday = figures(6, days_ago=5, alone=True), figures(8, days_ago=4, alone=True)
    weeks = four_weeks([*sunday, *monday]).outcomes.lines
    assert [line.counts["total"].value for line in weeks[-2:]] == [6, 8]


def test_days_and_weeks_of_one_period_hide_the_same_things():
    """The week's total less its six other days would be the seventh."""
    found = [each for days in range(7) for each in figures(3 if days == 2 else 20, days_ago=days + 5, alone=True)]
    by_day, by_week = four_weeks(found, "day"), four_weeks(found, "week")
    week = by_week.outcomes.lines[-2].counts["total"]
    hidden = [line for line in by_day.outcomes.lines if line.first in week_before() and not line.counts["total"].shown]
    assert week.value == 123
    assert len(hidden) == 2


def week_before() -> list[date]:
    return [date(2026, 11, 9) + timedelta(days=n) for n in range(7)]


@pytest.mark.parametrize(("number", "shown"), [(4, False), (5, True)])
def test_with_fewer_than_5_conversations_nothing_is_told(number, shown):
    read = four_weeks(figures(number, alone=True, rating=5, topics=("cv_deadline",)))
    assert read.conversations.shown is shown
    assert (read.outcomes is not None, bool(read.topics), read.ratings is not None) == (shown, shown, shown)


def test_what_nobody_used_and_what_lies_outside_the_period_is_not_counted():
    found = [*figures(9, alone=True), *figures(50, questions=0), *figures(50, days_ago=28)]
    assert four_weeks(found).conversations.value == 9


def test_professionals_are_counted_by_themselves():
    read = four_weeks([*figures(9, alone=True), *figures(6, adviser=True)])
    assert (read.conversations.value, read.advisers.value) == (9, 6)


def test_messages_are_understood_asked_back_or_missed():
    found = figures(10, questions=4, understood=2, asked_back=1, missed=1)
    assert told(four_weeks(found).understanding.whole.counts) == {
        "understood": 20,
        "asked_back": 10,
        "missed": 10,
        "total": 40,
    }


def test_waiting_times_are_the_median_and_the_ninetieth_percentile():
    found = [each for seconds in range(10, 110, 10) for each in figures(1, asked_person=True, waited_seconds=seconds)]
    waits = four_weeks(found).waits_in_all
    assert (waits.median, waits.p90) == (50, 90)


@pytest.mark.parametrize(("number", "middle", "high"), [(4, None, None), (5, 60, None), (9, 60, None), (10, 60, 60)])
def test_few_waits_are_nobodys_own(number, middle, high):
    found = [*figures(number, asked_person=True, waited_seconds=60), *figures(20, asked_person=True)]
    waits = four_weeks(found).waits_in_all
    assert (waits.median, waits.p90) == (middle, high)


def test_met_in_time_late_and_without_a_deadline():
    found = [
        *figures(12, asked_person=True, met=True, in_time=True),
        *figures(6, asked_person=True, in_time=False),
        *figures(7, asked_person=True, waiting=True),
    ]
    read = four_weeks(found)
    assert told(read.in_time.counts) == {"in_time": 12, "late": 6, "no_deadline": 7}
    assert told(read.meetings.counts) == {"met": 12, "not_met": 6, "waiting": 7}


def test_the_mean_of_the_ratings_is_not_told_when_it_would_give_a_hidden_rating_away():
    everyone = [each for rating in range(1, 7) for each in figures(5, alone=True, rating=rating)]
    assert four_weeks(everyone).mean_rating == 3.5
    read = four_weeks([*everyone[:-1], *figures(1, alone=True)])
    assert told(read.ratings.counts)["6"] == "small"
    assert read.mean_rating is None


def test_topics_under_5_are_left_out():
    found = [*figures(5, topics=("a", "b"), alone=True), *figures(4, topics=("c",), alone=True)]
    assert four_weeks(found).topics == (("a", 5), ("b", 5))
    assert top_counts("aaaaabbbbbb", 1) == (("b", 6),)


@given(st.lists(st.integers(0, 10_000), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_least_value_that_enough_values_do_not_exceed(values, percent):
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert sum(value < found for value in values) * 100 < percent * len(values)


def test_of_no_values_there_is_no_median():
    assert median([]) is None
    assert median([7]) == 7
    assert median([1, 2]) == 1
