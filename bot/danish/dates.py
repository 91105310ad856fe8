"""Find the dates that a Danish text names.

``find_dates`` returns days and intervals with their precision. It never guesses: a phrase that can mean two days gives
both as alternatives, a day that the calendar lacks and a rough phrase say so in ``error``.

Precision: ``start == end`` is one day, and ``grain`` says how it was stated ("om tre uger" is a day at week precision).
``start < end`` is an interval ("i sidste uge", "i november"), never a single day. With ``error="vague"`` the days given
are only the surroundings ("sidst i november", "meldte mig før den 2. november").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bot.danish.date_feasts import FEAST_RULES, FEAST_STARTERS
from bot.danish.date_joins import Hit, direction, joined
from bot.danish.date_lean import lean_of
from bot.danish.date_math import Bound, Error, Grain, Meaning, Tense
from bot.danish.date_neighbours import in_its_place, is_over
from bot.danish.date_rules import DAY_RULES, Context, Handler
from bot.danish.date_spans import SPAN_RULES
from bot.danish.date_tense import tense_of
from bot.danish.date_weekdays import WEEKDAY_RULES
from bot.danish.tag_line import TagLine, whole_words
from bot.danish.word_lists import listed

TenseAt = Callable[[int, int], "Tense | None"]


@dataclass(frozen=True)
class FoundDate:
    """A date phrase: what it means, and where it stands in the text (``span`` = start and end character).

    ``bound`` says that the day is only an end: "senest den 4." (by), "før på fredag" (before), "efter d. 30."
    (after). ``tokens`` are the first token of the phrase and the one after its last, for those who read around it.
    """

    start: date | None
    end: date | None
    grain: Grain
    text: str
    span: tuple[int, int]
    error: Error | None = None
    alternatives: tuple[date, ...] = ()
    tokens: tuple[int, int] = (0, 0)
    bound: Bound | None = None


_RULES = [
    (whole_words(pattern), handler) for pattern, handler in (*FEAST_RULES, *DAY_RULES, *WEEKDAY_RULES, *SPAN_RULES)
]
# Every phrase begins with a tag of the grammar (a number, a month, a weekday ...) or with one of these words.
_STARTERS = (
    frozenset(
        listed(
            "i d den dato dags her paa om nu fra til mellem for siden per pr dengang tilbage aaret foer efter",
            "sidste sidst naeste kommende forrige denne hver hveranden alle enhver foerst midt tidligt sent start",
            "starten begyndelsen primo slut slutningen udgangen ultimo midten medio ved hen med en et halvandet",
            "halvanden nogle faa flere mange cirka omkring godt knap knapt naesten mindst over mere maks under",
            "lidt forleden smaa snart op ikke praecis netop kun allerede maanedsskiftet maanedens aarsskiftet",
            "foraaret sommeren efteraaret vinteren julen paasken prim ult lige hen inden ugen weekend weekenden",
            "½ andet overmorgen",
        )
    )
    | FEAST_STARTERS
)
_DEADLINES = frozenset(("inden",))
_NEIGHBOURS = 3  # "siden den", and the first word of the date itself


def find_dates(text: str, today: date, tense: Tense | None = None) -> list[FoundDate]:
    """Find every date phrase of a text, in order, without overlap.

    Args:
        text: what a citizen wrote, with or without æøå.
        today: the day the text was written (Copenhagen).
        tense: what an open year or weekday points to when no word of the text shows it.

    Returns:
        The phrases; an empty list when there are none. CPR and phone numbers are not dates.

    """
    line = TagLine.of(text)
    return dates_in(line, today, lambda first, last: tense_of(line.tags, first, last) or tense)


def dates_in(line: TagLine, today: date, tense_at: TenseAt) -> list[FoundDate]:
    """The same for a text that is cut into tokens already; ``tense_at`` gives the tense around a span of tokens."""
    return [_found(hit, line) for hit in joined(_hits(line, today, tense_at), line.tags)]


def _found(hit: Hit, line: TagLine) -> FoundDate:
    span = line.span(hit.first, hit.last)
    meaning = hit.meaning
    return FoundDate(
        start=meaning.start,
        end=meaning.end,
        grain=meaning.grain,
        text=line.text[slice(*span)],
        span=span,
        error=meaning.error,
        alternatives=meaning.alternatives,
        tokens=(hit.first, hit.last),
        bound=meaning.bound,
    )


def _hits(line: TagLine, today: date, tense_at: TenseAt) -> list[Hit]:
    hits: list[Hit] = []
    position = 0

    def tense_here(first: int, last: int) -> Tense | None:
        before = hits[-1] if hits else None
        linked = _said_by_neighbour(line.tags[before.last if before else 0 : first + 1])
        if linked == "future" and is_over(line.tags, first, last):
            linked = None
        return linked or direction(before, line.tags, first, today.toordinal()) or tense_at(first, last)

    while position < len(line.tokens):
        hit = _longest(line, position, today, tense_here) if _may_start(line.tags[position]) else None
        if hit is None:
            position += 1
            continue
        position = hit.last
        if hit.meaning.start or hit.meaning.error:
            hits.append(hit)
    return hits


def _said_by_neighbour(tags: list[str]) -> Tense | None:
    """ "siden marts" looks back, "inden fredag" ahead, whatever the rest of the sentence says."""
    near = tags[-_NEIGHBOURS:]
    if "siden" in near:
        return "past"
    return "future" if _DEADLINES & set(near) else None


def _may_start(tag: str) -> bool:
    return tag in _STARTERS or tag[0].isdigit() or tag[0].isupper() or tag[-1].isdigit()


def _longest(line: TagLine, position: int, today: date, tense_at: TenseAt) -> Hit | None:
    """The longest phrase that begins at a token and means something."""
    offset = line.offsets[position]
    matches = [(found, handler) for pattern, handler in _RULES if (found := pattern.match(line.line, offset))]
    matches.sort(key=lambda pair: -pair[0].end())
    for match, handler in matches:
        last = line.end_token(match.end())
        ends_sentence = line.tags[last - 1] == "." and line.tags[last - 2].startswith("M")  # "1. september. Skal ..."
        context = Context(today, partial(tense_at, position, last - ends_sentence), line.tokens[position:last])
        meaning = _read(match, handler, context, line)
        if meaning is not None:
            return in_its_place(Hit(meaning, position, last), line.tags, today)
    return None


def _read(match: re.Match[str], handler: Handler, context: Context, line: TagLine) -> Meaning | None:
    """What a phrase means; where it can be two days and no verb says which, the plainer words around it may."""
    meaning = handler(match, context)
    if meaning is None or meaning.error != "ambiguous" or context.tense is not None:
        return meaning
    lean = lean_of(line.tags, line.start_token(match.start()), line.end_token(match.end()))
    leaning = handler(match, replace(context, read_tense=lambda: lean)) if lean else None
    return leaning if leaning and not leaning.error else meaning
