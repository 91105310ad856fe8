"""Counts the ordinary staff of a workplace from payroll rows and supported placements, in the three ways of counting.

2017: permanent staff by head, without anyone on a supported placement (BEK 1297/2016 § 92).
2018: everyone on the payroll by head, less people in praktik and løntilskud (STAR's plan of August 2018).
2020: full-time posts over the last four whole months; under-18s and supported placements left out (BEK § 65).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Final

from rules_core.dates import add_months

METHODS: Final = ("2017", "2018", "2020")
KINDS: Final = ("praktik", "loentilskud", "nytteindsats", "fleksjob", "voksenlaerling", "seniorjob")
CONTRACTS: Final = ("fast", "tid", "opgave")
# Whom a method leaves out of the ordinary staff.
LEFT_OUT: Final = {
    "2017": frozenset(KINDS),
    "2018": frozenset({"praktik", "loentilskud"}),
    "2020": frozenset(KINDS),
}
# Which placements take up a supported place; nytteindsats joined the ratio in 2020.
PLACES: Final = {
    "2017": frozenset({"praktik", "loentilskud"}),
    "2018": frozenset({"praktik", "loentilskud"}),
    "2020": frozenset({"praktik", "loentilskud", "nytteindsats"}),
}
RATIO_MONTHS: Final = 4
AVERAGE_MONTHS: Final = 12
ADULT: Final = 18
# No source says what a full-time post is; this is 37 hours a week over a year (37 x 52 / 12), and can be replaced.
FULL_TIME_MONTH_HOURS: Final = Decimal("160.33")
_CENT: Final = Decimal("0.01")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PayrollRow:
    """Pay for one person in one period (both days inclusive). `counts` = it is pay for an employee."""

    employer: str
    person: str
    first: date
    last: date
    hours: Decimal
    counts: bool
    born: date | None
    contract: str | None


@dataclass(frozen=True, slots=True)
class Placement:
    """One person on a supported placement from one day to another (inclusive; last None = still there)."""

    person: str
    kind: str
    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        """True on the days of the placement."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class MonthCount:
    """The staff of one whole month; `rows` = how many payroll rows touch it."""

    first: date
    last: date
    rows: int
    staff: Decimal
    left_out: int
    minors: int


def months_before(as_of: date, count: int) -> tuple[tuple[date, date], ...]:
    """The first and last day of the `count` whole months before the month of `as_of`, oldest first."""
    start = as_of.replace(day=1)
    return tuple((add_months(start, -n), add_months(start, 1 - n) - _DAY) for n in range(count, 0, -1))


def count_month(
    rows: Sequence[PayrollRow],
    placements: Sequence[Placement],
    method: str,
    month: tuple[date, date],
    full_time: Decimal,
) -> MonthCount:
    """The staff of one month. Heads are counted on its last day, full-time posts over all its days."""
    first, last = month
    touching = [row for row in rows if row.first <= last and row.last >= first]
    taken = [each for each in placements if each.kind in LEFT_OUT[method]]
    days = {row.person: [each for each in taken if each.person == row.person] for row in touching}
    present = {
        row.person
        for row in touching
        if row.counts and row.first <= last <= row.last and (method != "2017" or row.contract == "fast")
    }
    supported = {person for person in present if any(each.holds(last) for each in days[person])}
    if method == "2020":
        minors = {row.person for row in touching if row.person in present and row.born and last < _adult(row.born)}
        hours = sum((_ordinary_hours(row, days[row.person], first, last) for row in touching), Decimal(0))
        return MonthCount(first, last, len(touching), hours / full_time, len(supported), len(minors))
    return MonthCount(first, last, len(touching), Decimal(len(present - supported)), len(supported), 0)


def _adult(born: date) -> date:
    return add_months(born, 12 * ADULT)


def _ordinary_hours(row: PayrollRow, taken: Iterable[Placement], first: date, last: date) -> Decimal:
    """The row's hours on the days of the month that count; hours are spread evenly over the days of the row."""
    if not row.counts:
        return Decimal(0)
    grown = _adult(row.born) if row.born else date.min
    placements = tuple(taken)
    length = (row.last - row.first).days + 1
    start, end = max(row.first, first, grown), min(row.last, last)
    days = sum(
        not any(each.holds(start + n * _DAY) for each in placements) for n in range(max(0, (end - start).days + 1))
    )
    return row.hours * days / length


def mean_staff(months: Sequence[MonthCount]) -> Decimal:
    """The average of the months, rounded down to two decimals so that a count never reaches a step it does not have."""
    return (sum((month.staff for month in months), Decimal(0)) / len(months)).quantize(_CENT, ROUND_DOWN)


def places_taken(placements: Iterable[Placement], method: str, as_of: date) -> int:
    """How many people are on a placement that takes up a supported place on `as_of`."""
    return len({each.person for each in placements if each.kind in PLACES[method] and each.holds(as_of)})
