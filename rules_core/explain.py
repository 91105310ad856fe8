"""Tells an answer in Danish from the checks that decided it: text, steps, caveats, sources, consequence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from rules_core.assessment import DeadlineAnswer, SourceAnswer, Status, Step
from rules_core.branches import BY_GROUP, Branch, Check
from rules_core.conditions import Situation, known_facts, test
from rules_core.dates import danish_date
from rules_core.decide import Verdict
from rules_core.groups import Derivation, FactItems
from rules_core.loader import Ruleset
from rules_core.ratios import count_bands, known_number, ratio_amount
from rules_core.schema import RANKS, Remark, Rule, SourceRef, Version
from rules_core.texts import fill, join_and, join_or
from rules_core.values import danish_number
from rules_core.words import Words

# Tests of facts that a group can settle; the reader is only told of them where a fact had a part.
_OF_FACTS: Final = frozenset({"condition", "exemption"})
_RANK_ORDER: Mapping[str, int] = {rank: number for number, rank in enumerate(RANKS)}


def text(ruleset: Ruleset, rule: Rule, verdict: Verdict) -> str:
    """The answer in one or two plain sentences."""
    branch, status = verdict.chosen, verdict.status
    if status is Status.UNRESOLVED and "unresolved" not in branch.version.texts and verdict.settled_row:
        return _text_with_exceptions(ruleset, rule, verdict, verdict.settled_row)
    if verdict.resolved and branch.decided_at == BY_GROUP:
        return _text_outside(ruleset, rule, branch.version, branch.groups)
    return _text_of(Words(ruleset, rule, branch, [need.fact for need in verdict.needs]), status)


# Most rules are about other groups than the person's: that is said the same way to everyone in the group.
@lru_cache(maxsize=8192)
def _text_outside(ruleset: Ruleset, rule: Rule, version: Version, groups: frozenset[str | None]) -> str:
    status = Status.DOES_NOT_APPLY
    nobody = Situation({}, version.from_, None)
    return _text_of(Words(ruleset, rule, Branch(version, groups, nobody, BY_GROUP, status, ())), status)


def _text_of(words: Words, status: Status) -> str:
    ruleset, branch = words.ruleset, words.branch
    keys: tuple[str, ...] = (status.value,)
    if branch.row and (status is Status.APPLIES or status is Status.DISCRETIONARY):
        keys = (branch.row.text, f"{status.value}_no_deadline")
    for key in keys:
        filled = _try_fill(branch.version.template(key), words)
        if filled is not None:
            return filled
    generic = ruleset.texts.sections["statuses"]
    for key in reversed(keys):
        filled = _try_fill(generic.get(key), words)
        if filled is not None:
            return filled
    return fill(generic[status], words)


def _text_with_exceptions(ruleset: Ruleset, rule: Rule, verdict: Verdict, row: Branch) -> str:
    """The rule as it stands, and what could change it: only exemptions are open here."""
    stands = text(ruleset, rule, replace(verdict, branches=(row,), chosen=row, resolved=True, needs=()))
    labels = dict.fromkeys(branch.exemption.label for branch in verdict.branches if branch.exemption)
    return ruleset.texts.get("statuses", "unless", calculation=stands, reason=join_or(labels))


def _try_fill(template: str | None, words: Mapping[str, str]) -> str | None:
    try:
        return fill(template, words) if template else None
    except KeyError:
        return None


def steps(ruleset: Ruleset, rule: Rule, verdict: Verdict, placed: Sequence[Step]) -> tuple[Step, ...]:
    """Every test that was made, in order, with its outcome; `placed` tells the person's group."""
    branch = verdict.chosen if verdict.resolved else max(verdict.branches, key=lambda b: len(b.checks))
    told = [_version_step(ruleset, rule, branch.version)]
    if verdict.event_open and rule.event:
        anchor = ruleset.registry.facts[rule.event].label
        told.append(Step(ruleset.texts.get("steps", "event_open", anchor=anchor), None, (), None))
    told += placed
    if verdict.group_open:
        return (*told, Step(ruleset.texts.get("steps", "scope_open"), None, (), None))
    words = Words(ruleset, rule, branch)
    for check in branch.checks:
        known = known_facts(check.condition, branch.situation.facts)
        # The group alone settled a test that no known fact had a part in: where would the facts have come from?
        if known or check.outcome is None or check.kind not in _OF_FACTS:
            told.append(_check_step(check, known, ruleset, words))
    if branch.row is None:
        return tuple(told)
    return (*told, *_value_steps(branch, ruleset), *_deadline_steps(branch, ruleset))


@lru_cache(maxsize=8192)
def _version_step(ruleset: Ruleset, rule: Rule, version: Version) -> Step:
    ended = version.to is not None
    words = {"title": rule.title, "version_from": danish_date(version.from_, weekday=False)}
    if version.to:
        words["version_to"] = danish_date(version.to, weekday=False)
    return Step(ruleset.texts.get("steps", "version_ended" if ended else "version", **words), True, (), None)


def placed(ruleset: Ruleset, derivation: Derivation) -> tuple[Step, ...]:
    """Where the facts place the person: told with every rule, so worked out once per person."""
    return (_group_step(ruleset, derivation), *_main_group_steps(ruleset, derivation))


def _group_step(ruleset: Ruleset, derivation: Derivation) -> Step:
    texts = ruleset.texts
    if len(derivation.possible) > 1:
        return Step(texts.get("steps", "group_open"), None, derivation.known, None)
    group = ruleset.groups.groups.get(derivation.group or "")
    told = texts.get("steps", "group", group=group.plain) if group else texts.get("steps", "no_group")
    return Step(told, group is not None, derivation.known, None)


def _main_group_steps(ruleset: Ruleset, derivation: Derivation) -> Iterator[Step]:
    """Where a proposal with its own main groups places the person."""
    table, texts = ruleset.groups, ruleset.texts
    if not table.mains or derivation.possible == frozenset({None}):
        return
    main = table.mains.get(table.settled(derivation.possible) or "")
    parts = [table.groups[group] for group in derivation.possible if group]
    if main:
        yield Step(texts.get("steps", "main_group", group=main.label), True, derivation.known, table.source)
    elif any(part.main for part in parts):
        yield Step(texts.get("steps", "main_group_open"), None, derivation.known, table.source)
    else:
        yield Step(texts.get("steps", "no_main_group"), False, derivation.known, table.source)


def marks(ruleset: Ruleset, derivation: Derivation) -> tuple[str, ...]:
    """What stands before every caveat: that a proposal is not the law, and what is uncertain about the group in it."""
    notice = ruleset.track.notice
    parts = [ruleset.groups.groups[group] for group in derivation.possible if group]
    # While several base groups are possible their doubts would only confuse.
    caveats = [part.caveat for part in parts if part.caveat] if len({part.base for part in parts}) == 1 else []
    return (*((notice,) if notice else ()), *sorted(set(caveats)))


def _check_step(check: Check, known: FactItems, ruleset: Ruleset, words: Words) -> Step:
    told = _told_check(ruleset, check.kind, check.reason or "")
    return Step(fill(told, words), check.outcome, known, check.source)


@lru_cache(maxsize=8192)
def _told_check(ruleset: Ruleset, kind: str, reason: str) -> str:
    """The reason is a template itself: a label of the rule may name its own number or length."""
    return ruleset.texts.sections["steps"][kind].replace("{reason}", reason)


def _value_steps(branch: Branch, ruleset: Ruleset) -> Iterator[Step]:
    """How the row's number was worked out, when it was."""
    ratio = branch.row.value.per if branch.row and branch.row.value else None
    if ratio is None:
        return
    number, texts = known_number(ratio.fact, branch.situation.facts), ruleset.texts
    if number is None:
        missing = ruleset.registry.facts[ratio.fact].label
        yield Step(texts.get("steps", "value_open", missing=missing), None, (), None)
        return
    bands = (
        texts.get("calculation", "band", count=danish_number(b.count), one_per=str(b.one_per), amount=str(b.amount))
        for b in count_bands(ratio, number)
    )
    told = texts.get("steps", "value", calculation=join_and(bands), amount=str(ratio_amount(ratio, number)))
    yield Step(told, True, ((ratio.fact, number),), None)


def _deadline_steps(branch: Branch, ruleset: Ruleset) -> Iterator[Step]:
    deadline, facts = branch.deadline, branch.situation.facts
    if deadline:
        yield _deadline_step(deadline, branch, ruleset)
    fact = branch.version.fulfilled_by
    if branch.row and fact and fact in facts and not branch.row.decided_by:
        told = ruleset.texts.get("steps", "fulfilment", anchor=ruleset.registry.facts[fact].label)
        yield Step(told, branch.status is Status.FULFILLED, ((fact, facts[fact]),), None)


def _deadline_step(deadline: DeadlineAnswer, branch: Branch, ruleset: Ruleset) -> Step:
    source = branch.row.sources[0].source if branch.row and branch.row.sources else None
    if deadline.calculation is None:
        return Step(ruleset.texts.get("steps", "deadline_open", length=deadline.length), None, (), source)
    told = ruleset.texts.get("steps", "deadline", calculation=deadline.calculation)
    anchor = deadline.anchor_date
    return Step(told, True, ((deadline.anchor, anchor),) if isinstance(anchor, date) else (), source)


def _holds(remark: Remark, branches: Sequence[Branch]) -> bool:
    if remark.when is None:
        return True
    return all(test(remark.when, branch.situation) is True for branch in branches)


def consequence(ruleset: Ruleset, rule: Rule, verdict: Verdict) -> tuple[str | None, tuple[SourceRef, ...]]:
    """What happens if the duty is missed, with its sources; None when there is no duty or nothing is known."""
    if verdict.status in {Status.EXEMPT, Status.DOES_NOT_APPLY, Status.FULFILLED}:
        return None, ()
    if not verdict.chosen.version.consequences:
        return None, ()
    # A branch where the rule does not hold has no consequence to agree on.
    involved = [branch for branch in verdict.branches if branch.row] or verdict.branches
    for remark in verdict.chosen.version.consequences:
        if _holds(remark, involved):
            return _try_fill(remark.text, Words(ruleset, rule, verdict.chosen)), remark.sources
    return None, ()


def used_blocks(verdict: Verdict) -> list[tuple[SourceRef, ...]]:
    """The lists of references behind the answer: version, rows and exemptions that matter."""
    if verdict.resolved and verdict.chosen.row is None and verdict.chosen.exemption is None:
        return [verdict.chosen.version.sources] if verdict.chosen.version.sources else []
    involved = (verdict.chosen,) if verdict.resolved or verdict.group_open else verdict.branches
    # The most exact first: within one rank a reader wants the paragraph of the own case before the chapter.
    blocks = [branch.exemption.sources for branch in involved if branch.exemption and not verdict.group_open]
    blocks += [branch.row.sources for branch in involved if branch.row and not verdict.group_open]
    blocks += [branch.version.sources for branch in involved]
    return list(dict.fromkeys([block for block in blocks if block]))


def sources(ruleset: Ruleset, blocks: Sequence[tuple[SourceRef, ...]]) -> tuple[SourceAnswer, ...]:
    """The sources to show, strongest first, each section once; a proposal's own before those it kept of the law."""
    return _sources(ruleset, tuple(blocks))


# The same lists of references stand behind the answers to everyone.
@lru_cache(maxsize=16384)
def _sources(ruleset: Ruleset, blocks: tuple[tuple[SourceRef, ...], ...]) -> tuple[SourceAnswer, ...]:
    found: dict[tuple[str, str], tuple[bool, int, SourceAnswer]] = {}
    for reference in (reference for block in blocks for reference in block):
        source = ruleset.sources[reference.source]
        url = reference.url or source.url
        shown = SourceAnswer(source.id, source.title, reference.section, url, source.rank, reference.confidence)
        order = (reference.of_base, _RANK_ORDER[source.rank])
        found.setdefault((source.id, reference.section), (*order, shown))
    return tuple(shown for *_, shown in sorted(found.values(), key=lambda each: each[:2]))


def caveats(
    ruleset: Ruleset, rule: Rule, verdict: Verdict, blocks: Sequence[tuple[SourceRef, ...]]
) -> tuple[tuple[str, ...], tuple[SourceRef, ...]]:
    """What the reader must know to trust the answer the right amount, and the sources of it."""
    of_sources = _of_sources(ruleset, tuple(blocks))
    if not verdict.chosen.version.caveats and not verdict.chosen.anchor_nothing:
        return of_sources, ()
    told: list[str | None] = []
    shown = [remark for remark in verdict.chosen.version.caveats if _holds(remark, verdict.branches)]
    anchor_nothing = verdict.chosen.anchor_nothing and verdict.resolved
    if shown or anchor_nothing:
        words = Words(ruleset, rule, verdict.chosen)
        told += [_try_fill(remark.text, words) for remark in shown]
        if anchor_nothing:
            told.append(ruleset.texts.get("caveats", "anchor_nothing", anchor=words["anchor"]))
    told += of_sources
    references = tuple([reference for remark in shown for reference in remark.sources])
    return tuple(dict.fromkeys([caveat for caveat in told if caveat])), references


@lru_cache(maxsize=16384)
def _of_sources(ruleset: Ruleset, blocks: tuple[tuple[SourceRef, ...], ...]) -> tuple[str, ...]:
    """The caveats that the sources themselves give: where they disagree, and where they are not sure."""
    texts = ruleset.texts
    told: list[str] = []
    for block in blocks:
        told += [texts.get("caveats", "conflict", reason=ref.conflicts_with) for ref in block if ref.conflicts_with]
    unsure = [block[0] for block in blocks if all(reference.confidence != "high" for reference in block)]
    if unsure:
        named = (f"{ruleset.sources[ref.source].short}, {ref.section}" for ref in unsure)
        told.append(texts.get("caveats", "confidence", source=join_and(dict.fromkeys(named))))
    return tuple(dict.fromkeys(told))
