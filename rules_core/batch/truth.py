"""Conditions over columns: for each person surely true, surely false, or neither when a fact is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Final, NamedTuple

import numpy as np

from rules_core.batch.columns import NO_SUCH, UNKNOWN, Array, Columns
from rules_core.compile.expressions import UnknownFormError, latest_birthday
from rules_core.conditions import AS_OF, All, Any, Condition, FactTest, Not, Operand
from rules_core.dates import add_length
from rules_core.registry import FactDefinition

# A fact that no column holds is looked up under this number, "nothing is missing".
NO_FACT: Final = -1


class Truths(NamedTuple):
    """Two masks; where both are False the condition is open."""

    true: Array
    false: Array

    @property
    def open(self) -> Array:
        """Where it is open."""
        return ~(self.true | self.false)


class People:
    """Some rows of the columns, with what has been worked out about them. `facts` numbers the facts by name."""

    def __init__(self, columns: Columns, rows: Array, as_of: date, facts: Mapping[str, int]) -> None:
        self.rows = rows
        self.as_of = as_of
        self._columns = columns
        self._numbers = facts
        self._taken: dict[str, Array] = {}
        self._tested: dict[FactTest, Truths] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, fact: str) -> Array:
        """The fact's codes for these rows."""
        if fact not in self._taken:
            whole = self._columns.arrays.get(fact)
            unknown = np.full(len(self.rows), UNKNOWN, dtype=np.int32)
            self._taken[fact] = unknown if whole is None else whole[self.rows]
        return self._taken[fact]

    def _definition(self, fact: str) -> FactDefinition:
        return self._columns.registry[fact]

    def test(self, condition: Condition) -> Truths:
        """The condition for every row; tests of groups must have been folded away."""
        match condition:
            case FactTest():
                if condition not in self._tested:
                    self._tested[condition] = self._leaf(condition)
                return self._tested[condition]
            case Not(part):
                inner = self.test(part)
                return Truths(inner.false, inner.true)
            case All(parts):
                tested = [self.test(part) for part in parts]
                return Truths(
                    reduce(and_, (part.true for part in tested)), reduce(or_, (part.false for part in tested))
                )
            case Any(parts):
                tested = [self.test(part) for part in parts]
                return Truths(
                    reduce(or_, (part.true for part in tested)), reduce(and_, (part.false for part in tested))
                )
        raise UnknownFormError(type(condition).__name__)

    def first_open(self, condition: Condition) -> Array:
        """The number of the first unknown fact where the condition is open, else NO_FACT."""
        found = np.full(len(self), NO_FACT, dtype=np.int32)
        self._note_open(condition, found, self.test(condition).open)
        return found

    def _note_open(self, condition: Condition, found: Array, where: Array) -> None:
        match condition:
            case FactTest():
                first = self.column(condition.fact) == UNKNOWN
                open_here = where & (found == NO_FACT)
                found[open_here & first] = self._numbers[condition.fact]
                if isinstance(condition.operand, str) and condition.operand in self._numbers:
                    found[open_here & ~first] = self._numbers[condition.operand]
            case Not(part):
                self._note_open(part, found, where)
            case All(parts) | Any(parts):
                for part in parts:
                    self._note_open(part, found, where & self.test(part).open)

    def _leaf(self, leaf: FactTest) -> Truths:
        kind = self._definition(leaf.fact).type
        if kind == "number":
            # Decimals have no exact column; those rules are answered person by person.
            raise UnknownFormError("number")
        column = self.column(leaf.fact)
        known = column != UNKNOWN
        if leaf.operator in {"before", "on_or_after"} and leaf.operand != AS_OF and isinstance(leaf.operand, str):
            return self._two_dates(leaf, column, self.column(leaf.operand))
        if leaf.operator in {"at_least", "less_than"} and isinstance(leaf.operand, str):
            known = known & (self.column(leaf.operand) != UNKNOWN)
        holds = self._holds(leaf, kind, column)
        return Truths(known & holds, known & ~holds)

    def _holds(self, leaf: FactTest, kind: str, column: Array) -> Array:
        """Whether the test holds where the fact is known; anything goes where it is not."""
        operand = leaf.operand
        match leaf.operator:
            case "is":
                return column == self._code(leaf.fact, operand)
            case "in" if isinstance(operand, tuple):
                return np.isin(column, [self._code(leaf.fact, item) for item in operand])
            case "exists":
                return self._exists(leaf, kind, column) == operand
            case "at_least" | "less_than" if kind == "int":
                limit = self._limit_number(operand)
                return column >= limit if leaf.operator == "at_least" else column < limit
            case _ if kind == "date":
                return (column > 0) & self._date_holds(leaf, column)
        raise UnknownFormError(f"{leaf.operator} {kind}")

    def _code(self, fact: str, value: object) -> int:
        definition = self._definition(fact)
        if definition.type == "enum" and value in definition.values:
            return list(definition.values).index(str(value))
        if definition.type in {"bool", "int"} and isinstance(value, int):
            return int(value)
        raise UnknownFormError(f"{fact} {value}")

    def _exists(self, leaf: FactTest, kind: str, column: Array) -> Array:
        match kind:
            case "date":
                return column != NO_SUCH
            case "bool":
                return column != 0
            case "enum":
                values = list(self._definition(leaf.fact).values)
                return column != (values.index("ingen") if "ingen" in values else NO_SUCH)
        return np.ones(len(column), dtype=bool)

    def _limit_number(self, operand: Operand) -> int | Array:
        if isinstance(operand, str) and self._definition(operand).type == "int":
            return self.column(operand)
        if isinstance(operand, int):
            return operand
        raise UnknownFormError(f"limit {operand}")

    def _date_holds(self, leaf: FactTest, column: Array) -> Array:
        operand, as_of = leaf.operand, self.as_of
        match leaf.operator:
            case "within" if isinstance(operand, tuple):
                end = add_length(as_of, *_length(operand))
                return (column >= as_of.toordinal()) & (column <= end.toordinal())
            case "longer_ago_than" if isinstance(operand, tuple):
                unit, amount = _length(operand)
                return column < add_length(as_of, unit, -amount).toordinal()
            case "age_at_least" if isinstance(operand, int):
                latest = latest_birthday(as_of, operand)
                return column <= (latest.toordinal() if latest else 0)
            case "before" | "on_or_after":
                limit = as_of if operand == AS_OF else operand
                if isinstance(limit, date):
                    day = limit.toordinal()
                    return column < day if leaf.operator == "before" else column >= day
        raise UnknownFormError(f"{leaf.operator} {operand}")

    def _two_dates(self, leaf: FactTest, first: Array, second: Array) -> Truths:
        both = (first > 0) & (second > 0)
        holds = first < second if leaf.operator == "before" else first >= second
        # A date known not to exist is neither before nor after anything, whatever the other date is.
        never = (first == NO_SUCH) | ((first > 0) & (second == NO_SUCH))
        return Truths(both & holds, never | (both & ~holds))


def _length(operand: tuple[object, ...]) -> tuple[str, int]:
    unit, amount = operand
    if not isinstance(amount, int):
        raise UnknownFormError(f"length {operand}")
    return str(unit), amount
