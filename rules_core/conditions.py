"""The closed set of conditions: a small tree that can be read, linted, mutated and compiled. No free expressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from rules_core.dates import add_length, age_on
from rules_core.logic import Truth, all_of, any_of, negate
from rules_core.values import NOTHING, Facts, FactValue

OPERATORS: Final = (
    "is", "in", "exists", "at_least", "less_than", "within", "before", "on_or_after", "age_at_least", "longer_ago_than",
)  # fmt: skip
DATE_OPERATORS: Final = frozenset({"within", "before", "on_or_after", "age_at_least", "longer_ago_than"})
NUMBER_OPERATORS: Final = frozenset({"at_least", "less_than"})
LIMIT_OPERATORS: Final = frozenset({"before", "on_or_after"})
# The word for the day asked about, where `before` and `on_or_after` may also name a fact or a date.
AS_OF: Final = "as_of"


@dataclass(frozen=True, slots=True)
class All:
    """Every part must be true."""

    parts: tuple[Condition, ...]
    # The facts it reads, in order, each once: found when the condition is made, for every answer asks.
    reads: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note what is read."""
        object.__setattr__(self, "reads", _reads(self))


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part must be true."""

    parts: tuple[Condition, ...]
    reads: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note what is read."""
        object.__setattr__(self, "reads", _reads(self))


@dataclass(frozen=True, slots=True)
class Not:
    """The part must be false."""

    part: Condition
    reads: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note what is read."""
        object.__setattr__(self, "reads", _reads(self))


@dataclass(frozen=True, slots=True)
class GroupTest:
    """The person belongs to one of the groups."""

    groups: frozenset[str]

    @property
    def reads(self) -> tuple[str, ...]:
        """No fact: the group was worked out from the facts before."""
        return ()


@dataclass(frozen=True, slots=True)
class FactTest:
    """One fact held against an operand, e.g. ("job_start", "within", ("weeks", 6))."""

    fact: str
    operator: str
    operand: Operand
    reads: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note what is read."""
        object.__setattr__(self, "reads", _reads(self))


Operand = FactValue | tuple[FactValue, ...] | tuple[str, int]
Condition = All | Any | Not | GroupTest | FactTest


@dataclass(frozen=True, slots=True)
class Situation:
    """What a condition is held against. `group` is one possible group; None = no group at all."""

    facts: Mapping[str, FactValue]
    as_of: date
    group: str | None


def test(condition: Condition, situation: Situation) -> Truth:
    """Whether the condition holds: True, False, or None when a fact it needs is unknown."""
    match condition:
        case FactTest():
            value = situation.facts.get(condition.fact)
            return None if value is None else _test_fact(condition, value, situation)
        case GroupTest(groups):
            return situation.group in groups
        case All(parts):
            return all_of(test(part, situation) for part in parts)
        case Any(parts):
            return any_of(test(part, situation) for part in parts)
        case Not(part):
            return negate(test(part, situation))


def _test_fact(leaf: FactTest, value: FactValue, situation: Situation) -> Truth:
    match leaf.operator:
        case "is":
            return value == leaf.operand
        case "in":
            return isinstance(leaf.operand, tuple) and value in leaf.operand
        case "exists":
            return (value is not NOTHING and value is not False and value != "ingen") == leaf.operand
        case "at_least" | "less_than":
            return _test_number(leaf, value, situation)
        case _:
            return _test_date(leaf, value, situation) if isinstance(value, date) else False


def _test_number(leaf: FactTest, value: FactValue, situation: Situation) -> Truth:
    """Held against a number, or against the number that another fact holds (a text operand names it)."""
    limit = situation.facts.get(leaf.operand) if isinstance(leaf.operand, str) else leaf.operand
    if limit is None:
        return None
    if not isinstance(value, (int, Decimal)) or not isinstance(limit, (int, Decimal)):
        return False
    return value >= limit if leaf.operator == "at_least" else value < limit


def _test_date(leaf: FactTest, value: date, situation: Situation) -> Truth:
    as_of, operand = situation.as_of, leaf.operand
    match leaf.operator:
        case "within":
            unit, amount = _length(operand)
            return as_of <= value <= add_length(as_of, unit, amount)
        case "longer_ago_than":
            unit, amount = _length(operand)
            return value < add_length(as_of, unit, -amount)
        case "age_at_least":
            return isinstance(operand, int) and age_on(value, as_of) >= operand
        case _:
            limit = _limit(operand, situation)
            if limit is None or not isinstance(limit, date):
                return None if limit is None else False
            return value < limit if leaf.operator == "before" else value >= limit


def _length(operand: Operand) -> tuple[str, int]:
    if not isinstance(operand, tuple):
        raise TypeError("a length operand is a (unit, amount) pair; the loader makes no other")
    unit, amount = operand
    return str(unit), amount if isinstance(amount, int) else 0


def _limit(operand: Operand, situation: Situation) -> FactValue | None:
    if isinstance(operand, str):
        return situation.as_of if operand == AS_OF else situation.facts.get(operand)
    return operand if isinstance(operand, date) else NOTHING


def leaves(condition: Condition | None) -> Iterator[FactTest | GroupTest]:
    """Every leaf of the tree, left to right."""
    match condition:
        case None:
            return
        case FactTest() | GroupTest():
            yield condition
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)


def facts_of(condition: Condition | None) -> tuple[str, ...]:
    """The ids of the facts that the condition reads, in order, each once."""
    return () if condition is None else condition.reads


def _reads(condition: Condition) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for leaf in leaves(condition):
        if isinstance(leaf, FactTest):
            found[leaf.fact] = None
            if leaf.operator in LIMIT_OPERATORS | NUMBER_OPERATORS and isinstance(leaf.operand, str):
                found.update({leaf.operand: None} if leaf.operand != AS_OF else {})
    return tuple(found)


def open_facts(condition: Condition, situation: Situation) -> tuple[str, ...]:
    """The unknown facts that keep the condition open; empty when it is decided."""
    if test(condition, situation) is not None:
        return ()
    match condition:
        case All(parts) | Any(parts):
            return tuple(dict.fromkeys(fact for part in parts for fact in open_facts(part, situation)))
        case Not(part):
            return open_facts(part, situation)
        case _:
            return tuple(fact for fact in facts_of(condition) if fact not in situation.facts)


def holding_facts(condition: Condition, situation: Situation) -> tuple[str, ...]:
    """The facts of the leaves that hold: what made an `any` of several events true for this person."""
    held = (leaf for leaf in leaves(condition) if isinstance(leaf, FactTest) and test(leaf, situation) is True)
    return tuple(dict.fromkeys(leaf.fact for leaf in held))


def known_facts(condition: Condition | None, facts: Facts) -> tuple[tuple[str, FactValue], ...]:
    """The facts the condition reads and that are known, with their values."""
    if condition is None:
        return ()
    return tuple([(fact, facts[fact]) for fact in condition.reads if fact in facts])
