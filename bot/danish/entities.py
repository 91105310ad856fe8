"""Find what a citizen says about himself or herself: benefit, assessment, dates, years asked about, and other facts.

Values are plain JSON, dates ISO. Nothing is assumed: what is denied, wished for, over, or said of somebody else is left
out, and a date that does not name its fact has ``fact: None``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.danish.asked_values import chosen_value, lives_of_a_fund
from bot.danish.benefit_words import ASSESSMENTS, BENEFITS, Names
from bot.danish.clock import time_value, times_in
from bot.danish.date_math import Grain, Tense
from bot.danish.date_tense import tense_of
from bot.danish.dates import FoundDate, dates_in
from bot.danish.fact_cues import OTHER, SIX_WEEKS, event_named, fact_of, mark_cues, statements, tense_of_fact
from bot.danish.named import denied_benefits, names_talked_about, own_names, short_assessment
from bot.danish.numbers import number_answer
from bot.danish.said_now import is_uncertain_day
from bot.danish.sentence import is_own
from bot.danish.tag_line import TagLine, whole_words
from bot.danish.talk_form import forms_named
from bot.danish.told import told
from bot.danish.told_age import age_answer, lone_age


@dataclass(frozen=True)
class Entity:
    """One thing said: its name and value (plain JSON), and where it stands in the text."""

    name: str
    value: Any
    start: int
    end: int
    text: str


_LONE_DAY = re.compile(r"\s*\d{1,2}\.?\s*")
# A year is asked about only together with these; "efter 2020" and "siden 2020" name no one set of rules.
_YEAR_ASKED = whole_words(r"(?:i|for|foer|inden|dengang(?: i)?|tilbage i|aaret|Ua|fra) Y\d{4}|i fjor|(?:i )?\w+ Ua")
_LONE_YEAR = whole_words(r"(?:og |med |hvad med |saa |end )(?P<before>foer |inden )?Y(?P<year>\d{4})")
_TODAY_ASKED = re.compile(
    r"(?:og|men|hvad|hvad med|hvad saa|og hvad med|hvordan er det) (?:nu|Udag|i Udag|i Ua)(?: [?.!])*"
)
_LONE_WEEKDAY = re.compile(r"S\d(?: [.!])*")
_NONE_ANSWER = re.compile(
    r"(?:nej )?(?:, )?(?:det har jeg )?"
    r"(?:ingen|ingenting|aldrig|ikke endnu|intet|ikke nogen|(?:det )?har jeg ikke|ikke)(?: [.!])*"
)
# Questions about talks and offers: dates of such things answer them.
_ABOUT_EVENTS = frozenset(("foerste_samtale_holdt", "seneste_tilbud", "ferie_til", "stilling_ledig_dato"))
_BEFORE = frozenset(("foer", "inden"))
_YEARS_OLD = re.compile(r"(?:(?:hej|og|a) )?[1-7]\d Ua(?: [.!,])*")
_ANSWERED_BY_AGE = frozenset(("foedselsdato", "alder"))


def find_entities(
    text: str, today: date, asked: Mapping[str, Any] | None = None, *, anyone: bool = False
) -> list[Entity]:
    """Find the entities of a message, in order.

    Args:
        text: what a citizen wrote.
        today: the day it was written (Copenhagen).
        asked: what the assistant asked last (``{"fact": ..., "kind": ...}``), or None; it settles the tense of open
            dates and lets "ingen" and a bare "2." be answers.
        anyone: the talk is about another person, so that what is said of others counts as well.

    Returns:
        Entities ``ydelse``, ``visitation``, ``dato``, ``aar``, ``fakta``, ``form`` (of a talk), and ``gruppe`` (a group
        that is only talked about).

    """
    asked_fact = str(asked["fact"]) if asked and asked.get("fact") else None
    age = age_answer(text) if asked_fact in _ANSWERED_BY_AGE else None
    if age is not None:
        return [Entity("fakta", {"fact": "alder", "value": age}, 0, len(text), text)]
    if asked and asked.get("kind") == "date" and _LONE_DAY.fullmatch(text):
        return [_moved(entity, text) for entity in find_entities(f"den {text.strip()}", today, asked, anyone=anyone)]
    line = TagLine.of(text, anyone=anyone)
    if _TODAY_ASKED.fullmatch(line.line) and not (asked and asked.get("kind") == "date"):
        return [_entity(line, "aar", {"year": today.year, "before": False}, 0, len(line.tokens))]
    if asked and asked.get("kind") == "date" and _LONE_WEEKDAY.fullmatch(line.line):
        return [_moved(entity, text) for entity in find_entities(f"i {text.strip()}", today, asked, anyone=anyone)]
    marks = mark_cues(line)
    found, groups = _own_and_talked_about(line)
    found += _times(line, marks, today, asked_fact)
    found += _statements(line, {entity.value["fact"] for entity in found if entity.name == "dato"})
    found += _told(line, found, alone=bool(found) or (not asked_fact and bool(_YEARS_OLD.fullmatch(line.line))))
    found += _denied(line, {entity.value for entity in found if entity.name == "ydelse"})
    found += _answer(line, found, asked_fact, str(asked.get("kind")) if asked else "")
    found += [_entity(line, "form", form, first, last) for form, first, last in forms_named(line)]
    found += groups
    return sorted([*found, *_clock_times(line, today, asked)], key=lambda entity: (entity.start, entity.end))


def _own_and_talked_about(line: TagLine) -> tuple[list[Entity], list[Entity]]:
    """The writer's own benefit and assessment, and the groups that are only talked about."""
    found = [*_names(line, "ydelse", BENEFITS), *_names(line, "visitation", ASSESSMENTS)]
    found += [_entity(line, "visitation", *short) for short in short_assessment(line)]
    groups = [entity for entity in found if entity.name == "gruppe"]
    return [entity for entity in found if entity.name != "gruppe"], groups


def _answer(line: TagLine, found: list[Entity], fact: str | None, kind: str) -> list[Entity]:
    """What the message is as an answer to the question asked; mostly only when nothing else was found in it."""
    whole: list[Entity] = []
    if fact == "ydelse" and not any(each.name == "ydelse" for each in found) and lives_of_a_fund(line.text):
        whole = [_entity(line, "ydelse", "dagpenge", 0, len(line.tokens))]
    elif fact and not found:
        whole = [*_event_answer(line, fact), *_none_answer(line, fact, kind), *_number_answer(line, fact, kind)]
    return whole + _chosen(line, found + whole, fact, kind)


def _chosen(line: TagLine, found: list[Entity], fact: str | None, kind: str) -> list[Entity]:
    """The choice that answers the question asked; "I have no job" also says that one is not in a job."""
    about = {entity.value.get("fact"): entity.value.get("value") for entity in found if entity.name == "fakta"}
    if fact is None or fact in about:
        return []
    no_job = fact == "i_job" and about.get("job_start") in (False, "ingen")
    value = False if no_job else chosen_value(line.text, fact) if kind == "enum" else None
    return [] if value is None else [_entity(line, "fakta", {"fact": fact, "value": value}, 0, len(line.tokens))]


def _moved(entity: Entity, text: str) -> Entity:
    value = {**entity.value, "text": text.strip()} if isinstance(entity.value, dict) else entity.value
    return Entity(entity.name, value, 0, len(text), text)


def _entity(line: TagLine, name: str, value: Any, first: int, last: int) -> Entity:
    start, end = line.span(first, last)
    return Entity(name, value, start, end, line.text[start:end])


def _names(line: TagLine, name: str, names: Names) -> list[Entity]:
    """Benefits or assessments that are the writer's own, and those that are only talked about."""
    found = [_entity(line, name, value, first, last) for value, first, last in own_names(line, names)]
    talked_about = names_talked_about(line, names)
    return found + [_entity(line, "gruppe", {"fact": name, "value": v}, first, last) for v, first, last in talked_about]


def _denied(line: TagLine, stated: set[str]) -> list[Entity]:
    """Benefits that the writer says not to get: "jeg får ikke dagpenge"."""
    return [
        _entity(line, "fakta", {"fact": "ydelse", "value": False, "benefit": value}, first, last)
        for value, first, last in denied_benefits(line, stated)
    ]


def _is_meant(line: TagLine, first: int, last: int) -> bool:
    """Whether what is said is about the person the talk is about."""
    return line.anyone or is_own(line.tags, first, last)


def _times(line: TagLine, marks: list[str], today: date, asked_fact: str | None) -> list[Entity]:
    found: list[Entity] = []

    def tense_at(first: int, last: int) -> Tense | None:
        return tense_of_fact(line, fact_of(line, marks, first, last), asked_fact, first, last)

    for when in dates_in(line, today, tense_at):
        first, last = when.tokens
        if not _is_meant(line, first, last):
            continue
        fact = fact_of(line, marks, first, last)
        if fact == OTHER and asked_fact not in _ABOUT_EVENTS:
            continue  # a date of something that no rule asks about
        if fact and is_uncertain_day(line.tags, first):
            continue  # "hvis jeg bliver syg den 30."
        fact = None if fact == OTHER else fact
        if when.grain == "year" and when.start != when.end and not fact:
            found += _year(line, when)
        else:
            found += [_entity(line, "dato", value, first, last) for value in _date_values(when, fact)]
    return found + _lone_year(line, found)


def _clock_times(line: TagLine, today: date, asked: Mapping[str, Any] | None) -> list[Entity]:
    if asked and asked.get("kind") in {"int", "number"}:
        return []  # "mellem 10 og 12" then counts hours
    days = dates_in(line, today, lambda first, last: tense_of(line.tags, first, last))
    return [Entity("tid", time_value(time), *time.span, time.text) for time in times_in(line, days)]


def _date_values(when: FoundDate, fact: str | None) -> list[dict[str, Any]]:
    """A holiday from one day to another has a first and a last day; anything else is one date."""
    value = _date_value(when, fact)
    if fact != "ferie_fra" or when.grain != "day" or when.error or not value["until"]:
        return [value]
    return [value | {"until": None}, value | {"date": value["until"], "until": None, "fact": "ferie_til"}]


def _date_value(when: FoundDate, fact: str | None) -> dict[str, Any]:
    single = when.start is not None and when.start == when.end
    grain: Grain = "day" if single and when.grain == "week" else when.grain
    return {
        "date": when.start.isoformat() if when.start else None,
        "until": when.end.isoformat() if when.end and not single else None,
        "grain": grain,
        "error": when.error or ("vague" if when.bound else None),  # "inden den 2." tells no day
        "alternatives": [day.isoformat() for day in when.alternatives],
        "text": when.text,
        "fact": fact,
    }


def _year(line: TagLine, when: FoundDate) -> list[Entity]:
    first, last = when.tokens
    if not _YEAR_ASKED.fullmatch(" ".join(line.tags[first:last])) or when.start is None:
        return []
    before = line.tags[first] in _BEFORE
    return [_entity(line, "aar", {"year": when.start.year, "before": before}, first, last)]


def _lone_year(line: TagLine, found: list[Entity]) -> list[Entity]:
    """ "og 2020?", "hvad med 2017": a year without a preposition, when nothing else gives a time; "og nu?" is today."""
    if any(entity.name in {"aar", "dato"} for entity in found):
        return []
    only = re.fullmatch(r"Y(?P<year>\d{4})(?: [?.!])*", line.line)
    if only:
        return [_entity(line, "aar", {"year": int(only["year"]), "before": False}, 0, 1)]
    return [
        _entity(line, "aar", {"year": int(match["year"]), "before": bool(match["before"])}, first, last)
        for match, first, last in line.find(_LONE_YEAR)
    ]


def _statements(line: TagLine, dated: set[str | None]) -> list[Entity]:
    """Facts without a date, unless the same message gives the date of the fact."""
    return [
        _entity(line, "fakta", {"fact": fact, "value": value}, first, last)
        for fact, value, first, last in statements(line)
        if fact not in dated and _is_meant(line, first, last)
    ]


def _told(line: TagLine, before: list[Entity], *, alone: bool) -> list[Entity]:
    """Facts of age, family, education and the like; a number ``alone`` is an age when other facts stand beside it."""
    known = {entity.value["fact"] for entity in before if entity.name == "fakta"}
    found = {fact: (value, first, last) for fact, value, first, last in told(line) if fact not in known}
    age = lone_age(line) if "alder" not in found and (alone or found) else None
    if age:
        found["alder"] = age
    return [_entity(line, "fakta", {"fact": fact, "value": value}, *place) for fact, (value, *place) in found.items()]


def _event_answer(line: TagLine, asked_fact: str) -> list[Entity]:
    """ "nyt job" as the whole answer to which of the events within six weeks it is."""
    fact = event_named(line) if asked_fact in SIX_WEEKS else None
    return [_entity(line, "fakta", {"fact": fact, "value": True}, 0, len(line.tokens))] if fact else []


def _number_answer(line: TagLine, fact: str, kind: str) -> list[Entity]:
    """ "14" or "cirka 8 måneder" as the whole answer to how many."""
    number = number_answer(line.text, fact) if kind in ("int", "number") else None
    return [] if number is None else [_entity(line, "fakta", {"fact": fact, "value": number}, 0, len(line.tokens))]


def _none_answer(line: TagLine, fact: str, kind: str) -> list[Entity]:
    """ "ingen" or "ikke endnu" as the whole answer to the question asked."""
    if not _NONE_ANSWER.fullmatch(line.line):
        return []
    first, last = 0, len(line.tokens)
    if fact == "ydelse":
        return [_entity(line, "ydelse", "ingen", first, last)]
    return [_entity(line, "fakta", {"fact": fact, "value": "ingen"}, first, last)] if kind == "date" else []
