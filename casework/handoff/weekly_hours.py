"""The week of the office as a municipality writes it down: read from YAML, checked, and told in Danish.

Times are minutes after midnight on the clock in Denmark. This module knows no moments; see `opening_hours`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import rules_core
from casework.errors import SettingsError
from rules_core.closed_days import Calendar, read_calendars
from rules_core.dates import WEEKDAYS
from rules_core.errors import RuleFileError
from rules_core.reader import Errors, Node
from rules_core.yaml_strict import read_yaml

DEFAULT_FILE = Path(__file__).parent / "data" / "opening_hours.yml"
DAY_KEYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTES_OF_HOUR = 60
MINUTES_OF_DAY = 24 * MINUTES_OF_HOUR

_PERIOD = re.compile(r"(\d{1,2})(?:[.:](\d\d))? ?[-–] ?(\d{1,2})(?:[.:](\d\d))?")
_HOW = 'skal være et klokkeslæt fra og til, fx "9-15" eller "9.30-15.00"'


class OpeningHoursError(SettingsError):
    """The file of opening hours cannot be used; `errors` holds every mistake found."""

    def __init__(self, errors: Sequence[RuleFileError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Open from minute `opens` and before minute `closes` of a day; 1440 is midnight at the day's end."""

    opens: int
    closes: int

    def danish(self) -> str:
        """'9-15' or '9.30-15'."""
        return f"{clock_text(self.opens)}-{clock_text(self.closes)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class WeeklyHours:
    """The periods of the seven days from Monday (lunch not taken out), the lunch of every day, and the holidays."""

    days: tuple[tuple[Period, ...], ...]
    calendar: Calendar
    lunch: Period | None = None

    def sentence(self) -> str:
        """'mandag-onsdag kl. 9-15, torsdag kl. 9-17 og fredag kl. 9-13', as it stands in the middle of a sentence."""
        parts = [
            f"{_days_text(first, last)} kl. {_listed([period.danish() for period in self.days[first]])}"
            for first, last in self._runs()
        ]
        lunch = f" (lukket for frokost kl. {self.lunch.danish()})" if self.lunch else ""
        return _listed(parts) + lunch

    def _runs(self) -> list[tuple[int, int]]:
        """First and last weekday of each run of open days with the same hours."""
        runs: list[tuple[int, int]] = []
        for day, periods in enumerate(self.days):
            if not periods:
                continue
            if runs and runs[-1][1] == day - 1 and self.days[day - 1] == periods:
                runs[-1] = (runs[-1][0], day)
            else:
                runs.append((day, day))
        return runs


def clock_text(minute: int) -> str:
    """A minute of the day as Danes write it: '9', '12.30'."""
    hours, minutes = divmod(minute, MINUTES_OF_HOUR)
    return f"{hours}.{minutes:02}" if minutes else str(hours)


def _days_text(first: int, last: int) -> str:
    if first == last:
        return WEEKDAYS[first]
    return f"{WEEKDAYS[first]}{' og ' if last == first + 1 else '-'}{WEEKDAYS[last]}"


def _listed(parts: Sequence[str]) -> str:
    return " og ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


@cache
def read_weekly_hours(path: Path | None = None) -> WeeklyHours:
    """The week in the file at `path` (None = the one that comes with the product).

    Raises OpeningHoursError, which names file, key and reason of every mistake in Danish.
    """
    file, errors = path or DEFAULT_FILE, Errors()
    try:
        node = Node(read_yaml(file, file.name), "", errors.for_file(file.name))
        week = _read_week(node)
    except RuleFileError as error:
        raise OpeningHoursError([error]) from error
    if errors.found:
        raise OpeningHoursError(errors.found)
    return week


def _read_week(node: Node) -> WeeklyHours:
    node.only("calendar", "days", "lunch")
    known = _calendars()
    calendar = known[node.choice("calendar", tuple(known), "offentlig")]
    lunch = _read_period(node, "lunch", node.raw("lunch")) if node.has("lunch") else None
    week = node.child("days")
    if week is None:
        node.error("days", 'mangler: skriv mindst én dag, fx monday: "9-15"')
        return WeeklyHours(days=((),) * len(DAY_KEYS), calendar=calendar)
    week.only(*DAY_KEYS)
    days = tuple(_read_day(week, key) for key in DAY_KEYS)
    if all(week.raw(key) is None for key in DAY_KEYS):
        node.error("days", 'skal have mindst én åben dag, fx monday: "9-15"')
    # Weekends are open or closed by the week itself; the calendar is asked for holidays only.
    return WeeklyHours(days=days, calendar=replace(calendar, weekend=False), lunch=lunch)


def _read_day(week: Node, key: str) -> tuple[Period, ...]:
    raw = week.raw(key)
    if raw is None:
        return ()
    found = [_read_period(week, key, item) for item in (raw if isinstance(raw, list) else [raw])]
    periods = [period for period in found if period is not None]
    if any(later.opens <= earlier.closes for earlier, later in pairwise(periods)):
        week.error(key, "perioderne skal stå efter hinanden med et ophold imellem")
    return tuple(periods)


def _read_period(node: Node, key: str, raw: Any) -> Period | None:
    match = _PERIOD.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if match is None:
        node.error(key, f"{_HOW} (er: {raw})")
        return None
    from_hour, from_minute, to_hour, to_minute = (int(part or 0) for part in match.groups())
    opens, closes = from_hour * MINUTES_OF_HOUR + from_minute, to_hour * MINUTES_OF_HOUR + to_minute
    if max(from_minute, to_minute) >= MINUTES_OF_HOUR or closes > MINUTES_OF_DAY:
        node.error(key, f"klokkeslættet findes ikke (er: {raw})")
        return None
    if opens >= closes:
        node.error(key, f"skal slutte senere, end det begynder (er: {raw})")
        return None
    return Period(opens, closes)


@cache
def _calendars() -> dict[str, Calendar]:
    file, errors = Path(rules_core.__file__).parent / "data" / "closed_days.yml", Errors()
    found = read_calendars(Node(read_yaml(file, file.name), "", errors.for_file(file.name)))
    if errors.found:
        raise OpeningHoursError(errors.found)
    return found
