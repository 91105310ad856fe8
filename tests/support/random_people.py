"""Made-up people for the rules: seeded, with every value a fact can have and most of all those where rules turn.

`People(book, seed)` draws JSON facts: enum values, booleans, numbers around every limit in the rules, dates around
every change date and around every length counted from the day asked about, "ingen", and unknown facts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from rules_core import Ruleset
from rules_core.conditions import Condition, FactTest, leaves
from rules_core.dates import add_length
from rules_core.registry import FactDefinition
from rules_core.schema import Version

_DAY = timedelta(days=1)


def conditions_of(version: Version) -> list[Condition | None]:
    """Every condition that can decide an answer."""
    return [version.condition, *(e.when for e in version.exemptions), *(row.when for row in version.outcomes)]


def tests_in(book: Ruleset) -> list[FactTest]:
    """Every test of a fact in the rules and in the groups."""
    found = [group.when for group in book.groups.groups.values()]
    found += [c for rule in book.rules.values() for v in rule.versions for c in conditions_of(v) if c is not None]
    return [leaf for condition in found for leaf in leaves(condition) if isinstance(leaf, FactTest)]


class People:
    """Draws people and days; the same seed draws the same people."""

    def __init__(self, book: Ruleset, seed: int) -> None:
        self._book = book
        self._random = random.Random(seed)
        self._numbers: dict[str, set[Any]] = {}
        self._lengths: dict[str, set[tuple[str, int]]] = {}
        self._ages: dict[str, set[int]] = {}
        for leaf in tests_in(book):
            self._note(leaf)
        self._note_deadlines()
        versions = [version for rule in book.rules.values() for version in rule.versions]
        self._changes = sorted({day for v in versions for day in (v.from_, v.to) if day})

    def _note(self, leaf: FactTest) -> None:
        operand = leaf.operand
        if leaf.operator in {"within", "longer_ago_than"} and isinstance(operand, tuple):
            sign = 1 if leaf.operator == "within" else -1
            self._lengths.setdefault(leaf.fact, set()).add((str(operand[0]), sign * int(str(operand[1]))))
        elif leaf.operator == "age_at_least" and isinstance(operand, int):
            self._ages.setdefault(leaf.fact, set()).add(operand)
        elif isinstance(operand, (int, Decimal)) and not isinstance(operand, bool):
            self._numbers.setdefault(leaf.fact, set()).add(operand)

    def _note_deadlines(self) -> None:
        for version in (version for rule in self._book.rules.values() for version in rule.versions):
            for row in version.outcomes:
                if row.deadline:
                    end = (row.deadline.length.unit, -row.deadline.length.amount)
                    self._lengths.setdefault(row.deadline.anchor, set()).add(end)
            if version.fulfilled_by and version.recurring:
                every = (version.recurring.unit, -version.recurring.amount)
                self._lengths.setdefault(version.fulfilled_by, set()).add(every)

    def day(self) -> date:
        """A day to ask about: near a change of law, or any day whose law is known."""
        first = self._book.track.known_from or date(2017, 1, 1)
        last = self._book.track.known_to or date(2026, 12, 31)
        drawn = first + timedelta(days=self._random.randint(0, (last - first).days))
        if self._random.random() < 0.5:
            drawn = self._random.choice(self._changes) + self._random.choice((-_DAY, timedelta(0), _DAY))
        return min(max(drawn, first), last)

    def person(self, as_of: date, known: float = 0.9) -> dict[str, Any]:
        """JSON facts of one person; each fact is known with the probability `known`."""
        facts = self._book.registry.facts.values()
        return {fact.id: self.value(fact, as_of) for fact in facts if self._random.random() < known}

    def mixed(self, as_of: date) -> dict[str, Any]:
        """A person about whom all, most, half or little is known."""
        return self.person(as_of, self._random.choice((1.0, 0.97, 0.9, 0.5, 0.2)))

    def many(self, count: int, as_of: date) -> Iterator[dict[str, Any]]:
        """`count` mixed persons."""
        return (self.mixed(as_of) for _ in range(count))

    def value(self, fact: FactDefinition, as_of: date) -> Any:
        """One JSON value of a fact."""
        match fact.type:
            case "enum":
                return self._random.choice(list(fact.values))
            case "bool":
                return self._random.choice((True, False, "ingen"))
            case "date":
                return self._date(fact.id, as_of)
        return self._number(fact)

    def _number(self, fact: FactDefinition) -> Any:
        limits = sorted(self._numbers.get(fact.id, ()))
        drawn = self._random.random()
        if drawn < 0.05:
            return "ingen"
        near = int(self._random.choice(limits)) + self._random.choice((-1, 0, 1)) if limits else 0
        number = max(0, near) if limits and drawn < 0.7 else self._random.randrange(130)
        return number if fact.type == "int" or drawn < 0.4 else number + self._random.choice((0.25, 0.5, 0.99))

    def _date(self, fact: str, as_of: date) -> str:
        drawn = self._random.random()
        if drawn < 0.12:
            return "ingen"
        if drawn < 0.25:
            return (self._random.choice(self._changes) + timedelta(days=self._random.randint(-1, 1))).isoformat()
        ages, lengths = sorted(self._ages.get(fact, ())), sorted(self._lengths.get(fact, ()))
        if ages and drawn < 0.85:
            born = add_length(as_of, "months", -12 * self._random.choice(ages))
            return (born + timedelta(days=self._random.randint(-1, 1))).isoformat()
        if lengths and drawn < 0.75:
            unit, amount = self._random.choice(lengths)
            return (add_length(as_of, unit, amount) + timedelta(days=self._random.randint(-2, 2))).isoformat()
        return (as_of + timedelta(days=self._random.randint(-700, 120))).isoformat()
