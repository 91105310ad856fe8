"""All figures of a period, added up from the figures of its conversations. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from casework.statistics.figures import OTHER_GROUP, SORTING_FIGURES
from casework.statistics.percentiles import median, percentile
from casework.statistics.periods import Period, monday
from casework.statistics.records import ConversationFigures
from casework.statistics.suppression import SMALLEST_SHOWN
from casework.statistics.tables import (
    TOTAL,
    Count,
    Counter,
    Parts,
    TimeTable,
    lone,
    parts_table,
    time_table,
    top_counts,
)

OUTCOMES = ("alone", "person", "neither")
UNDERSTANDING = ("understood", "asked_back", "missed")
HOURS = ("inside", "outside")
MEETINGS = ("met", "not_met", "waiting")
IN_TIME = ("in_time", "late", "no_deadline")
RATINGS = ("1", "2", "3", "4", "5", "6")
GROUPS = (*SORTING_FIGURES, OTHER_GROUP, "unknown")
TOP = 10
#: Of fewer values the 90th percentile would be one person's own waiting time.
FEWEST_FOR_P90 = 10


@dataclass(frozen=True, slots=True)
class Waits:
    """Waiting times in seconds; None = too few to tell."""

    first: date
    last: date
    median: int | None
    p90: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page and the files show. A table that is None holds too little to be told.

    `conversations` and all tables are the citizens' conversations; `advisers` counts those of professionals.
    """

    period: Period
    conversations: Count
    advisers: Count
    outcomes: TimeTable | None = None
    understanding: TimeTable | None = None
    hours: Parts | None = None
    meetings: Parts | None = None
    in_time: Parts | None = None
    waits: tuple[Waits, ...] = ()
    waits_in_all: Waits | None = None
    ratings: Parts | None = None
    mean_rating: float | None = None
    groups: Parts | None = None
    topics: tuple[tuple[str, int], ...] = ()
    missed_topics: tuple[tuple[str, int], ...] = ()


def overview(period: Period, figures: Iterable[ConversationFigures]) -> Overview:
    """The figures of the period. With fewer than 5 conversations nothing is told."""
    used = [each for each in figures if each.used and period.first <= each.day <= period.last]
    citizens = [each for each in used if not each.adviser]
    advisers = lone(len(used) - len(citizens))
    outcomes = _outcomes(period, citizens)
    total = outcomes.whole.counts[TOTAL] if outcomes else Count(None, "hidden")
    if outcomes is None or not total.value:
        return Overview(period, total, advisers)
    ratings = parts_table(_tally(RATINGS, (str(each.rating) for each in citizens if each.rating)))
    waits = [(each.day, each.waited_seconds) for each in citizens if each.waited_seconds is not None]
    person = outcomes.whole.counts["person"].shown
    return Overview(
        period,
        total,
        advisers,
        outcomes=outcomes,
        understanding=_understanding(period, citizens),
        hours=_parts(HOURS, citizens, _hours),
        meetings=_parts(MEETINGS, [each for each in citizens if each.asked_person], _meeting) if person else None,
        in_time=_parts(IN_TIME, [each for each in citizens if each.asked_person], _in_time) if person else None,
        waits=_waits_by_line(period, waits) if person else (),
        waits_in_all=_waits(period.first, period.last, [wait for _, wait in waits]) if person else None,
        ratings=ratings,
        mean_rating=_mean(citizens) if ratings and ratings.complete else None,
        groups=_parts(GROUPS, citizens, lambda each: each.key_figure or "unknown"),
        topics=top_counts((topic for each in citizens for topic in each.topics), TOP),
        missed_topics=top_counts((topic for each in citizens for topic in each.missed_topics), TOP),
    )


def _outcomes(period: Period, citizens: Sequence[ConversationFigures]) -> TimeTable | None:
    counter = Counter()
    for each in citizens:
        counter.add(each.day, "person" if each.asked_person else "alone" if each.alone else "neither")
    return time_table(period, OUTCOMES, counter.days)


def _understanding(period: Period, citizens: Sequence[ConversationFigures]) -> TimeTable | None:
    counter = Counter()
    for each in citizens:
        for column in UNDERSTANDING:
            counter.add(each.day, column, getattr(each, column))
    return time_table(period, UNDERSTANDING, counter.days)


def _hours(each: ConversationFigures) -> str:
    return "outside" if each.outside_hours else "inside"


def _meeting(each: ConversationFigures) -> str:
    return "met" if each.met else "waiting" if each.waiting else "not_met"


def _in_time(each: ConversationFigures) -> str:
    return "no_deadline" if each.in_time is None else "in_time" if each.in_time else "late"


def _parts(
    names: Sequence[str], figures: Sequence[ConversationFigures], part: Callable[[ConversationFigures], str]
) -> Parts | None:
    # These totals stand in the first table too.
    return parts_table(_tally(names, map(part, figures)), total_told=True)


def _tally(names: Sequence[str], found: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys(names, 0)
    for name in found:
        counts[name] += 1
    return counts


def _mean(citizens: Sequence[ConversationFigures]) -> float | None:
    ratings = [each.rating for each in citizens if each.rating]
    return sum(ratings) / len(ratings) if ratings else None


def _waits_by_line(period: Period, waits: Sequence[tuple[date, int]]) -> tuple[Waits, ...]:
    by_day = period.by == "day"
    lines: dict[date, list[int]] = {start: [] for start in (period.days if by_day else period.weeks)}
    for day, seconds in waits:
        lines[day if by_day else monday(day)].append(seconds)
    spans = {start: (start, start) if by_day else period.within(start) for start in lines}
    return tuple(_waits(*spans[start], seconds) for start, seconds in lines.items())


def _waits(first: date, last: date, seconds: Sequence[int]) -> Waits:
    return Waits(
        first,
        last,
        median(seconds) if len(seconds) >= SMALLEST_SHOWN else None,
        percentile(seconds, 90) if len(seconds) >= FEWEST_FOR_P90 else None,
    )
