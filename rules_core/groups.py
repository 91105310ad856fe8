"""Which group a person belongs to, worked out from the facts each time and never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rules_core.conditions import Condition, Situation, facts_of, open_facts, test
from rules_core.registry import FactDefinition
from rules_core.values import FactValue

FactItems = tuple[tuple[str, FactValue], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One group with its Danish names: label fits after "som", plain is a half sentence."""

    id: str
    label: str
    plain: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Derivation:
    """The groups still possible (None = no group at all) and how that was found."""

    possible: frozenset[str | None]
    missing: tuple[str, ...]
    known: FactItems

    @property
    def group(self) -> str | None:
        """The group when exactly one is possible, else None."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None


# eq=False: compared and hashed by identity, so that derivations can be remembered per table.
@dataclass(frozen=True, slots=True, eq=False)
class GroupTable:
    """All groups in order (first match wins) and the facts that they read."""

    groups: Mapping[str, Group]
    facts: Mapping[str, FactDefinition]
    reads: tuple[str, ...]

    def derive(self, facts: Mapping[str, FactValue], as_of: date) -> Derivation:
        """The groups that are possible for these facts on `as_of`."""
        return _derive(self, tuple((fact, facts[fact]) for fact in self.reads if fact in facts), as_of)


def make_table(groups: Mapping[str, Group], facts: Mapping[str, FactDefinition]) -> GroupTable:
    """The table with the facts its conditions read, cheapest question first."""
    read = {fact for group in groups.values() for fact in facts_of(group.when)}
    ordered = sorted(read, key=lambda fact: (facts[fact].order, fact))
    return GroupTable(groups, facts, tuple(ordered))


@lru_cache(maxsize=4096)
def _derive(table: GroupTable, known: FactItems, as_of: date) -> Derivation:
    facts = dict(known)
    possible = _possible(table, facts, as_of)
    missing = () if len(possible) == 1 else _asked_first(table, facts, as_of)
    return Derivation(possible, missing, known)


def _possible(table: GroupTable, facts: dict[str, FactValue], as_of: date) -> frozenset[str | None]:
    """Every completion of the open facts is tried: judging each group by itself would also allow impossible mixes."""
    open_groups: list[str | None] = []
    situation = Situation(facts, as_of, None)
    for group in table.groups.values():
        outcome = test(group.when, situation)
        if outcome is True:
            open_groups.append(group.id)
            break
        if outcome is None:
            open_groups.append(group.id)
    else:
        open_groups.append(None)
    fact = _branching_fact(table, open_groups, situation)
    if fact is None:
        return frozenset(open_groups)
    found: set[str | None] = set()
    for value in _domain(table.facts[fact]):
        found |= _possible(table, {**facts, fact: value}, as_of)
    return frozenset(found)


def _domain(fact: FactDefinition) -> tuple[FactValue, ...]:
    return (True, False) if fact.type == "bool" else tuple(fact.values)


def _open_facts(table: GroupTable, open_groups: list[str | None], situation: Situation) -> set[str]:
    return {fact for group in open_groups if group for fact in open_facts(table.groups[group].when, situation)}


def _branching_fact(table: GroupTable, open_groups: list[str | None], situation: Situation) -> str | None:
    if len(open_groups) == 1:
        return None
    unknown = _open_facts(table, open_groups, situation)
    # Dates and numbers have no short list of values; the groups they keep open simply stay possible.
    return next((fact for fact in table.reads if fact in unknown and _domain(table.facts[fact])), None)


def _asked_first(table: GroupTable, facts: dict[str, FactValue], as_of: date) -> tuple[str, ...]:
    """The one fact to ask about now: what else matters depends on its answer."""
    situation = Situation(facts, as_of, None)
    unknown = _open_facts(table, list(table.groups), situation)
    return next(((fact,) for fact in table.reads if fact in unknown), ())
