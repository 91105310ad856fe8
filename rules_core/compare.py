"""What differs between the law of two days or two tracks, for one person or for a whole group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from rules_core.assessment import SourceAnswer, Status
from rules_core.branches import BY_CONDITION, BY_ROW
from rules_core.causes import Cause, Tell, base_book, find_cause, law_day_of, without_sources
from rules_core.errors import UnknownGroupError, UnknownRuleError
from rules_core.explain import text
from rules_core.facts import parse_facts
from rules_core.groups import Derivation
from rules_core.loader import Ruleset, load_ruleset
from rules_core.lookup import make_row, row_text
from rules_core.period import check_day
from rules_core.silence import silent_sides
from rules_core.standing import Field, Standing, View, base_group

Law = tuple[str | Ruleset, date]


@dataclass(frozen=True, slots=True)
class Side:
    """Which law one side of the comparison is, and the group the person belongs to under it (None = open)."""

    track: str
    as_of: date
    group: str | None

    def to_json(self) -> dict[str, Any]:
        """The side as JSON."""
        return {"track": self.track, "as_of": self.as_of.isoformat(), "group": self.group}


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that is there on one side only, told as it stands on that side."""

    rule: str
    title: str
    topic: str
    kind: str
    bearer: str
    status: Status
    text: str
    cause: str
    sources: tuple[SourceAnswer, ...]

    def to_json(self) -> dict[str, Any]:
        """The rule as JSON."""
        return {
            "rule": self.rule,
            "title": self.title,
            "topic": self.topic,
            "kind": self.kind,
            "bearer": self.bearer,
            "status": str(self.status),
            "text": self.text,
            "cause": self.cause,
            "sources": [source.to_json() for source in self.sources],
        }


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that differs in a rule that is there on both sides; `before` and `after` are JSON values."""

    rule: str
    title: str
    field: str
    before: Any
    after: Any
    cause: str
    sources: tuple[SourceAnswer, ...]

    def to_json(self) -> dict[str, Any]:
        """The difference as JSON."""
        return {
            "rule": self.rule,
            "title": self.title,
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "cause": self.cause,
            "sources": [source.to_json() for source in self.sources],
        }


@dataclass(frozen=True, slots=True)
class UnknownRule:
    """A rule that one side ("from" or "to") has no sources for, so that nobody can say whether it is new or changed."""

    rule: str
    title: str
    side: str
    why: str

    def to_json(self) -> dict[str, Any]:
        """The rule as JSON."""
        return {"rule": self.rule, "title": self.title, "side": self.side, "why": self.why}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs; all four lists are empty when nothing does."""

    from_: Side
    to: Side
    added: tuple[RuleChange, ...]
    removed: tuple[RuleChange, ...]
    changed: tuple[FieldChange, ...]
    unknown: tuple[UnknownRule, ...]

    def to_json(self) -> dict[str, Any]:
        """The JSON of architecture section 3, with the list `unknown` beside it."""
        return {
            "from": self.from_.to_json(),
            "to": self.to.to_json(),
            "added": [change.to_json() for change in self.added],
            "removed": [change.to_json() for change in self.removed],
            "changed": [change.to_json() for change in self.changed],
            "unknown": [rule.to_json() for rule in self.unknown],
        }


def compare(
    facts: Mapping[str, Any],
    from_: Law,
    to: Law,
    rules: Sequence[str] | None = None,
    group: str | None = None,
) -> Comparison:
    """What differs between two laws for a person (`facts`, JSON values) or for everyone in a `group`.

    `from_` and `to` are (track, day); a Ruleset may stand for the track. `rules` picks rule ids (default all).
    The person is seen on the later of the two days on both sides: only the law is compared, so nothing is a change
    because the person grows older or a date passes. Nor is wording or tense.
    Raises FactError, UnknownRuleError, UnknownGroupError, UnknownTrackError or PeriodError with a Danish message.
    """
    sides = [(law if isinstance(law, Ruleset) else load_ruleset(law), day) for law, day in (from_, to)]
    for (book, day), field in zip(sides, ("from.as_of", "to.as_of"), strict=True):
        check_day(day, book.track, field)
    seen_on = max(day for _, day in sides)
    books = [book for book, _ in sides]
    before, after = (_view(book, day, seen_on, facts, _members(group, book, books)) for book, day in sides)
    found = _Found(before, after)
    for rule_id in _picked(before.book, after.book, rules):
        found.look_at(rule_id)
    return Comparison(
        _side(before, group), _side(after, group),
        tuple(found.added), tuple(found.removed), tuple(found.changed), tuple(found.unknown),
    )  # fmt: skip


def _members(group: str | None, book: Ruleset, books: Sequence[Ruleset]) -> frozenset[str] | None:
    """What the group's name stands for in this book; None = no group is asked about.

    A proposal's own main group stands for the same people in the law: those of the groups it is made of.
    """
    if group is None:
        return None
    own = book.groups.members(group)
    elsewhere = {base_group(part, other) for other in books for part in other.groups.members(group)}
    found = own or frozenset().union(*(book.groups.members(base) for base in elsewhere if base))
    if not found:
        raise UnknownGroupError(group, {name for each in books for name in (*each.groups.groups, *each.groups.aliases)})
    return found


def _view(book: Ruleset, day: date, seen_on: date, facts: Mapping[str, Any], members: frozenset[str] | None) -> View:
    known = parse_facts(facts, book.registry.facts)
    if members is None:
        return View(book, day, seen_on, known, book.groups.derive(known, seen_on), whole_group=False)
    return View(book, day, seen_on, known, Derivation(frozenset(members), (), ()), whole_group=True)


def _side(view: View, group: str | None) -> Side:
    groups = view.book.groups
    named = group if group and groups.members(group) else groups.settled(view.derivation.possible)
    return Side(view.book.track.id, view.law_day, named)


def _picked(before: Ruleset, after: Ruleset, rules: Sequence[str] | None) -> list[str]:
    known = dict.fromkeys((*before.rules, *after.rules))
    for rule in rules or ():
        if rule not in known:
            raise UnknownRuleError(rule, known)
    # The order of the sides must not show in the order of the lists.
    return sorted(known) if rules is None else sorted(set(rules))


class _Found:
    """Gathers the differences rule by rule."""

    def __init__(self, before: View, after: View) -> None:
        self._sides = {"from": before, "to": after}
        self.added: list[RuleChange] = []
        self.removed: list[RuleChange] = []
        self.changed: list[FieldChange] = []
        self.unknown: list[UnknownRule] = []

    def look_at(self, rule_id: str) -> None:
        """Note what differs in one rule."""
        standings = {name: self._stand(view, rule_id) for name, view in self._sides.items()}
        before, after = standings["from"], standings["to"]
        unknown = {name: why for name, view in self._sides.items() if (why := self._why_unknown(view, rule_id))}
        unknown |= silent_sides(self._sides, standings, _told)
        if len(unknown) == 1 and any(found and found.there for found in standings.values()):
            (side, why), titled = unknown.popitem(), before or after
            self.unknown.append(UnknownRule(rule_id, titled.rule.title if titled else rule_id, side, why))
        elif not unknown and before and before.there and after and after.there:
            self.changed.extend(self._differences(before, after))
        elif not unknown and after and after.there:
            self.added.append(self._one_sided(after))
        elif not unknown and before and before.there:
            self.removed.append(self._one_sided(before))

    def _stand(self, view: View, rule_id: str) -> Standing | None:
        rule = view.book.rules.get(rule_id)
        return view.stand(rule, view.versions(rule)) if rule else None

    def _why_unknown(self, view: View, rule_id: str) -> str | None:
        """Why the sources of this side cannot tell about the rule; None when they can."""
        rule = view.book.rules.get(rule_id)
        if rule:
            return None if view.versions(rule) else without_sources(rule, view.day_of(rule), view.book)
        law = base_book(view, list(self._sides.values()))
        rule = law.rules.get(rule_id) if law else None
        return without_sources(rule, law_day_of(view), view.book) if rule else None

    def _cause(self, rule_id: str, tell: Tell) -> Cause:
        return find_cause(self._sides["from"], self._sides["to"], rule_id, tell)

    def _one_sided(self, found: Standing) -> RuleChange:
        rule = found.rule
        cause = self._cause(rule.id, lambda standing: standing.there)
        return RuleChange(
            rule.id, rule.title, rule.topic, rule.kind, rule.bearer, found.status, _told(found), cause.text,
            cause.sources,
        )  # fmt: skip

    def _differences(self, before: Standing, after: Standing) -> Iterator[FieldChange]:
        as_rows = before.lead is None or after.lead is None
        old, new = before.fields(as_rows=as_rows), after.fields(as_rows=as_rows)
        for name in old:
            if old[name].key == new[name].key or _only_told_once(name, old[name], new[name]):
                continue
            cause = self._cause(after.rule.id, partial(_key_of, name, as_rows))
            shown = (_only_in(old[name], new[name]), _only_in(new[name], old[name]))
            yield FieldChange(after.rule.id, after.rule.title, name, *shown, cause.text, cause.sources)


def _key_of(name: str, as_rows: bool, found: Standing) -> object:
    fields = found.fields(as_rows=as_rows or found.lead is None)
    return fields[name].key if name in fields else None


def _only_told_once(name: str, one: Field, other: Field) -> bool:
    """True for a consequence that one side's sources do not mention: silence is no law, so nothing changed."""
    return name == "consequence" and None in (one.shown, other.shown)


def _only_in(one: Field, other: Field) -> Any:
    """What the reader sees; of a set only the members that the other side lacks."""
    if not isinstance(one.shown, dict) or not isinstance(other.shown, dict) or not isinstance(one.key, frozenset):
        return one.shown
    mine = [one.shown[key] for key in one.shown if key not in other.shown]
    return [item for index, item in enumerate(mine) if item not in mine[:index]]


def _told(found: Standing) -> str:
    """The rule in its own words; where a date is not known, its length stands instead."""
    view, verdict = found.view, found.verdict
    if verdict is None:
        return found.rule.title
    if verdict.resolved:
        return text(view.book, found.rule, verdict)
    rows = [branch for branch in verdict.branches if branch.decided_at == BY_ROW] or list(verdict.branches)
    told = dict.fromkeys(row_text(branch, found.rule, view.book) for branch in rows)
    if len(told) == 1 and not any(branch.decided_at == BY_CONDITION for branch in verdict.branches):
        return next(iter(told))
    made = [make_row(branch, verdict, found.rule, view.book) for branch in rows]
    return " ".join(dict.fromkeys(f"Hvis {row.when}: {row.text}" for row in made))
