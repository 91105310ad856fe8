"""Evaluates rules for one person on one day: the reference that every faster path must agree with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from rules_core import explain
from rules_core.assessment import Assessment, Receipt, RuleAnswer, Status, Step
from rules_core.branches import Branch, Walk
from rules_core.conditions import Situation
from rules_core.dates import danish_date
from rules_core.decide import Verdict, judge
from rules_core.errors import UnknownRuleError
from rules_core.facts import parse_facts
from rules_core.groups import Derivation
from rules_core.history import unchanged_since
from rules_core.kept import KeptAnswers, kept_answers
from rules_core.loader import DEFAULT_TRACK, Ruleset, load_ruleset
from rules_core.options import make_options
from rules_core.period import check_day
from rules_core.questions import choose_question
from rules_core.schema import Rule, Version
from rules_core.texts import fill
from rules_core.values import Facts, FactValue

ENGINE: Final = "rules_core 1"


def evaluate(
    facts: Mapping[str, Any],
    as_of: date,
    track: str = DEFAULT_TRACK,
    rules: Sequence[str] | None = None,
    ruleset: Ruleset | None = None,
) -> Assessment:
    """What the rules say about a person on the day `as_of`.

    `facts` holds JSON values by fact id (ISO dates, "ingen" = known not to exist); a fact left out or null is
    unknown. `rules` picks rule ids (default all). `ruleset` replaces the built-in rule book.
    Raises FactError, UnknownRuleError, UnknownTrackError or PeriodError with a Danish message.
    """
    book = ruleset or load_ruleset(track)
    check_day(as_of, book.track)
    known = parse_facts(facts, book.registry.facts)
    derivation = book.groups.derive(known, as_of)
    person = Person(book, known, as_of, derivation, explain.placed(book, derivation), explain.marks(book, derivation))
    kept = kept_answers(book, as_of, derivation)
    answers = tuple([kept.get(rule, known) or answer_rule(rule, person, kept) for rule in _picked(book, rules)])
    return Assessment(
        as_of=as_of,
        track=book.track.id,
        group=book.groups.settled(derivation.possible),
        next_question=choose_question(answers, book.registry, named=rules is not None),
        receipt=Receipt(book.hash, ENGINE, as_of, known),
        answers=answers,
    )


def _picked(book: Ruleset, rules: Sequence[str] | None) -> list[Rule]:
    if rules is None:
        return list(book.rules.values())
    for rule in rules:
        if rule not in book.rules:
            raise UnknownRuleError(rule, book.rules)
    return [book.rules[rule] for rule in dict.fromkeys(rules)]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asked about, under which rules, and what is told the same way with every rule."""

    book: Ruleset
    facts: Facts
    as_of: date
    derivation: Derivation
    placed: tuple[Step, ...]
    marks: tuple[str, ...]


def answer_rule(rule: Rule, person: Person, kept: KeptAnswers) -> RuleAnswer:
    """One rule's answer; it is kept for others where no fact about the person had a part in it."""
    book, facts, as_of, derivation = person.book, person.facts, person.as_of, person.derivation
    versions = pick_versions(rule, facts, as_of)
    verdict = None
    if not versions:
        found = _without_version(book, rule, facts, as_of)
    else:
        verdict = judge(rule, walk(book, rule, versions, facts, as_of, derivation.possible), derivation)
        found = _told(book, rule, verdict, person.placed)
    marks = person.marks
    found = replace(found, caveats=tuple(dict.fromkeys((*marks, *found.caveats)))) if marks else found
    kept.keep(rule, facts, verdict, found)
    return found


def pick_versions(rule: Rule, facts: Facts, as_of: date) -> list[Version]:
    """The version for the date that counts; all that could be when that date is unknown, newest first."""
    event = facts.get(rule.event) if rule.event else None
    if rule.event and event is None:
        return [version for version in reversed(rule.versions) if version.from_ <= as_of]
    version = rule.version_at(event if isinstance(event, date) else as_of)
    return [version] if version else []


def walk(
    book: Ruleset,
    rule: Rule,
    versions: Sequence[Version],
    facts: Mapping[str, FactValue],
    as_of: date,
    possible: frozenset[str | None],
) -> list[Branch]:
    """Every way the versions can come out for the possible groups."""
    branches: list[Branch] = []
    for version in versions:
        for members in version.group_classes:
            groups = members & possible
            if groups:
                # Any member will do: the version cannot tell the members of a class apart.
                member = min(groups, key=_name_of) if len(groups) > 1 else next(iter(groups))
                branches += Walk(book, rule, version, groups, Situation(facts, as_of, member)).branches()
    return branches


def _name_of(group: str | None) -> str:
    return group or ""


def _told(book: Ruleset, rule: Rule, verdict: Verdict, placed: tuple[Step, ...]) -> RuleAnswer:
    blocks = explain.used_blocks(verdict)
    consequence, consequence_sources = explain.consequence(book, rule, verdict)
    caveats, caveat_sources = explain.caveats(book, rule, verdict, blocks)
    version = verdict.chosen.version
    settled = verdict.settled_row
    return RuleAnswer(
        rule=rule.id,
        title=rule.title,
        topic=rule.topic,
        kind=rule.kind,
        bearer=rule.bearer,
        status=verdict.status,
        version_from=version.from_,
        version_to=version.to,
        unchanged_since=unchanged_since(book, rule, settled or verdict.chosen),
        deadline=settled.deadline if settled else None,
        value=settled.value if settled else None,
        parts=settled.parts if settled else (),
        options=() if verdict.resolved else make_options(verdict, book),
        needs=verdict.needs,
        decided_by=verdict.decided_by,
        text=explain.text(book, rule, verdict),
        consequence=consequence,
        steps=explain.steps(book, rule, verdict, placed),
        sources=explain.sources(book, [*blocks, consequence_sources, caveat_sources]),
        caveats=caveats,
    )


def _without_version(book: Ruleset, rule: Rule, facts: Facts, as_of: date) -> RuleAnswer:
    """No version at the date: before the first one we know, in a declared gap, or after the last."""
    texts = book.texts
    event = facts.get(rule.event) if rule.event else None
    day = event if isinstance(event, date) else as_of
    gap = next((gap for gap in rule.gaps if gap.from_ <= day <= gap.to), None)
    first, last = rule.versions[0], rule.versions[-1]
    if gap:
        key, caveat = "not_in_force", texts.get("caveats", "gap", reason=gap.why)
    elif day < first.from_:
        shown = danish_date(first.from_, weekday=False)
        key = "not_yet" if rule.is_new else "before_first"
        caveat = texts.get("caveats", key, version_from=shown)
    else:
        shown = danish_date(last.to or last.from_, weekday=False)
        key, caveat = "not_in_force", texts.get("caveats", "ended", version_to=shown)
    return RuleAnswer(
        rule=rule.id,
        title=rule.title,
        topic=rule.topic,
        kind=rule.kind,
        bearer=rule.bearer,
        status=Status.DOES_NOT_APPLY,
        version_from=None,
        version_to=None,
        unchanged_since=None,
        deadline=None,
        value=None,
        parts=(),
        options=(),
        needs=(),
        decided_by=None,
        text=fill(texts.sections["statuses"][key], {"title": rule.title}),
        consequence=None,
        steps=(Step(texts.get("steps", "no_version"), False, (), None),),
        sources=(),
        caveats=(caveat,),
    )
