"""Days when offices are closed: weekends, Danish holidays and the extra closed days of the public sector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from rules_core.dates import WEEKDAYS
from rules_core.reader import Node

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """One closed day a year: so many days from Easter Sunday, or a fixed date; from/to are years, both inclusive."""

    name: str
    easter: int | None
    month: int
    day: int
    from_year: int | None
    to_year: int | None

    def in_year(self, year: int) -> date | None:
        """The date in `year`, or None when the day was not closed that year."""
        if (self.from_year and year < self.from_year) or (self.to_year and year > self.to_year):
            return None
        if self.easter is not None:
            return easter_sunday(year) + timedelta(days=self.easter)
        return date(year, self.month, self.day)


# eq=False: hashed by identity, so that the days of a year can be remembered per calendar.
@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """A named list of closed days."""

    id: str
    weekend: bool
    days: tuple[ClosedDay, ...]

    def name_of(self, day: date) -> str | None:
        """Why `day` is closed ("juledag", "lørdag"), or None when it is open."""
        name = _days_of(self, day.year).get(day)
        if name is None and self.weekend and day.weekday() >= _SATURDAY:
            return WEEKDAYS[day.weekday()]
        return name

    def next_open(self, day: date) -> date:
        """The first open day on or after `day`."""
        while self.name_of(day):
            day += timedelta(days=1)
        return day

    def last_open(self, day: date) -> date:
        """The last open day on or before `day`."""
        while self.name_of(day):
            day -= timedelta(days=1)
        return day


@lru_cache(maxsize=256)
def _days_of(calendar: Calendar, year: int) -> Mapping[date, str]:
    found = ((closed.in_year(year), closed.name) for closed in calendar.days)
    return {day: name for day, name in found if day}


def easter_sunday(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, by the anonymous algorithm (Meeus/Jones/Butcher)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, leap_rest = divmod(in_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - moon - leap_rest) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def read_calendars(node: Node) -> dict[str, Calendar]:
    """The calendars of closed_days.yml by id; mistakes are noted on the node."""
    node.only("calendars")
    found = {}
    for child in node.children("calendars"):
        child.only("id", "weekend", "days")
        days = tuple(_read_day(day) for day in child.children("days"))
        calendar = Calendar(child.text("id"), child.boolean("weekend"), days)
        found[calendar.id] = calendar
    return found


def _read_day(node: Node) -> ClosedDay:
    node.only("name", "easter", "month", "day", "from", "to")
    easter = node.data.get("easter")
    if easter is None and not (node.has("month") and node.has("day")):
        node.error("", "skal have enten easter (dage fra påskedag) eller month og day")
    month, day = node.number("month") or 1, node.number("day") or 1
    return ClosedDay(node.text("name"), easter, month, day, node.number("from"), node.number("to"))
