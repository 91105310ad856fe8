"""From day numbers, weekdays and weeks to calendar dates: pure calendar arithmetic, no words.

Where a phrase leaves the year or month open, the tense of the sentence decides; where it does not either, the nearest
date is taken, and two that are about equally near are both given back as alternatives.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Tense = Literal["past", "future"]
Grain = Literal["day", "week", "month", "year"]
Error = Literal["does_not_exist", "ambiguous", "vague"]
Bound = Literal["by", "before", "after"]

# Two candidates whose distances from today differ by no more than this are both offered: neither is clearly meant.
COMPARABLE_DAYS = 60
# "jeg starter 2. november" on 20 November: a date nearly a year ahead with its twin just behind is asked about.
FAR_DAYS, CLOSE_DAYS = 270, 60
_WEEK = 7
_LEAP_CYCLE = 8
_MONTHS = 12


@dataclass(frozen=True)
class Meaning:
    """What a phrase means: the first and last day, how precise it is, or why no single day can be given."""

    start: date | None
    end: date | None
    grain: Grain = "day"
    error: Error | None = None
    alternatives: tuple[date, ...] = ()
    bound: Bound | None = None

    def vague(self) -> Meaning:
        """The same, known only roughly."""
        return self if self.error else replace(self, error="vague")


NO_SUCH_DATE = Meaning(None, None, error="does_not_exist")


def one_day(day: date, grain: Grain = "day") -> Meaning:
    """A single day; ``grain`` says how precisely it was stated ("om tre uger" is a day at week precision)."""
    return Meaning(day, day, grain)


def either(*days: date) -> Meaning:
    """One of several days; a single day when they are all the same."""
    different = tuple(sorted(set(days)))
    if len(different) == 1:
        return one_day(different[0])
    return Meaning(None, None, error="ambiguous", alternatives=different)


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """The same day number some months on or back; the month's last day where it is shorter."""
    index = day.year * _MONTHS + day.month - 1 + months
    year, month = divmod(index, _MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_span(year: int, month: int, first: int = 1, last: int = 31) -> Meaning:
    """The days ``first`` to ``last`` of a month, cut at its end."""
    length = calendar.monthrange(year, month)[1]
    return Meaning(date(year, month, first), date(year, month, min(last, length)), "month")


def week_span(monday: date) -> Meaning:
    """The week that begins on ``monday``."""
    return Meaning(monday, monday + timedelta(days=_WEEK - 1), "week")


def monday_of(day: date) -> date:
    """The Monday of the ISO week of a day."""
    return day - timedelta(days=day.weekday())


def weekday_before(day: date, weekday: int) -> date:
    """The latest such weekday strictly before a day."""
    return day - timedelta(days=(day.weekday() - weekday - 1) % _WEEK + 1)


def weekday_after(day: date, weekday: int) -> date:
    """The first such weekday strictly after a day."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % _WEEK + 1)


def choose(candidates: list[date], today: date, tense: Tense | None) -> Meaning:
    """Choose among the dates a phrase can mean (each in another month or year).

    Past: the latest not after today. Future: the first not before today, unless it is far off and a past one is close.
    No tense: the nearest, or both when two are about equally near.
    """
    past = [day for day in candidates if day <= today]
    future = [day for day in candidates if day >= today]
    if not past or not future:
        return one_day((past[-1:] or future[:1])[0])
    last, first = past[-1], future[0]
    back, ahead = (today - last).days, (first - today).days
    if tense == "past":
        return one_day(last)
    if tense == "future":
        return either(last, first) if ahead > FAR_DAYS and back <= CLOSE_DAYS else one_day(first)
    if min(back, ahead) > 0 and abs(back - ahead) <= COMPARABLE_DAYS:
        return either(last, first)
    return one_day(last if back <= ahead else first)


def day_in_some_year(month: int, day: int, today: date, tense: Tense | None) -> Meaning:
    """A day and month without a year; the last and next of them are the candidates."""
    years = range(today.year - _LEAP_CYCLE, today.year + _LEAP_CYCLE + 1)
    dates = [found for year in years if (found := safe_date(year, month, day))]
    if not dates:
        return NO_SUCH_DATE
    if (month, day) == (2, 29):
        return _leap_day(dates, today, tense)
    return choose(dates, today, tense)


def _leap_day(dates: list[date], today: date, tense: Tense | None) -> Meaning:
    """29 February without a year: only within the year that the tense points at, else it does not exist there."""
    back = [day for day in dates if 0 <= (today - day).days <= 366]  # noqa: PLR2004  # a year, leap day included
    ahead = [day for day in dates if 0 <= (day - today).days <= 366]  # noqa: PLR2004  # a year, leap day included
    near = {"past": back, "future": ahead}.get(tense or "", back + ahead)
    return one_day(near[0]) if near else NO_SUCH_DATE


def day_in_some_month(day: int, today: date, tense: Tense | None) -> Meaning:
    """A day number alone ("den 2."): the last and the next month that has it."""
    months = [add_months(today.replace(day=1), shift) for shift in range(-3, 4)]
    dates = [found for month in months if (found := safe_date(month.year, month.month, day))]
    return choose(dates, today, tense) if dates else NO_SUCH_DATE


def with_weekday(meaning: Meaning, candidates: list[date], weekday: int) -> Meaning:
    """Let a weekday that was named too confirm a date, choose among candidates, or show that the two disagree."""
    if meaning.error == "does_not_exist":
        return meaning
    if meaning.start is None:
        fitting = [day for day in candidates if day.weekday() == weekday]
        return either(*(fitting or meaning.alternatives))
    if meaning.start.weekday() == weekday:
        return meaning
    shift = (weekday - meaning.start.weekday() + 3) % _WEEK - 3
    return either(meaning.start, meaning.start + timedelta(days=shift))


def month_in_some_year(month: int, today: date, tense: Tense | None) -> Meaning:
    """A month without a year; the month we are in counts as meant whatever the tense."""
    if month == today.month:
        return month_span(today.year, month)
    back = today.year if month < today.month else today.year - 1
    chosen = choose([date(back, month, 15), date(back + 1, month, 15)], today.replace(day=15), tense)
    if chosen.start is None:
        firsts = tuple(day.replace(day=1) for day in chosen.alternatives)
        return Meaning(None, None, "month", "ambiguous", firsts)
    return month_span(chosen.start.year, month)


def week_number(week: int, year: int | None, today: date, tense: Tense | None) -> Meaning:
    """An ISO week by its number, in the year given or the one the tense points at."""
    if year is not None:
        monday = _iso_monday(year, week)
        return week_span(monday) if monday else NO_SUCH_DATE
    this_year = today.isocalendar()[0]
    mondays = [found for shift in (-1, 0, 1) if (found := _iso_monday(this_year + shift, week))]
    if not mondays:
        return NO_SUCH_DATE
    if monday_of(today) in mondays:
        return week_span(monday_of(today))
    chosen = choose(mondays, monday_of(today), tense)
    if chosen.start is None:
        return Meaning(None, None, "week", "ambiguous", chosen.alternatives)
    return week_span(chosen.start)


def _iso_monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a month; ``nth=-1`` is the last one."""
    last = calendar.monthrange(year, month)[1]
    days = [day for number in range(1, last + 1) if (day := date(year, month, number)).weekday() == weekday]
    return days[nth if nth < 0 else nth - 1] if nth < 0 or nth <= len(days) else None
