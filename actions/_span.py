"""Which two laws a question about changes is about: read from the message, and turned into two days or two tracks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from actions._wiring import rule_book
from rules_core import Ruleset, load_ruleset

SINCE, BEFORE, YEAR = "since", "before", "year"
"""Variants of the topic: all since a day, the law of a day and of today, what changed in one year. Without one: what a
day changed, and without a day the latest change. A proposal's id is a variant too."""

KL = r"\bkl\b|\bkl['’]?s\b|kommunernes (?:landsforening|forslag|udspil)"
PLAN = r"plan\w*|forslag\w*|udspil\w*|aftale\w*|foresl\w+"
PROPOSALS = {
    "kl-2017": re.compile(KL, re.IGNORECASE),
    "forslag-2018": re.compile(rf"\b(?:{PLAN})\b.*\b2018\b|\b2018\b.*\b(?:{PLAN})", re.IGNORECASE),
}
"""The proposals of the rule book, and how people name them."""
REFORMS = {
    re.compile(r"\bkontanthj(?:æ|ae|a)lps?\s?reform", re.IGNORECASE): date(2025, 7, 1),
    re.compile(r"\b(?:beskæftigelses?|beskaeftigelses?|jobcenter)\s?reform", re.IGNORECASE): date(2026, 7, 1),
}
"""Reforms that people name, and the day on which most of each took effect (sources: kontanthjaelp.ydelse,
reform.juli_2026)."""
SINCE_WORDS = re.compile(r"\b(?:siden|efter|lige siden)\b", re.IGNORECASE)
LONE_YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Span:
    """What is compared: a variant of the topic and the day it hangs on (None = the latest change, or a proposal)."""

    variant: str = ""
    day: date | None = None


def span_named(text: str, entities: Iterable[Mapping[str, Any]]) -> Span:
    """The span that a message names in its words, its dates or its button; an empty one when it names none."""
    found = [(entity.get("entity"), entity.get("value")) for entity in entities]
    pressed = next((str(value) for name, value in found if name == "spor" and value in PROPOSALS), "")
    proposal = pressed or next((track for track, words in PROPOSALS.items() if words.search(text)), "")
    if proposal:
        return Span(proposal)
    since = bool(SINCE_WORDS.search(text))
    days = [value.get("date") for name, value in found if name == "dato" and isinstance(value, Mapping)]
    day = next((day for day in map(_day, days) if day), None)
    if day is not None:
        return Span(SINCE if since else "", day)
    years = [value for name, value in found if name == "aar" and isinstance(value, Mapping)]
    if years:
        return _of_year(years[0].get("year"), since=since, before=bool(years[0].get("before")))
    reform = next((day for words, day in REFORMS.items() if words.search(text)), None)
    if reform is not None:
        return Span("", reform)
    lone = LONE_YEAR.search(text)
    return _of_year(int(lone[1]), since=since) if lone else Span()


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _of_year(year: Any, *, since: bool, before: bool = False) -> Span:
    if not isinstance(year, int) or not date.min.year < year <= date.max.year:
        return Span()
    first = date(year, 1, 1)
    if before:
        return Span(BEFORE, first - timedelta(days=1))
    return Span(SINCE if since else YEAR, first)


@dataclass(frozen=True, slots=True)
class Law:
    """One side of a comparison."""

    book: Ruleset
    day: date

    @property
    def is_proposal(self) -> bool:
        """Whether this side is no law, but somebody's proposal for one."""
        return self.book.track.status == "forslag"


def laws_of(span: Span, today: date) -> tuple[Law, Law] | None:
    """The two sides; None for the latest change, which has to be looked for. The span's day is one the book knows."""
    book = rule_book()
    if span.variant in PROPOSALS:
        proposal = load_ruleset(span.variant)
        day = proposal.track.law_date or today
        return Law(book, day), Law(proposal, day)
    if span.day is None:
        return None
    # The sources begin on a certain day: what changed on that day itself cannot be known.
    known_from, known_to = book.track.known_from or date.min, book.track.known_to or date.max
    before = span.day if span.variant == BEFORE else max(span.day - timedelta(days=1), known_from)
    if span.variant == YEAR:
        return Law(book, before), Law(book, min(span.day.replace(month=12, day=31), known_to))
    return Law(book, before), Law(book, span.day if span.variant == "" else max(today, span.day))


def change_days(book: Ruleset, today: date) -> list[date]:
    """The days up to today on which some rule changed, the latest first."""
    versions = [version for rule in book.rules.values() for version in rule.versions]
    ends = {version.to + timedelta(days=1) for version in versions if version.to}
    starts = {version.from_ for version in versions}
    first = book.track.known_from
    return sorted((day for day in starts | ends if day <= today and (first is None or day > first)), reverse=True)
