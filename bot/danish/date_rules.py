"""The grammar: patterns over tags, and what each pattern means.

A pattern is a regular expression over the tags of ``date_words`` joined by blanks; its handler gets the match and the
context and returns a ``Meaning``, ``IGNORED`` (it looks like a date and is none) or None (another pattern may fit).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.danish import date_math as cal
from bot.danish.date_math import Meaning, Tense
from bot.danish.date_tokens import Token


@dataclass(frozen=True)
class Context:
    """Today, the tense that the sentence points to, and the tokens that were matched."""

    today: date
    read_tense: Callable[[], Tense | None]
    tokens: Sequence[Token]

    @property
    def tense(self) -> Tense | None:
        """Where the sentence points; read only when a phrase leaves something open."""
        return self.read_tense()


Handler = Callable[["re.Match[str]", Context], "Meaning | None"]
IGNORED = Meaning(None, None)

_DEN = r"(?:den|d|dato)(?: \.)?"
_D = r"(?P<d>\d{1,2}\.?|O\d{1,2})"
_MO = r"(?P<m>[Mmj]\d+)(?: \.)?"
_LONE_MO = r"(?P<m>[Mm]\d+)"
# "3. dec. 26": two digits are a year only where the phrase ends with them.
_YEAR_ENDS = r"(?=$| [^\w\s]| (?:kl|klokken|og|til|om|jeg|som|med|hos|paa|i|men|hvis|saa)(?!\S))"
_Y = (
    rf"(?:(?: i| ,| -| aar| Ua)? Y(?P<y>\d{{4}})|(?: ')? (?P<yy>2\d|3[2-9])\.?{_YEAR_ENDS}|"
    r" (?:i )?(?P<yrel>sidste|forrige|naeste|kommende|denne) Ua|"
    r"(?P<ythis> (?:i|dette) Ua| d \. aa \.)|(?P<ylast> i fjor))?"
)
_WD = r"(?:(?:nu )?(?:paa |i |om )?(?:naeste |sidste |kommende |denne )?[WS](?P<w>\d)(?: \.| ,)? )?"
_REL = r"(?P<rel>naeste|kommende|sidste|forrige|denne|denne her|den her)"
_CENTURY = 2000
_OFFSETS = {"naeste": 1, "kommende": 1, "sidste": -1, "forrige": -1, "denne": 0, "denne her": 0, "den her": 0}
_TO = r"(?:-|til|til og med|tom|t \. o \. m \.)"
_SOME_MONTH = rf"(?:{_LONE_MO}{_Y}|maaneden|{_REL} Um)"
# After "den 2." only these say that no noun follows ("den 2. samtale" is not a day).
_STANDS_ALONE = (
    r"(?=$| [^\w\s]| (?:og|men|saa|fordi|hvornaar|hvad|hvor|hvis|der|da|at|kl|klokken|jeg|skal|har|er|kan|vil|maa|som|"
    r"til|hos|paa|med|om|mellem|efter|foer|formiddag|eftermiddag|morgen|aften|ledig|hvordan|eller|blev|tror|vistnok|starter|begynder|meldte|jo|for|ja|nej|tak|"
    r"i stedet|ikke)(?!\S))"
)


def _number(tag: str) -> int:
    return int(tag.strip("OMmj."))


def stated_year(match: re.Match[str], today: date) -> int | None:
    """The year a phrase names ("2025", "sidste år", "i år"), or None."""
    named = match.groupdict()
    if named.get("y"):
        return int(named["y"])
    if named.get("yy"):
        return _CENTURY + int(named["yy"])
    if named.get("yrel"):
        return today.year + _OFFSETS[named["yrel"]]
    if named.get("ylast"):
        return today.year - 1
    return today.year if named.get("ythis") else None


def absolute(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "den 2. november", "mandag d. 2. nov. 2026", "den anden november"."""
    day = match["d"] or match.groupdict().get("d0") or ""
    return _day_and_month(_number(day), _number(match["m"]), stated_year(match, ctx.today), match["w"], ctx)


def number_month(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "den 1. i 12.", "første i tolvte", "1 12 2026"."""
    return _day_and_month(_number(match["d"]), _number(match["mo"]), stated_year(match, ctx.today), match["w"], ctx)


def numeric(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "2/11", "2.11.2026", "2026-11-02", "mandag 2/11"."""
    token = next(token for token in ctx.tokens if token.numbers)
    day, month, year = token.numbers or (0, 0, None)
    meaning = _day_and_month(day, month, year or stated_year(match, ctx.today), match["w"], ctx)
    bare_span = token.tag == "Xr" and ctx.tokens[0] is token
    return None if bare_span and meaning.error == "does_not_exist" else meaning


def _day_and_month(day: int, month: int, year: int | None, weekday: str | None, ctx: Context) -> Meaning:
    if year is not None:
        found = cal.safe_date(year, month, day)
        meaning = cal.one_day(found) if found else cal.NO_SUCH_DATE
        return cal.with_weekday(meaning, [], int(weekday)) if weekday else meaning
    meaning = cal.day_in_some_year(month, day, ctx.today, ctx.tense)
    if not weekday:
        return meaning
    around = [cal.safe_date(ctx.today.year + shift, month, day) for shift in (-1, 0, 1)]
    return cal.with_weekday(meaning, [found for found in around if found], int(weekday))


def day_span(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "2.-5. november", "fra den 2. til den 5. november", "mellem 2. og 5. november"."""
    span = next((token.numbers for token in ctx.tokens if token.numbers), None)
    first, last = span[:2] if span else (_number(match["d1"]), _number(match["d"]))
    start = _day_and_month(first, _number(match["m"]), stated_year(match, ctx.today), None, ctx)
    if start.start is None:
        return start
    end = cal.safe_date(start.start.year, start.start.month, last)
    return Meaning(start.start, end) if end and end > start.start else cal.NO_SUCH_DATE


def day_alone(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "den 2.", "mandag den 2.", "den 2. i denne måned", "den femtende"."""
    if match["d"].startswith("O") and _number(match["d"]) < 3 and not (match["rel"] or match["w"]):  # noqa: PLR2004  # "first" and "second" are words too
        return None  # "den første", "den anden" are rarely days
    day = _number(match["d"])
    if match["rel"] or match["ds"]:
        month = cal.add_months(ctx.today.replace(day=1), _OFFSETS[match["rel"] or "denne"])
        found = cal.safe_date(month.year, month.month, day)
        return cal.one_day(found) if found else cal.NO_SUCH_DATE
    meaning = cal.day_in_some_month(day, ctx.today, ctx.tense)
    if not match["w"]:
        return meaning
    shifted = [cal.add_months(ctx.today.replace(day=1), shift) for shift in (-1, 0, 1)]
    around = [found for month in shifted if (found := cal.safe_date(month.year, month.month, day))]
    return cal.with_weekday(meaning, around, int(match["w"]))


_NAMED_DAYS = {
    "i forgaars": -2,
    "i gaar": -1,
    "i aftes": -1,
    "i Udag": 0,
    "i morges": 0,
    "i formiddags": 0,
    "i eftermiddag": 0,
    "i eftermiddags": 0,
    "i aften": 0,
    "dags dato": 0,
    "d . d .": 0,
    "i morgen": 1,
    "i overmorgen": 2,
}


def named_day(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "i dag", "i forgårs", "i morgen om en uge"."""
    day = ctx.today + timedelta(days=_NAMED_DAYS[match["name"]])
    weeks = timedelta(weeks=_weeks(match))
    return cal.one_day(day - weeks if match["ago"] else day + weeks)


def _weeks(match: re.Match[str]) -> int:
    """Whole weeks added by "... om en uge", "... om 14 dage", "... otte dage" (Danish for a week)."""
    if not match["n"]:
        return 0
    number = 1 if match["n"] in {"en", "et"} else int(match["n"])
    return number if match["u"] == "Uu" else number // 7


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
    if weeks > 1:  # "fredag om 14 dage": counted from today or from Friday
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


def ignored(_match: re.Match[str], _ctx: Context) -> Meaning | None:
    """ "hver mandag", "mandag til fredag", "om fredagen": a habit or opening hours, no date."""
    return IGNORED


_WEEK = rf"(?:(?:i )?{_REL} Uu(?P<wk>)(?P<y>)|(?:i )?Uu (?:nummer (?:\. )?)?(?P<wk2>\d{{1,2}}\.?)(?P<y2>))"
_SHIFT = r"(?: (?:om |(?P<ago>for )|(?=(?:8|14) Ud))(?P<n>en|et|\d{1,2}) (?P<u>Uu|Ud)(?(ago) siden))?"
_NTH_DAYS = r"(?:[WS]\d|\d{1,2}\.? Udag|Udag|Uu|Um|Ua|[Mm]\d+)"

DAY_RULES: list[tuple[str, Handler]] = [
    (rf"{_WD}(?:{_DEN} )?{_D} (?:\. )?{_MO}{_Y}", absolute),
    (rf"{_WD}(?:{_DEN} {_D}|(?P<d0>\d{{1,2}}\.|O\d{{1,2}})) i {_MO}{_Y}", absolute),  # not "fylder 25 i marts"
    (rf"{_WD}(?:{_DEN} )?X{_Y}", numeric),
    (rf"{_WD}{_DEN} Xr{_Y}", numeric),
    (rf"{_WD}Xr{_Y}{_STANDS_ALONE}", numeric),  # not "10-12 ansøgninger"
    (rf"{_WD}{_DEN} {_D} i (?P<mo>\d{{1,2}}\.?|O\d{{1,2}}){_Y}(?! U)", number_month),
    (rf"{_WD}(?P<d>O\d{{1,2}}) i (?P<mo>O\d{{1,2}}){_Y}", number_month),
    (rf"{_WD}(?P<d>O\d{{1,2}}) (?P<mo>O(?:[4-9]|1[0-2])){_Y}", number_month),
    (rf"{_WD}{_DEN} (?P<d>O\d{{1,2}}) (?P<mo>O(?:[1-9]|1[0-2])){_Y}", number_month),
    (rf"{_WD}(?:{_DEN} )?(?P<d>\d{{1,2}}\.) (?P<mo>\d{{1,2}}\.){_Y}(?! (?:og|eller|\d|W))", number_month),
    (rf"(?P<w>)(?:i )?{_LONE_MO}(?: ,)? {_DEN} {_D}{_Y}", absolute),
    (rf"(?P<w>)(?:i )?{_LONE_MO} (?P<d>1?\d\.?){_Y}{_STANDS_ALONE}", absolute),
    (rf"{_WD}(?:{_DEN} )?{_D}(?= (?:(?:,|og|eller) (?:{_DEN} )?\d{{1,2}}\.? )+{_MO}{_Y}(?!\S))", absolute),
    (rf"{_WD}(?:{_DEN} )?(?P<d>\d{{1,2}}\.?) (?P<mo>\d{{1,2}}\.?) Y(?P<y>\d{{4}})", number_month),
    (rf"(?:fra |mellem )?(?:{_DEN} )?(?P<d1>\d{{1,2}}\.?) {_TO} (?:{_DEN} )?{_D} {_MO}{_Y}", day_span),
    (rf"mellem (?:{_DEN} )?(?P<d1>\d{{1,2}}\.?) og (?:{_DEN} )?{_D} {_MO}{_Y}", day_span),
    (rf"(?:fra )?(?:{_DEN} )?Xr(?: \.)? (?P<d1>)(?P<d>){_MO}{_Y}", day_span),
    (
        rf"{_WD}{_DEN} {_D}(?:(?: i)? {_REL} Um| i (?P<same>maaneden)|(?P<ds> (?:ds|dennes))(?: \.)?)?{_STANDS_ALONE}",
        day_alone,
    ),
    (rf"i {_REL} Um {_DEN} {_D}(?P<w>)(?P<ds>)", day_alone),
    (rf"(?:her )?(?P<name>{'|'.join(re.escape(name) for name in _NAMED_DAYS)}){_SHIFT}", named_day),
    (rf"i S(?P<w>\d)(?: i {_REL} Uu)?", past_weekday),
    (rf"(?:paa |om |den |til )?[WS](?P<w>\d)(?: \w+)? i {_REL} Uu(?P<wk>)(?P<y>)", weekday_in_week),
    (rf"(?:paa |om |den |til )?W(?P<w>\d) {_REL} Uu(?P<wk>)(?P<y>)", weekday_in_week),
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
    (rf"(?:hver|hveranden|alle|enhver) (?:O\d |eneste )?{_NTH_DAYS}", ignored),
    (rf"(?:{_DEN} )?{_D}(?: W\d)? i hver Um", ignored),
    (r"om W\d(?: (?:,|og|eller|til|-) (?:om )?W\d)*", ignored),
    (r"(?:en|nogle|et par) W\d", ignored),
    (r"(?:fra )?W\d (?:-|til) W\d", ignored),
]
