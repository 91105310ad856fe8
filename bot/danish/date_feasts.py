"""The days of the Danish year that people call by name: fixed ones, those that follow Easter, and Sundays in Advent."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from bot.danish import date_math as cal
from bot.danish.date_math import Meaning
from bot.danish.date_rules import _DEN, _Y, Context, Handler, ignored, stated_year
from bot.danish.date_words import tags_of

_FIXED = {
    (1, 1): "nytaarsdag",
    (1, 6): "helligtrekonger|hellig tre konger|helligtrekongersdag|hellig tre kongers dag",
    (2, 2): "kyndelmisse",
    (2, 14): "valentinsdag|valentinesdag|valentines dag|valentins dag|valentin",
    (5, 4): "befrielsesaften",
    (6, 5): "grundlovsdag|fars dag",
    (6, 23): "sankthans|sankthansaften|sankt hans aften|sankt hans|sankthans aften",
    (6, 24): "sankthansdag|sankt hans dag",
    (10, 31): "halloween|halloweenaften",
    (11, 10): "mortensaften|mortens aften|morten bisp",
    (11, 11): "mortensdag",
    (12, 13): "luciadag|lucia|santa lucia",
    (12, 23): "lillejuleaften|lille juleaften|lille jule aften",
    (12, 24): "juleaften|juleaftensdag|jule aften",
    (12, 25): "juledag",
    (12, 31): "nytaarsaften|nytaarsaftensdag|nytaars aften|nytaarsaftens dag",
}
# Days after Easter Sunday.
_EASTER = {
    -49: "fastelavn|fastelavnssoendag|fastelavns soendag",
    -48: "fastelavnsmandag|fastelavns mandag",
    -46: "askeonsdag",
    -7: "palmesoendag|palme soendag",
    -3: "skaertorsdag|skaer torsdag",
    -2: "langfredag|lang fredag",
    -1: "paaskeloerdag|paaskeaften|paaske loerdag",
    0: "paaskedag|paaskesoendag",
    1: "paaskemandag",
    39: "kristihimmelfart|kristihimmelfartsdag|"
    "kristi himmelfart|kristi himmelfartsdag|kristi himmelfarts dag|himmelfartsdag|himmelfart|kr himmelfartsdag|"
    "kr himmelfart",
    49: "pinsedag|pinsesoendag",
    50: "pinsemandag",
}
_PRAYER_DAY, _LAST_PRAYER_YEAR = 26, 2023  # "store bededag": the fourth Friday after Easter, abolished from 2024
_PRAYER_NAMES = "store bededag|bededag|st bededag"
_MOTHERS_DAY = "mors dag|morsdag"
_SAINT = re.compile(r"^(?:sct|skt|sanct|st) hans")
_SECOND = re.compile(r"2|O2")
_DayOf = Callable[[int], "date | None"]


def easter(year: int) -> date:
    """Easter Sunday, by the Gregorian computus (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def advent(year: int, nth: int) -> date:
    """The nth Sunday in Advent: the fourth is the last one before Christmas Day."""
    return cal.weekday_before(date(year, 12, 25), 6) - timedelta(weeks=4 - nth)


def _mothers_day(year: int) -> date | None:
    return cal.nth_weekday(year, 5, 6, 2)


def _prayer_day(year: int) -> date | None:
    return easter(year) + timedelta(days=_PRAYER_DAY) if year <= _LAST_PRAYER_YEAR else None


def _as_tags(name: str) -> str:
    """A name as the grammar sees it: "palme soendag" is "palme W6"."""
    return " ".join(tag for word in name.split() for tag in tags_of(word))


def _calendar() -> dict[str, _DayOf]:
    """Every name, in the grammar's tags, with the day that it has in a year."""
    days: dict[str, _DayOf] = {}
    for (month, day), names in _FIXED.items():
        days |= {_as_tags(name): partial(date, month=month, day=day) for name in names.split("|")}
    for offset, names in _EASTER.items():
        days |= {_as_tags(name): partial(_from_easter, offset) for name in names.split("|")}
    days |= {_as_tags(name): _prayer_day for name in _PRAYER_NAMES.split("|")}
    return days | {_as_tags(name): _mothers_day for name in _MOTHERS_DAY.split("|")}


def _from_easter(offset: int, year: int) -> date:
    return easter(year) + timedelta(days=offset)


_CALENDAR = _calendar()


def _written(name: str) -> str:
    """The pattern of a name: short words may have a full stop, "sankt" may be short."""
    pattern = re.sub(r"^sankt ", r"(?:sankt|sct|skt|sanct|st) ", name)
    return re.sub(r"^(kr|st|\(\?:[^)]*\)) ", r"\1(?: \\.)? ", pattern)


def feast(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "juleaften", "2. påskedag 2027", "store bededag" (a holiday no more, so a day only in the years that had it)."""
    name = _SAINT.sub("sankt hans", match["feast"].replace(" .", ""))
    later = timedelta(days=1 if _SECOND.match(match["nth"] or "") else 0)
    return _in_year(match, ctx, lambda year: _shifted(_CALENDAR[name](year), later))


def _shifted(day: date | None, by: timedelta) -> date | None:
    return day + by if day else None


def advent_sunday(match: re.Match[str], ctx: Context) -> Meaning | None:
    """ "1. søndag i advent"."""
    nth = int(match["nth"].strip("O."))
    return _in_year(match, ctx, lambda year: advent(year, nth))


def _in_year(match: re.Match[str], ctx: Context, day_of: _DayOf) -> Meaning:
    """The day in the year named, else the next one, or the last one in a sentence about the past."""
    year = stated_year(match, ctx.today)
    if year is not None:
        day = day_of(year)
        return cal.one_day(day) if day else cal.NO_SUCH_DATE
    days = [day for shift in (-1, 0, 1) if (day := day_of(ctx.today.year + shift))]
    coming = [day for day in days if day >= ctx.today]
    if coming and ctx.tense != "past":
        return cal.one_day(coming[0])
    return cal.choose(days, ctx.today, "past") if days else cal.NO_SUCH_DATE


def holidays(match: re.Match[str], ctx: Context) -> Meaning:
    """ "i påsken", "i julen 2025", "mellem jul og nytår": from the first to the last of some days."""
    span_of = _SPANS[next(name for name in _SPANS if match[name])]
    year = stated_year(match, ctx.today)
    if year is not None:
        return Meaning(*span_of(year), "week")
    spans = [span_of(ctx.today.year + shift) for shift in (-1, 0, 1)]
    begun, coming = [s for s in spans if s[0] <= ctx.today], [s for s in spans if s[1] >= ctx.today]
    return Meaning(*(begun[-1] if ctx.tense == "past" else coming[0]), "week")


_SPANS: dict[str, Callable[[int], tuple[date, date]]] = {
    "easter": lambda year: (easter(year) - timedelta(days=3), easter(year) + timedelta(days=1)),
    "pentecost": lambda year: (easter(year) + timedelta(days=49), easter(year) + timedelta(days=50)),
    "christmas": lambda year: (date(year, 12, 24), date(year, 12, 26)),
    "between": lambda year: (date(year, 12, 27), date(year, 12, 30)),
}


_NAMES = "|".join(_written(name) for name in sorted(_CALENDAR, key=len, reverse=True))

FEAST_RULES: list[tuple[str, Handler]] = [
    (rf"(?:i |paa |til |den )?(?P<nth>(?:[12]\.?|O[12]) )?(?P<feast>{_NAMES}){_Y}", feast),
    (
        r"(?:i (?:(?P<easter>paasken)|(?P<pentecost>pinsen)|(?P<christmas>julen))|"
        rf"(?P<between>(?:i )?i?mellem j(?:7|ul) og nytaar)){_Y}",
        holidays,
    ),
    # The day of the week is counted from the date by ``date_joins``.
    (
        rf"(?:den |paa )?W\d(?= (?:foer|efter) (?:{_DEN} )?"
        rf"(?:X|(?:\d{{1,2}}\.?|O\d+) [Mmj]\d+|(?:[12]\. )?(?:{_NAMES}))(?!\S))",
        ignored,
    ),
    (rf"(?:den )?(?P<nth>[1-4]\.?|O[1-4]) (?:W6 )?i advent{_Y}", advent_sunday),
]
# The words that a feast can begin with.
FEAST_STARTERS = frozenset(name.split()[0] for name in _CALENDAR) | {"sct", "skt", "sanct", "st", "kr", "imellem"}
