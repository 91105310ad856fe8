"""How one rule stands on a day: for one group, or for all groups with equal ones told together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from casework.rulebook.choice import Choice, group_ids, group_label
from casework.rulebook.words import part_words, plain_date, sentences, value_words, word
from rules_core import Ruleset, Status, lookup
from rules_core.lookup import LookupRow
from rules_core.schema import Rule
from rules_core.texts import capitalise

# What holds is told first, then what frees from it.
_ORDER: Final = (
    Status.APPLIES,
    Status.DISCRETIONARY,
    Status.UNRESOLVED,
    Status.OVERDUE,
    Status.FULFILLED,
    Status.EXEMPT,
    Status.DOES_NOT_APPLY,
)
_FREE: Final = (Status.EXEMPT, Status.DOES_NOT_APPLY)


@dataclass(frozen=True, slots=True)
class RowView:
    """One way a rule can come out, in words. `status` is the code, for the looks only."""

    when: str
    status: str
    status_text: str
    text: str
    value: str | None
    deadline: str | None
    parts: tuple[str, ...]
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class GroupRows:
    """Groups that a rule says the same to, and what it says."""

    groups: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[RowView, ...]
    everyone: bool = False

    @property
    def left_out(self) -> bool:
        """True when the rule does not hold for these groups, whatever else is so."""
        return all(row.status == Status.DOES_NOT_APPLY for row in self.rows)


@dataclass(frozen=True, slots=True)
class State:
    """Whether a rule is in force on the day (a code of words.yml), and what to say when it is not."""

    code: str
    note: str | None

    @property
    def in_force(self) -> bool:
        """True when a version answers."""
        return self.code in {"in_force", "repealed"}


def state_of(rule_id: str, choice: Choice) -> State:
    """Whether the rule is in force that day, and why not."""
    book = choice.book
    rule = book.rules.get(rule_id)
    if rule is None:
        return State("not_in_track", word("notes", "not_in_track").format(track=book.track.title))
    day = rule.law_date or choice.day
    version = rule.version_at(day)
    if version:
        return State("repealed" if version.repealed else "in_force", None)
    return _without_version(rule, day)


def _without_version(rule: Rule, day: date) -> State:
    gap = next((gap for gap in rule.gaps if gap.from_ <= day <= gap.to), None)
    if gap:
        return State("unknown", word("notes", "gap").format(reason=gap.why.rstrip(".")))
    first, last = rule.versions[0], rule.versions[-1]
    if day < first.from_:
        code, key = ("not_yet", "not_yet") if rule.is_new else ("unknown", "before_first")
        return State(code, word("notes", key).format(date=plain_date(first.from_)))
    return State("ended", word("notes", "ended").format(date=plain_date(last.to or last.from_)))


def rows_for(rule_id: str, choice: Choice) -> tuple[RowView, ...]:
    """The rows of a rule for the chosen group; `choice.group` must be set. None when the rule is not in force."""
    return _rows(rule_id, choice.group or "", choice.day, choice.book)


def by_groups(rule_id: str, choice: Choice) -> tuple[GroupRows, ...]:
    """The rows for every group, or for the chosen one; groups that are told the same stand together."""
    book = choice.book
    asked = (choice.group,) if choice.group else group_ids_of_law(book)
    same: dict[tuple[RowView, ...], list[str]] = {}
    for group in asked:
        rows = _rows(rule_id, group, choice.day, book)
        if rows:
            same.setdefault(_without_names(rows), []).append(group)
    found = [
        GroupRows(tuple(groups), tuple(group_label(group, book) for group in groups), rows, len(same) == 1)
        for rows, groups in same.items()
    ]
    return tuple(sorted(found, key=lambda each: each.left_out))


def group_ids_of_law(book: Ruleset) -> tuple[str, ...]:
    """Every group once: main groups of a proposal are made of the same groups and left out here."""
    return tuple(group for group in group_ids(book) if group not in book.groups.mains)


def _without_names(rows: tuple[RowView, ...]) -> tuple[RowView, ...]:
    """A single row's condition is only the group's own name, which stands above it already."""
    if len(rows) > 1:
        return rows
    row = rows[0]
    return (RowView("", row.status, row.status_text, row.text, row.value, row.deadline, row.parts, row.decided_by),)


@lru_cache(maxsize=8192)
def _rows(rule_id: str, group: str, day: date, book: Ruleset) -> tuple[RowView, ...]:
    found = lookup(rule_id, group, day, ruleset=book)
    rows = sorted(found.rows, key=lambda row: _ORDER.index(row.status))
    return tuple(dict.fromkeys(_row_view(row, book) for row in rows))


def _row_view(row: LookupRow, book: Ruleset) -> RowView:
    decider = book.texts.decider(row.decided_by) if row.decided_by else None
    anchor = book.registry.facts[row.anchor].event if row.anchor else None
    return RowView(
        when=row.when,
        status=str(row.status),
        status_text=word("statuses", str(row.status)),
        text=capitalise(row.text),
        value=value_words(row.value, book),
        deadline=f"{capitalise(row.deadline_length)}. Den regnes fra {anchor}" if row.deadline_length else None,
        parts=tuple(part_words(part, book) for part in row.parts),
        decided_by=decider,
    )


def told(rule_id: str, choice: Choice) -> tuple[str, ...]:
    """What the rule says, each sentence once: first to those it holds for, else why it does not."""
    blocks = by_groups(rule_id, choice)
    holds = sentences(row.text for row in _rows_of(blocks) if row.status not in _FREE)
    return holds or sentences(row.text for row in _rows_of(blocks))


def _rows_of(blocks: tuple[GroupRows, ...]) -> Iterator[RowView]:
    return (row for block in blocks for row in block.rows)
