"""The page "Hvad ændrer sig for mig?": two laws compared for a group or for a few facts, read from an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

from casework.rulebook.choice import (
    Choice,
    Option,
    Problem,
    group_label,
    group_options,
    known_day,
    known_track,
    read_day,
    track_options,
)
from casework.rulebook.differences import Differences, in_words
from casework.rulebook.words import plain_date, word
from rules_core import InputError, compare, load_ruleset
from rules_core.dates import add_months
from rules_core.facts import describe, parse_facts
from rules_core.registry import FactDefinition
from rules_core.texts import capitalise

#: The facts that can be filled in here. They place a person in a group, or decide a lot.
FACTS: Final = ("ydelse", "visitation", "situation", "foedselsdato", "tilmeldt_dato", "ledighed_uger")
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class FactField:
    """A field of the form: kind is "choice", "date" or "number"."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the two laws."""

    choice: Choice
    track_title: str
    tracks: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The form as it was filled in, and the result when there is one."""

    sides: tuple[SideView, SideView]
    group: str | None
    groups: tuple[Option, ...]
    facts: tuple[FactField, ...]
    told: tuple[str, ...]
    asked: bool
    problems: tuple[Problem, ...]
    result: Differences | None
    query: str

    @property
    def banners(self) -> tuple[str, ...]:
        """That a proposal is not the law, for each side that is one."""
        return tuple(dict.fromkeys(side.choice.banner for side in self.sides if side.choice.banner))


def read_comparison(query: Mapping[str, str], today: date) -> ComparePage:
    """The page for an address. Fields: fra, fra_spor, til, til_spor, maalgruppe and the names in FACTS."""
    sides, problems = _sides(query, today)
    facts, more = _facts(query)
    problems += more
    group, more = _group(query, sides)
    problems += more
    asked = bool(query)
    result = None
    if asked and not problems:
        try:
            result = _compared(tuple(facts.items()) if group is None else (), sides, group)
        except InputError as error:
            problems.append(Problem("", str(error)))
    # A group is chosen for everyone in it, so facts about one person are not used together with it.
    told = (_group_named(group, sides),) if group else _told(facts)
    return ComparePage(
        sides=(_side_view(sides[0]), _side_view(sides[1])),
        group=group,
        groups=_groups(sides, group),
        facts=tuple(_field(name, query.get(name, "")) for name in FACTS),
        told=told,
        asked=asked,
        problems=tuple(problems),
        result=result,
        query=_query(sides, group, facts),
    )


def _sides(query: Mapping[str, str], today: date) -> tuple[tuple[Choice, Choice], list[Problem]]:
    """Both laws; left out, it is a year back and today."""
    problems: list[Problem] = []
    found: list[Choice] = []
    for day_field, track_field, default in (
        ("fra", "fra_spor", add_months(today, -12)),
        ("til", "til_spor", today),
    ):
        track, wrong_track = known_track(query.get(track_field, ""), track_field)
        day, wrong_day = known_day(query.get(day_field, ""), default, load_ruleset(track).track, day_field)
        problems += [problem for problem in (wrong_day, wrong_track) if problem]
        found.append(Choice(day, None, track))
    return (found[0], found[1]), problems


def _group(query: Mapping[str, str], sides: tuple[Choice, Choice]) -> tuple[str | None, list[Problem]]:
    """The group, which one of the sides must know: a proposal has groups of its own."""
    group = query.get("maalgruppe", "").strip()
    if not group:
        return None, []
    if any(side.book.groups.members(group) for side in sides):
        return group, []
    return None, [Problem("maalgruppe", word("problems", "group").format(value=group[:_SHOWN]))]


def _groups(sides: tuple[Choice, Choice], group: str | None) -> tuple[Option, ...]:
    return tuple(dict.fromkeys(option for side in sides for option in group_options(side.for_group(group))))


def _facts(query: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    registry = load_ruleset().registry.facts
    facts: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in FACTS:
        written = query.get(name, "").strip()
        if not written:
            continue
        definition = registry[name]
        value = _value(definition, written)
        try:
            parse_facts({name: value}, registry)
        except InputError:
            message = f'"{written[:_SHOWN]}" kan ikke bruges. {_hint(definition)}'
            text = word("problems", "fact").format(field=capitalise(definition.label), message=message)
            problems.append(Problem(name, text))
        else:
            facts[name] = value
    return facts, problems


def _value(definition: FactDefinition, written: str) -> Any:
    if definition.type == "date":
        day = read_day(written)
        return day.isoformat() if day else written
    # isdigit also holds for "²", which is no number.
    return int(written) if definition.type == "int" and written.isdecimal() else written


def _hint(definition: FactDefinition) -> str:
    hints = {"date": "Skriv en dato, fx 1.7.2026.", "int": "Skriv et helt tal, fx 30."}
    return hints.get(definition.type, "Vælg på listen.")


@lru_cache(maxsize=64)
def _compared(facts: tuple[tuple[str, Any], ...], sides: tuple[Choice, Choice], group: str | None) -> Differences:
    before, after = ((side.track, side.day) for side in sides)
    return in_words(compare(dict(facts), before, after, group=group))


def _group_named(group: str, sides: tuple[Choice, Choice]) -> str:
    book = next(side.book for side in sides if side.book.groups.members(group))
    return group_label(group, book)


def _told(facts: Mapping[str, Any]) -> tuple[str, ...]:
    registry = load_ruleset().registry.facts
    return tuple(f"{capitalise(describe(fact, value, registry))}." for fact, value in facts.items())


def _side_view(side: Choice) -> SideView:
    return SideView(side, side.book.track.title, track_options(side.track))


def _field(name: str, written: str) -> FactField:
    definition = load_ruleset().registry.facts[name]
    options = tuple(Option(value, capitalise(label), value == written) for value, label in definition.values.items())
    kind = {"enum": "choice", "date": "date"}.get(definition.type, "number")
    return FactField(name, capitalise(definition.label), kind, written, options)


def _query(sides: tuple[Choice, Choice], group: str | None, facts: Mapping[str, Any]) -> str:
    before, after = sides
    parts = {
        "fra": before.day.isoformat(),
        "fra_spor": before.track,
        "til": after.day.isoformat(),
        "til_spor": after.track,
        **({"maalgruppe": group} if group else {name: str(value) for name, value in facts.items()}),
    }
    return f"?{urlencode(parts)}"


def side_text(side: SideView) -> str:
    """'Gældende regler, 1. juli 2026'."""
    day = side.choice.law_date or side.choice.day
    return f"{side.track_title}, {plain_date(day)}"
