"""Conditions as Python expressions for one day and one class of groups.

Every condition becomes two plain expressions, "surely true" and "surely false"; when neither holds it is open. That is
Kleene's logic with nothing but `and`, `or` and comparisons, and Python stops as early as it can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from rules_core.compile.pool import Pool
from rules_core.conditions import AS_OF, All, Any, Condition, FactTest, GroupTest, Not, Situation, facts_of, test
from rules_core.dates import add_length
from rules_core.registry import NUMBER_TYPES, FactDefinition

TRUE: Final = "True"
FALSE: Final = "False"
_LISTED: Final = frozenset({"enum", "bool"})


class UnknownFormError(Exception):
    """The schema has grown a form that the generator does not know: the reference answers that rule."""


def variable(fact: str) -> str:
    """The local variable of a fact."""
    return f"x_{fact}"


@dataclass(frozen=True, slots=True)
class Expressions:
    """Makes expressions for the day `as_of` and one group (any member of a class will do)."""

    as_of: date
    group: str | None
    facts: Mapping[str, FactDefinition]
    pool: Pool

    def fold(self, condition: Condition | None) -> Condition | bool:
        """The condition with every test of the group decided; True or False when nothing else is left."""
        match condition:
            case None:
                return True
            case GroupTest():
                return test(condition, Situation({}, self.as_of, self.group)) is True
            case Not(part):
                inner = self.fold(part)
                return not inner if isinstance(inner, bool) else Not(inner)
            case All(parts):
                return self._fold_many(parts, stop=False)
            case Any(parts):
                return self._fold_many(parts, stop=True)
            case FactTest():
                return condition
        raise UnknownFormError(type(condition).__name__)

    def _fold_many(self, parts: tuple[Condition, ...], *, stop: bool) -> Condition | bool:
        folded = [self.fold(part) for part in parts]
        if any(part is stop for part in folded):
            return stop
        left = tuple(part for part in folded if not isinstance(part, bool))
        if not left:
            return not stop
        if len(left) == 1:
            return left[0]
        return Any(left) if stop else All(left)

    def truth(self, condition: Condition) -> str:
        """The condition as a truth value, for when every fact it reads is known."""
        match condition:
            case FactTest():
                return self._holds(condition)
            case All(parts):
                return _join(" and ", [self.truth(part) for part in parts])
            case Any(parts):
                return _join(" or ", [self.truth(part) for part in parts])
            case Not(part):
                return f"not ({self.truth(part)})"
        raise UnknownFormError(type(condition).__name__)

    def surely(self, condition: Condition, *, outcome: bool) -> str:
        """True when the condition is known to be `outcome`; False when it is the opposite or open."""
        match condition:
            case FactTest():
                return self._surely_leaf(condition, outcome=outcome)
            case All(parts) | Any(parts):
                word = " and " if isinstance(condition, All) is outcome else " or "
                return _join(word, [self.surely(part, outcome=outcome) for part in parts])
            case Not(part):
                return self.surely(part, outcome=not outcome)
        raise UnknownFormError(type(condition).__name__)

    def first_open(self, condition: Condition) -> str:
        """The id of the first unknown fact that keeps an open condition open."""
        match condition:
            case FactTest():
                first, *others = facts_of(condition)
                return f"({first!r} if {variable(first)} is None else {others[0]!r})" if others else repr(first)
            case Not(part):
                return self.first_open(part)
            case All(parts) | Any(parts):
                *earlier, last = parts
                found = self.first_open(last)
                for part in reversed(earlier):
                    decided = f"({self.surely(part, outcome=True)}) or ({self.surely(part, outcome=False)})"
                    found = f"({found} if {decided} else {self.first_open(part)})"
                return found
        raise UnknownFormError(type(condition).__name__)

    def _surely_leaf(self, leaf: FactTest, *, outcome: bool) -> str:
        known = [f"{variable(fact)} is not None" for fact in facts_of(leaf)]
        holds = self._holds(leaf)
        surely = _join(" and ", [*known, holds if outcome else f"not ({holds})"])
        if outcome or len(known) == 1:
            return surely
        if self._type(leaf.fact) != "date":
            return surely
        # A date known not to exist is neither before nor after anything, whatever the other date is.
        return f"({variable(leaf.fact)} is NOTHING or {surely})"

    def _type(self, fact: str) -> str:
        return self.facts[fact].type

    def _holds(self, leaf: FactTest) -> str:
        name, operand, kind = variable(leaf.fact), leaf.operand, self._type(leaf.fact)
        match leaf.operator:
            case "is" if isinstance(operand, bool):
                return f"{name} is {operand}"
            case "is" | "in" if kind in _LISTED or kind in NUMBER_TYPES:
                return f"{name} {'==' if leaf.operator == 'is' else 'in'} {self._literal(operand)}"
            case "exists" if isinstance(operand, bool):
                return self._exists(name, kind, wanted=operand)
            case "at_least" | "less_than" if kind in NUMBER_TYPES:
                limit = self._number(operand)
                return f"{name} {'>=' if leaf.operator == 'at_least' else '<'} {limit}"
            case _ if kind == "date":
                return f"({name} is not NOTHING and {self._date_test(leaf, name)})"
        raise UnknownFormError(f"{leaf.operator} {kind}")

    def _literal(self, operand: object) -> str:
        """A value as code; a decimal number gets a name."""
        if isinstance(operand, tuple):
            return f"({''.join(f'{self._literal(item)}, ' for item in operand)})"
        if isinstance(operand, (str, int)):
            return repr(operand)
        if isinstance(operand, Decimal):
            return self.pool.add("N", operand)
        raise UnknownFormError(f"value {operand}")

    def _number(self, operand: object) -> str:
        if isinstance(operand, str) and operand in self.facts and self.facts[operand].type in NUMBER_TYPES:
            return variable(operand)
        if isinstance(operand, (int, Decimal)):
            return self._literal(operand)
        raise UnknownFormError(f"limit {operand}")

    def _exists(self, name: str, kind: str, *, wanted: bool) -> str:
        match kind:
            case "date":
                return f"{name} is {'not ' if wanted else ''}NOTHING"
            case "bool":
                return f"{name} is {wanted}"
            case "enum":
                return f"{name} {'!=' if wanted else '=='} 'ingen'"
            case "int" | "number":
                return str(wanted)
        raise UnknownFormError(f"exists {kind}")

    def _date_test(self, leaf: FactTest, name: str) -> str:
        operand, as_of = leaf.operand, self.as_of
        match leaf.operator:
            case "within" if isinstance(operand, tuple):
                end = add_length(as_of, str(operand[0]), _amount(operand[1]))
                return f"{self.pool.day(as_of)} <= {name} <= {self.pool.day(end)}"
            case "longer_ago_than" if isinstance(operand, tuple):
                return f"{name} < {self.pool.day(add_length(as_of, str(operand[0]), -_amount(operand[1])))}"
            case "age_at_least" if type(operand) is int:
                return self._age_test(name, operand)
            case "before" | "on_or_after":
                sign = "<" if leaf.operator == "before" else ">="
                return self._limit_test(f"{name} {sign}", operand)
        raise UnknownFormError(leaf.operator)

    def _age_test(self, name: str, years: int) -> str:
        latest = latest_birthday(self.as_of, years)
        return f"{name} <= {self.pool.day(latest)}" if latest else FALSE

    def _limit_test(self, start: str, operand: object) -> str:
        if operand == AS_OF:
            return f"{start} {self.pool.day(self.as_of)}"
        if isinstance(operand, date):
            return f"{start} {self.pool.day(operand)}"
        if isinstance(operand, str) and operand in self.facts:
            return f"{variable(operand)} is not NOTHING and {start} {variable(operand)}"
        raise UnknownFormError(f"limit {operand}")


def latest_birthday(as_of: date, years: int) -> date | None:
    """The last day of birth that makes someone `years` old on `as_of`; None when no day is early enough."""
    born_year = as_of.year - years
    if born_year < 1:
        return None
    try:
        return as_of.replace(year=born_year)
    except ValueError:
        # 29 February, in a year without one: whoever is born up to the 28th has had the birthday.
        return date(born_year, 2, 28)


def _amount(value: object) -> int:
    if type(value) is not int:
        raise UnknownFormError(f"length {value}")
    return value


def _join(word: str, parts: list[str]) -> str:
    return f"({word.join(parts)})" if len(parts) > 1 else parts[0]
