"""The grammar's second half: weeks, months, years, distances in time and words that only hint at a time."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.danish import date_math as cal
from bot.danish.date_habits import is_week_of_body
from bot.danish.date_math import Grain, Meaning
from bot.danish.date_rules import (
    _D,
    _DEN,
    _LONE_MO,
    _OFFSETS,
    _REL,
    _SOME_MONTH,
    _TO,
    _Y,
    IGNORED,
    Context,
    Handler,
    _number,
    stated_year,
)

_GRAINS: dict[str, Grain] = {"dag": "day", "d": "day", "u": "week", "m": "month", "a": "year"}
_YEAR_MONTHS = 12
_DANISH_WEEK = 8  # "otte dage" is an old word for a week


def week(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "i sidste uge", "uge 49", "uge 2 i 2027", but not "gravid i uge 20"."""
    if match["rel"]:
        return cal.week_span(
            cal.monday_of(ctx.today) + timedelta(weeks={**_OFFSETS, "kommer": 1, "gik": -1}[match["rel"]])
        )
    if is_week_of_body(match):
        return IGNORED
    number = match["wk"] or match.groupdict().get("wk2") or ""
    return cal.week_number(int(number.strip(".")), stated_year(match, ctx.today), ctx.today, ctx.tense)


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


def weeks(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "uge 49-51", "i uge 49 og 50", "fra uge 52 til uge 2"."""
    span = next((token.numbers for token in ctx.tokens if token.numbers), None)
    first, last = span[:2] if span else (int(match["wk"].strip(".")), int(match["to"].strip(".")))
    year = stated_year(match, ctx.today)
    start = cal.week_number(first, year, ctx.today, ctx.tense)
    if start.start is None:
        return start
    end = cal.week_number(last, start.start.isocalendar()[0] + (last < first), ctx.today, None)
    return Meaning(start.start, end.end, "week") if end.end and last != first else cal.NO_SUCH_DATE


def part_of_week(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "sidst i næste uge", "i starten af uge 49": the days it can be, marked as rough."""
    whole = week(match, ctx)
    if whole is None or whole.start is None:
        return whole
    first, last = _WEEK_PARTS[_PART_OF[match["part"]]]
    return Meaning(whole.start + timedelta(days=first), whole.start + timedelta(days=last), "week").vague()


def quarter(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "første kvartal 2027", "4. kvartal", "andet halvår"."""
    number = {"andet": 2, "sidste": 0}.get(match["nth"]) or int(
        match["nth"].strip("O.") if match["nth"] != "sidste" else 0
    )
    months = 3 if match["part"] == "kvartal" else 6
    count = _YEAR_MONTHS // months
    number = number or count
    named = stated_year(match, ctx.today)
    if not 1 <= number <= count:
        return cal.NO_SUCH_DATE
    first_month = (number - 1) * months + 1
    candidates = [date(ctx.today.year + shift, first_month, 1) for shift in (-1, 0, 1)]
    chosen = cal.one_day(date(named, first_month, 1)) if named else cal.choose(candidates, ctx.today, ctx.tense)
    if chosen.start is None:
        return chosen
    return Meaning(chosen.start, cal.add_months(chosen.start, months) - timedelta(days=1), "month")


def weekend(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "i weekenden", "i næste weekend": asked back where people mean two by it."""
    saturday, a_week = cal.monday_of(ctx.today) + timedelta(days=5), timedelta(weeks=1)
    in_it, rel = ctx.today >= saturday, match["rel"]
    if (rel == "naeste" and not in_it) or rel == "forrige":
        other = saturday + a_week if rel == "naeste" else saturday - 2 * a_week
        first, second = sorted((other, saturday if rel == "naeste" else saturday - a_week))
        return Meaning(None, None, "week", "ambiguous", (first, second))
    if rel == "sidste" or (not rel and not in_it and ctx.tense == "past"):
        saturday -= a_week
    elif in_it and rel in {"naeste", "kommende"}:
        saturday += a_week
    meaning = Meaning(saturday, saturday + timedelta(days=1), "week")
    return meaning.vague() if in_it and not rel else meaning


_PARTS = {
    (1, 10): "foerst O1 tidligt start starten begyndelsen primo prim",
    (11, 20): "midt midten medio",
    (21, 31): "sidst sent slut slutningen udgangen ultimo ult",
}
_WEEK_PARTS = {(1, 10): (0, 1), (11, 20): (1, 3), (21, 31): (3, 6)}
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
    back, unit = match["ago"] is not None, match["u"][1:]
    if match["few"]:
        return Meaning(None, None, _GRAINS[unit], "vague")
    months = {match["quarter"]: 3, match["half"]: 6, match["onehalf"]: 18}
    months.pop(None, None)
    if months and unit == "a":
        meaning = _moved(ctx.today, *months.values(), "m", back=back)
        return meaning.vague() if match["about"] or match["tid"] else meaning
    if months:
        return Meaning(None, None, "week", "vague")
    number = 1 if match["one"] else int(match["n"])
    if number == _DANISH_WEEK and unit == "d" and not match["tid"]:
        days = timedelta(days=number)
        week_off = timedelta(days=7)
        return cal.either(*(ctx.today - off if back else ctx.today + off for off in (days, week_off)))
    meaning = _moved(ctx.today, number, unit, back=back)
    if match["u2"] and meaning.start:
        more = 1 if match["n2"] in {"en", "et"} else int(match["n2"])
        meaning = _moved(meaning.start, more, match["u2"][1:], back=back)
    return meaning.vague() if match["about"] or match["tid"] else meaning


def rough_distance(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "for små tre uger siden": words we do not know in front of the number make it rough."""
    meaning = distance(match, ctx)
    return meaning.vague() if meaning else None


def _moved(day: date, number: int, unit: str, *, back: bool) -> Meaning:
    number = -number if back else number
    if unit in {"m", "a"}:
        return cal.one_day(cal.add_months(day, number * (_YEAR_MONTHS if unit == "a" else 1)), _GRAINS[unit])
    return cal.one_day(day + timedelta(days=number * (7 if unit == "u" else 1)), _GRAINS[unit])


def year(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "i 2020", "sidste år", "i år"."""
    number = int(match["y"]) if match["y"] else ctx.today.year + _OFFSETS.get(match["rel"] or "denne", 0)
    if match["fjor"]:
        number = ctx.today.year - (2 if match["fjor"] == "forfjor" else 1)
    return Meaning(date(number, 1, 1), date(number, 12, 31), "year")


def only_a_hint(_match: re.Match[str], _ctx: Context) -> Meaning | None:
    """ "forleden", "for nylig", "til foråret": a time is meant, and no day can be worked out."""
    return Meaning(None, None, "month", "vague")


_ABOUT = (
    r"(?:(?P<about>cirka(?: \.)?|omkring|godt|knap|knapt|naesten|mindst|hoejst|hoejest|allerhoejst|over|mere end|maks|"
    r"godt og vel|lidt mere end|under|lidt over|lidt under|"
    r"smaa|snart|op mod|op til|hen ved|ikke helt) |praecis |netop |kun |allerede )?"
)
_FEW = r"et par|en god|en lille|et godt|nogle(?: faa)?|faa|flere|mange|R|\d{1,2} (?:-|til|eller) \d{1,2}"
_AMOUNT = (
    rf"{_ABOUT}(?:en (?=\d))?(?:(?P<n>\d{{1,3}})|(?P<half>et halvt|en halv|et halv|½)|"
    rf"(?P<quarter>et kvart)|(?P<onehalf>halvandet|halvanden|1 ½)|"
    rf"(?P<few>{_FEW}|(?:\d{{1,2}}|en|et) en halv|\d{{1,2}} og en halv|\d{{1,2}} ½)|(?P<one>en|et|O1)) "
    r"(?P<u>U\w+|G\w(?= (?:s )?tid))(?: \.(?= siden))?(?: og (?P<n2>en|et|\d{1,2}) (?P<u2>U\w+))?(?P<tid>(?: s)? tid)?"
)
_SEASONS = (
    r"(?:foraar|sommer|efteraar|vinter|j7|jul|paaske|pinse|nytaar|(?:jule|sommer|efteraars|vinter|paaske|pinse)ferie|"
    r"(?:jule|paaske|pinse|nytaars)(?:dage|helg)|det nye Ua)(?:et|en|s|n|ne)?"
)
_BEFORE_SEASONS = (
    r"(?:i|til|foer|efter|siden|sidste|naeste|fra|over|omkring|inden|op til|lige foer|lige efter|hen over|ugen foer|"
    r"ugen efter|i loebet af|(?:i )?starten af|(?:i )?begyndelsen af|(?:i )?slutningen af|(?:foerst|sidst|midt) i)"
)
_NR = r"(?:nummer (?:\. )?)?"
_PART_WORDS = "|".join(sorted(_PART_OF, key=len, reverse=True))

SPAN_RULES: list[tuple[str, Handler]] = [
    (rf"(?:i |fra |til )?(?:den )?{_REL} Uu(?P<wk>)(?P<y>)", week),
    (rf"(?:i |fra |til )?(?P<rel>)Uu {_NR}(?P<wk>\d{{1,2}}\.?){_Y}", week),
    (rf"i (?:den )?(?P<rel>)(?P<wk>[1-5]\d\.) Uu{_Y}(?! (?:af|i) )", week),
    (r"(?P<wk>)(?P<y>)(?:i )?ugen der (?P<rel>kommer|gik)", week),
    (rf"(?:i |fra |mellem )?Uu {_NR}(?P<wk>\d{{1,2}}\.?) (?:{_TO}|og) (?:Uu )?{_NR}(?P<to>\d{{1,2}}\.?){_Y}", weeks),
    (rf"(?:i |fra )?Uu V(?P<wk>)(?P<to>){_Y}", weeks),
    (
        rf"(?:i |paa |ved |hen mod |mod )?(?P<part>{_PART_WORDS})(?: i| paa| af)* "
        rf"(?:{_REL} Uu(?P<wk>)(?P<y>)|Uu {_NR}(?P<wk2>\d{{1,2}}))",
        part_of_week,
    ),
    (rf"(?:i |til )?(?<!det )(?P<nth>O[1-4]|[1-4]\.|andet|sidste) (?P<part>kvartal|halvaar)(?: i| af)?{_Y}", quarter),
    (r"(?:i )?(?P<yrel>naeste|sidste|forrige) Ua (?:i |til )(?P<rel>)(?P<ythis>)(?P<ylast>)(?P<m>M\d+)", month),
    (r"i (?:(?P<ylast>fjor)|(?P<ythis>Ua)) (?:i |til )(?P<rel>)(?P<m>M\d+)", month),
    (rf"(?:i |fra |til )?(?:den )?{_REL} Um(?P<m>)(?P<y>)", month),
    (rf"(?:i|til|fra|siden|per|pr \.|for) (?P<rel>){_LONE_MO}{_Y}", month),
    (rf"(?P<rel>)(?P<m>M\d+){_Y}", month),
    (r"(?P<rel>)(?P<m>m\d+)(?: \.)?(?: i| Ua)? Y(?P<y>\d{4})", month),
    (rf"(?:i |til )?{_REL} {_LONE_MO}{_Y}", month),
    (
        rf"(?:i |paa |ved |hen mod |med )?(?P<part>{_PART_WORDS})(?: \.)?(?: i| paa| af| den)* {_SOME_MONTH}",
        part_of_month,
    ),
    (rf"(?P<part>O1) Uu (?:i|af) {_SOME_MONTH}", part_of_month),
    (rf"(?:den )?(?P<nth>O\d|sidste) W(?P<w>\d) (?:i|af) {_SOME_MONTH}", nth_weekday),
    (rf"(?:den )?(?P<nth>O1|1\.|sidste)(?: Udag)? (?:i|af) {_SOME_MONTH}", edge_of_month),
    (rf"{_DEN} (?P<nth>sidste)(?P<rel>) {_LONE_MO}{_Y}", edge_of_month),
    (rf"om (?P<ago>(?!)x)?{_AMOUNT}", distance),
    (rf"(?:for )?{_AMOUNT} (?P<ago>siden)", distance),
    (rf"for {_AMOUNT} (?P<ago>tilbage)", distance),
    (rf"(?<!og )(?:om )?{_AMOUNT} (?P<ago>(?!)x)?(?:fra nu(?: af)?|frem(?: i tiden)?)", distance),
    (rf"for \w+(?: \w+)? {_AMOUNT} (?P<ago>siden)", rough_distance),
    (rf"(?:den )?(?:sidste|O1) (?:hverdag|arbejdsdag) (?:i|af) {_SOME_MONTH}", only_a_hint),
    (r"om \d{1,2} (?:hverdage|arbejdsdage)", only_a_hint),
    (r"(?:omkring |ved |til )?(?:maanedsskiftet|maanedens udgang|aarsskiftet)", only_a_hint),
    (r"(?:i|for|foer|efter|fra|siden|dengang(?: i)?|tilbage i|Ua|aaret|til) (?P<rel>)(?P<fjor>)Y(?P<y>\d{4})", year),
    (r"(?P<rel>)(?P<y>)i (?P<fjor>fjor|forfjor)", year),
    (rf"(?:i |til )?{_REL} Ua(?P<y>)(?P<fjor>)", year),
    (r"i (?P<rel>)(?P<y>)(?P<fjor>)Ua", year),
    (r"(?:foraaret|sommeren|efteraaret|vinteren|julen|paasken) Y\d{4}", only_a_hint),
    (r"forleden(?: Udag)?", only_a_hint),
    (
        r"for (?:nylig|nyligt|laenge siden|lang tid siden|et stykke tid siden|noget tid siden|nogen tid siden|"
        r"lidt siden|kort tid siden|et stykke siden|lidt tid siden)",
        only_a_hint,
    ),
    (rf"{_BEFORE_SEASONS} {_SEASONS}(?: Y\d{{4}})?", only_a_hint),
    (rf"(?:i |til |paa |den )?W\d (?:foer|efter) {_SEASONS}", only_a_hint),
    (rf"(?:i |til |over |henover )?(?:(?:den )?{_REL} weekend(?:en)?|weekenden)", weekend),
    (r"(?:sidst|foerst|midt|tidligt|sent) (?:i|paa) (?:ugen|aaret)", only_a_hint),
    (r"(?:i )?(?:starten|slutningen|begyndelsen|midten) af (?:ugen|aaret|Y\d{4})", only_a_hint),
    (rf"{_D} Udag i hver Um", lambda _match, _ctx: None),
]
