"""People who stand on both sides of every limit of one version, drawn the same way each time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from rules_core.conditions import FactTest, facts_of, leaves
from rules_core.dates import add_length, add_months
from rules_core.loader import Ruleset
from rules_core.schema import Rule, Version
from rules_core.values import NOTHING
from tests.rules_core.mutation.golden import hand_written

Facts = Mapping[str, Any]
Situation = tuple[Facts, date]
_DAY = timedelta(days=1)
_TRIES = 4000
_OPEN = object()


@cache
def placing(book: Ruleset, as_of: date) -> Mapping[str | None, Facts]:
    """For each group (None = no group) the fewest facts that place a person there."""
    found: dict[str | None, Facts] = {}
    reads = book.groups.reads
    for case in hand_written():
        if case.track == book.track.id:
            _keep(book, {fact: case.facts[fact] for fact in reads if fact in case.facts}, as_of, found)
    drawn = random.Random(book.track.id)
    for _ in range(_TRIES if len(found) <= len(book.groups.groups) else 0):
        facts = {fact: drawn.choice((*_values(book, fact, as_of), _OPEN)) for fact in reads}
        _keep(book, {fact: value for fact, value in facts.items() if value is not _OPEN}, as_of, found)
    return found


def _keep(book: Ruleset, facts: Facts, as_of: date, found: dict[str | None, Facts]) -> None:
    possible = book.groups.derive(facts, as_of).possible
    if len(possible) == 1:
        (group,) = possible
        if group not in found or (len(facts), str(facts)) < (len(found[group]), str(found[group])):
            found[group] = facts


def _values(book: Ruleset, fact: str, as_of: date) -> tuple[Any, ...]:
    definition = book.registry.facts[fact]
    if definition.type == "bool":
        return (True, False)
    return tuple(definition.values) or tuple(add_months(as_of, -12 * years) for years in (17, 25, 35, 55))


def tests_of(version: Version) -> Iterator[FactTest]:
    """Every test of a fact that can change the answer or its words."""
    conditions = [version.condition, *(each.when for each in version.exemptions)]
    conditions += [each.when for each in (*version.outcomes, *version.consequences, *version.caveats)]
    conditions += [each.when for each in version.condition_labels]
    for condition in conditions:
        yield from (leaf for leaf in leaves(condition) if isinstance(leaf, FactTest))


def domains(version: Version, book: Ruleset, as_of: date) -> dict[str, tuple[Any, ...]]:
    """For every fact that the version reads the values on both sides of each of its limits."""
    found: dict[str, set[Any]] = {}
    for leaf in tests_of(version):
        for fact in facts_of(leaf):
            found.setdefault(fact, set()).update(_around(leaf, fact, as_of))
    for row in version.outcomes:
        if row.deadline:
            anchors = _anchor_days(row.deadline.length.unit, row.deadline.length.amount, as_of)
            found.setdefault(row.deadline.anchor, set()).update(anchors)
        for fact in (part.fact or part.less for part in row.parts):
            found.setdefault(fact, set()).update((0, 1, 5)) if fact else None
        if row.value and row.value.per:
            found.setdefault(row.value.per.fact, set()).update(_ratio_numbers(row.value.per))
    if version.fulfilled_by:
        found.setdefault(version.fulfilled_by, set()).update(_done_days(version, as_of))
    return {fact: _typed(book, fact, values, as_of) for fact, values in sorted(found.items())}


def _typed(book: Ruleset, fact: str, values: set[Any], as_of: date) -> tuple[Any, ...]:
    definition = book.registry.facts[fact]
    match definition.type:
        case "bool":
            return (True, False)
        case "enum":
            return tuple(definition.values)
        case "date":
            days = sorted(value for value in values if isinstance(value, date))
            return (*(days or (as_of - 30 * _DAY, as_of + 30 * _DAY)), NOTHING)
        case _:
            numbers = {value for value in values if isinstance(value, (int, Decimal)) and value >= 0} or {0, 1, 2, 50}
            return tuple(sorted(Decimal(n) if definition.type == "number" else int(n) for n in numbers))


def _around(leaf: FactTest, fact: str, as_of: date) -> Iterator[Any]:
    operand = leaf.operand
    if leaf.operator in {"within", "longer_ago_than"} and isinstance(operand, tuple):
        sign = 1 if leaf.operator == "within" else -1
        edge = add_length(as_of, str(operand[0]), sign * int(str(operand[1])))
        yield from (edge - _DAY, edge, edge + _DAY, as_of - _DAY, as_of, as_of + _DAY)
    elif leaf.operator == "age_at_least" and isinstance(operand, int):
        for years in (operand - 1, operand, operand + 1):
            birthday = add_months(as_of, -12 * years)
            yield from (birthday, birthday + _DAY)
    elif leaf.operator in {"before", "on_or_after"}:
        edge = operand if isinstance(operand, date) else as_of
        yield from (edge - 2 * _DAY, edge - _DAY, edge, edge + _DAY)
    elif isinstance(operand, str) and leaf.operator in {"at_least", "less_than"}:
        yield from (1, 2, 3)
    elif isinstance(operand, (int, Decimal)) and not isinstance(operand, bool):
        yield from (operand - 2, operand - 1, operand, operand + 1, 0)


def _anchor_days(unit: str, amount: int, as_of: date) -> Iterator[date]:
    """Days whose deadlines differ between neighbouring lengths and units, month ends and closed days among them."""
    yield from (as_of - days * _DAY for days in range(9))
    yield add_length(as_of, unit, -amount) - _DAY
    yield from (date(as_of.year, 1, 31), date(2024, 2, 29), date(as_of.year, 4, 30), date(as_of.year, 12, 12))


def _done_days(version: Version, as_of: date) -> Iterator[date]:
    yield from (as_of + _DAY, as_of, as_of - _DAY)
    if version.recurring:
        edge = add_length(as_of, version.recurring.unit, -version.recurring.amount)
        yield from (edge - _DAY, edge, edge + _DAY)


def _ratio_numbers(ratio: Any) -> Iterator[int]:
    yield from (0, 1)
    top = 0
    for band in ratio.bands:
        yield from (top + band.one_per * times + step for times in (1, 2, 6) for step in (-1, 0))
        if band.up_to is not None:
            top = band.up_to
            yield from (top - 1, top, top + 1)


def people(rule: Rule, version: Version, book: Ruleset, group: str | object | None, many: int) -> Iterator[Situation]:
    """People in one group (or, with `ANY`, in all of them) on the first day of the version, the plainest first."""
    as_of = day_in(version, book)
    placed = placing(book, as_of)
    groups = sorted(placed, key=str) if group is ANY else [group] if group in placed else []
    values = domains(version, book, as_of)
    for one in groups:
        yield placed[one], as_of
    drawn = random.Random(f"{rule.id} {version.from_} {group if group is not ANY else ''}")
    inside = [one for one in groups if version.covers(one)] or groups
    if not values or not inside:
        return
    for number in range(many):
        known = drawn.choice((1.0, 1.0, 0.85, 0.5))
        # What places a person in a group is changed now and then: a rule may read it too.
        odds = {f: 0.3 if f in book.groups.reads else known for f in values}
        facts = {f: drawn.choice(v) for f, v in values.items() if drawn.random() < odds[f]}
        yield {**placed[inside[number % len(inside)]], **facts}, as_of


def neighbours(facts: Facts, as_of: date, version: Version, book: Ruleset) -> Iterator[Situation]:
    """The same person with one fact changed or not known, and with two."""
    values = domains(version, book, as_of)
    drawn = random.Random(f"{version.from_} {as_of}")
    for fact, choices in values.items():
        yield {each: value for each, value in facts.items() if each != fact}, as_of
        yield from (({**facts, fact: choice}, as_of) for choice in choices if facts.get(fact) != choice)
    for _ in range(200 if len(values) > 1 else 0):
        one, other = drawn.sample(list(values), 2)
        yield {**facts, one: drawn.choice(values[one]), other: drawn.choice(values[other])}, as_of


ANY = object()


def day_in(version: Version, book: Ruleset) -> date:
    """The first day of the version that the track can be asked about; of a proposal the day of its law."""
    track = book.track
    day = track.law_date or version.from_
    return max(day, track.known_from) if track.known_from else day
