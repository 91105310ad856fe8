"""The grammar's second half: weeks, months, years, distances in time and words that only hint at a time."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.danish import date_math as cal
from bot.danish.date_math import Grain, Meaning
from bot.danish.date_rules import _D, _LONE_MO, _OFFSETS, _REL, _SOME_MONTH, _Y, Context, Handler, _number, stated_year

_GRAINS: dict[str, Grain] = {"Udag": "day", "Ud": "day", "Uu": "week", "Um": "month", "Ua": "year"}
_YEAR_MONTHS = 12
_DANISH_WEEK = 8  # "otte dage" is an old word for a week


def week(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "i sidste uge", "uge 49", "uge 2 i 2027"."""
    if match["rel"]:
        return cal.week_span(cal.monday_of(ctx.today) + timedelta(weeks=_OFFSETS[match["rel"]]))
    return cal.week_number(int(match["wk"].strip(".")), stated_year(match, ctx.today), ctx.today, ctx.tense)


def month(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "i november", "november 2025", "i sidste måned", "sidste november"."""
    named_year = stated_year(match, ctx.today)
    if match["m"] and named_year:
        return cal.month_span(named_year, _number(match["m"]))
    if match["m"]:
        tense = {"sidste": "past", "forrige": "past", "naeste": "future", "kommende": "future"}.get(match["rel"] or "")
        return cal.month_in_some_year(_number(match["m"]), ctx.today, tense or ctx.tense)  # type: ignore[arg-type]  # only the two names of a tense are in the table
    first = cal.add_months(ctx.today.replace(day=1), _OFFSETS[match["rel"]])
    return cal.month_span(first.year, first.month)


_PARTS = {
    (1, 10): "foerst O1 tidligt start starten begyndelsen primo",
    (11, 20): "midt midten medio",
    (21, 31): "sidst sent slut slutningen udgangen ultimo",
}
_PART_OF = {word: days for days, words in _PARTS.items() for word in words.split()}


def _named_month(match: re.Match[str], ctx: Context) -> Meaning | None:
    """The month a phrase names: "november", "måneden" (this one), "næste måned"."""
    if match["m"] or match["rel"]:
        return month(match, ctx)
    return cal.month_span(ctx.today.year, ctx.today.month)


def part_of_month(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "sidst i november", "først på måneden", "midt i næste måned": the days it can be, marked as rough."""
    whole = _named_month(match, ctx)
    if whole is None or whole.start is None:
        return whole
    first, last = _PART_OF[match["part"]]
    return cal.month_span(whole.start.year, whole.start.month, first, last).vague()


def nth_weekday(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "den første mandag i december", "sidste fredag i måneden"."""
    whole = _named_month(match, ctx)
    if whole is None or whole.start is None:
        return whole
    nth = -1 if match["nth"] == "sidste" else _number(match["nth"])
    found = cal.nth_weekday(whole.start.year, whole.start.month, int(match["w"]), nth)
    return cal.one_day(found) if found else cal.NO_SUCH_DATE


def edge_of_month(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "den sidste dag i november", "den 1. i måneden", "den sidste i næste måned"."""
    whole = _named_month(match, ctx)
    if whole is None or whole.start is None or whole.end is None:
        return whole
    last = match["nth"] == "sidste"
    if not match["m"] and not match["rel"]:
        return _edge_of_some_month(ctx, last=last)
    return cal.one_day(whole.end if last else whole.start)


def _edge_of_some_month(ctx: Context, *, last: bool) -> Meaning:
    firsts = [cal.add_months(ctx.today.replace(day=1), shift) for shift in (-1, 0, 1, 2)]
    days = [first - timedelta(days=1) for first in firsts] if last else firsts
    return cal.choose(days, ctx.today, ctx.tense)


def distance(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "om tre uger", "for en måned siden", "for et år og to måneder siden": a day, as precise as its unit."""
    back = match["ago"] is not None
    if match["few"] or (match["onehalf"] and match["u"] != "Ua"):
        return Meaning(None, None, _GRAINS[match["u"]], "vague")
    if match["half"]:
        return _moved(ctx.today, 6, "Um", back=back) if match["u"] == "Ua" else Meaning(None, None, "week", "vague")
    if match["onehalf"]:
        return _moved(ctx.today, 18, "Um", back=back)
    number = 1 if match["one"] else int(match["n"])
    if number == _DANISH_WEEK and match["u"] == "Ud":
        days = timedelta(days=number)
        week_off = timedelta(days=7)
        return cal.either(*(ctx.today - off if back else ctx.today + off for off in (days, week_off)))
    meaning = _moved(ctx.today, number, match["u"], back=back)
    if match["u2"] and meaning.start:
        more = 1 if match["n2"] in {"en", "et"} else int(match["n2"])
        meaning = _moved(meaning.start, more, match["u2"], back=back)
    return meaning.vague() if match["about"] or match["tid"] else meaning


def rough_distance(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "for små tre uger siden": words we do not know in front of the number make it rough."""
    meaning = distance(match, ctx)
    return meaning.vague() if meaning else None


def _moved(day: date, number: int, unit: str, *, back: bool) -> Meaning:
    number = -number if back else number
    if unit in {"Um", "Ua"}:
        return cal.one_day(cal.add_months(day, number * (_YEAR_MONTHS if unit == "Ua" else 1)), _GRAINS[unit])
    return cal.one_day(day + timedelta(days=number * (7 if unit == "Uu" else 1)), _GRAINS[unit])


def year(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "i 2020", "sidste år", "i år"."""
    number = int(match["y"]) if match["y"] else ctx.today.year + _OFFSETS.get(match["rel"] or "denne", 0)
    if match["fjor"]:
        number = ctx.today.year - 1
    return Meaning(date(number, 1, 1), date(number, 12, 31), "year")


def only_a_hint(_match: re.Match[str], _ctx: Context) -> Meaning | None:
    """ "forleden", "for nylig", "til foråret": a time is meant, and no day can be worked out."""
    return Meaning(None, None, "month", "vague")


_ABOUT = (
    r"(?:(?P<about>cirka(?: \.)?|omkring|godt|knap|knapt|naesten|mindst|over|mere end|maks|under|lidt over|lidt under|"
    r"smaa|snart|op mod|op til|hen ved|ikke helt) |praecis |netop |kun |allerede )?"
)
_FEW = r"et par|en god|en lille|et godt|nogle(?: faa)?|faa|flere|mange|R|\d{1,2} (?:-|til|eller) \d{1,2}"
_AMOUNT = (
    rf"{_ABOUT}(?:en (?=\d))?(?:(?P<n>\d{{1,3}})|(?P<half>et halvt|en halv|et halv)|(?P<onehalf>halvandet|halvanden)|"
    rf"(?P<few>{_FEW}|(?:\d{{1,2}}|en|et) en halv|\d{{1,2}} og en halv)|(?P<one>en|et|O1)) "
    r"(?P<u>U\w+)(?: \.(?= siden))?(?: og (?P<n2>en|et|\d{1,2}) (?P<u2>U\w+))?(?P<tid>(?: s)? tid)?"
)
_SEASONS = (
    r"(?:foraar|sommer|efteraar|vinter|j7|jul|paaske|pinse|nytaar|juleferie|sommerferie|efteraarsferie|vinterferie|"
    r"weekend)(?:et|en|s|n)?"
)
_PART_WORDS = "|".join(sorted(_PART_OF, key=len, reverse=True))

SPAN_RULES: list[tuple[str, Handler]] = [
    (rf"(?:i |fra |til )?(?:den )?{_REL} Uu(?P<wk>)(?P<y>)", week),
    (rf"(?:i |fra |til )?(?P<rel>)Uu (?:nummer )?(?P<wk>\d{{1,2}}\.?){_Y}", week),
    (rf"(?:i |fra |til )?(?:den )?{_REL} Um(?P<m>)(?P<y>)", month),
    (rf"(?:i|til|fra|siden|per|pr \.|for) (?P<rel>){_LONE_MO}{_Y}", month),
    (rf"(?P<rel>)(?P<m>M\d+){_Y}", month),
    (r"(?P<rel>)(?P<m>m\d+)(?: \.)?(?: i| Ua)? Y(?P<y>\d{4})", month),
    (rf"(?:i |til )?{_REL} {_LONE_MO}{_Y}", month),
    (rf"(?:i |paa |ved |hen mod |med )?(?P<part>{_PART_WORDS})(?: i| paa| af| den)* {_SOME_MONTH}", part_of_month),
    (rf"(?P<part>O1) Uu (?:i|af) {_SOME_MONTH}", part_of_month),
    (rf"(?:den )?(?P<nth>O\d|sidste) W(?P<w>\d) (?:i|af) {_SOME_MONTH}", nth_weekday),
    (rf"(?:den )?(?P<nth>O1|1\.|sidste)(?: Udag)? (?:i|af) {_SOME_MONTH}", edge_of_month),
    (rf"om (?P<ago>(?!)x)?{_AMOUNT}", distance),
    (rf"(?:for )?{_AMOUNT} (?P<ago>siden)", distance),
    (rf"for \w+(?: \w+)? {_AMOUNT} (?P<ago>siden)", rough_distance),
    (rf"(?:den )?(?:sidste|O1) (?:hverdag|arbejdsdag) (?:i|af) {_SOME_MONTH}", only_a_hint),
    (r"om \d{1,2} (?:hverdage|arbejdsdage)", only_a_hint),
    (r"(?:omkring |ved |til )?(?:maanedsskiftet|maanedens udgang|aarsskiftet)", only_a_hint),
    (r"(?:i|for|foer|efter|fra|siden|dengang(?: i)?|tilbage i|Ua|aaret|til) (?P<rel>)(?P<fjor>)Y(?P<y>\d{4})", year),
    (r"(?P<rel>)(?P<y>)i (?P<fjor>fjor)", year),
    (rf"(?:i |til )?{_REL} Ua(?P<y>)(?P<fjor>)", year),
    (r"i (?P<rel>)(?P<y>)(?P<fjor>)Ua", year),
    (r"(?:foraaret|sommeren|efteraaret|vinteren|julen|paasken) Y\d{4}", only_a_hint),
    (r"mellem j7 og nytaar", only_a_hint),
    (r"forleden(?: Udag)?", only_a_hint),
    (
        r"for (?:nylig|nyligt|laenge siden|lang tid siden|et stykke tid siden|noget tid siden|nogen tid siden|"
        r"lidt siden|kort tid siden|et stykke siden|lidt tid siden)",
        only_a_hint,
    ),
    (rf"(?:i|til|foer|efter|siden|sidste|naeste|fra|over|omkring) {_SEASONS}(?: Y\d{{4}})?", only_a_hint),
    (r"(?:sidst|foerst|midt|tidligt|sent) (?:i|paa) (?:ugen|aaret)", only_a_hint),
    (r"(?:i )?(?:starten|slutningen|begyndelsen|midten) af (?:ugen|aaret|Y\d{4})", only_a_hint),
    (rf"{_D} Udag i hver Um", lambda _match, _ctx: None),
]
