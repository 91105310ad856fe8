"""Find the dates that a Danish text names.

``find_dates`` returns days and intervals with their precision. It never guesses: a phrase that can mean two days gives
both as alternatives, a day that the calendar lacks and a rough phrase say so in ``error``.

Precision: ``start == end`` is one day, and ``grain`` says how it was stated ("om tre uger" is a day at week precision).
``start < end`` is an interval ("i sidste uge", "i november"), never a single day. With ``error="vague"`` the days given
are only the surroundings ("sidst i november", "før den 2. november").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.danish.date_math import Error, Grain, Meaning, Tense, either
from bot.danish.date_rules import DAY_RULES, Context
from bot.danish.date_spans import SPAN_RULES
from bot.danish.date_tense import tense_of
from bot.danish.date_tokens import Token, tokenise


@dataclass(frozen=True)
class FoundDate:
    """A date phrase: what it means, and where it stands in the text (``span`` = start and end character)."""

    start: date | None
    end: date | None
    grain: Grain
    text: str
    span: tuple[int, int]
    error: Error | None = None
    alternatives: tuple[date, ...] = ()


@dataclass(frozen=True)
class _Hit:
    meaning: Meaning
    first: int
    last: int


_RULES = [(re.compile(rf"{pattern}(?!\S)"), handler) for pattern, handler in (*DAY_RULES, *SPAN_RULES)]
_ROUGH = frozenset("foer efter inden senest indtil omkring cirka naesten".split())


def find_dates(text: str, today: date, tense: Tense | None = None) -> list[FoundDate]:
    """Find every date phrase of a text, in order, without overlap.

    Args:
        text: what a citizen wrote, with or without æøå.
        today: the day the text was written (Copenhagen).
        tense: what an open year or weekday points to when no word of the text shows it.

    Returns:
        The phrases; an empty list when there are none. CPR and phone numbers are not dates.

    """
    tokens = tokenise(text)
    hits = _joined(_hits(tokens, today, tense), [token.tag for token in tokens])
    return [_found(hit, tokens, text) for hit in hits]


def _found(hit: _Hit, tokens: list[Token], text: str) -> FoundDate:
    span = (tokens[hit.first].start, tokens[hit.last - 1].end)
    meaning = hit.meaning
    return FoundDate(
        meaning.start, meaning.end, meaning.grain, text[slice(*span)], span, meaning.error, meaning.alternatives
    )


def _hits(tokens: list[Token], today: date, tense: Tense | None) -> list[_Hit]:
    tags = [token.tag for token in tokens]
    line = " ".join(tags)
    offsets = [0]
    for tag in tags:
        offsets.append(offsets[-1] + len(tag) + 1)
    ends = {offset - 1: index for index, offset in enumerate(offsets) if index}
    hits: list[_Hit] = []
    position = 0
    while position < len(tokens):
        hit = _longest(line, offsets[position], ends, position, tokens, today, tense)
        if hit is None:
            position += 1
            continue
        position = hit.last
        if hit.meaning.start or hit.meaning.error:
            hits.append(hit)
    return hits


def _longest(
    line: str,
    offset: int,
    ends: dict[int, int],
    position: int,
    tokens: list[Token],
    today: date,
    tense: Tense | None,
) -> _Hit | None:
    matches = [(found, handler) for pattern, handler in _RULES if (found := pattern.match(line, offset))]
    matches.sort(key=lambda pair: -pair[0].end())
    tags = [token.tag for token in tokens]
    for match, handler in matches:
        last = ends[match.end()]
        context = Context(today, tense_of(tags, position, last) or tense, tokens[position:last])
        meaning = handler(match, context)
        if meaning is not None:
            return _Hit(_in_its_place(meaning, tags[:position]), position, last)
    return None


def _in_its_place(meaning: Meaning, before: list[str]) -> Meaning:
    """The meaning after the word in front is read: "ikke" takes it away, "før" and "omkring" make it rough."""
    word = before[-2] if before[-1:] == ["."] and len(before) > 1 else (before or [""])[-1]
    if word == "ikke":
        return Meaning(None, None)
    return meaning.vague() if word in _ROUGH and meaning.grain != "year" else meaning


def _joined(hits: list[_Hit], tags: list[str]) -> list[_Hit]:
    """Make one of two dates that belong together: "fra 1/11 til 5/11" and "mandag eller tirsdag"."""
    joined: list[_Hit] = []
    for hit in hits:
        merged = _merge(joined[-1], hit, tags) if joined else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(hit)
    return joined


def _merge(left: _Hit, right: _Hit, tags: list[str]) -> _Hit | None:
    between, a, b = tags[left.last : right.first], left.meaning, right.meaning
    if len(between) != 1 or not (a.start and a.end and b.start and b.end):
        return None
    opened = left.first > 0 and tags[left.first - 1] in {"fra", "mellem"} or tags[left.first] in {"fra", "mellem"}
    if between == ["eller"] and a.start == a.end and b.start == b.end:
        return _Hit(either(a.start, b.start), left.first, right.last)
    spans = between == ["-"] or (opened and between[0] in {"til", "og"})
    if spans and a.start < b.end:
        return _Hit(Meaning(a.start, b.end), left.first, right.last)
    return None
