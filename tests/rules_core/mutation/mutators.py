"""Every small mistake that one rule can hold, made on the rule in memory: reading a file for each would take hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from rules_core.loader import Ruleset
from rules_core.schema import BEARERS, Remark, Rule, Version
from rules_core.signature import group_classes
from tests.rules_core.mutation.conditions import changed, pure_groups
from tests.rules_core.mutation.inherited import is_inherited, law_behind
from tests.rules_core.mutation.rows import row_changes

_DAY = timedelta(days=1)
# kind, what was done, the version with the mistake
VersionChange = tuple[str, str, Version]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one mistake. `version_from` names the version it was made in; None = in the rule itself."""

    id: str
    kind: str
    track: str
    rule: Rule
    version_from: date | None
    row: int | None = None

    @property
    def by_group(self) -> bool:
        """True when the mistake concerns one group and nobody else."""
        return self.kind in {"drop_group", "add_group"}

    @property
    def group(self) -> str | None:
        """The group it concerns; None = those who belong to no group."""
        name = self.id.rpartition("+" if self.kind == "add_group" else "-")[2]
        return None if name == "ingen" else name


def mutants_of(rule: Rule, book: Ruleset) -> Iterator[Mutant]:
    """Every mutant of a rule that can be reached in the track."""
    head = f"{book.track.id}/{rule.id}"
    for bearer in BEARERS:
        if bearer != rule.bearer and not (rule.kind == "kvote" and bearer == "borger"):
            yield Mutant(f"{head} bearer={bearer}", "bearer", book.track.id, replace(rule, bearer=bearer), None)
            break
    law = book.track.law_date
    for index, version in enumerate(rule.versions):
        if law is not None and rule.version_at(law) is not version:
            continue
        name, behind = f"{head}@{version.from_}", law_behind(rule, version, book)
        for kind, told, new in _timeline_changes(rule, index, book):
            yield Mutant(f"{name} {told}", kind, book.track.id, new, version.from_)
        for kind, told, new_version in version_changes(version, book):
            if is_inherited(told, version, behind):
                continue
            fitted = _with_classes(new_version, book)
            versions = (*rule.versions[:index], fitted, *rule.versions[index + 1 :])
            row = int(told[len("row[") : told.index("]")]) if told.startswith("row[") else None
            yield Mutant(
                f"{name} {kind} {told}", kind, book.track.id, replace(rule, versions=versions), version.from_, row
            )


def _with_classes(version: Version, book: Ruleset) -> Version:
    conditions = [version.condition, *(each.when for each in version.exemptions)]
    conditions += [each.when for each in (*version.outcomes, *version.consequences, *version.caveats)]
    conditions += [each.when for each in version.condition_labels]
    return replace(version, group_classes=group_classes(book.groups.groups, version.groups, conditions))


def _timeline_changes(rule: Rule, index: int, book: Ruleset) -> Iterator[tuple[str, str, Rule]]:
    """The version away, and its dates a day off; what follows on another goes on following it."""
    versions, version, law = rule.versions, rule.versions[index], book.track.law_date
    if len(versions) > 1:
        yield "drop_version", "drop_version", replace(rule, versions=versions[:index] + versions[index + 1 :])
    if law is not None:
        return
    before = versions[index - 1] if index else None
    adjacent = before is not None and before.to is not None and before.to + _DAY == version.from_
    for day in (-_DAY, _DAY):
        start = version.from_ + day
        # No one can ask about a day before the first one the track knows.
        if book.track.known_from and start < book.track.known_from and not adjacent:
            continue
        moved = [*versions]
        moved[index] = replace(version, from_=start)
        if before and adjacent:
            moved[index - 1] = replace(before, to=start - _DAY)
        yield "shift_from", f"from {day.days:+d}", replace(rule, versions=tuple(moved))
        follows = index + 1 < len(versions) and version.to and versions[index + 1].from_ == version.to + _DAY
        if version.to and not follows:
            moved = [*versions]
            moved[index] = replace(version, to=version.to + day)
            yield "shift_to", f"to {day.days:+d}", replace(rule, versions=tuple(moved))


def version_changes(version: Version, book: Ruleset) -> Iterator[VersionChange]:
    """Every version that differs by one mistake."""
    if version.repealed:
        return
    everyone = frozenset(book.groups.groups)
    scope = version.groups if version.groups is not None else everyone
    nobody = None in book.groups.derive({}, version.from_).possible
    if version.groups is None and nobody:
        yield "drop_group", "groups -ingen", replace(version, groups=everyone)
    for group in sorted(version.groups or ()):
        yield "drop_group", f"groups -{group}", replace(version, groups=scope - {group})
    for group in sorted(everyone - scope):
        yield "add_group", f"groups +{group}", replace(version, groups=scope | {group})
    if version.condition is not None:
        yield "drop_condition", "condition", replace(version, condition=None)
        for kind, told, condition in changed(version.condition, book, scope):
            yield kind, f"condition {told}", replace(version, condition=condition)
    yield from _exemption_changes(version, book, scope)
    yield from row_changes(version, book, scope)
    yield from _fulfilment_changes(version)
    for name in ("consequences", "caveats"):
        yield from _remark_changes(version, name, book, scope)


def _exemption_changes(version: Version, book: Ruleset, scope: frozenset[str]) -> Iterator[VersionChange]:
    def put(index: int, *new: Any) -> Version:
        return replace(version, exemptions=(*version.exemptions[:index], *new, *version.exemptions[index + 1 :]))

    for index, each in enumerate(version.exemptions):
        name = f"exemption[{each.id}]"
        yield "drop_exemption", name, put(index)
        flipped = (
            replace(each, effect="discretionary", decided_by="kommune")
            if each.effect == "exempt"
            else replace(each, effect="exempt", decided_by=None)
        )
        yield "exemption_effect", name, put(index, flipped)
        if each.decided_by:
            other = "akasse" if each.decided_by == "kommune" else "kommune"
            yield "decided_by", f"{name} {other}", put(index, replace(each, decided_by=other))
        for kind, told, when in changed(each.when, book, scope):
            yield kind, f"{name} {told}", put(index, replace(each, when=when))


def _fulfilment_changes(version: Version) -> Iterator[VersionChange]:
    if version.fulfilled_by:
        yield "drop_fulfilled", "fulfilled_by", replace(version, fulfilled_by=None)
    if version.recurring:
        yield "drop_recurring", "recurring", replace(version, recurring=None)
        if version.fulfilled_by:
            for amount in (version.recurring.amount - 1, version.recurring.amount + 1):
                yield "recurring", str(amount), replace(version, recurring=replace(version.recurring, amount=amount))
    if any(row.deadline for row in version.outcomes):
        rules = version.deadline_rules
        roll = "none" if rules.roll != "none" else "next_open_day"
        end = "last_to_last" if rules.month_end != "last_to_last" else "same_day_or_last"
        if rules.calendar != "none":
            yield "roll", roll, replace(version, deadline_rules=replace(rules, roll=roll))
        months = (row.deadline for row in version.outcomes if row.deadline)
        if any(deadline.length.unit == "months" for deadline in months):
            yield "month_end", end, replace(version, deadline_rules=replace(rules, month_end=end))


def _remark_changes(version: Version, name: str, book: Ruleset, scope: frozenset[str]) -> Iterator[VersionChange]:
    remarks: tuple[Remark, ...] = getattr(version, name)
    kind = {"consequences": "drop_consequence", "caveats": "drop_caveat"}[name]

    def put(index: int, *new: Remark) -> Version:
        return replace(version, **{name: (*remarks[:index], *new, *remarks[index + 1 :])})

    left = scope
    for index, remark in enumerate(remarks):
        yield kind, f"{name}[{index}]", put(index)
        if remark.when is not None:
            yield "remark_condition", f"{name}[{index}] uden when", put(index, replace(remark, when=None))
            for what, told, when in changed(remark.when, book, left):
                yield what, f"{name}[{index}] {told}", put(index, replace(remark, when=when))
        # Only the first consequence that fits is told; caveats are told together.
        if name == "consequences":
            left -= pure_groups(remark.when, left) or frozenset()
