"""Sees whether the branches of a rule agree, and if not, which facts would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rules_core.assessment import DeadlineAnswer, Need, Status
from rules_core.branches import ANCHOR, BY_CONDITION, BY_GROUP, BY_ROW, GROUP, Branch
from rules_core.groups import Derivation
from rules_core.schema import Part, Rule, Value


@dataclass(frozen=True, slots=True)
class Verdict:
    """The branches judged together. `chosen` speaks for them all when the answer is resolved."""

    branches: tuple[Branch, ...]
    chosen: Branch
    resolved: bool
    group_open: bool
    event_open: bool
    needs: tuple[Need, ...]

    @property
    def status(self) -> Status:
        """The status of the answer."""
        return self.chosen.status if self.resolved else Status.UNRESOLVED

    @property
    def settled_row(self) -> Branch | None:
        """The row that stands whatever the open exemptions turn out to be; None when more than that is open."""
        if self.resolved:
            return self.chosen
        rows = [branch for branch in self.branches if branch.decided_at == BY_ROW]
        others = (BY_GROUP, BY_CONDITION)
        blocked = self.group_open or self.event_open or any(b.decided_at in others for b in self.branches)
        if blocked or len({branch.key for branch in rows}) != 1 or rows[0].waits:
            return None
        return rows[0]

    @property
    def deadline(self) -> DeadlineAnswer | None:
        """The deadline of the settled row."""
        return self.settled_row.deadline if self.settled_row else None

    @property
    def value(self) -> Value | None:
        """The value of the settled row."""
        return self.settled_row.value if self.settled_row else None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the settled row."""
        return self.settled_row.parts if self.settled_row else ()

    @property
    def decided_by(self) -> str | None:
        """Who decides, when every discretionary branch names the same."""
        if self.resolved:
            return self.chosen.decided_by
        deciders = {branch.decided_by for branch in self.branches if branch.decided_by}
        return deciders.pop() if len(deciders) == 1 else None


def judge(rule: Rule, branches: Sequence[Branch], derivation: Derivation) -> Verdict:
    """The verdict over all branches; `branches` is never empty and holds the newest version first."""
    chosen = branches[0]
    # Most people's facts leave one branch, which agrees with itself.
    agree = len(branches) == 1 or len({branch.key for branch in branches}) == 1
    resolved = agree and not chosen.waits
    group_open = event_open = False
    needs: tuple[Need, ...] = ()
    if not resolved:
        by_version: dict[date, list[Branch]] = {}
        for branch in branches:
            by_version.setdefault(branch.version.from_, []).append(branch)
        group_open = any(_differ(_by_groups(same)) for same in by_version.values())
        event_open = _differ(list(by_version.values()))
        needs = _needs(rule, branches, derivation, group_open, event_open)
    return Verdict(tuple(branches), chosen, resolved, group_open, event_open, needs)


def _by_groups(branches: Iterable[Branch]) -> list[list[Branch]]:
    found: dict[frozenset[str | None], list[Branch]] = {}
    for branch in branches:
        found.setdefault(branch.groups, []).append(branch)
    return list(found.values())


def _differ(sets: Sequence[Sequence[Branch]]) -> bool:
    return len({frozenset(branch.key for branch in branches) for branches in sets}) > 1


def _needs(
    rule: Rule, branches: Sequence[Branch], derivation: Derivation, group_open: bool, event_open: bool
) -> tuple[Need, ...]:
    """What is missing. While group or version is open nothing else is asked: their answers decide what matters."""
    needs = [Need(fact, GROUP) for fact in derivation.missing] if group_open else []
    if event_open and rule.event:
        needs.append(Need(rule.event, ANCHOR))
    if not needs:
        needs = [need for branch in branches for need in branch.needs]
    first: dict[str, Need] = {}
    for need in sorted(needs, key=lambda need: need.role):
        first.setdefault(need.fact, need)
    return tuple(first.values())
