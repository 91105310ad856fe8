"""Since when a rule has said the same to a person: a new version may have changed it for others only."""

from __future__ import annotations

from datetime import date, timedelta

from rules_core.branches import Branch
from rules_core.conditions import test
from rules_core.schema import Outcome, Rule, Version

_DAY = timedelta(days=1)


def unchanged_since(rule: Rule, branch: Branch) -> date:
    """The first day from which the rule has given this person the same outcome without a break.

    Looks back from the branch's version as long as the version before reads the same for the person's group:
    condition, exemptions and matching row with all it says. Caveats and sources may differ.
    """
    since = branch.version.from_
    if branch.row is None:
        return since
    for earlier in sorted(rule.versions, key=lambda version: version.from_, reverse=True):
        if earlier.from_ >= since:
            continue
        if earlier.to is None or earlier.to + _DAY != since or not _reads_the_same(earlier, branch, branch.row):
            break
        since = earlier.from_
    return since


def _reads_the_same(earlier: Version, branch: Branch, row: Outcome) -> bool:
    now = branch.version
    if earlier.repealed or not all(earlier.covers(group) for group in branch.groups):
        return False
    if earlier.condition != now.condition or _exemptions(earlier) != _exemptions(now):
        return False
    then = next((each for each in earlier.outcomes if _matches(each, branch)), None)
    return then is not None and _said(earlier, then) == _said(now, row)


def _matches(row: Outcome, branch: Branch) -> bool:
    return row.when is None or test(row.when, branch.situation) is True


def _exemptions(version: Version) -> list[tuple[object, ...]]:
    return [(each.when, each.effect, each.decided_by) for each in version.exemptions]


def _said(version: Version, row: Outcome) -> tuple[object, ...]:
    return (row.deadline, row.value, row.parts, row.decided_by, version.texts.get(row.text), version.deadline_rules)
