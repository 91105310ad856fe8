"""Answers that follow from day and group alone, told once and shown to everyone they fit.

Most rules are about other groups than the person's, and a conversation begins with few facts. An answer is kept only
when nothing the rule reads is known about the person beyond what places them in a group, so nothing about anyone is
kept that the group does not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from rules_core.assessment import RuleAnswer
from rules_core.branches import BY_GROUP
from rules_core.conditions import facts_of
from rules_core.decide import Verdict
from rules_core.groups import Derivation
from rules_core.loader import Ruleset
from rules_core.schema import Rule, Version
from rules_core.values import Facts

_DAYS_AND_GROUPS: Final = 64


class KeptAnswers:
    """The answers of one rule book on one day to people of one group."""

    __slots__ = ("_answers", "_any_facts", "_book")

    def __init__(self, book: Ruleset) -> None:
        self._book = book
        self._answers: dict[str, RuleAnswer] = {}
        # Rules that the group alone decides, whatever else is known.
        self._any_facts: set[str] = set()

    def get(self, rule: Rule, facts: Facts) -> RuleAnswer | None:
        """The answer, if one is kept that holds for these facts."""
        found = self._answers.get(rule.id)
        if found is None or rule.id in self._any_facts or facts.keys().isdisjoint(facts_read(self._book, rule.id)):
            return found
        return None

    def keep(self, rule: Rule, facts: Facts, verdict: Verdict | None, answer: RuleAnswer) -> None:
        """Keep the answer if no fact had a part in it."""
        by_group = (
            verdict is not None
            and not rule.event
            and all(branch.decided_at == BY_GROUP for branch in verdict.branches)
            and _told_by_group(self._book, rule, verdict.chosen.version)
        )
        if by_group:
            self._any_facts.add(rule.id)
        if by_group or facts.keys().isdisjoint(facts_read(self._book, rule.id)):
            self._answers[rule.id] = answer


@lru_cache(maxsize=_DAYS_AND_GROUPS)
def kept_answers(book: Ruleset, as_of: date, derivation: Derivation) -> KeptAnswers:  # noqa: ARG001  # the key
    """What has been told about the day to people placed by the same facts (`derivation.known`)."""
    return KeptAnswers(book)


@lru_cache(maxsize=8192)
def _told_by_group(book: Ruleset, rule: Rule, version: Version) -> bool:  # noqa: ARG001  # the key
    """True when no remark of the version looks at anything but the group."""
    remarks = (*version.caveats, *version.consequences)
    placing = set(book.groups.reads)
    return all(placing.issuperset(facts_of(remark.when)) for remark in remarks)


@lru_cache(maxsize=4096)
def facts_read(book: Ruleset, rule: str) -> frozenset[str]:
    """Every fact that the rule names anywhere, less those that place a person in a group."""
    return frozenset(_words_in(book.rules[rule])) & book.registry.facts.keys() - set(book.groups.reads)


def _words_in(value: Any) -> Iterator[str]:
    """Every text in a rule, however deep: a form that comes later cannot be forgotten here."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _words_in(item)
    elif isinstance(value, (tuple, frozenset)):
        for item in value:
            yield from _words_in(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _words_in(getattr(value, field.name))
