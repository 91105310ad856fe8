"""Which group a person belongs to, worked out from the facts each time and never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from rules_core.conditions import Condition, Situation, facts_of, open_facts, test
from rules_core.registry import FactDefinition
from rules_core.values import FactValue

FactItems = tuple[tuple[str, FactValue], ...]


@dataclass(frozen=True, slots=True)
class Takeover:
    """Who is taken from another group since a day: people placed in `source` for whom `when` is surely true."""

    source: str
    since: date
    when: Condition

    def touches(self, placed: Derivation, as_of: date) -> bool:
        """True when somebody placed so can be taken over on that day."""
        return as_of >= self.since and self.source in placed.possible


@dataclass(frozen=True, slots=True)
class Group:
    """One group with its Danish names: label fits after "som", plain is a half sentence.

    In a proposal with main groups each group is a part of a base group: `main` is the main group it belongs to (None =
    the proposal does not say), `caveat` what is uncertain about that, `narrowed` that the part has its own condition.
    """

    id: str
    label: str
    plain: str
    when: Condition
    base: str | None = None
    main: str | None = None
    caveat: str | None = None
    narrowed: bool = False
    takes: Takeover | None = None


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
    # A proposal's main groups, and what a base group or main group stands for among the parts in `groups`.
    mains: Mapping[str, Group]
    source: str | None
    aliases: Mapping[str, frozenset[str]]
    takers: tuple[Group, ...] = ()

    def members(self, name: str) -> frozenset[str]:
        """The groups that a name stands for: itself, or the parts of a base or main group; empty when unknown."""
        return self.aliases.get(name) or frozenset({name} & self.groups.keys())

    def settled(self, possible: frozenset[str | None]) -> str | None:
        """The name to give the person's group: the main group, or the base group outside them; None while open."""
        names = {self._name(group) for group in possible}
        return names.pop() if len(names) == 1 else None

    def label_of(self, name: str | None) -> str | None:
        """The Danish label of a group or a main group."""
        members = self.members(name or "")
        named = self.mains.get(name or "") or next((self.groups[group] for group in sorted(members)), None)
        return named.label if named else None

    def _name(self, group: str | None) -> str | None:
        part = self.groups.get(group or "")
        return (part.main or part.base or part.id) if part else None

    def derive(self, facts: Mapping[str, FactValue], as_of: date) -> Derivation:
        """The groups that are possible for these facts on `as_of`."""
        placed = _derive(self, tuple((fact, facts[fact]) for fact in self.reads if fact in facts), as_of)
        return self.taken_over(placed, facts, as_of)

    def taken_over(self, placed: Derivation, facts: Mapping[str, FactValue], as_of: date) -> Derivation:
        """`placed` after the takeovers; the same object when there are none.

        A fact that is not known never moves anybody, and is never asked about for this: an answer that stands without
        it goes on standing.
        """
        for taker in self.takers:
            takes = taker.takes
            if takes and takes.touches(placed, as_of) and test(takes.when, Situation(facts, as_of, None)) is True:
                known = dict(placed.known) | {
                    fact: facts[fact] for fact in sorted(facts_of(takes.when)) if fact in facts
                }
                possible = placed.possible - {takes.source} | {taker.id}
                placed = Derivation(possible, placed.missing if len(possible) > 1 else (), tuple(known.items()))
        return placed


def make_table(
    groups: Mapping[str, Group],
    facts: Mapping[str, FactDefinition],
    mains: Mapping[str, Group] = MappingProxyType({}),
    source: str | None = None,
) -> GroupTable:
    """The table with the facts its conditions read, cheapest question first; `mains` come from `source`."""
    read = {fact for group in groups.values() for fact in facts_of(group.when)}
    ordered = sorted(read, key=lambda fact: (facts[fact].order, fact))
    aliases: dict[str, set[str]] = {}
    for group in groups.values():
        for name in (group.base, group.main):
            if name:
                aliases.setdefault(name, set()).add(group.id)
    standing = {name: frozenset(members) for name, members in aliases.items()}
    takers = tuple(group for group in groups.values() if group.takes)
    return GroupTable(groups, facts, tuple(ordered), mains, source, MappingProxyType(standing), takers)


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
