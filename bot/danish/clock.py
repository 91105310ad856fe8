"""Find the clock times and parts of the day that a Danish text names, each with its date.

``find_times`` never guesses between morning and evening: "halv ti" gives both as alternatives, and ``within_hours``
settles it for a place that has opening hours. Times are minutes after midnight in Copenhagen (24.00 is 1440).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.danish.clock_rules import CLOCK_RULES, TimeError, Timing, settle
from bot.danish.clock_words import DAY, HOUR, Window, clock_tags
from bot.danish.date_math import Tense
from bot.danish.date_tense import tense_of
from bot.danish.dates import FoundDate, dates_in
from bot.danish.tag_line import TagLine
from bot.danish.word_lists import listed


@dataclass(frozen=True)
class FoundTime:
    """A time of day: what it means, where it stands, and the date it belongs to.

    ``begin == until`` is a point in time, else they are the ends of a window ("efter kl. 12" reaches to 24.00). Both
    are None when ``error`` says why: ``ambiguous`` (the ``alternatives`` are what it can be), ``vague``,
    ``does_not_exist`` ("kl. 25", or an hour that the change to summer time leaves out), ``twice`` (the hour that comes
    back in October) or ``outside`` (of the hours given to ``within_hours``).
    """

    begin: int | None
    until: int | None
    text: str
    span: tuple[int, int]
    day: FoundDate | None = None
    error: TimeError | None = None
    alternatives: tuple[Window, ...] = ()
    about: bool = False
    denied: bool = False


@dataclass(frozen=True)
class _Hit:
    timing: Timing
    first: int
    last: int


_COPENHAGEN = ZoneInfo("Europe/Copenhagen")
# Every phrase begins with a number or with one of these words.
_STARTERS = frozenset(
    listed(
        "kl klokken klk klokka halv kvart kvarter et en mellem fra ikke foerst efter tidligst siden foer inden senest",
        "til indtil frem op cirka omkring ved hen henad lidt naesten saadan om i hele paa ud over midt sent sen sidst",
        "tidlig tidligt tidligere senere slutningen starten begyndelsen formiddag formiddagen formiddags formiddagene",
        "fm f eftermiddag eftermiddagen eftermiddags eftermiddagene em e efm aften aftenen aftener aftenerne aftes",
        "middag morgen morges nat midnat heldag heldags naar alle uanset for saa",
    )
)
_STOPS = frozenset(listed(". ? ! ; ( )"))
_TURNS = frozenset(listed("og eller men , samt"))
_TURN_COST, _FARTHEST = 3, 9
# Between a clock time and the part of the day that settles it: "kl. 8, om aftenen", "i aften ved kl. 8".
_FILLERS = frozenset(listed(", ved paa det er her cirka omkring i morgen overmorgen den d W0 W1 W2 W3 W4 W5 W6"))
# Between "ikke" and what it denies: "ikke på mandag kl. 9".
_DATE_WORDS = frozenset(listed("paa i om den d . her nu helst til lige eller morgen"))
_NOT = frozenset(("ikke", "aldrig", "undtagen"))
_DENY_REACH = 6
_MOVES = frozenset(
    listed("flyt flytte flytter flyttet flyttes ryk rykke rykket rykkes skub skubbe skubbet udskyde aendre aendret")
)
_MOVE_REACH = 8


def find_times(text: str, today: date, tense: Tense | None = None, now: int | None = None) -> list[FoundTime]:
    """Find every clock time and part of the day in a text, in order.

    Args:
        text: what a citizen wrote, with or without æøå.
        today: the day the text was written (Copenhagen).
        tense: what an open year or weekday points to when no word of the text shows it.
        now: minutes after midnight when the text was written; without it "om en time" is vague.

    Returns:
        The times; an empty list when there are none. Dates, phone, CPR and other numbers are not times.

    """
    line = TagLine.of(text)
    days = dates_in(line, today, lambda first, last: tense_of(line.tags, first, last) or tense)
    return times_in(line, days, now)


def times_in(line: TagLine, days: Sequence[FoundDate], now: int | None = None) -> list[FoundTime]:
    """The same for a text that is cut into tokens and whose dates are found."""
    tags = clock_tags(line)
    hits = _settled(_hits(tags, now), tags)
    return [_found(hit, line, _day_of(hit, days, line.tags)) for hit in hits]


def time_value(found: FoundTime) -> dict[str, Any]:
    """A found time as plain JSON, for an entity ``tid`` (its date is an entity of its own)."""
    return {
        "begin": found.begin,
        "until": found.until,
        "about": found.about,
        "denied": found.denied,
        "error": found.error,
        "alternatives": [[window.begin, window.until] for window in found.alternatives],
        "text": found.text,
        "day": found.day.text if found.day else None,
    }


def within_hours(found: FoundTime, opens: int = 7 * HOUR, closes: int = 18 * HOUR) -> FoundTime:
    """The time as a place that is open from ``opens`` to ``closes`` must mean it.

    "kl. 3" becomes 15.00, "efter kl. 12" ends when the place closes. What lies outside altogether gets the error
    ``outside``, and what can still be two times stays ``ambiguous``.
    """
    if found.error not in {None, "ambiguous"}:
        return found
    windows = found.alternatives
    if found.begin is not None and found.until is not None:
        windows = (Window(found.begin, found.until),)
    fitting = [window for window in windows if all(opens <= end <= closes for end in _named_ends(window))]
    inside = tuple(cut for window in fitting or windows if (cut := _cut(window, opens, closes)))
    if not inside:
        return replace(found, begin=None, until=None, error="outside", alternatives=())
    return _checked(_with(found, inside))


def _named_ends(window: Window) -> tuple[int, ...]:
    """The times that the words gave: "efter kl. 12" gave only when it begins."""
    if window.until == DAY and window.begin != DAY:
        return (window.begin,)
    return (window.until,) if window.begin == 0 else (window.begin, window.until)


def _cut(window: Window, opens: int, closes: int) -> Window | None:
    begin, until = max(window.begin, opens), min(window.until, closes)
    is_point = window.begin == window.until
    return Window(begin, until) if begin < until or (is_point and begin == until) else None


def _with(found: FoundTime, windows: tuple[Window, ...]) -> FoundTime:
    if len(windows) == 1:
        return replace(found, begin=windows[0].begin, until=windows[0].until, error=None, alternatives=())
    return replace(found, begin=None, until=None, error="ambiguous", alternatives=windows)


def _checked(found: FoundTime) -> FoundTime:
    """A point in time on a known day, tried against the two nights when the clocks change."""
    day = found.day
    if found.begin is None or found.begin != found.until or day is None or day.start is None or day.start != day.end:
        return found
    error = None if day.error else clock_change(day.start, found.begin)
    return replace(found, begin=None, until=None, error=error) if error else found


def clock_change(day: date, minutes: int) -> TimeError | None:
    """Does a local time not exist on a day, or come twice?"""
    local = datetime(day.year, day.month, day.day, tzinfo=_COPENHAGEN) + timedelta(minutes=minutes)
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    if first is None or second is None or first == second:
        return None
    return "twice" if first > second else "does_not_exist"


def _hits(tags: list[str], now: int | None) -> list[_Hit]:
    text = " ".join(tags)
    offsets = [0]
    for tag in tags:
        offsets.append(offsets[-1] + len(tag) + 1)
    ends = {offset - 1: index for index, offset in enumerate(offsets) if index}
    hits: list[_Hit] = []
    position = 0
    while position < len(tags):
        moved = bool(_MOVES & set(tags[max(0, position - _MOVE_REACH) : position]))
        hit = _longest(text, offsets[position], ends, now, moved=moved) if _may_start(tags[position]) else None
        position = hit.last if hit else position + 1
        hits += [hit] if hit else []
    return hits


def _may_start(tag: str) -> bool:
    return tag in _STARTERS or (tag[0] in "NTDBQ" and tag[-1].isdigit())


def _longest(text: str, offset: int, ends: dict[int, int], now: int | None, *, moved: bool) -> _Hit | None:
    matches = [(found, handler) for pattern, handler in CLOCK_RULES if (found := pattern.match(text, offset))]
    matches.sort(key=lambda pair: -pair[0].end())
    for match, handler in matches:
        if moved and match.group().startswith("til k"):
            continue  # "flyt mødet til kl. 14" is no end of a window
        timing = handler(match, now)
        if timing is not None:
            return _Hit(timing, ends.get(offset - 1, 0), ends[match.end()])
    return None


def _settled(hits: list[_Hit], tags: list[str]) -> list[_Hit]:
    """A clock time and a part of the day beside each other are one: "kl. 8 om aftenen", "i aften kl. 8"."""
    together: list[_Hit] = []
    for hit in hits:
        merged = _merge(together[-1], hit, tags) if together else None
        if merged:
            together[-1] = merged
        else:
            together.append(hit)
    return together


def _merge(left: _Hit, right: _Hit, tags: list[str]) -> _Hit | None:
    if not set(tags[left.last : right.first]) <= _FILLERS or (left.timing.part is None) == (right.timing.part is None):
        return None
    clock, part = (right, left) if left.timing.part else (left, right)
    if clock.timing.error or part.timing.part is None:
        return None
    return _Hit(settle(clock.timing, part.timing.part), left.first, right.last)


def _day_of(hit: _Hit, days: Sequence[FoundDate], tags: list[str]) -> FoundDate | None:
    """The date that a time belongs to: the nearest in its sentence, one before it rather than one behind."""
    costs = [(_distance(hit, day.tokens, tags), place) for place, day in enumerate(days)]
    near = [(cost, place) for cost, place in costs if cost is not None]
    return days[min(near)[1]] if near else None


def _distance(hit: _Hit, tokens: tuple[int, int], tags: list[str]) -> float | None:
    behind = tokens[0] >= hit.last
    between = tags[hit.last : tokens[0]] if behind else tags[tokens[1] : hit.first]
    if between == ["."]:  # the last full stop of "d. 3.12. kl. 14"
        between = []
    if _STOPS & set(between):
        return None
    cost = len(between) + _TURN_COST * sum(tag in _TURNS for tag in between) + 0.5 * behind
    return cost if cost <= _FARTHEST else None


def _found(hit: _Hit, line: TagLine, day: FoundDate | None) -> FoundTime:
    span = line.span(hit.first, hit.last)
    first = min(hit.first, day.tokens[0]) if day else hit.first
    bare = FoundTime(
        begin=None,
        until=None,
        text=line.text[slice(*span)],
        span=span,
        day=day,
        error=hit.timing.error,
        about=hit.timing.about,
        denied=_is_denied(line.tags, first) or _is_denied(line.tags, hit.first),
    )
    return _checked(_with(bare, hit.timing.windows)) if hit.timing.windows else bare


def _is_denied(tags: list[str], first: int) -> bool:
    """ "ikke om formiddagen", "ikke på mandag kl. 9"."""
    for tag in reversed(tags[max(0, first - _DENY_REACH) : first]):
        if tag in _NOT:
            return True
        if tag not in _DATE_WORDS and not tag[-1].isdigit() and tag[0] not in "WSXM":
            return False
    return False
