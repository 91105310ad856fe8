"""What an open answer would be either way, each with a half sentence that fits after "hvis"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rules_core.assessment import Option
from rules_core.branches import BY_CONDITION, BY_EXEMPTION, BY_GROUP, BY_ROW, Branch
from rules_core.decide import Verdict
from rules_core.loader import Ruleset
from rules_core.texts import join_or
from rules_core.words import groups_label

# The rule itself first, then what frees from it, then the ways it does not concern the reader at all.
_ORDER: Final = (BY_ROW, BY_EXEMPTION, BY_CONDITION, BY_GROUP)


def make_options(verdict: Verdict, ruleset: Ruleset) -> tuple[Option, ...]:
    """One option per exemption, row or way out that is still possible; empty when the answer is resolved."""
    if verdict.resolved:
        return ()
    merged: dict[tuple[object, ...], list[Branch]] = {}
    for branch in sorted(verdict.branches, key=lambda branch: _ORDER.index(branch.decided_at)):
        exemption = branch.exemption.id if branch.exemption else None
        merged.setdefault((branch.version.from_, branch.decided_at, exemption, branch.key), []).append(branch)
    found = [_option(same, verdict, ruleset) for same in merged.values()]
    return tuple(dict.fromkeys(found))


def _option(same: Sequence[Branch], verdict: Verdict, ruleset: Ruleset) -> Option:
    branch = same[0]
    return Option(label(same, verdict, ruleset), branch.status, branch.deadline, branch.value)


def label(same: Sequence[Branch], verdict: Verdict, ruleset: Ruleset) -> str:
    """The half sentence for branches that come to the same thing."""
    branch, texts = same[0], ruleset.texts
    if branch.decided_at == BY_GROUP:
        return texts.get("options", "other_group")
    if branch.decided_at == BY_CONDITION:
        return join_or(dict.fromkeys(_unmet(other, ruleset) for other in same))
    if branch.exemption:
        return branch.exemption.label
    return _row_label(same, verdict, ruleset)


def _unmet(branch: Branch, ruleset: Ruleset) -> str:
    """That the condition is not met, as a half sentence."""
    words = branch.condition_label
    if words and words.otherwise:
        return words.otherwise
    return ruleset.texts.get("options", "condition_not_met", reason=words.label if words else "")


def _row_label(same: Sequence[Branch], verdict: Verdict, ruleset: Ruleset) -> str:
    branch, texts = same[0], ruleset.texts
    labels = dict.fromkeys(other.row.label for other in same if other.row)
    if None not in labels:
        return join_or(label for label in labels if label)
    if verdict.group_open:
        return groups_label(frozenset().union(*(b.groups for b in same)), ruleset)
    if branch.condition_open and branch.condition_label:
        return join_or(dict.fromkeys(other.condition_label.label for other in same if other.condition_label))
    if any(other.decided_at == BY_EXEMPTION for other in verdict.branches):
        return texts.get("options", "no_exemption")
    if sum(other.decided_at == BY_ROW for other in verdict.branches) > len(same):
        return texts.get("options", "other_row")
    return groups_label(branch.groups, ruleset)
