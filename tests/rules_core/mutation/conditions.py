"""Every small mistake that one condition can hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from rules_core.conditions import All, Condition, FactTest, GroupTest, Not
from rules_core.conditions import Any as AnyOf
from rules_core.loader import Ruleset
from rules_core.schema import LENGTH_UNITS

# kind, what was done, the condition with the mistake (None = no condition at all)
Changed = tuple[str, str, Condition | None]
_DAY = timedelta(days=1)


def changed(condition: Condition, book: Ruleset, scope: frozenset[str]) -> Iterator[Changed]:
    """Each mistake by itself. `scope` holds the groups that can reach the condition: others make no difference."""
    match condition:
        case GroupTest():
            yield from _groups(condition, scope)
        case FactTest():
            yield from _leaf(condition, book)
        case All(parts) | AnyOf(parts):
            yield from _parts(condition, parts, book, scope)
        case Not(part):
            yield "negate", "uden not", part
            yield from ((kind, told, Not(inner)) for kind, told, inner in changed(part, book, scope) if inner)


def pure_groups(condition: Condition | None, scope: frozenset[str]) -> frozenset[str] | None:
    """The groups in scope that a test of groups alone takes; None when other facts count too."""
    match condition:
        case GroupTest(groups):
            return groups & scope
        case Not(GroupTest(groups)):
            return scope - groups
    return None


def _groups(test: GroupTest, scope: frozenset[str]) -> Iterator[Changed]:
    for group in sorted(test.groups & scope):
        yield "drop_group", f"-{group}", GroupTest(test.groups - {group})
    for group in sorted(scope - test.groups):
        yield "add_group", f"+{group}", GroupTest(test.groups | {group})


def _parts(
    condition: All | AnyOf, parts: tuple[Condition, ...], book: Ruleset, scope: frozenset[str]
) -> Iterator[Changed]:
    kind = type(condition)
    other = AnyOf if kind is All else All
    if len(parts) > 1:
        yield "all_any", f"{kind.__name__} -> {other.__name__}", other(parts)
    inside = scope
    for number, part in enumerate(parts):
        if kind is AnyOf:
            # Groups that another part of an `any` takes anyhow make no difference here.
            inside = scope.difference(*(pure_groups(p, scope) or () for p in parts if p is not part))
        if len(parts) > 1:
            yield "drop_part", f"-[{number}]", kind(parts[:number] + parts[number + 1 :])
        for what, told, new in changed(part, book, inside):
            if new is not None:
                yield what, f"[{number}]{told}", kind((*parts[:number], new, *parts[number + 1 :]))
        # Past a pure test of groups in an `all` only those groups make a difference.
        taken = pure_groups(part, inside) if kind is All else None
        inside = inside if taken is None else taken


def _leaf(leaf: FactTest, book: Ruleset) -> Iterator[Changed]:
    for told, operand in _operands(leaf, book):
        yield _KINDS[leaf.operator], f"{leaf.fact}.{leaf.operator}={told}", replace(leaf, operand=operand)
    if not isinstance(leaf.operand, bool):
        yield "negate", f"ikke {leaf.fact}.{leaf.operator}", Not(leaf)


_KINDS = {
    "is": "flip_is", "exists": "flip_is", "in": "in_values", "at_least": "threshold", "less_than": "threshold",
    "within": "length", "longer_ago_than": "length", "age_at_least": "age", "before": "date", "on_or_after": "date",
}  # fmt: skip


def _operands(leaf: FactTest, book: Ruleset) -> Iterator[tuple[str, Any]]:
    operand = leaf.operand
    match leaf.operator:
        case "is" | "exists" if isinstance(operand, bool):
            yield str(not operand), not operand
        case "is" if isinstance(operand, str):
            yield from _another_value(leaf, operand, book)
        case "in" if isinstance(operand, tuple):
            for value in operand:
                yield f"-{value}", tuple(each for each in operand if each != value)
            absent = [value for value in book.registry.facts[leaf.fact].values if value not in operand]
            yield from ((f"+{value}", (*operand, value)) for value in absent[:1])
        case "within" | "longer_ago_than" if isinstance(operand, tuple):
            yield from _lengths(str(operand[0]), int(str(operand[1])))
        case _ if isinstance(operand, date):
            yield from ((str(day), day) for day in (operand - _DAY, operand + _DAY))
        case _ if isinstance(operand, (int, Decimal)):
            yield from ((str(number), number) for number in (operand - 1, operand + 1))


def _another_value(leaf: FactTest, operand: str, book: Ruleset) -> Iterator[tuple[str, Any]]:
    values = list(book.registry.facts[leaf.fact].values)
    if operand in values and len(values) > 1:
        new = values[(values.index(operand) + 1) % len(values)]
        yield new, new


def _lengths(unit: str, amount: int) -> Iterator[tuple[str, tuple[str, int]]]:
    for number in (amount - 1, amount + 1):
        if number >= 0:
            yield f"{number} {unit}", (unit, number)
    if amount:
        for other in LENGTH_UNITS:
            if other != unit:
                yield f"{amount} {other}", (other, amount)
