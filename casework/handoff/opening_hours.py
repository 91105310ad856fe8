"""When the office is open: pure questions about moments, answered by the clock in Denmark.

Moments are aware; answers are in UTC. Inside, an opening is a span of UTC, so that both change days of the clock
come out right: an hour that the clock skips is never open, and one that it shows twice counts twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from casework.clock import COPENHAGEN
from casework.handoff.weekly_hours import MINUTES_OF_DAY, Period, WeeklyHours

#: Who is closed for longer than this is never open, as far as anybody who waits can tell.
FARTHEST = timedelta(days=400)
_DAY = timedelta(days=1)
#: All clocks of the European Union change at this hour of UTC (directive 2000/84/EC).
_CHANGE_HOUR = timedelta(hours=1)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class ClosedOn:
    """Why a whole day is closed: `kind` is "holiday" or "closing_day", `name` is what to call it."""

    kind: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OpeningHours:
    """A week, and the days on which this authority alone is closed (with what to call each)."""

    week: WeeklyHours
    closing_days: Mapping[date, str] = field(default_factory=dict)

    def is_open(self, moment: datetime) -> bool:
        """True from the minute of opening up to, not including, the minute of closing."""
        return self.state(moment) == "open"

    def state(self, moment: datetime) -> str:
        """open, lunch, holiday, closing_day or closed (before, between or after the periods of a week's day)."""
        local = moment.astimezone(COPENHAGEN)
        closed = self.closed_on(local.date())
        if closed is not None:
            return closed.kind
        minute = local.hour * 60 + local.minute
        if not any(period.opens <= minute < period.closes for period in self.week.days[local.weekday()]):
            return "closed"
        lunch = self.week.lunch
        return "lunch" if lunch is not None and lunch.opens <= minute < lunch.closes else "open"

    def closed_at(self, moment: datetime) -> ClosedOn | None:
        """Why the day of `moment` is closed; None on ordinary days."""
        return self.closed_on(moment.astimezone(COPENHAGEN).date())

    def closed_on(self, day: date) -> ClosedOn | None:
        """Why `day` is closed although the week would have it open or shut; None on ordinary days."""
        if day in self.closing_days:
            return ClosedOn("closing_day", self.closing_days[day])
        name = self.week.calendar.name_of(day)
        return ClosedOn("holiday", name) if name else None

    def spans(self, day: date) -> list[Span]:
        """The openings of a day by the clock in Denmark, in UTC and in order."""
        if self.closed_on(day) is not None:
            return []
        periods = [part for period in self.week.days[day.weekday()] for part in _without(period, self.week.lunch)]
        found: list[Span] = []
        for (start, end), midnight in _even_parts(day):
            for period in periods:
                opens = max(start, midnight + timedelta(minutes=period.opens))
                closes = min(end, midnight + timedelta(minutes=period.closes))
                if opens < closes:
                    found.append((opens, closes))
        return _joined(sorted(found))

    def next_opening(self, moment: datetime) -> datetime | None:
        """The first open moment at or after `moment`; None when there is none within 400 days."""
        start = next(self._spans_from(moment), None)
        return start[0] if start else None

    def closes_at(self, moment: datetime) -> datetime | None:
        """When the opening that holds `moment` ends; None when it is closed then."""
        span = next(self._spans_from(moment), None)
        return span[1] if span is not None and self.is_open(moment) else None

    def last_closing(self, day: date, *, not_before: date) -> datetime | None:
        """When the office closes on the last open day on or before `day`; None when none is open since `not_before`."""
        while day >= not_before:
            spans = self.spans(day)
            if spans:
                return spans[-1][1]
            day -= _DAY
        return None

    def add_open(self, moment: datetime, length: timedelta) -> datetime | None:
        """The moment at which the office will have been open for `length` since `moment`; None as in `next_opening`.

        A length that fills an opening exactly ends with it, not with the start of the next.
        """
        for start, end in self._spans_from(moment):
            if length <= end - start:
                return start + length
            length -= end - start
        return None

    def open_minutes_between(self, start: datetime, end: datetime) -> float:
        """Minutes of opening from `start` to `end`; 0 when `end` is not later."""
        return _minutes_within(self, start, end)

    def _spans_from(self, moment: datetime) -> Iterator[Span]:
        """The openings from `moment` on, the first one cut off where it lies before, for as long as `FARTHEST`."""
        first = moment.astimezone(COPENHAGEN).date()
        for number in range(FARTHEST.days + 1):
            for start, end in self.spans(first + number * _DAY):
                if end > moment:
                    yield max(start, moment.astimezone(UTC)), end


def _minutes_within(hours: OpeningHours, start: datetime, end: datetime) -> float:
    day, last = start.astimezone(COPENHAGEN).date(), end.astimezone(COPENHAGEN).date()
    total = timedelta()
    while day <= last:
        for opens, closes in hours.spans(day):
            total += max(timedelta(), min(closes, end) - max(opens, start))
        day += _DAY
    return total / timedelta(minutes=1)


def _without(period: Period, lunch: Period | None) -> list[Period]:
    if lunch is None:
        return [period]
    before = Period(period.opens, min(period.closes, lunch.opens))
    after = Period(max(period.opens, lunch.closes), period.closes)
    return [part for part in (before, after) if part.opens < part.closes]


def _even_parts(day: date) -> list[tuple[Span, datetime]]:
    """The parts of a day on which the clock runs evenly, in UTC, each with the midnight its clock counts from."""
    start, end = (datetime(at.year, at.month, at.day, tzinfo=COPENHAGEN) for at in (day, day + _DAY))
    begins, ends = start.astimezone(UTC), end.astimezone(UTC)
    if start.utcoffset() == end.utcoffset():
        return [((begins, ends), begins)]
    change = datetime(day.year, day.month, day.day, tzinfo=UTC) + _CHANGE_HOUR
    return [((begins, change), begins), ((change, ends), ends - timedelta(minutes=MINUTES_OF_DAY))]


def _joined(spans: list[Span]) -> list[Span]:
    """Spans that touch become one, so that an opening across the change of the clock has one start and one end."""
    joined = spans[:1]
    for (_, before), (start, end) in pairwise(spans):
        if start == before:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
