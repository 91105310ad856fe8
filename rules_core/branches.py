"""Walks one version of a rule and yields every way it can come out while facts are open.

A person whose facts are all known has exactly one branch. An open fact gives one branch per way it could fall; the
evaluator then sees whether they agree. Unknown is never assumed to be false.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, NamedTuple

from rules_core.assessment import DeadlineAnswer, Need, Status
from rules_core.conditions import Condition, Situation, open_facts, test
from rules_core.dates import add_length
from rules_core.deadlines import compute, open_deadline
from rules_core.loader import Ruleset
from rules_core.logic import Truth
from rules_core.ratios import worked_out, worked_out_parts
from rules_core.schema import ConditionLabel, Exemption, Outcome, Part, Rule, Value, Version
from rules_core.values import NOTHING, FactValue

# What a missing fact would decide, in the order in which it makes sense to ask.
GROUP, CONDITION, ANCHOR, EXEMPTION = range(4)

BY_GROUP: Final = "group"
BY_CONDITION: Final = "condition"
BY_EXEMPTION: Final = "exemption"
BY_ROW: Final = "row"


class Check(NamedTuple):
    """One test as it was made: the explanation is told from these and from nothing else."""

    kind: str
    outcome: Truth
    condition: Condition | None
    reason: str | None
    source: str | None


# Not frozen: made for every answer and gone with it, and a frozen one takes longer to make.
@dataclass(slots=True, eq=False)
class Branch:
    """One possible outcome of one version. `decided_at` names the test that ended the walk."""

    version: Version
    groups: frozenset[str | None]
    situation: Situation
    decided_at: str
    status: Status
    checks: tuple[Check, ...]
    needs: tuple[Need, ...] = ()
    row: Outcome | None = None
    exemption: Exemption | None = None
    deadline: DeadlineAnswer | None = None
    value: Value | None = None
    parts: tuple[Part, ...] = ()
    decided_by: str | None = None
    anchor_nothing: bool = False
    # True when a condition before the end of the walk was open, so that this branch is only one of several.
    condition_open: bool = False

    @property
    def condition_label(self) -> ConditionLabel | None:
        """The words for the condition of the version, as they fit this person."""
        return condition_label(self.version, self.situation)

    @property
    def anchor_open(self) -> bool:
        """True when the deadline waits for its anchor."""
        return self.deadline is not None and self.deadline.date is None

    @property
    def value_open(self) -> bool:
        """True when the value waits for the fact it is worked out from."""
        return self.value is not None and self.value.per is not None

    @property
    def waits(self) -> bool:
        """True when a date or a number cannot be worked out yet."""
        return self.anchor_open or self.value_open

    @property
    def key(self) -> tuple[object, ...]:
        """What two branches must share to be the same answer."""
        end = self.deadline
        when = (end.date, end.anchor, end.length) if end else None
        # The words count too: "the a-kasse approves" and "the municipality approves" are not one answer.
        told = self.version.texts.get(self.row.text) if self.row else None
        return (self.status, when, self.value, self.parts, self.decided_by, told)


def condition_label(version: Version, situation: Situation) -> ConditionLabel | None:
    """The words for the version's condition that fit this situation; None when it has no condition."""
    fitting = (row for row in version.condition_labels if row.when is None or test(row.when, situation) is True)
    return next(fitting, None)


def _said(version: Version, situation: Situation) -> str:
    found = condition_label(version, situation)
    return found.label if found else ""


@dataclass(slots=True, eq=False)
class Walk:
    """One version, one class of groups that it treats alike, one situation."""

    ruleset: Ruleset
    rule: Rule
    version: Version
    groups: frozenset[str | None]
    situation: Situation

    def branches(self) -> Iterator[Branch]:
        """Every way this walk can come out."""
        version, situation = self.version, self.situation
        statute = version.sources[0].source if version.sources else None
        if version.repealed:
            yield self._branch(BY_GROUP, Status.DOES_NOT_APPLY, [Check("repealed", True, None, None, statute)])
            return
        covered = version.covers(situation.group)
        checks = [Check("scope_true" if covered else "scope_false", covered, None, None, statute)]
        if not covered:
            yield self._branch(BY_GROUP, Status.DOES_NOT_APPLY, checks)
            return
        truth: Truth = True
        if version.condition is not None:
            truth = test(version.condition, situation)
            checks.append(Check("condition", truth, version.condition, _said(version, situation), statute))
            if truth is not True:
                needs = _needs(version.condition, situation, CONDITION)
                yield self._branch(BY_CONDITION, Status.DOES_NOT_APPLY, checks, needs=needs)
        if truth is not False:
            yield from self._after_condition(checks, statute, condition_open=truth is None)

    def _branch(self, decided_at: str, status: Status, checks: list[Check], **details: Any) -> Branch:
        return Branch(self.version, self.groups, self.situation, decided_at, status, tuple(checks), **details)

    def _after_condition(self, checks: list[Check], statute: str | None, *, condition_open: bool) -> Iterator[Branch]:
        for exemption in self.version.exemptions:
            truth = test(exemption.when, self.situation)
            source = exemption.sources[0].source if exemption.sources else statute
            checks.append(Check("exemption", truth, exemption.when, exemption.label, source))
            if truth is not False:
                yield self._exempted(exemption, checks, condition_open=condition_open)
            if truth is True:
                return
        for row in self.version.outcomes:
            truth = True if row.when is None else test(row.when, self.situation)
            source = row.sources[0].source if row.sources else statute
            if row.when is not None and truth is not False:
                checks.append(Check("row", truth, row.when, row.label, source))
            if truth is not False:
                yield self._settled(row, checks, condition_open=condition_open)
            if truth is True:
                return

    def _exempted(self, exemption: Exemption, checks: list[Check], *, condition_open: bool) -> Branch:
        status = Status.EXEMPT if exemption.effect == "exempt" else Status.DISCRETIONARY
        return self._branch(
            BY_EXEMPTION,
            status,
            checks,
            needs=_needs(exemption.when, self.situation, EXEMPTION),
            exemption=exemption,
            decided_by=exemption.decided_by if status is Status.DISCRETIONARY else None,
            condition_open=condition_open,
        )

    def _settled(self, row: Outcome, checks: list[Check], *, condition_open: bool) -> Branch:
        needs = _needs(row.when, self.situation, CONDITION) if row.when is not None else ()
        anchor = self.situation.facts.get(row.deadline.anchor) if row.deadline else None
        done = self._fulfilled()
        deadline = None
        if row.deadline and isinstance(anchor, date):
            answer = compute(row.deadline, anchor, self.version.deadline_rules, self.rule, self.ruleset)
            deadline = self._with_passed_warning(answer, done)
        elif row.deadline and anchor is None and not done:
            # A duty that is done needs no date any more, so the day it was counted from is not asked about.
            needs = (*needs, Need(row.deadline.anchor, ANCHOR))
            deadline = open_deadline(row.deadline)
        value = worked_out(row.value, self.situation.facts)
        if value and value.per:
            needs = (*needs, Need(value.per.fact, ANCHOR))
        return self._branch(
            BY_ROW,
            Status.DISCRETIONARY if row.decided_by else self._status(deadline, done),
            checks,
            needs=needs,
            row=row,
            deadline=deadline,
            value=value,
            parts=worked_out_parts(row.parts, value, self.situation.facts),
            decided_by=row.decided_by,
            anchor_nothing=row.deadline is not None and anchor is NOTHING,
            condition_open=condition_open,
        )

    def _status(self, deadline: DeadlineAnswer | None, done: Truth) -> Status:
        if done:
            return Status.FULFILLED
        if done is False and deadline and deadline.date and deadline.date < self.situation.as_of:
            return Status.OVERDUE
        return Status.APPLIES

    def _fulfilled(self) -> Truth:
        """Whether the duty is done on the day asked about; a duty that comes back is done for one period at a time."""
        fact = self.version.fulfilled_by
        value: FactValue | None = self.situation.facts.get(fact) if fact else None
        if value is None:
            return None
        if not isinstance(value, date):
            return value is True
        recurring, as_of = self.version.recurring, self.situation.as_of
        if value > as_of:
            return False
        return recurring is None or add_length(value, recurring.unit, recurring.amount) >= as_of

    def _with_passed_warning(self, answer: DeadlineAnswer, done: Truth) -> DeadlineAnswer:
        if done:
            return replace(answer, warning=None)
        if done is False or answer.date is None or answer.date >= self.situation.as_of:
            return answer
        key = "passed" if self.rule.bearer == "borger" else "passed_authority"
        return replace(answer, warning=self.ruleset.texts.get("warnings", key))


def _needs(condition: Condition, situation: Situation, role: int) -> tuple[Need, ...]:
    return tuple(Need(fact, role) for fact in open_facts(condition, situation))
