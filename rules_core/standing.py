"""How one rule stands under the law of one day, reduced to what can be compared: facts of law and never its wording."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rules_core import explain
from rules_core.assessment import Status, parts_to_json, value_to_json
from rules_core.branches import BY_CONDITION, BY_EXEMPTION, BY_GROUP, BY_ROW, Branch
from rules_core.dates import MONTHS, danish_length
from rules_core.deadlines import length_phrase
from rules_core.decide import Verdict, judge
from rules_core.evaluator import pick_versions, walk
from rules_core.groups import Derivation
from rules_core.loader import Ruleset
from rules_core.lookup import make_row
from rules_core.residual import Residual, both, residual
from rules_core.schema import Rule, Value, Version
from rules_core.texts import join_or
from rules_core.values import FactValue

_DATE: Final = re.compile(rf"\d+\. (?:{'|'.join(MONTHS)})(?: \d{{4}})?")
_NUMBER: Final = re.compile(r"\d+|\b(?:to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class View:
    """Who is compared, under which law: one side of a comparison.

    `law_day` picks the versions. `seen_on` is the day the person is seen on, the same on both sides, so that a
    person who grows older between the two days is not taken for a change of the law.
    """

    book: Ruleset
    law_day: date
    seen_on: date
    facts: Mapping[str, FactValue]
    derivation: Derivation
    # True: a whole group is compared; an event that picks a version is then taken to be on the law's own day.
    whole_group: bool

    def versions(self, rule: Rule) -> list[Version]:
        """The versions that could answer."""
        facts = self.facts
        if self.whole_group and rule.event:
            facts = {rule.event: self.law_day, **facts}
        return pick_versions(rule, facts, self.law_day)

    def day_of(self, rule: Rule) -> date:
        """The day that picks the rule's version: that of the law, or of the event that the rule names."""
        event = self.facts.get(rule.event) if rule.event else None
        return event if isinstance(event, date) else self.law_day

    def stand(self, rule: Rule, versions: list[Version]) -> Standing:
        """How the rule stands for this person or group when these versions are the law."""
        branches = walk(self.book, rule, versions, self.facts, self.seen_on, self.derivation.possible)
        return Standing(self, rule, judge(rule, branches, self.derivation) if branches else None)


@dataclass(frozen=True, slots=True)
class Field:
    """One comparable field: `key` decides whether two sides agree, `shown` is what the reader sees."""

    key: Hashable
    shown: Any
    # Of a set: the members that only tell that the sources do not show this time.
    unseen: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """One rule under one law; verdict None = no version is in force."""

    view: View
    rule: Rule
    verdict: Verdict | None

    @property
    def there(self) -> bool:
        """True when the rule has anything to say: every answer but "does not apply"."""
        if self.verdict is None:
            return False
        return any(branch.status is not Status.DOES_NOT_APPLY for branch in self.verdict.branches)

    @property
    def unseen(self) -> bool:
        """True when all that the sources tell is that they do not show this time."""
        branches = self.verdict.branches if self.verdict else ()
        rows = [branch.row for branch in branches if branch.row]
        if rows:
            return all(row.unseen for row in rows)
        return bool(branches) and all(
            branch.decided_at == BY_GROUP and branch.version.unseen_outside for branch in branches
        )

    @property
    def lead(self) -> Branch | None:
        """The one branch that tells the rule, when nothing but exemptions and the day it counts from is open."""
        verdict = self.verdict
        if verdict is None or verdict.resolved:
            return verdict.chosen if verdict else None
        rows = [branch for branch in verdict.branches if branch.decided_at == BY_ROW]
        open_scope = any(branch.decided_at in {BY_GROUP, BY_CONDITION} for branch in verdict.branches)
        return rows[0] if rows and not open_scope and len({row_key(row) for row in rows}) == 1 else None

    @property
    def status(self) -> Status:
        """The status of the leading branch, or of all rows that are open; unresolved when they do not agree."""
        if self.lead:
            return self.lead.status
        branches = self.verdict.branches if self.verdict else ()
        found = {branch.status for branch in branches if branch.decided_at != BY_EXEMPTION}
        return found.pop() if len(found) == 1 else Status.UNRESOLVED

    def fields(self, *, as_rows: bool) -> dict[str, Field]:
        """Everything about the rule that can differ. `as_rows`: its rows as a set, where no single row tells it."""
        lead = self.lead
        told = {
            "status": Field(self.status, str(self.status)),
            "kind": Field(self.rule.kind, self.rule.kind),
            "bearer": Field(self.rule.bearer, self.rule.bearer),
            "recurring": self._recurring(),
            "exemptions": self._exemptions(),
            "consequence": self._consequence(),
        }
        if as_rows or lead is None:
            return {**told, "rows": self._rows()}
        return {
            **told,
            "deadline": _deadline(lead, self.view.book),
            "value": Field(_number_of(lead.value), _value_shown(lead.value)),
            "parts": Field(lead.parts, parts_to_json(lead.parts)),
            "decided_by": Field(lead.decided_by, lead.decided_by),
        }

    def _branches(self) -> Iterator[tuple[Branch, str | None]]:
        """Each branch once for each possible group, by the group's name in the law itself."""
        for branch in self.verdict.branches if self.verdict else ():
            for group in sorted(branch.groups, key=str):
                yield branch, base_group(group, self.view.book)

    def _rows(self) -> Field:
        told, unseen = {}, set()
        for branch, group in self._branches():
            if branch.decided_at != BY_EXEMPTION and self.verdict:
                row = make_row(branch, self.verdict, self.rule, self.view.book).to_json()
                told[(group, row_key(branch))] = {key: row[key] for key in row if key != "sources"}
                if branch.row and branch.row.unseen:
                    unseen.add((group, row_key(branch)))
        return Field(frozenset(told), told, frozenset(unseen))

    def _exemptions(self) -> Field:
        told: dict[Hashable, str] = {}
        for branch, group in self._branches():
            covered = branch.decided_at != BY_GROUP
            covered = covered and residual(branch.version.condition, branch.situation) is not False
            for exemption in branch.version.exemptions if covered else ():
                rest = residual(exemption.when, branch.situation)
                if rest is not False:
                    told[(group, rest, exemption.effect, exemption.decided_by)] = exemption.label
        return Field(frozenset(told), told)

    def _recurring(self) -> Field:
        lengths = {branch.version.recurring for branch, _ in self._branches() if branch.row} - {None}
        shown = sorted(danish_length(length.unit, length.amount) for length in lengths if length)
        return Field(frozenset(lengths), join_or(shown) if shown else None)

    def _consequence(self) -> Field:
        text = explain.consequence(self.view.book, self.rule, self.verdict)[0] if self.verdict else None
        # Texts are free to change tense and words; a number in them is a matter of law.
        numbers = tuple(sorted(_NUMBER.findall(_DATE.sub("", text.lower())))) if text else None
        return Field(numbers, text)


def base_group(group: str | None, book: Ruleset) -> str | None:
    """The group's name in the law itself: a proposal may have split it into parts."""
    found = book.groups.groups.get(group or "")
    return (found.base or found.id) if found else None


def row_key(branch: Branch) -> Hashable:
    """What makes two rows the same law: when they hold, and all they give; words do not count."""
    given = (branch.value, branch.parts, branch.decided_by)
    return (_guard(branch), branch.status, _deadline_key(branch), given)


def _guard(branch: Branch) -> Residual:
    """What must still turn out to be so for the branch to be the answer."""
    if branch.decided_at == BY_GROUP:
        return True
    condition = residual(branch.version.condition, branch.situation)
    if branch.decided_at == BY_CONDITION:
        return condition is False or ("not", condition)
    return both([condition, residual(branch.row.when if branch.row else None, branch.situation)])


def _deadline_key(branch: Branch) -> Hashable:
    if branch.row is None or branch.row.deadline is None:
        return None
    rules = branch.version.deadline_rules
    return (branch.row.deadline, rules.month_end, rules.roll)


def _number_of(value: Value | None) -> Value | None:
    """The value while it holds a number or a way to one: an open number and none at all are the same to a reader."""
    return value if value and (value.amount is not None or value.per) else None


def _value_shown(value: Value | None) -> dict[str, Any] | None:
    """The number; how it is worked out while the fact it is worked out from is open."""
    shown = value_to_json(value)
    if shown and value and value.per:
        steps = [{"up_to": band.up_to, "one_per": band.one_per} for band in value.per.bands]
        shown["per"] = {"fact": value.per.fact, "steps": steps, "at_least": value.per.at_least}
    return shown


def _deadline(branch: Branch, book: Ruleset) -> Field:
    if branch.row is None or branch.row.deadline is None:
        return Field(None, None)
    day = branch.deadline.date if branch.deadline else None
    # A known date says it all: two ways of counting that end on the same day are no difference to this person.
    shown = {
        "date": day.isoformat() if day else None,
        "anchor": branch.row.deadline.anchor,
        "length": length_phrase(branch.row.deadline, book),
    }
    return Field(day or _deadline_key(branch), shown)
