"""Chooses the question whose answer settles most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from rules_core.assessment import Assessment, NextQuestion, RuleAnswer
from rules_core.registry import Choice, FactDefinition, Registry
from rules_core.values import NOTHING_JSON

_SENSITIVITY: Final[Mapping[str, int]] = {"low": 0, "medium": 1, "high": 2}


def next_question(assessment: Assessment) -> NextQuestion | None:
    """The question to ask next, or None when every answer is settled as far as facts can settle it."""
    return assessment.next_question


def choose_question(answers: Sequence[RuleAnswer], registry: Registry, *, named: bool) -> NextQuestion | None:
    """The question to a person whose rules were asked for by name, or (named False) who asked about everything.

    Facts that place the person in a group come first, then conditions, anchors and exemptions.

    Within each: the fact that keeps most answers open, then the cheap and less sensitive ones. Who asks about
    everything is not asked what only an employer or a caseworker knows.
    """
    blocked = Counter(need.fact for answer in answers for need in answer.needs)
    if not named:
        blocked = Counter({fact: n for fact, n in blocked.items() if registry.facts[fact].asked_of == "citizen"})
    if not blocked:
        return None
    role: dict[str, int] = {}
    for need in (need for answer in answers for need in answer.needs if need.fact in blocked):
        role[need.fact] = min(need.role, role.get(need.fact, need.role))

    def rank(fact: str) -> tuple[int, int, int, int, str]:
        definition = registry.facts[fact]
        return (role[fact], -blocked[fact], definition.order, _SENSITIVITY[definition.sensitivity], fact)

    return _question(registry.facts[min(blocked, key=rank)], blocked, registry)


def _question(fact: FactDefinition, open_facts: Counter[str], registry: Registry) -> NextQuestion:
    group = registry.ask_groups.get(fact.ask_group or "")
    still_open = [member for member in group.facts if member in open_facts] if group else []
    # One fact left of a gathered question is asked by itself: "none of it" would say too much.
    if group is None or len(still_open) < len(group.facts):
        return NextQuestion(fact.id, fact.question, fact.help, fact.choices, None)
    choices = [Choice(member, registry.facts[member].label) for member in group.facts]
    choices.append(Choice(NOTHING_JSON, group.none_label))
    return NextQuestion(fact.id, group.question, fact.help, tuple(choices), group.id)
