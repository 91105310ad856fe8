"""What the desk for data protection hands out: frozen values, no rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

#: How something was found: by its own number, or by a confirmed or an unconfirmed way to reach the citizen.
WAYS = ("number", "booking", "receipt", "contact", "callback")


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """One conversation, or what is left of one. No word of it.

    `what` = conversation, booking (its conversation is gone; `number` is the booking's) or gone (only the log of
    readers is left). `way` = one of `WAYS`. Moments are aware UTC.
    """

    number: str
    way: str
    opened_at: datetime
    used_at: datetime
    what: str = "conversation"
    restricted_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """The rows of one table about one citizen; each row a mapping of column to JSON value, oldest first."""

    table: str
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Extract:
    """Everything that is held about one conversation or one booking left alone. Tables without a row are left out."""

    number: str
    made_at: datetime
    sections: Sequence[Section]

    def to_json(self) -> dict[str, Any]:
        """As it stands in the file of an export."""
        return {
            "number": self.number,
            "made_at": self.made_at.isoformat(),
            "sections": {section.table: list(section.rows) for section in self.sections},
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Fate:
    """How many rows of a table an erasure would delete, empty or leave: `fate` is one of the data map's words."""

    table: str
    count: int
    fate: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Restriction:
    """A stretch of restricted use; `lifted_at` None = it lasts."""

    began_at: datetime
    reason: str
    quiet: bool
    lifted_at: datetime | None = None
    lift_reason: str | None = None
