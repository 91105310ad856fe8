"""Everything the page of one rule shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from casework.rulebook.choice import Choice, group_label, nearest_known
from casework.rulebook.example import Example, example
from casework.rulebook.overview import topic_title
from casework.rulebook.sources import SourceView, source_views
from casework.rulebook.standing import GroupRows, State, by_groups, group_ids_of_law, state_of, told
from casework.rulebook.words import plain_date, word
from rules_core import Ruleset, load_ruleset
from rules_core.conditions import Condition, Situation, test
from rules_core.explain import marks
from rules_core.groups import Derivation
from rules_core.loader import load_tracks
from rules_core.schema import Exemption, Gap, Remark, Rule, Version
from rules_core.texts import join_and

# More groups than this before a sentence cannot be read.
_MANY = 4


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with the groups that it is for; no groups = everyone the rule speaks of."""

    text: str
    groups: str | None


@dataclass(frozen=True, slots=True)
class VersionView:
    """One stretch of the rule's history; `day` is a day to look at it, None for a gap."""

    day: date | None
    period: str
    texts: tuple[str, ...]
    shown: bool
    repealed: bool


@dataclass(frozen=True, slots=True)
class RuleView:
    """The page of one rule for one choice."""

    id: str
    title: str
    topic: str
    topic_title: str
    kind: str
    bearer: str
    choice: Choice
    state: State
    state_text: str
    period: str | None
    old: bool
    local: bool
    doubts: tuple[str, ...]
    blocks: tuple[GroupRows, ...]
    exemptions: tuple[Note, ...]
    consequences: tuple[Note, ...]
    caveats: tuple[Note, ...]
    versions: tuple[VersionView, ...]
    beginning: str
    sources: tuple[SourceView, ...]
    example: Example | None
    example_group: str | None

    @property
    def conflicts(self) -> tuple[str, ...]:
        """What sources say differently."""
        return tuple(
            dict.fromkeys(text for source in self.sources for place in source.places for text in place.conflicts)
        )


@lru_cache(maxsize=2)
def known_rules(local: Path | None = None) -> frozenset[str]:
    """Every rule id of every track, and of the municipality's own folder if there is one."""
    return frozenset(rule for track in load_tracks() for rule in load_ruleset(track, local=local).rules)


@lru_cache(maxsize=256)
def rule_view(rule_id: str, choice: Choice, today: date) -> RuleView:
    """The page of a rule. `rule_id` is one of known_rules(); the track may still be without it."""
    book = choice.book
    rule = book.rules.get(rule_id) or _anywhere(rule_id, choice.local)
    state = state_of(rule_id, choice)
    version = rule.version_at(rule.law_date or choice.day) if state.in_force else None
    blocks = by_groups(rule_id, choice) if version else ()
    member = choice.for_group(choice.group or _lead_group(blocks))
    sources = source_views(version, book) if version else ()
    return RuleView(
        id=rule.id,
        title=rule.title,
        topic=rule.topic,
        topic_title=topic_title(rule.topic),
        kind=word("kinds", rule.kind),
        bearer=word("bearers", rule.bearer),
        choice=choice,
        state=state,
        state_text=word("states", state.code),
        period=_period(version) if version and rule.law_date is None else None,
        old=bool(version and version.to and version.to < today and rule.law_date is None),
        local=any(source.local for source in sources),
        doubts=_doubts(choice),
        blocks=blocks,
        exemptions=tuple(_exemption(each, choice) for each in _concerning(version, "exemptions", choice)),
        consequences=tuple(_remark(each, choice) for each in _concerning(version, "consequences", choice)),
        caveats=tuple(_remark(each, choice) for each in _concerning(version, "caveats", choice)),
        versions=_history(rule, choice, version) if state.code != "not_in_track" else (),
        beginning=_beginning(rule),
        sources=sources,
        example=example(rule_id, member) if version and not version.repealed else None,
        example_group=group_label(member.group, book) if member.group else None,
    )


def _anywhere(rule_id: str, local: Path | None) -> Rule:
    books = (load_ruleset(track, local=local) for track in load_tracks())
    return next(book.rules[rule_id] for book in books if rule_id in book.rules)


def _lead_group(blocks: Sequence[GroupRows]) -> str | None:
    """A group to make an example of: one that the rule holds for."""
    return blocks[0].groups[0] if blocks else None


def _doubts(choice: Choice) -> tuple[str, ...]:
    """What is uncertain about the group itself in a proposal; the notice of the track is in the banner."""
    book = choice.book
    if choice.group is None:
        return ()
    members: frozenset[str | None] = frozenset(book.groups.members(choice.group))
    return tuple(text for text in marks(book, Derivation(members, (), ())) if text != book.track.notice)


def _period(version: Version) -> str:
    if version.to is None:
        return f"Fra {plain_date(version.from_)} og frem"
    return f"Fra {plain_date(version.from_)} til og med {plain_date(version.to)}"


def _concerning(version: Version | None, part: str, choice: Choice) -> tuple[Exemption | Remark, ...]:
    """The exemptions or remarks of a version that can concern the chosen group."""
    if version is None:
        return ()
    return tuple(each for each in getattr(version, part) if _groups_of(each.when, choice, version))


def _groups_of(condition: Condition | None, choice: Choice, version: Version) -> tuple[str, ...]:
    """The groups among the chosen ones (or all) that the condition can hold for."""
    book = choice.book
    asked = (choice.group,) if choice.group else group_ids_of_law(book)
    return tuple(group for group in asked if _can_hold(condition, group, choice.day, version, book))


def _can_hold(condition: Condition | None, group: str, day: date, version: Version, book: Ruleset) -> bool:
    members = [member for member in book.groups.members(group) if version.covers(member)]
    if condition is None:
        return bool(members)
    return any(test(condition, Situation({}, day, member)) is not False for member in members)


def _for_whom(condition: Condition | None, choice: Choice) -> str | None:
    """Names of the groups that a sentence is for, when it is for a few of many."""
    if choice.group or condition is None:
        return None
    book = choice.book
    everyone = group_ids_of_law(book)
    meant = [
        group
        for group in everyone
        if any(test(condition, Situation({}, choice.day, member)) is not False for member in book.groups.members(group))
    ]
    if len(meant) > _MANY:
        return None
    return join_and(group_label(group, book) for group in meant)


def _exemption(each: Exemption | Remark, choice: Choice) -> Note:
    if isinstance(each, Remark):
        return _remark(each, choice)
    decider = choice.book.texts.decider(each.decided_by) if each.decided_by else ""
    effect = word("effects", each.effect).format(decided_by=decider)
    return Note(f"Hvis {each.label}: {effect}", _for_whom(each.when, choice))


def _remark(each: Exemption | Remark, choice: Choice) -> Note:
    if isinstance(each, Exemption):
        return _exemption(each, choice)
    text = f"Hvis {each.label}: {each.text}" if each.label and not choice.group else each.text
    return Note(text, None if each.label else _for_whom(each.when, choice))


def _history(rule: Rule, choice: Choice, shown: Version | None) -> tuple[VersionView, ...]:
    """The versions and the declared gaps, newest first."""
    if rule.law_date is not None:
        # A proposal has one text only, whatever its files say about other days.
        return ()
    # What a municipality's practice leaves for the time after the known law is not told: it is not known.
    last = choice.book.track.known_to or date.max
    known = [version for version in rule.versions if version.from_ <= last]
    versions = [(version.from_, _version_view(rule, version, choice, version is shown)) for version in known]
    gaps = [(gap.from_, _gap_view(gap)) for gap in rule.gaps]
    return tuple(view for _, view in sorted([*versions, *gaps], key=lambda each: each[0], reverse=True))


def _version_view(rule: Rule, version: Version, choice: Choice, shown: bool) -> VersionView:
    day = nearest_known(version.to or version.from_, choice.book.track)
    return VersionView(day, _period(version), told(rule.id, choice.at(day)), shown, version.repealed)


def _gap_view(gap: Gap) -> VersionView:
    period = f"Fra {plain_date(gap.from_)} til og med {plain_date(gap.to)}"
    return VersionView(None, period, (word("notes", "gap").format(reason=gap.why.rstrip(".")),), False, False)


def _beginning(rule: Rule) -> str:
    first = rule.versions[0].from_
    if rule.is_new:
        return f"Reglen begyndte den {plain_date(first)}."
    return word("notes", "before_first").format(date=plain_date(first))
