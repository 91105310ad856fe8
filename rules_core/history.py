"""Since when a rule has said the same to a person: a new version may have changed it for others only."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from rules_core.branches import Branch
from rules_core.conditions import test
from rules_core.loader import Ruleset
from rules_core.schema import Outcome, Rule, Version

_DAY = timedelta(days=1)


def unchanged_since(book: Ruleset, rule: Rule, branch: Branch) -> date:
    """The first day from which the rule has given this person the same outcome without a break.

    Looks back from the branch's version as long as the version before reads the same for the person's group:
    condition, exemptions and matching row with all it says. Caveats and sources may differ.
    """
    since = branch.version.from_
    if branch.row is None:
        return since
    # The loader sorts the versions, oldest first.
    for earlier in reversed(rule.versions):
        if earlier.from_ >= since:
            continue
        if earlier.to is None or earlier.to + _DAY != since or not _reads_the_same(book, rule, earlier, branch):
            break
        since = earlier.from_
    return since


def _reads_the_same(book: Ruleset, rule: Rule, earlier: Version, branch: Branch) -> bool:
    now, row = branch.version, branch.row
    if row is None or earlier.repealed or not all(earlier.covers(group) for group in branch.groups):
        return False
    if not _opens_the_same(book, rule, earlier, now):
        return False
    then = next((each for each in earlier.outcomes if _matches(each, branch)), None)
    return then is not None and _said(earlier, then) == _said(now, row)


# The same for everyone, and two versions of a rule are long to compare.
@lru_cache(maxsize=8192)
def _opens_the_same(book: Ruleset, rule: Rule, earlier: Version, now: Version) -> bool:  # noqa: ARG001  # the key
    """True when the versions ask for the same condition and free the same people."""
    return earlier.condition == now.condition and _exemptions(earlier) == _exemptions(now)


def _matches(row: Outcome, branch: Branch) -> bool:
    return row.when is None or test(row.when, branch.situation) is True


def _exemptions(version: Version) -> list[tuple[object, ...]]:
    return [(each.when, each.effect, each.decided_by) for each in version.exemptions]


def _said(version: Version, row: Outcome) -> tuple[object, ...]:
    return (row.deadline, row.value, row.parts, row.decided_by, version.texts.get(row.text), version.deadline_rules)
