"""Tables whose small counts are hidden. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.statistics.periods import Period, monday
from casework.statistics.suppression import (
    SHOWN,
    SMALL,
    SMALLEST_SHOWN,
    Branch,
    is_small,
    partition,
    protect,
    table_arcs,
)

TOTAL = "total"
DayCounts = Mapping[date, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Count:
    """A count as it may be told: `value` is None unless `status` is "shown" (else "small" or "hidden")."""

    value: int | None
    status: str

    @property
    def shown(self) -> bool:
        """Whether the value may be told."""
        return self.value is not None


def lone(value: int) -> Count:
    """A count that stands in no sum."""
    return Count(None, SMALL) if is_small(value) else Count(value, SHOWN)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table over time: its days, first and last included, and its counts by column."""

    first: date
    last: date
    counts: Mapping[str, Count]

    def share(self, column: str) -> float | None:
        """The column's share of the total in per cent; None unless both may be told."""
        return percent(self.counts[column], self.counts[TOTAL])


@dataclass(frozen=True, slots=True)
class TimeTable:
    """Counts by day or week, oldest first, and for the whole period."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    whole: Line


@dataclass(frozen=True, slots=True)
class Parts:
    """Counts of the parts of one total."""

    counts: Mapping[str, Count]
    total: Count

    def share(self, part: str) -> float | None:
        """The part's share of the total in per cent; None unless both may be told."""
        return percent(self.counts[part], self.total)

    @property
    def complete(self) -> bool:
        """Whether every count may be told."""
        return self.total.shown and all(count.shown for count in self.counts.values())


@dataclass(slots=True)
class Counter:
    """Counts by day and column while they are added up."""

    days: dict[date, dict[str, int]] = field(default_factory=dict)

    def add(self, day: date, column: str, number: int = 1) -> None:
        """Count `number` more."""
        counts = self.days.setdefault(day, {})
        counts[column] = counts.get(column, 0) + number


def percent(part: Count, whole: Count) -> float | None:
    """A share in per cent; None unless both counts may be told, and of nothing."""
    if part.value is None or not whole.value:
        return None
    return 100 * part.value / whole.value


def time_table(period: Period, columns: Sequence[str], counts: DayCounts) -> TimeTable | None:
    """The table, cut as the period says. Days and weeks of the same period hide the same things, so that laying one
    table beside the other tells nothing new. None when nothing of it may be told."""
    top = _tree(period, counts)
    total = sum(top.count(column) for column in columns)
    # The total of all is what is asked for most: it is kept, unless nothing else can be told then.
    tries = (False,) if is_small(total) else (True, False)
    tried = (protect(table_arcs(top, columns, total=TOTAL, fixed_total=fixed)) for fixed in tries)
    status = next((found for found in tried if found is not None), None)
    if status is None:
        return None

    def line(first: date, last: date, branch: Branch) -> Line:
        values = {column: branch.count(column) for column in columns}
        values[TOTAL] = sum(values.values())
        told = {column: _count(value, status[branch.name, column]) for column, value in values.items()}
        return Line(first, last, told)

    if period.by == "day":
        days = [day for week in top.below for day in week.below]
        lines = [line(day, day, branch) for day, branch in zip(period.days, days, strict=True)]
    else:
        weeks = zip(period.weeks, top.below, strict=True)
        lines = [line(*period.within(week), branch) for week, branch in weeks]
    return TimeTable(tuple(columns), tuple(lines), line(period.first, period.last, top))


def _tree(period: Period, counts: DayCounts) -> Branch:
    weeks: dict[date, list[Branch]] = {week: [] for week in period.weeks}
    for day in period.days:
        weeks[monday(day)].append(Branch(("day", day), counts.get(day, {})))
    return Branch(("period", period.first), below=tuple(_week(period, week, days) for week, days in weeks.items()))


def _week(period: Period, week: date, days: list[Branch]) -> Branch:
    if period.day_by_day:
        return Branch(("week", week), below=tuple(days))
    names = {name for day in days for name in day.counts}
    return Branch(("week", week), {name: sum(day.count(name) for day in days) for name in names})


def parts_table(counts: Mapping[str, int], *, total_told: bool = False) -> Parts | None:
    """The parts of one total; `total_told` = the total stands elsewhere too, so it cannot be hidden here. None when
    nothing of it may be told."""
    status = protect(partition(counts, total=TOTAL, fixed_total=total_told))
    if status is None:
        return None
    told = {part: _count(value, status[part]) for part, value in counts.items()}
    return Parts(told, _count(sum(counts.values()), status[TOTAL]))


def _count(value: int, status: str) -> Count:
    return Count(value, SHOWN) if status == SHOWN else Count(None, status)


def top_counts(found: Iterable[str], most: int) -> tuple[tuple[str, int], ...]:
    """The most frequent names with their counts, those under 5 left out. A conversation may hold several names, so no
    total gives away what is left out."""
    counts: dict[str, int] = {}
    for name in found:
        counts[name] = counts.get(name, 0) + 1
    shown = [(name, count) for name, count in counts.items() if count >= SMALLEST_SHOWN]
    return tuple(sorted(shown, key=lambda each: (-each[1], each[0]))[:most])
