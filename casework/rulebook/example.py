"""A worked example: a made-up person in the group whose facts are filled in until the rule's answer is settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from casework.rulebook.choice import Choice
from casework.rulebook.words import part_words, value_words, word
from rules_core import RuleAnswer, Ruleset, Status, evaluate
from rules_core.branches import EXEMPTION
from rules_core.dates import add_months
from rules_core.facts import describe, parse_facts
from rules_core.registry import FactDefinition
from rules_core.texts import capitalise
from rules_core.values import NOTHING_JSON

_MOST_FACTS: Final = 25
_AGE: Final = 35
_A_LITTLE_WHILE: Final = 2
# Answers by how much they show of a rule; an open answer may still become one that shows all of it.
_TELLING: Final = (
    (Status.APPLIES, Status.UNRESOLVED),
    (Status.OVERDUE, Status.DISCRETIONARY, Status.FULFILLED),
    (Status.EXEMPT, Status.DOES_NOT_APPLY),
)


@dataclass(frozen=True, slots=True)
class ExampleStep:
    """One step of the calculation; outcome True, False or None (open)."""

    text: str
    outcome: bool | None


@dataclass(frozen=True, slots=True)
class Example:
    """The facts as sentences, each step, and the answer."""

    facts: tuple[str, ...]
    steps: tuple[ExampleStep, ...]
    status: str
    status_text: str
    text: str
    calculation: str | None
    warning: str | None
    value: str | None
    parts: tuple[str, ...]
    consequence: str | None


def example(rule_id: str, choice: Choice) -> Example | None:
    """The example for `choice.group`; None when the group cannot be reached from facts."""
    if choice.group is None:
        return None
    return _example(rule_id, choice.group, choice.day, choice.book)


@lru_cache(maxsize=512)
def _example(rule_id: str, group: str, day: date, book: Ruleset) -> Example | None:
    start = _facts_of_group(group, day, book)
    if start is None:
        return None
    facts, answer = _settle(rule_id, start, day, book)
    return Example(
        facts=tuple(f"{capitalise(describe(fact, value, book.registry.facts))}." for fact, value in facts.items()),
        steps=tuple(ExampleStep(step.text, step.outcome) for step in answer.steps),
        status=str(answer.status),
        status_text=word("statuses", str(answer.status)),
        text=answer.text,
        calculation=answer.deadline.calculation if answer.deadline else None,
        warning=answer.deadline.warning if answer.deadline else None,
        value=value_words(answer.value, book),
        parts=tuple(part_words(part, book) for part in answer.parts),
        consequence=answer.consequence,
    )


def _settle(rule_id: str, start: dict[str, Any], day: date, book: Ruleset) -> tuple[dict[str, Any], RuleAnswer]:
    """Fill in one missing fact after the other, each with the value that tells most about the rule."""
    facts = dict(start)
    answer = evaluate(facts, day, rules=[rule_id], ruleset=book).answers[0]
    while answer.needs and len(facts) < _MOST_FACTS:
        need = answer.needs[0]
        definition = book.registry.facts[need.fact]
        tried = [
            ({**facts, need.fact: value}, value)
            for value in _defaults(definition, day, exemption=need.role == EXEMPTION)
        ]
        answers = [(one, evaluate(one, day, rules=[rule_id], ruleset=book).answers[0]) for one, _ in tried]
        # Of answers that show as much the most ordinary value is kept: min() takes the first.
        facts, answer = min(answers, key=lambda pair: _rank(pair[1].status))
    return facts, answer


def _rank(status: Status) -> int:
    return next(rank for rank, statuses in enumerate(_TELLING) if status in statuses)


def _defaults(fact: FactDefinition, day: date, *, exemption: bool) -> Iterator[Any]:
    """Values to try, the most ordinary first."""
    if fact.type == "bool":
        return iter((False, True))
    if fact.type == "enum":
        return iter(fact.values)
    if fact.type in {"int", "number"}:
        return iter((10, 30, 60, 1, 0))
    dates = [each.isoformat() for each in _days(fact, day)]
    # What would free from the rule has not happened to an ordinary person.
    return iter((NOTHING_JSON, *dates) if exemption else (*dates, NOTHING_JSON))


def _days(fact: FactDefinition, day: date) -> tuple[date, ...]:
    if fact.id == "foedselsdato":
        return tuple(add_months(day, -12 * age) for age in (_AGE, 22, 55, 16))
    if fact.time == "future":
        return tuple(day + timedelta(days=ahead) for ahead in (14, 60))
    # A Monday: weeks counted from it end on an open day as a rule, and the example is about the rule itself.
    monday = day - timedelta(days=_A_LITTLE_WHILE)
    monday -= timedelta(days=monday.weekday())
    return (monday, *(day - timedelta(days=back) for back in (60, 400)))


@lru_cache(maxsize=512)
def _found_facts(group: str, day: date, book: Ruleset) -> tuple[tuple[str, Any], ...] | None:
    found = _search({}, book.groups.members(group), day, book)
    return tuple(found.items()) if found is not None else None


def _facts_of_group(group: str, day: date, book: Ruleset) -> dict[str, Any] | None:
    found = _found_facts(group, day, book)
    return dict(found) if found is not None else None


def _search(facts: dict[str, Any], wanted: frozenset[str], day: date, book: Ruleset) -> dict[str, Any] | None:
    """Facts that place a person in one of the wanted groups and no other, tried one fact at a time."""
    derivation = book.groups.derive(parse_facts(facts, book.registry.facts), day)
    if derivation.possible <= wanted:
        return facts
    if not derivation.possible & wanted or not derivation.missing:
        return None
    fact = book.registry.facts[derivation.missing[0]]
    for value in _defaults(fact, day, exemption=False):
        found = _search({**facts, fact.id: value}, wanted, day, book)
        if found is not None:
            return found
    return None
