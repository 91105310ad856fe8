"""What the fast path answers: everything about an answer that is not its status and its date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from rules_core.assessment import Status
from rules_core.schema import Part, Value


@dataclass(frozen=True, slots=True)
class Shape:
    """The parts of an answer that are known when the code is made, shared by everyone who gets that answer.

    `anchor` and `length` (days, weeks or months and how many) belong to a deadline; `missing` is the fact that an
    open answer waits for first.
    """

    anchor: str | None = None
    length: tuple[str, int] | None = None
    value: Value | None = None
    parts: tuple[Part, ...] = ()
    decided_by: str | None = None
    # The template of the row: two rows that say different things are not one answer.
    told: str | None = None
    missing: str | None = None


EMPTY: Final = Shape()
# What generated code hands back: a plain tuple is the cheapest thing Python can build.
Raw = tuple[Status, date | None, Shape]


class FastAnswer(NamedTuple):
    """One rule's answer without explanation."""

    status: Status
    deadline: date | None
    shape: Shape

    @property
    def value(self) -> Value | None:
        """The number the rule gives."""
        return self.shape.value

    @property
    def anchor(self) -> str | None:
        """The fact the deadline is counted from."""
        return self.shape.anchor if self.deadline else None

    @property
    def decided_by(self) -> str | None:
        """Who decides, when someone does."""
        return self.shape.decided_by

    @property
    def missing(self) -> str | None:
        """The fact an open answer waits for first; None when the answer is settled."""
        return self.shape.missing


@lru_cache(maxsize=65536)
def open_shape(row: Shape | None, decided_by: str | None, missing: str | None) -> Shape:
    """The shape of an open answer; `row` is the row that stands whatever the open exemptions turn out to be."""
    return replace(row or EMPTY, decided_by=decided_by, missing=missing)
