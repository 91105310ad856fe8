"""What a citizen wishes of a talk: "helst torsdag formiddag, telefon", "en dag i næste uge efter kl. 13".

``read_wish`` stands on the date and clock grammar and adds what only wishes have: weekdays that come again, days that
will not do, forms of talk, and "så tidligt som muligt". What it cannot read it leaves out; it never guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

from bot.danish.clock import FoundTime, times_in, within_hours
from bot.danish.clock_words import HOUR, PARTS
from bot.danish.date_math import Bound
from bot.danish.dates import FoundDate, dates_in
from bot.danish.normalise import words
from bot.danish.tag_line import TagLine
from bot.danish.wish_words import (
    ASKING,
    BUSY,
    CARRIERS,
    DENIED_DATE,
    FORMS,
    HALVES,
    JOINED,
    NOT,
    ORDERS,
    PICKS,
    WEEKDAY_TAGS,
    around_christmas,
    weekday_of,
)

Order = Literal["soonest", "latest", "any", "more"]

OPENS, CLOSES = 7 * HOUR, 18 * HOUR
_SCHOOL_WEEK = frozenset(range(5))
_PARTS = ("morgen", "formiddag", "eftermiddag")
_HOUR_ALONE = re.compile(
    r"\b(efter|fra|før|foer|inden|tidligst|senest) "
    r"(?=\d{1,2}(?![\d/-]|[.:]?\d|\. ?\w|\s*(?:dag|uge|måned|maaned|år|aar)))",
    re.IGNORECASE,
)
_REACH, _REACH_BEHIND = 10, 6
_STRANGE = 1
_NEAR = timedelta(days=7)
_FROM = frozenset(("fra", "tidligst", "siden"))
_BOUNDS: dict[str, Bound] = {"inden": "before", "foer": "before", "efter": "after", "senest": "by"}


@dataclass(frozen=True)
class TimeWish:
    """A wish for a time. Empty fields wish nothing.

    ``days`` and ``not_days`` are weekdays (Monday is 0), ``from_day`` to ``to_day`` the dates that will do (both
    included), ``begin`` to ``until`` when the talk may begin (minutes after midnight in Copenhagen; ``until`` itself
    is too late), ``part`` the part of the day if one was named. ``order``: ``soonest``, ``latest``, ``any`` (forget
    what was wished before) or ``more`` (other times than those shown). ``pick`` is the place of one that was shown.
    """

    days: frozenset[int] = frozenset()
    not_days: frozenset[int] = frozenset()
    from_day: date | None = None
    to_day: date | None = None
    begin: int | None = None
    until: int | None = None
    part: str | None = None
    form: str | None = None
    not_forms: frozenset[str] = frozenset()
    order: Order | None = None
    pick: int | None = None

    def value(self) -> dict[str, Any]:
        """The wish as plain JSON, for an entity ``oenske``; what is not wished is left out."""
        raw: dict[str, Any] = {
            "days": sorted(self.days),
            "not_days": sorted(self.not_days),
            "from_day": self.from_day.isoformat() if self.from_day else None,
            "to_day": self.to_day.isoformat() if self.to_day else None,
            "begin": self.begin,
            "until": self.until,
            "part": self.part,
            "form": self.form,
            "not_forms": sorted(self.not_forms),
            "order": self.order,
            "pick": self.pick,
        }
        return {key: value for key, value in raw.items() if value not in (None, [])}


@dataclass
class _Draft:
    days: set[int] = field(default_factory=set)
    not_days: set[int] = field(default_factory=set)
    spans: list[tuple[date, date]] = field(default_factory=list)
    dated: set[int] = field(default_factory=set)
    from_day: date | None = None
    to_day: date | None = None


def read_wish(text: str, today: date) -> TimeWish | None:
    """The wish of a text; None when it says nothing of days, hours, forms or order.

    Args:
        text: what a citizen wrote, with or without æøå.
        today: the day the text was written (Copenhagen).

    """
    line = TagLine.of(JOINED.sub(r"\1 \2", _HOUR_ALONE.sub(r"\1 kl. ", text)))
    days = dates_in(line, today, lambda _first, _last: "future")
    timed = _with_days(line, days, today)
    if timed.from_day is None and (closed := _closed_until(text, today)):
        timed = replace(timed, from_day=closed + timedelta(days=1))
    if not BUSY.intersection(line.tags):  # "jeg skal hente børn kl. 15": an hour that is taken, not wished
        timed = _with_times(timed, times_in(line, days))
    forms, not_forms = _forms(line)
    said = " ".join(words(text))
    wish = replace(timed, form=forms[0] if len(forms) == 1 else None, not_forms=frozenset(not_forms))
    order = _order(said)
    if wish == TimeWish() or order in ("soonest", "latest"):
        wish = replace(wish, order=order, pick=_pick(said))
    return wish if wish != TimeWish() else None


def speaks_of_times(text: str, today: date) -> bool:
    """Whether a message, written while times are shown, is about which time: a wish and hardly anything else."""
    if read_wish(text, today) is None:
        return False
    line = TagLine.of(text)
    if ASKING.search(line.line):
        return False
    taken = {index for found in dates_in(line, today, lambda _f, _l: "future") for index in range(*found.tokens)}
    rest = [tag for index, tag in enumerate(line.tags) if index not in taken]
    said = [tag for tag in rest if tag.isalpha() and tag not in CARRIERS and not WEEKDAY_TAGS.fullmatch(tag)]
    return len([tag for tag in said if not any(pattern.search(tag) for _form, pattern in FORMS)]) <= _STRANGE


def _closed_until(text: str, today: date) -> date | None:
    """The last day of a near date that will not do: "ikke i næste uge". The date grammar skips what is denied."""
    for match in DENIED_DATE.finditer(text):
        found = dates_in(TagLine.of(match["date"]), today, lambda _first, _last: "future")
        if found and found[0].tokens[0] == 0 and found[0].start and found[0].end and found[0].start <= today + _NEAR:
            return found[0].end
    return None


def _with_days(line: TagLine, found: Sequence[FoundDate], today: date) -> TimeWish:
    draft = _Draft()
    taken: set[int] = set()
    for one in found:
        bound = one.bound or _BOUNDS.get(line.tags[one.tokens[0] - 1] if one.tokens[0] else "")
        if _only_weekdays(line.tags[slice(*one.tokens)]) and bound is None:
            continue
        taken |= set(range(*one.tokens))
        _take_date(draft, one, bound, line.tags, today)
    _take_weekdays(draft, line, taken)
    for pattern, names in HALVES:
        draft.days |= names if pattern.search(line.line) else set()
    first, last = around_christmas(line.line, today)
    draft.from_day, draft.to_day = draft.from_day or first, draft.to_day or last
    if draft.spans:
        draft.from_day = max(filter(None, (draft.from_day, min(first for first, _ in draft.spans))))
        draft.to_day = min(filter(None, (draft.to_day, max(last for _, last in draft.spans))))
        # "mandag eller onsdag i næste uge": between the two lies a Tuesday that was not wished.
        draft.days |= draft.dated if len(draft.dated) > 1 else set()
    if draft.not_days and not draft.days:
        draft.days = set(_SCHOOL_WEEK - draft.not_days)
    return TimeWish(
        days=frozenset(draft.days - draft.not_days),
        not_days=frozenset(draft.not_days),
        from_day=draft.from_day,
        to_day=draft.to_day,
    )


def _take_date(draft: _Draft, one: FoundDate, bound: Bound | None, tags: list[str], today: date) -> None:
    first, last = _ends(one, today)
    if first is None or last is None:
        return
    if bound == "after":
        draft.from_day = last + timedelta(days=1)
    elif bound == "before":
        draft.to_day = (first if first > today else last) - timedelta(days=1)
    elif bound == "by":
        draft.to_day = last
    elif _denied(tags, *one.tokens):
        # Days far ahead that will not do leave the days before them free: then there is nothing to tell.
        draft.from_day = last + timedelta(days=1) if first <= today + _NEAR else draft.from_day
    elif tags[one.tokens[0]] in _FROM or tags[max(0, one.tokens[0] - 1)] in _FROM:
        draft.from_day = first
    else:
        draft.spans.append((first, last))
        several = [day for day in one.alternatives if day >= today]
        draft.dated |= {day.weekday() for day in several} if several else {first.weekday()} if first == last else set()


def _ends(one: FoundDate, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of a date; a week for what is only known by its week, the days of an either-or."""
    several = [day for day in one.alternatives if day >= today]
    if several:
        return min(several), max(several)
    if one.grain == "week" and one.start is not None and one.start == one.end:
        monday = one.start - timedelta(days=one.start.weekday())
        return monday, monday + timedelta(days=6)
    return one.start, one.end


def _only_weekdays(tags: Iterable[str]) -> bool:
    return all(WEEKDAY_TAGS.fullmatch(tag) for tag in tags)


def _take_weekdays(draft: _Draft, line: TagLine, taken: set[int]) -> None:
    """Weekdays outside of dates: "torsdage", "om fredagen", "man-ons", "ikke mandag og tirsdag"."""
    places = [
        (index, day)
        for index, token in enumerate(line.tokens)
        if index not in taken and (day := weekday_of(token.tag, line.text[token.start : token.end])) is not None
    ]
    previous: tuple[int, int] | None = None
    for index, day in places:
        through = previous is not None and line.tags[previous[0] + 1 : index] in (["til"], ["-"], ["til", "og", "med"])
        reached = set(range(previous[1], day + 1)) if through and previous is not None and previous[1] < day else {day}
        (draft.not_days if _denied(line.tags, index, index + 1) else draft.days).update(reached)
        previous = (index, day)


def _with_times(wish: TimeWish, found: Sequence[FoundTime]) -> TimeWish:
    windows = []
    for one in found:
        part = next((name for name in _PARTS if _is_part(one, name)), None)
        settled = within_hours(one, OPENS, CLOSES)
        if settled.begin is None or settled.until is None:
            continue
        begin, until = settled.begin, settled.until
        if one.denied:
            begin, until = (until, CLOSES) if begin <= 9 * HOUR else (OPENS, begin)
            part = None
        elif begin == until:
            begin, until = (begin - HOUR // 2, begin + HOUR) if one.about else (begin, begin + HOUR)
        windows.append((begin, until, part))
    if not windows:
        return wish
    begin, until = min(window[0] for window in windows), max(window[1] for window in windows)
    if (begin, until) == (OPENS, CLOSES):
        return wish
    parts = {window[2] for window in windows}
    return replace(wish, begin=begin, until=until, part=parts.pop() if len(parts) == 1 else None)


def _is_part(one: FoundTime, name: str) -> bool:
    return (one.begin, one.until) == (PARTS[name][0].begin, PARTS[name][0].until)


def _forms(line: TagLine) -> tuple[list[str], list[str]]:
    forms: dict[str, None] = {}
    denied: dict[str, None] = {}
    for form, pattern in FORMS:
        for match in pattern.finditer(line.line):
            first = line.line.count(" ", 0, match.start())
            (denied if _denied(line.tags, first, first + 1) else forms)[form] = None
    return [form for form in forms if form not in denied], list(denied)


def _order(said: str) -> Order | None:
    return next((order for order, pattern in ORDERS if pattern.search(said)), None)


def _pick(said: str) -> int | None:
    return next((place for place, pattern in PICKS if pattern.fullmatch(said)), None)


def _denied(tags: list[str], first: int, last: int) -> bool:
    """ "ikke om fredagen", "undtagen mandag og tirsdag", and behind: "fredag kan jeg ikke", "mandag dur ikke"."""
    behind = " ".join(tags[last : last + _REACH_BEHIND])
    if NOT.behind.match(behind):
        return True
    if NOT.welcome.match(behind):
        return False
    for tag in reversed(tags[max(0, first - _REACH) : first]):
        if tag in NOT.words:
            return True
        if tag not in NOT.between and not WEEKDAY_TAGS.fullmatch(tag):
            return False
    return False
