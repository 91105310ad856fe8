"""What administrators set up, as the services hand it out: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CannedReply:
    """A ready-made reply, found by `/shortcut`. `team_id` None = for everybody."""

    id: int
    shortcut: str
    title: str
    text: str
    team_id: int | None
    team_name: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CannedWish:
    """What a ready-made reply is to be."""

    shortcut: str
    title: str
    text: str
    team_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClosingDay:
    """A day on which this authority alone is closed."""

    day: date
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch:
    """A switch: how it stands, and who turned it when (None = nobody has)."""

    name: str
    on: bool
    changed_at: datetime | None = None
    changed_by: str | None = None
