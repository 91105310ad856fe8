"""The caseworker's quick question: one rule, one group, and every row that is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules_core import explain
from rules_core.assessment import SourceAnswer, Status, parts_to_json, value_to_json
from rules_core.branches import BY_GROUP, Branch
from rules_core.deadlines import length_phrase, length_text
from rules_core.decide import Verdict, judge
from rules_core.errors import UnknownGroupError, UnknownRuleError
from rules_core.evaluator import pick_versions, walk
from rules_core.facts import parse_facts
from rules_core.groups import Derivation
from rules_core.loader import DEFAULT_TRACK, Ruleset, load_ruleset
from rules_core.options import label
from rules_core.period import check_day
from rules_core.schema import Part, Rule, Value
from rules_core.texts import fill
from rules_core.words import Words, groups_label


@dataclass(frozen=True, slots=True)
class LookupRow:
    """One way the rule can come out for the group."""

    when: str
    status: Status
    value: Value | None
    parts: tuple[Part, ...]
    deadline_length: str | None
    anchor: str | None
    decided_by: str | None
    text: str
    sources: tuple[SourceAnswer, ...]

    def to_json(self) -> dict[str, Any]:
        """The row as JSON."""
        return {
            "when": self.when,
            "status": str(self.status),
            "value": value_to_json(self.value),
            "parts": parts_to_json(self.parts),
            "deadline_length": self.deadline_length,
            "anchor": self.anchor,
            "decided_by": self.decided_by,
            "text": self.text,
            "sources": [source.to_json() for source in self.sources],
        }


@dataclass(frozen=True, slots=True)
class Lookup:
    """The open rows of one rule for one group on one day; no rows = no version is in force that day."""

    rule: str
    group: str
    as_of: date
    track: str
    rows: tuple[LookupRow, ...]

    def to_json(self) -> dict[str, Any]:
        """The JSON of architecture section 3, with parts, decided_by and text beside it."""
        return {
            "rule": self.rule,
            "group": self.group,
            "as_of": self.as_of.isoformat(),
            "track": self.track,
            "rows": [row.to_json() for row in self.rows],
        }


def lookup(
    rule_id: str,
    group: str,
    as_of: date,
    track: str = DEFAULT_TRACK,
    facts: Mapping[str, Any] | None = None,
    ruleset: Ruleset | None = None,
) -> Lookup:
    """Every outcome of a rule that is still possible for a group, with no or some facts (JSON values).

    Raises UnknownRuleError, UnknownGroupError, UnknownTrackError, PeriodError or FactError with a Danish message.
    """
    book = ruleset or load_ruleset(track)
    check_day(as_of, book.track)
    if rule_id not in book.rules:
        raise UnknownRuleError(rule_id, book.rules)
    members = book.groups.members(group)
    if not members:
        raise UnknownGroupError(group, {**book.groups.groups, **book.groups.aliases})
    rule = book.rules[rule_id]
    known = parse_facts(facts or {}, book.registry.facts)
    # A rule picked by an event is looked up as if the event were on the day asked about.
    versions = pick_versions(rule, {rule.event: as_of, **known} if rule.event else known, as_of)
    possible: frozenset[str | None] = frozenset(members)
    branches = walk(book, rule, versions, known, as_of, possible)
    rows: tuple[LookupRow, ...] = ()
    if branches:
        verdict = judge(rule, branches, Derivation(possible, (), ()))
        rows = tuple(make_row(branch, verdict, rule, book) for branch in branches)
    return Lookup(rule_id, group, as_of, book.track.id, rows)


def make_row(branch: Branch, verdict: Verdict, rule: Rule, book: Ruleset) -> LookupRow:
    """The branch as a row of a lookup."""
    deadline = branch.row.deadline if branch.row else None
    blocks = [branch.version.sources]
    blocks += [branch.row.sources] if branch.row else []
    blocks += [branch.exemption.sources] if branch.exemption else []
    return LookupRow(
        when=_when(branch, verdict, book),
        status=branch.status,
        value=branch.value,
        parts=branch.parts,
        deadline_length=length_text(deadline) if deadline else None,
        anchor=deadline.anchor if deadline else None,
        decided_by=branch.decided_by,
        text=row_text(branch, rule, book),
        sources=explain.sources(book, blocks),
    )


def _when(branch: Branch, verdict: Verdict, book: Ruleset) -> str:
    if branch.decided_at == BY_GROUP or len(verdict.branches) == 1:
        return groups_label(branch.groups, book)
    return label([branch], verdict, book)


def row_text(branch: Branch, rule: Rule, book: Ruleset) -> str:
    """The rule's own text; where it names a date that is not known, the length stands instead."""
    words = dict(Words(book, rule, branch))
    deadline = branch.row.deadline if branch.row else None
    if deadline and "deadline" not in words:
        words["deadline"] = length_phrase(deadline, book)
        words["length"] = length_text(deadline)
        words["anchor_date"] = book.registry.facts[deadline.anchor].event
    key = branch.row.text if branch.row and branch.status is not Status.FULFILLED else str(branch.status)
    if branch.value_open:
        key = f"{Status.APPLIES}_no_value"
    generic = book.texts.sections["statuses"]
    template = branch.version.template(key) or generic.get(key) or generic[str(branch.status)]
    try:
        return fill(template, words)
    except KeyError:
        return fill(generic[f"{Status.APPLIES}_no_deadline"], words)
