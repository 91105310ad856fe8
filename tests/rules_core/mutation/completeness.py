"""Which parts of which rules no hand-written case has ever met, read off the engine's own walk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from rules_core.conditions import Condition, facts_of
from rules_core.loader import Ruleset, load_ruleset
from rules_core.schema import Rule, Version
from tests.rules_core.mutation.golden import hand_written
from tests.rules_core.mutation.inherited import is_inherited, law_behind
from tests.rules_core.mutation.outcome import Outcome

# What a case can meet: a word, and which one.
Part = tuple[str, ...]


@cache
def met() -> dict[tuple[str, str], set[Part]]:
    """By track and rule: every version, exemption, row, deadline and status that a hand-written case ends on."""
    found: dict[tuple[str, str], set[Part]] = defaultdict(set)
    for case in hand_written():
        book = load_ruleset(case.track)
        answer = Outcome(book, book.rules[case.rule], case)
        parts = found[case.track, case.rule]
        parts.update({("rule",), ("status", str(answer.status))})
        if answer.verdict and answer.verdict.resolved:
            parts.update(_ends(answer.verdict.chosen))
    return found


def _ends(branch: Any) -> Iterator[Part]:
    version = str(branch.version.from_)
    yield ("version", version)
    if branch.exemption:
        yield ("exemption", version, branch.exemption.id)
    if branch.row:
        place = next(str(n) for n, row in enumerate(branch.version.outcomes) if row is branch.row)
        yield ("row", version, place)
        if branch.deadline and branch.deadline.date:
            yield ("deadline", version, place)


def expected(rule: Rule, book: Ruleset) -> Iterator[Part]:
    """Everything that some case should meet."""
    yield ("rule",)
    law = book.track.law_date
    for version in rule.versions:
        if law is None or rule.version_at(law) is version:
            yield ("version", str(version.from_))
            yield from _expected_of(rule, version, book)


def _expected_of(rule: Rule, version: Version, book: Ruleset) -> Iterator[Part]:
    if version.repealed:
        yield ("status", "does_not_apply")
        return
    since, behind = str(version.from_), law_behind(rule, version, book)
    for exemption in version.exemptions:
        if not is_inherited(f"exemption[{exemption.id}]", version, behind):
            yield ("exemption", since, exemption.id)
            yield ("status", exemption.effect if exemption.effect == "discretionary" else "exempt")
    for place, row in enumerate(version.outcomes):
        if is_inherited(f"row[{place}]", version, behind):
            continue
        yield ("row", since, str(place))
        yield ("status", "discretionary" if row.decided_by else "applies")
        if row.deadline:
            yield ("deadline", since, str(place))
        if version.fulfilled_by and not row.decided_by:
            yield ("status", "fulfilled")
            yield from [("status", "overdue")] if row.deadline else []
    if version.groups is not None and not is_inherited("groups", version, behind):
        yield ("status", "does_not_apply")
    if any(_can_be_open(condition, book) for condition in _own_conditions(version, behind)):
        yield ("status", "unresolved")


def _own_conditions(version: Version, behind: Version | None) -> Iterator[Condition | None]:
    if not is_inherited("condition", version, behind):
        yield version.condition
    yield from (e.when for e in version.exemptions if not is_inherited(f"exemption[{e.id}]", version, behind))
    rows = enumerate(version.outcomes)
    yield from (row.when for n, row in rows if not is_inherited(f"row[{n}]", version, behind))


def _can_be_open(condition: Condition | None, book: Ruleset) -> bool:
    """True if it reads a fact beyond those that place a person in a group."""
    return bool(set(facts_of(condition)) - set(book.groups.reads))


def unmet(rule: Rule, book: Ruleset) -> list[str]:
    """What no hand-written case meets of one rule."""
    missing = set(expected(rule, book)) - met()[book.track.id, rule.id]
    return [f"{book.track.id}/{rule.id} {' '.join(part)}" for part in sorted(missing)]
