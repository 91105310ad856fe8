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
    r"i stedet|"
    r"\w{3,}(?:er|ede|te) (?:jeg|vi|du|han|hun|de|i|min|mit|mine|man|det|der)|ikke)(?!\S))"
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
    "overmorgen": 2,
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


def ignored(_match: re.Match[str], _ctx: Context) -> Meaning | None:
    """ "hver mandag", "mandag til fredag", "om fredagen": a habit or opening hours, no date."""
    return IGNORED


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
    (rf"{_WD}{_DEN} {_D}(?P<rel>)(?: i (?P<same>maaneden))?(?P<ds>){_STANDS_ALONE}", day_alone),
    (rf"{_WD}{_DEN} {_D}(?:(?: i)? {_REL} Um|(?P<ds> (?:ds|dennes))(?: \.)?)", day_alone),
    (rf"{_WD}(?P<d>\d{{1,2}}\.) i {_REL} Um(?P<ds>)", day_alone),
    (rf"i {_REL} Um {_DEN} {_D}(?P<w>)(?P<ds>)", day_alone),
    (rf"(?:her )?(?P<name>{'|'.join(re.escape(name) for name in _NAMED_DAYS)}){_SHIFT}", named_day),
]
