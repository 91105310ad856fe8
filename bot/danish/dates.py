"""Find the dates that a Danish text names.

``find_dates`` returns days and intervals with their precision. It never guesses: a phrase that can mean two days gives
both as alternatives, a day that the calendar lacks and a rough phrase say so in ``error``.

Precision: ``start == end`` is one day, and ``grain`` says how it was stated ("om tre uger" is a day at week precision).
``start < end`` is an interval ("i sidste uge", "i november"), never a single day. With ``error="vague"`` the days given
are only the surroundings ("sidst i november", "før den 2. november").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.danish.date_feasts import FEAST_RULES, FEAST_STARTERS
from bot.danish.date_joins import Hit, counted_from, direction, joined
from bot.danish.date_math import Error, Grain, Meaning, Tense
from bot.danish.date_rules import DAY_RULES, Context
from bot.danish.date_spans import SPAN_RULES
from bot.danish.date_tense import tense_of
from bot.danish.tag_line import TagLine, whole_words
from bot.danish.word_lists import listed

TenseAt = Callable[[int, int], "Tense | None"]


@dataclass(frozen=True)
class FoundDate:
    """A date phrase: what it means, and where it stands in the text (``span`` = start and end character).

    ``tokens`` are the first token of the phrase and the one after its last, for readers of the words around it.
    """

    start: date | None
    end: date | None
    grain: Grain
    text: str
    span: tuple[int, int]
    error: Error | None = None
    alternatives: tuple[date, ...] = ()
    tokens: tuple[int, int] = (0, 0)


_RULES = [(whole_words(pattern), handler) for pattern, handler in (*FEAST_RULES, *DAY_RULES, *SPAN_RULES)]
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
            "½ andet",
        )
    )
    | FEAST_STARTERS
)
_ROUGH = frozenset(("foer", "efter", "inden", "senest", "indtil", "omkring", "cirka", "naesten"))
_DEADLINES = frozenset(("inden",))
_NEIGHBOURS = 3  # "siden den", and the first word of the date itself
_ROUGH_AFTER = (["cirka"], ["deromkring"], ["eller", "deromkring"], ["eller", "saa"], ["eller", "noget"])


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
    )


def _hits(line: TagLine, today: date, tense_at: TenseAt) -> list[Hit]:
    hits: list[Hit] = []
    position = 0

    def tense_here(first: int, last: int) -> Tense | None:
        before = hits[-1] if hits else None
        linked = _said_by_neighbour(line.tags[before.last if before else 0 : first + 1])
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
        meaning = handler(match, context)
        if meaning is not None:
            return _in_its_place(Hit(meaning, position, last), line.tags)
    return None


def _in_its_place(hit: Hit, tags: list[str]) -> Hit:
    """The meaning with its neighbours read: "ikke" takes it away, "før" and "eller deromkring" make it rough."""
    before, after, meaning = tags[: hit.first], tags[hit.last : hit.last + 2], hit.meaning
    counted = counted_from(hit, meaning, tags)
    if counted:
        return counted
    if after[:1] in _ROUGH_AFTER or after in _ROUGH_AFTER or _another_number(after):
        meaning = meaning.vague()
    word = before[-2] if before[-1:] == ["."] and len(before) > 1 else (before or [""])[-1]
    if word == "ikke" and before[-3:-1] not in (["var", "det"], ["er", "det"]):
        return Hit(Meaning(None, None), hit.first, hit.last)
    if word in _ROUGH and meaning.grain != "year":
        meaning = meaning.vague()
    return Hit(meaning, hit.first, hit.last)


def _another_number(after: list[str]) -> bool:
    """ "om en uge til tre"."""
    return after[:1] in (["til"], ["eller"]) and after[1:] != [] and after[1].isdigit()
