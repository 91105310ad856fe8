"""Made-up citizens as a register would know them: most facts are known, most things are not about to happen.

Seeded, so that two runs measure the same people. 50,000 different people are drawn and met again and again: a day of
registration or of birth is shared by many in a real country too.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from rules_core import Ruleset
from rules_core.kept import facts_read
from rules_core.plan import duty_rules
from rules_core.registry import FactDefinition

DIFFERENT = 50_000
KNOWN = 0.97
BENEFITS = {
    "dagpenge": 35, "kontanthjaelp": 30, "sygedagpenge": 12, "uddannelseshjaelp": 8, "ledighedsydelse": 6,
    "fleksjob": 5, "jobafklaring": 4,
}  # fmt: skip


class Citizens:
    """`stream(n)` gives (number, JSON facts); only facts that some duty reads are filled in."""

    def __init__(self, book: Ruleset, as_of: date, seed: int = 1, different: int = DIFFERENT) -> None:
        self._random = random.Random(seed)
        self._as_of = as_of
        read = {fact for rule in duty_rules(book) for fact in facts_read(book, rule)} | set(book.groups.reads)
        self._facts = [fact for fact in book.registry.facts.values() if fact.id in read]
        self.people = [self._person() for _ in range(different)]

    def stream(self, count: int) -> Iterator[tuple[int, dict[str, Any]]]:
        """`count` citizens, one at a time."""
        return enumerate(islice(cycle(self.people), count))

    def _person(self) -> dict[str, Any]:
        person = {fact.id: self._value(fact) for fact in self._facts if self._random.random() < KNOWN}
        person["ydelse"] = self._random.choices(list(BENEFITS), list(BENEFITS.values()))[0]
        return person

    def _value(self, fact: FactDefinition) -> Any:
        draw = self._random.random
        match fact.type:
            case "enum":
                return self._random.choice(list(fact.values))
            case "bool":
                return draw() < 0.15
            case "date" if draw() < (0.9 if fact.time == "future" else 0.4):
                return "ingen"
            case "date" if fact.time == "future":
                return (self._as_of + timedelta(days=self._random.randrange(200))).isoformat()
            case "date":
                return (self._as_of - timedelta(days=self._random.randrange(400))).isoformat()
        return self._random.randrange(120)
