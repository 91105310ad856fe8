"""The list of topics with their rules, each with its answer in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from casework.rulebook.choice import Choice, group_label
from casework.rulebook.standing import RowView, State, group_ids_of_law, rows_for, state_of
from casework.rulebook.words import word, words
from rules_core import Status, load_ruleset
from rules_core.loader import load_tracks
from rules_core.schema import Rule
from rules_core.texts import capitalise


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule in a list. `who` names the group that the line is about, when it differs from group to group."""

    id: str
    title: str
    kind: str
    bearer: str
    state: State
    state_text: str | None
    who: str | None
    line: str
    left_out: bool


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic with its rules."""

    id: str
    title: str
    about: str
    rules: tuple[RuleCard, ...]


def topic_title(topic: str) -> str:
    """The topic's Danish title. A topic of a municipality's own has only its name."""
    found = words()["topics"].get(topic)
    if found:
        return str(found["title"])
    title = next((rule.title for rule in _every_rule() if rule.topic == topic), None)
    return title or capitalise(topic.replace("_", " "))


def _topic_about(topic: str) -> str:
    found = words()["topics"].get(topic)
    return found["about"] if found else ""


def _every_rule() -> Iterable[Rule]:
    return (rule for track in load_tracks() for rule in load_ruleset(track).rules.values())


@lru_cache(maxsize=1)
def all_topics() -> frozenset[str]:
    """Every topic of every track."""
    return frozenset(rule.topic for rule in _every_rule())


@lru_cache(maxsize=16)
def overview(choice: Choice) -> tuple[TopicView, ...]:
    """Every topic of the chosen track, by title."""
    topics = {rule.topic for rule in choice.book.rules.values()}
    return tuple(sorted((topic_view(topic, choice) for topic in topics), key=lambda topic: sort_key(topic.title)))


@lru_cache(maxsize=512)
def topic_view(topic: str, choice: Choice) -> TopicView:
    """One topic; no rules when the track has none in it."""
    rules = sorted((rule for rule in choice.book.rules.values() if rule.topic == topic), key=lambda rule: rule.id)
    return TopicView(topic, topic_title(topic), _topic_about(topic), tuple(card(rule, choice) for rule in rules))


def sort_key(text: str) -> str:
    """Danish order: æ, ø and å come after z, and digits first."""
    # These three characters come after z, in this order.
    return text.lower().replace("æ", "{").replace("ø", "|").replace("å", "}")


def card(rule: Rule, choice: Choice) -> RuleCard:
    """The rule as an entry of a list."""
    state = state_of(rule.id, choice)
    who, row = _line(rule, choice) if state.in_force else (None, None)
    return RuleCard(
        id=rule.id,
        title=rule.title,
        kind=word("kinds", rule.kind),
        bearer=word("bearers", rule.bearer),
        state=state,
        state_text=None if state.code == "in_force" else word("states", state.code),
        who=who,
        line=row.text if row else state.note or "",
        left_out=row is not None and row.status == Status.DOES_NOT_APPLY,
    )


def _line(rule: Rule, choice: Choice) -> tuple[str | None, RowView | None]:
    """The row that tells the rule in one line, and whose it is when the groups differ."""
    if choice.group:
        return None, _leading(rows_for(rule.id, choice))
    first: tuple[str, RowView] | None = None
    left_out: RowView | None = None
    for group in _told_apart(rule, choice):
        row = _leading(rows_for(rule.id, choice.for_group(group)))
        if row is None or row.status == Status.DOES_NOT_APPLY:
            left_out = left_out or row
        elif first is None:
            first = (group, row)
        elif row.text != first[1].text:
            # Two that differ are enough to know that it must be said who the line is about.
            return group_label(first[0], choice.book), first[1]
    return (None, first[1]) if first else (None, left_out)


def _told_apart(rule: Rule, choice: Choice) -> Iterator[str]:
    """One group of each kind that the rule's version can tell from the others."""
    version = rule.version_at(rule.law_date or choice.day)
    classes = version.group_classes if version else ()
    seen: set[frozenset[int]] = set()
    for group in group_ids_of_law(choice.book):
        members = choice.book.groups.members(group)
        kind = frozenset(number for number, same in enumerate(classes) if same & members)
        if kind not in seen:
            seen.add(kind)
            yield group


def _leading(rows: tuple[RowView, ...]) -> RowView | None:
    """The row to show when only one can be shown: rows come with what holds first."""
    return rows[0] if rows else None
