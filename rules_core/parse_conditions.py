"""Reads conditions from YAML: operators, facts and operands are checked against the registry."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any as AnyValue

from rules_core.conditions import (
    AS_OF,
    DATE_OPERATORS,
    NUMBER_OPERATORS,
    OPERATORS,
    All,
    Any,
    Condition,
    FactTest,
    GroupTest,
    Not,
    Operand,
)
from rules_core.errors import FactError
from rules_core.facts import parse_fact
from rules_core.reader import Node
from rules_core.registry import NUMBER_TYPES, FactDefinition
from rules_core.schema import LENGTH_UNITS


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What conditions may speak of. `groups` is empty where groups themselves are defined."""

    facts: Mapping[str, FactDefinition]
    groups: Collection[str]
    # Names that stand for several groups: a proposal's main groups, and the base groups it splits.
    aliases: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    def members(self, name: str) -> frozenset[str]:
        """The groups that a name stands for; empty when no group has the name."""
        return self.aliases.get(name) or frozenset({name}.intersection(self.groups))


def read_condition(node: Node, vocabulary: Vocabulary) -> Condition | None:
    """The condition in `node`, or None when it has a mistake (which is noted on the node)."""
    if "fact" in node.data:
        return _read_leaf(node, vocabulary)
    if len(node.data) != 1:
        node.error("", "en betingelse har netop én af: all, any, not, group, fact")
        return None
    (kind,) = node.data
    if kind in {"all", "any"}:
        parts = [read_condition(child, vocabulary) for child in node.children(kind)]
        if not parts:
            node.error(kind, "skal have mindst én betingelse")
        whole = tuple(part for part in parts if part is not None)
        return All(whole) if kind == "all" else Any(whole)
    if kind == "not":
        child = node.child("not")
        part = read_condition(child, vocabulary) if child else None
        return Not(part) if part is not None else None
    if kind == "group":
        return _read_group(node, vocabulary)
    node.error(str(kind), "ukendt betingelse. Brug all, any, not, group eller fact")
    return None


def _read_group(node: Node, vocabulary: Vocabulary) -> Condition | None:
    groups = node.words("group")
    if not groups:
        node.error("group", "skal være en liste med mindst én målgruppe")
    for group in groups:
        if not vocabulary.members(group):
            node.error("group", f"ukendt målgruppe '{group}'. Se data/groups.yml")
    return GroupTest(frozenset().union(*(vocabulary.members(group) for group in groups)))


def _read_leaf(node: Node, vocabulary: Vocabulary) -> Condition | None:
    fact = node.text("fact")
    definition = vocabulary.facts.get(fact)
    if definition is None:
        node.error("fact", f"ukendt oplysning '{fact}'. Se data/facts")
        return None
    operators = [key for key in node.data if key != "fact"]
    if len(operators) != 1 or operators[0] not in OPERATORS:
        node.error("", f"oplysningen '{fact}' skal have netop én prøve: {', '.join(OPERATORS)}")
        return None
    operator = operators[0]
    if not _fits(operator, definition):
        node.error(operator, f"kan ikke bruges på '{fact}', som er af typen {definition.type}")
        return None
    operand = _read_operand(node, operator, definition, vocabulary)
    return None if operand is None else FactTest(fact, operator, operand)


def _fits(operator: str, definition: FactDefinition) -> bool:
    if operator in DATE_OPERATORS:
        return definition.type == "date"
    if operator in NUMBER_OPERATORS:
        return definition.type in NUMBER_TYPES
    return operator == "exists" or definition.type != "date"


def _read_operand(node: Node, operator: str, definition: FactDefinition, vocabulary: Vocabulary) -> Operand | None:
    match operator:
        case "is":
            return _checked(node, operator, definition, node.raw(operator))
        case "in":
            return _read_values(node, operator, definition)
        case "exists":
            return node.boolean(operator)
        case "at_least" | "less_than" | "age_at_least":
            # An age is asked of a date, so only a number fact can be held against another one.
            return _read_number(node, operator, vocabulary if operator in NUMBER_OPERATORS else None)
        case "within" | "longer_ago_than":
            child = node.child(operator)
            return read_length(child) if child else None
        case _:
            return _read_limit(node, operator, vocabulary)


def _read_values(node: Node, operator: str, definition: FactDefinition) -> Operand | None:
    raw = node.raw(operator)
    if not isinstance(raw, list) or not raw:
        node.error(operator, "skal være en liste med mindst én værdi")
        return None
    values = [_checked(node, operator, definition, item) for item in raw]
    return tuple(value for value in values if value is not None)


def _checked(
    node: Node, operator: str, definition: FactDefinition, value: AnyValue
) -> str | int | bool | Decimal | None:
    try:
        parsed = parse_fact(definition, value)
    except FactError as error:
        node.error(operator, str(error))
        return None
    return parsed if isinstance(parsed, (str, int, Decimal)) else None


def _read_number(node: Node, operator: str, vocabulary: Vocabulary | None) -> Operand | None:
    """A whole number, or (with a vocabulary) the name of another fact that holds a number."""
    value = node.raw(operator)
    if vocabulary is None or not isinstance(value, str):
        return node.number(operator)
    if value in vocabulary.facts and vocabulary.facts[value].type in NUMBER_TYPES:
        return value
    node.error(operator, f"skal være et helt tal eller en oplysning med et tal (er: {value})")
    return None


def _read_limit(node: Node, operator: str, vocabulary: Vocabulary) -> Operand | None:
    value = node.raw(operator)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if value == AS_OF:
        return AS_OF
    if isinstance(value, str) and value in vocabulary.facts and vocabulary.facts[value].type == "date":
        return value
    node.error(operator, f"skal være as_of, en dato eller en oplysning med en dato (er: {value})")
    return None


def read_length(node: Node) -> tuple[str, int] | None:
    """A length of time, e.g. {weeks: 6}; other keys of the mapping are left alone."""
    units = [unit for unit in LENGTH_UNITS if unit in node.data]
    if len(units) != 1:
        node.error("", f"skal have netop én længde: {', '.join(LENGTH_UNITS)}")
        return None
    amount = node.number(units[0])
    return None if amount is None else (units[0], amount)
