"""The constants that generated code refers to by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from rules_core.assessment import Status
from rules_core.closed_days import Calendar
from rules_core.compile.shapes import Shape
from rules_core.dates import add_length
from rules_core.ratios import worked_out, worked_out_parts
from rules_core.schema import Deadline, DeadlineRules
from rules_core.values import NOTHING

# Every day a register can hold fits; a table that is full forgets the oldest and stays right.
_REMEMBERED_DAYS = 65536
_REMEMBERED_NUMBERS = 4096


class Pool:
    """Names for values; equal values get one name. `names` is the namespace of the generated code."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"NOTHING": NOTHING}
        self.names.update({f"S_{status.name}": status for status in Status})
        self._known: dict[tuple[str, Any], str] = {}

    def day(self, day: date) -> str:
        """The name of a date."""
        name = f"D_{day:%Y%m%d}"
        self.names[name] = day
        return name

    def add(self, prefix: str, value: Any) -> str:
        """The name of a value that can be hashed."""
        key = (prefix, value)
        if key not in self._known:
            self._known[key] = f"{prefix}{len(self._known)}"
            self.names[self._known[key]] = value
        return self._known[key]

    def shape(self, shape: Shape) -> str:
        """The name of a shape."""
        return self.add("H", shape)

    def answer(self, status: Status, shape: Shape) -> str:
        """The name of a whole answer without a date."""
        return self.add("A", (status, None, shape))

    def function(self, prefix: str, key: Any, make: Callable[[], Any]) -> str:
        """The name of a function made for `key`, made once."""
        known = (prefix, key)
        if known not in self._known:
            self._known[known] = f"{prefix}{len(self._known)}"
            self.names[self._known[known]] = make()
        return self._known[known]

    def worked_out(self, shape: Shape, facts: tuple[str, ...]) -> str:
        """The name of a function from the numbers of `facts` (None = unknown) to the shape with its numbers."""
        return self.function("worked", (shape, facts), lambda: _number_function(shape, facts))

    def deadline(self, deadline: Deadline, rules: DeadlineRules, calendar: Calendar | None) -> str:
        """The name of a function from anchor date to deadline."""
        key = (deadline.length, deadline.before, rules, calendar)
        return self.function("due", key, lambda: due_function(deadline, rules, calendar))


def _number_function(shape: Shape, facts: tuple[str, ...]) -> Callable[..., Shape]:
    @lru_cache(maxsize=_REMEMBERED_NUMBERS)
    def worked(*numbers: int | Decimal | None) -> Shape:
        known = {fact: number for fact, number in zip(facts, numbers, strict=True) if number is not None}
        value = worked_out(shape.value, known)
        return replace(shape, value=value, parts=worked_out_parts(shape.parts, value, known))

    return worked


def due_function(deadline: Deadline, rules: DeadlineRules, calendar: Calendar | None) -> Callable[[date], date]:
    """The deadline counted from an anchor, remembered; the arithmetic is the reference's own.

    The function raises CalendarError as the reference does.
    """
    unit, month_end = deadline.length.unit, rules.month_end
    amount = -deadline.length.amount if deadline.before else deadline.length.amount
    rolling = calendar if rules.roll == "next_open_day" else None

    @lru_cache(maxsize=_REMEMBERED_DAYS)
    def due(anchor: date) -> date:
        day = add_length(anchor, unit, amount, month_end)
        return rolling.next_open(day) if rolling else day

    return due
