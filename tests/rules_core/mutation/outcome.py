"""One rule's answer for one case, worked out by the engine only as far as somebody looks."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from rules_core import explain
from rules_core.assessment import Status
from rules_core.decide import Verdict, judge
from rules_core.evaluator import Person, answer_rule, pick_versions, walk
from rules_core.kept import KeptAnswers
from rules_core.loader import Ruleset
from rules_core.schema import Rule
from tests.rules_core.mutation.golden import Case, found


class Outcome:
    """The answer with the fields of a RuleAnswer. Texts are told only when they are read: that is most of the work."""

    def __init__(self, book: Ruleset, rule: Rule, case: Case) -> None:
        self._book, self._rule, self._case = book, rule, case
        versions = pick_versions(rule, case.facts, case.as_of)
        branches = walk(book, rule, versions, case.facts, case.as_of, case.derivation.possible) if versions else []
        self.verdict: Verdict | None = judge(rule, branches, case.derivation) if branches else None
        self.bearer = rule.bearer

    @property
    def status(self) -> Status:
        return self.verdict.status if self.verdict else Status.DOES_NOT_APPLY

    @property
    def deadline(self) -> Any:
        return self.verdict.deadline if self.verdict else None

    @property
    def value(self) -> Any:
        return self.verdict.value if self.verdict else None

    @property
    def parts(self) -> Any:
        return self.verdict.parts if self.verdict else ()

    @property
    def decided_by(self) -> str | None:
        return self.verdict.decided_by if self.verdict else None

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(need.fact for need in self.verdict.needs) if self.verdict else ()

    @property
    def version_from(self) -> Any:
        return self.verdict.chosen.version.from_ if self.verdict else None

    @cached_property
    def text(self) -> str:
        if self.verdict:
            return explain.text(self._book, self._rule, self.verdict)
        return self._full().text

    @cached_property
    def consequence(self) -> str | None:
        return self._consequence[0]

    @cached_property
    def _consequence(self) -> Any:
        return explain.consequence(self._book, self._rule, self.verdict) if self.verdict else (None, ())

    @cached_property
    def caveats(self) -> tuple[str, ...]:
        if not self.verdict:
            return self._full().caveats
        return (*explain.marks(self._book, self._case.derivation), *self._caveats[0])

    @cached_property
    def _caveats(self) -> Any:
        return explain.caveats(self._book, self._rule, self.verdict, explain.used_blocks(self.verdict))

    @cached_property
    def sources(self) -> Any:
        if not self.verdict:
            return ()
        blocks = [*explain.used_blocks(self.verdict), self._consequence[1], self._caveats[1]]
        return explain.sources(self._book, blocks)

    def _full(self) -> Any:
        case, book = self._case, self._book
        marks = explain.marks(book, case.derivation)
        person = Person(book, case.facts, case.as_of, case.derivation, explain.placed(book, case.derivation), marks)
        return answer_rule(self._rule, person, KeptAnswers(book))

    @property
    def reason(self) -> str | None:
        """The exemption that ended the walk."""
        chosen = self.verdict.chosen if self.verdict else None
        return chosen.exemption.id if chosen and chosen.exemption and self.verdict.resolved else None

    @property
    def decided(self) -> tuple[Any, ...]:
        """What decides for the person, without words."""
        end = self.deadline
        when = (end.date, end.anchor, end.length, bool(end.warning)) if end else None
        return (
            self.status, when, self.value, self.parts, self.decided_by, self.version_from, self.missing, self.bearer,
            self.reason,
        )  # fmt: skip

    @property
    def told(self) -> tuple[Any, ...]:
        """The words."""
        return (self.text, self.consequence, self.caveats, frozenset(source.id for source in self.sources))

    def differs(self, other: Outcome) -> bool:
        """True if a reader could see any difference at all."""
        return self.decided != other.decided or self.told != other.told


def refuted(answer: Outcome, case: Case) -> str | None:
    """The first key of the case that the answer does not meet; None when it meets them all."""
    return next((key for key, value in case.expected.items() if found(answer, key, value) != value), None)
