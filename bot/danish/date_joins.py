"""Dates that belong together: "fra 1/11 til 5/11", "mandag eller tirsdag", "to uger efter den 1. december"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.danish import date_math as cal
from bot.danish.date_math import Meaning, Tense, either
from bot.danish.tag_line import whole_words


@dataclass(frozen=True)
class Hit:
    """A date phrase found: what it means, its first token and the one after its last."""

    meaning: Meaning
    first: int
    last: int


_OPENERS = frozenset(("fra", "mellem"))
_UNTIL = frozenset(("-", "til", "til og med", "tom", "t . o . m .", "frem til"))
# "flyttet fra mandag til torsdag" tells of two days, not of the days between them.
MOVES = whole_words(r"(?:flyt|ryk|skub|udsky|udskud|aendr|skift|bytt)\w*")
_LINKS = frozenset(("og", "eller", ",", "samt", "-", "men"))
_REACH = 6
_YEAR_NAMED = re.compile(r"Y\d{4}")
_LONE_WEEKDAY = re.compile(r"(?:til |paa |til paa )?W\d")
_DISTANCE = whole_words(
    r"(?<!i )(?:(?P<n>\d{1,2}|en|et) (?P<u>Udag|Ud|Uu|Um|Ua)|(?P<day>dagen|Udag)|(?P<week>ugen)|W(?P<w>\d)) "
    r"(?P<way>foer|efter|fra)$"
)
_COUNTED_FROM = re.compile(r"(?:i |paa |nu )")


def direction(before: Hit | None, tags: Sequence[str], first: int, today_ordinal: int) -> Tense | None:
    """Where a date points that only continues another one: "på mandag og onsdag", "i går eller tirsdag"."""
    if before is None or before.meaning.start is None or " ".join(tags[before.last : first]) not in _LINKS:
        return None
    return "future" if before.meaning.start.toordinal() > today_ordinal else "past"


def counted_from(hit: Hit, meaning: Meaning, tags: Sequence[str]) -> Hit | None:
    """The day some days, weeks or months before or after a date: "dagen efter 1. maj", "en uge fra i dag"."""
    if meaning.start is None or meaning.start != meaning.end or meaning.error:
        return None
    match = _DISTANCE.search(" ".join(tags[max(0, hit.first - 4) : hit.first]))
    if match is None or (match["week"] and match["way"] != "fra"):
        return None
    phrase = " ".join(tags[hit.first : hit.last])
    if match["way"] == "fra" and not _COUNTED_FROM.match(phrase):
        return None  # "to uger fra den 1. december" is how long something lasts
    if match["w"]:
        if match["way"] == "fra":
            return None
        found = cal.weekday_before if match["way"] == "foer" else cal.weekday_after
        return Hit(cal.one_day(found(meaning.start, int(match["w"]))), hit.first - 2, hit.last)
    number = 1 if match["day"] or match["n"] in {"en", "et"} else int(match["n"])
    number = -number if match["way"] == "foer" else number
    if match["u"] in {"Um", "Ua"}:
        day = cal.add_months(meaning.start, number * (12 if match["u"] == "Ua" else 1))
    else:
        day = meaning.start + timedelta(days=number * (7 if match["u"] == "Uu" else 1))
    return Hit(cal.one_day(day), hit.first - len(match.group().split()), hit.last)


def joined(hits: list[Hit], tags: Sequence[str]) -> list[Hit]:
    """Make one of two dates that belong together."""
    together: list[Hit] = []
    for hit in hits:
        merged = _merge(together[-1], hit, tags) if together else None
        if merged:
            together[-1] = merged
        else:
            together.append(hit)
    return together


def _between(left: Hit, right: Hit, tags: Sequence[str]) -> str:
    """The words that join two dates; a right one may have begun with its "til"."""
    words = [*tags[left.last : right.first], *tags[right.first : right.first + 1][: tags[right.first] == "til"]]
    return " ".join(word for place, word in enumerate(words) if not (place == 0 and word == "." and len(words) > 1))


def _merge(left: Hit, right: Hit, tags: Sequence[str]) -> Hit | None:
    between, a, b = _between(left, right, tags), left.meaning, right.meaning
    if not (a.start and a.end and b.start and b.end) or a.error or b.error or a.bound or b.bound:
        return None
    if between == "eller" and a.start == a.end and b.start == b.end:
        return Hit(either(a.start, b.start), left.first, right.last)
    opened = tags[left.first] in _OPENERS or (left.first > 0 and tags[left.first - 1] in _OPENERS)
    if between not in _UNTIL and not (opened and between == "og"):
        return None
    if MOVES.search(" ".join(tags[max(0, left.first - _REACH) : left.first])) or a.grain == "year":
        return None
    later = _later(b, a, " ".join(tags[right.first : right.last]))
    return Hit(Meaning(a.start, later, b.grain), left.first, right.last) if later else None


def _later(end: Meaning, start: Meaning, phrase: str) -> date | None:
    """The end of a span: in the next year or week when it would lie before the start and leaves that open."""
    if end.end is None or start.start is None or end.end > start.start:
        return end.end
    if _LONE_WEEKDAY.fullmatch(phrase):
        return cal.weekday_after(start.start, end.end.weekday())
    if _YEAR_NAMED.search(phrase) or end.grain not in {"day", "month"}:
        return None
    later = cal.add_months(end.end, 12)
    return later if later > start.start else None
