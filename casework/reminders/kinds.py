"""The kinds of reminders, read once from data/kinds.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

from casework.reminders.errors import UnknownKindError

_FILE: Final = Path(__file__).parent / "data" / "kinds.yml"
DAY_MINUTES: Final = 24 * 60
#: Not a kind that anybody chooses: the message that shows a channel works.
TEST: Final = "test"
#: Not chosen either: that staff have cancelled or moved a talk, told at once to who is reminded of talks.
CANCELLED: Final = "talk_cancelled"
MOVED: Final = "talk_moved"
CHANGES: Final = (CANCELLED, MOVED)
_TALK: Final = "talk"
EARLIEST_LEAD: Final = timedelta(minutes=30)
LATEST_LEAD: Final = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Lead:
    """How early: whole days by the calendar, or minutes by the clock."""

    days: int = 0
    minutes: int = 0

    @property
    def label(self) -> str:
        """'3d' or '60m': which of a duty's reminders it is."""
        return f"{self.minutes}m" if self.minutes else f"{self.days}d"

    @staticmethod
    def minutes_of(label: str) -> int:
        """How early in minutes by its label; 0 for one that has none."""
        if not label[:-1].isdecimal():
            return 0
        return int(label[:-1]) * (DAY_MINUTES if label.endswith("d") else 1)

    @classmethod
    def of_minutes(cls, minutes: int) -> "Lead":
        """Whole days are counted by the calendar, anything else by the clock."""
        return cls(days=minutes // DAY_MINUTES) if minutes % DAY_MINUTES == 0 else cls(minutes=minutes)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind: `rules` whose dates it is about, or a `source` of its own ("offers", "bookings").

    `every_days` = a duty without a date comes back after so many days, counted from the fact `done` or from the day
    the citizen switched it on.
    """

    id: str
    title: str
    rules: tuple[str, ...] = ()
    source: str = "rules"
    leads: tuple[Lead, ...] = ()
    every_days: int | None = None
    done: str | None = None


def chosen_as(kind: str) -> str:
    """The kind by which a citizen has chosen to get a message: that of talks for what has changed about one."""
    return _TALK if kind in CHANGES else kind


@cache
def load_kinds() -> Mapping[str, Kind]:
    """Every kind by id, in the order of the file."""
    raw: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType({key: _kind(key, entry) for key, entry in raw.items()})


def find_kind(kind: str) -> Kind:
    """The kind of this id. Raises UnknownKindError."""
    found = load_kinds().get(kind)
    if found is None:
        raise UnknownKindError(f"{kind!r} is no kind of reminder; choose one of {', '.join(load_kinds())}.")
    return found


def kind_of_rule(rule: str) -> Kind | None:
    """The kind that reminds about a rule, if any."""
    return next((kind for kind in load_kinds().values() if rule in kind.rules), None)


def _kind(key: str, entry: Mapping[str, Any]) -> Kind:
    every = entry.get("every") or {}
    return Kind(
        id=key,
        title=entry["title"],
        rules=tuple(entry.get("rules", ())),
        source=entry.get("source", "rules"),
        leads=tuple(Lead(days=one.get("days", 0), minutes=60 * one.get("hours", 0)) for one in entry["leads"]),
        every_days=every.get("days"),
        done=every.get("done"),
    )
