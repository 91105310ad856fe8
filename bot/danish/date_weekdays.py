"""Weekdays: "på mandag", "onsdag i næste uge", "fra mandag til onsdag", and habits that are no dates."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.danish import date_math as cal
from bot.danish.date_habits import is_habit
from bot.danish.date_joins import MOVES
from bot.danish.date_math import Meaning
from bot.danish.date_rules import (
    _D,
    _DEN,
    _NTH_DAYS,
    _OFFSETS,
    _REL,
    _TO,
    _Y,
    IGNORED,
    Context,
    Handler,
    _weeks,
    ignored,
    stated_year,
)


def past_weekday(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "i mandags", "i mandags i sidste uge"."""
    weekday = int(match["w"])
    if match["rel"]:
        return _in_week(ctx, weekday, _OFFSETS[match["rel"]])
    return cal.one_day(cal.weekday_before(ctx.today, weekday))


def _in_week(ctx: Context, weekday: int, weeks: int) -> Meaning:
    return cal.one_day(cal.monday_of(ctx.today) + timedelta(weeks=weeks, days=weekday))


def weekday_in_week(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "mandag i næste uge", "i sidste uge tirsdag", "onsdag uge 49"."""
    weekday = int(match["w"])
    if match["rel"]:
        return _in_week(ctx, weekday, _OFFSETS[match["rel"]])
    number = match["wk"] or match.groupdict().get("wk2") or ""
    week = cal.week_number(int(number.strip(".")), stated_year(match, ctx.today), ctx.today, ctx.tense)
    if week.start is None:
        return Meaning(None, None, "day", week.error, tuple(day + timedelta(days=weekday) for day in week.alternatives))
    return cal.one_day(week.start + timedelta(days=weekday))


def weekdays_in_week(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "fra mandag til onsdag i næste uge"."""
    first = weekday_in_week(match, ctx)
    days = int(match["w2"]) - int(match["w"])
    if first is None or first.start is None or days <= 0:
        return first
    return Meaning(first.start, first.start + timedelta(days=days))


def weekday_weeks_away(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "fredag om otte dage", "på mandag om en uge", "mandag for to uger siden"."""
    weekday, weeks = int(match["w"]), _weeks(match)
    if match["ago"]:
        if weekday == ctx.today.weekday():  # "fredag for to uger siden" on a Friday: both ways of counting agree
            return cal.one_day(ctx.today - timedelta(weeks=weeks))
        last = cal.weekday_before(ctx.today, weekday) - timedelta(weeks=weeks)
        same_week = cal.monday_of(ctx.today) + timedelta(weeks=-weeks, days=weekday)
        return cal.either(last, same_week)
    coming = cal.weekday_after(ctx.today, weekday)
    is_today = weekday == ctx.today.weekday()
    if weeks > 1 or is_today:  # "fredag om 14 dage": counted from today or from Friday
        return cal.either(coming + timedelta(weeks=weeks - 1), coming + timedelta(weeks=weeks))
    return cal.one_day(coming + timedelta(weeks=weeks))


def weekday_alone(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "på mandag", "næste mandag", "mandag": asked back where people mean two different days by it."""
    weekday, today = int(match["w"]), ctx.today
    before, after = cal.weekday_before(today, weekday), cal.weekday_after(today, weekday)
    this_week = cal.monday_of(today) + timedelta(days=weekday)
    named = {
        "paa": (after,),
        "til": (after,),
        "kommende": (after,),
        "naeste": (after, this_week + timedelta(weeks=1)),
        "sidste": (before, this_week - timedelta(weeks=1)),
        "forrige": (before, this_week - timedelta(weeks=1)),
        "denne": (this_week,),
    }.get(match["pre"])
    if named:
        return cal.either(*named)
    if weekday == today.weekday():
        return cal.either(today, before if ctx.tense == "past" else after)
    if ctx.tense is None:
        return cal.either(before, after)
    return cal.one_day(before if ctx.tense == "past" else after)


def weekday_range(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "fra mandag til onsdag", unless it is a habit ("åbent fra mandag til fredag") or something is moved."""
    if MOVES.search(match.string[: match.start()]):
        return None
    if is_habit(match):
        return IGNORED
    first, last, today = int(match["w"]), int(match["w2"]), ctx.today
    if ctx.tense == "past":
        start = cal.weekday_before(today, first)
        start -= timedelta(weeks=cal.weekday_after(start, last) > today)
        return Meaning(start, cal.weekday_after(start, last))
    if first == today.weekday():
        return cal.either(today, cal.weekday_after(today, first))
    start = cal.weekday_after(today, first)
    return Meaning(start, cal.weekday_after(start, last))


def past_weekday_alone(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "fredags blev jeg fyret": the little "i" is left out."""
    return past_weekday(match, ctx) if ctx.tense == "past" else None


def habit_span(match: re.Match[str], _ctx: Context) -> Meaning | None:
    """ "mandag til fredag"; where something is moved "fra mandag til fredag", they are two days."""
    before = match.string[: match.start()]
    return None if before.endswith("fra ") and MOVES.search(before) else IGNORED


_AND_MORE_DAYS = r"(?: (?:,|og|eller|samt|til|-) (?:hver )?W\d)*"
_WEEK = rf"(?:(?:i )?{_REL} Uu(?P<wk>)(?P<y>)|(?:i )?Uu (?:nummer (?:\. )?)?(?P<wk2>\d{{1,2}}\.?)(?P<y2>))"

WEEKDAY_RULES: list[tuple[str, Handler]] = [
    (rf"i S(?P<w>\d)(?: i {_REL} Uu)?", past_weekday),
    (rf"(?:paa |om |den |til )?[WS](?P<w>\d)(?: \w+)? i {_REL} Uu(?P<wk>)(?P<y>)", weekday_in_week),
    (rf"(?:paa |om |den |til |i )?[WS](?P<w>\d) {_REL} Uu(?P<wk>)(?P<y>)", weekday_in_week),
    (rf"(?:paa |om |til )?W(?P<w>\d)(?= (?:(?:,|og|eller|samt) (?:paa )?W\d )+{_WEEK}(?!\S))", weekday_in_week),
    (rf"(?:fra |mellem )?W(?P<w>\d) {_TO} (?:paa )?W(?P<w2>\d) {_WEEK}", weekdays_in_week),
    (r"(?:(?<=og )|(?<=eller ))S(?P<w>\d)(?P<rel>)", past_weekday),
    (rf"(?:i )?{_REL} [UG]u(?: ,)? (?:paa |om )?W(?P<w>\d)(?P<wk>)(?P<y>)", weekday_in_week),
    (
        rf"(?:paa |om |til )?W(?P<w>\d)(?: \.)? (?:i )?(?P<rel>)Uu (?:nummer (?:\. )?)?(?P<wk>\d{{1,2}}\.?){_Y}",
        weekday_in_week,
    ),
    (rf"(?:i )?(?P<rel>)Uu (?:nummer (?:\. )?)?(?P<wk>\d{{1,2}}\.?){_Y}(?: ,)? (?:paa )?W(?P<w>\d)", weekday_in_week),
    (r"(?:paa )?W(?P<w>\d) om (?P<ago>)(?P<n>en|et|\d{1,2}) (?P<u>Uu|Ud)", weekday_weeks_away),
    (r"(?:paa )?W(?P<w>\d) (?P<ago>)(?P<n>8|14) (?P<u>Ud)", weekday_weeks_away),
    (r"(?:i |paa )?[WS](?P<w>\d) (?P<ago>for) (?P<n>en|et|\d{1,2}) (?P<u>Uu|Ud) siden", weekday_weeks_away),
    (r"(?:(?:den )?(?P<pre>paa|til|naeste|sidste|forrige|kommende|denne) (?:her )?)?W(?P<w>\d)", weekday_alone),
    (
        rf"(?:hver|hveranden|alle|enhver) (?:O\d |eneste )?{_NTH_DAYS}{_AND_MORE_DAYS}",
        ignored,
    ),
    (rf"(?:{_DEN} )?{_D}(?: W\d)? i hver Um", ignored),
    (r"om W\d(?: (?:,|og|eller|til|-) (?:om )?W\d)*", ignored),
    (r"(?:en|nogle|et par) W\d", ignored),
    (r"S(?P<w>\d)(?P<rel>)", past_weekday_alone),
    (rf"fra (?:paa )?W(?P<w>\d) {_TO} (?:paa )?W(?P<w2>\d)", weekday_range),
    (r"W\d (?:-|til) W\d", habit_span),
    (r"(?:om|hver|alle) weekend\w*|(?:i )?weekende?r\w*", ignored),
]
