"""The days on which the law in force changed, and what changed on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from casework.rulebook.choice import Choice
from casework.rulebook.differences import Differences, in_words
from casework.rulebook.sources import register
from casework.rulebook.words import plain_date
from rules_core import compare, load_ruleset
from rules_core.schema import Rule

_DAY = timedelta(days=1)
_EMPTY = Differences((), (), (), ())


@dataclass(frozen=True, slots=True)
class RuleName:
    """A rule by id and title."""

    rule: str
    title: str


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """A day with new law. `expected`: it is only expected, and nothing of it is used."""

    day: date
    day_text: str
    rules: tuple[RuleName, ...]
    expected: bool


@dataclass(frozen=True, slots=True)
class ChangePage:
    """What changed on a day. `quiet` are rules with a new version that says the same to everyone."""

    day: ChangeDay
    before: date
    found: Differences
    quiet: tuple[RuleName, ...]
    # What the register holds about law that is only expected.
    expectations: tuple[str, ...]


@lru_cache(maxsize=1)
def change_days() -> tuple[ChangeDay, ...]:
    """Every day on which a version begins, or ends with none after it; newest first. The first known day is none."""
    book = load_ruleset()
    known = book.track
    rules: dict[date, dict[str, RuleName]] = {}
    for rule in book.rules.values():
        for day in _boundaries(rule):
            if known.known_from is None or day > known.known_from:
                rules.setdefault(day, {})[rule.id] = RuleName(rule.id, rule.title)
    expected = [known.known_to + _DAY] if known.known_to else []
    days = sorted({*rules, *expected}, reverse=True)
    return tuple(_change_day(day, rules.get(day, {}), day in expected) for day in days)


def _change_day(day: date, rules: dict[str, RuleName], expected: bool) -> ChangeDay:
    named = tuple(sorted(rules.values(), key=lambda rule: rule.title))
    return ChangeDay(day, plain_date(day), named, expected)


def _boundaries(rule: Rule) -> Iterator[date]:
    starts = {version.from_ for version in rule.versions}
    yield from starts
    yield from (version.to + _DAY for version in rule.versions if version.to and version.to + _DAY not in starts)


def change_page(day: date, choice: Choice) -> ChangePage | None:
    """What changed on the day, for the chosen group or for all; None when the day is no change day."""
    found = next((each for each in change_days() if each.day == day), None)
    if found is None:
        return None
    if found.expected:
        return ChangePage(found, day - _DAY, _EMPTY, (), _expectations(day))
    return _page(found, choice.group)


@lru_cache(maxsize=128)
def _page(day: ChangeDay, group: str | None) -> ChangePage:
    book = load_ruleset()
    before = day.day - _DAY
    ids = [each.rule for each in day.rules]
    found = in_words(compare({}, (book, before), (book, day.day), rules=ids, group=group))
    # For one group nothing can be said about the rest: those rules may have changed for others.
    quiet = () if group else tuple(each for each in day.rules if each.rule not in found.rules)
    return ChangePage(day, before, found, quiet, ())


def _expectations(day: date) -> tuple[str, ...]:
    year = str(day.year)
    return tuple(item.says for item in register().items.values() if year in item.says and "vente" in item.says)
