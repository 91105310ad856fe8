"""The grammar of clock times and parts of the day: patterns over the tags of ``clock_words``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from bot.danish.clock_words import DAY, HOUR, NOON, PARTS, Window, readings
from bot.danish.tag_line import whole_words

TimeError = Literal["ambiguous", "vague", "does_not_exist", "twice", "outside"]


@dataclass(frozen=True)
class Timing:
    """What a phrase means: the windows it can be (one when it is clear), and the part of the day that it names."""

    windows: tuple[Window, ...]
    about: bool = False
    part: str | None = None
    error: TimeError | None = None


Handler = Callable[["re.Match[str]", "int | None"], "Timing | None"]
NO_SUCH_TIME = Timing((), error="does_not_exist")
_VAGUE = Timing((), error="vague")

_KL = r"(?:kl|klokken|klk|klokka)(?: [.:])?"
_H = r"(?:Nz?\d{1,2}|en|et)"
_PAST = r"(?:over|i)"
_MIN = r"(?:N(?:5|10|20|25)(?: (?:minutter|min(?: \.)?|minut))?|kvart|kvarter|et kvarter)"
_PHRASE = rf"(?:halv {_H}|{_MIN} {_PAST} (?:halv )?{_H})"
_DIGITS = r"[TDB]z?\d{4}"
_AFTER_KL = rf"(?:{_PHRASE}|{_DIGITS}|Y\d{{4}}|Nz?\d{{1,2}} Nz?(?:[0-5]\d|0)(?! U)|{_H})"
_POINT = rf"(?:{_KL} {_AFTER_KL}|{_PHRASE}|Tz?\d{{4}})"
_ANY = rf"(?:{_KL} {_AFTER_KL}|{_PHRASE}|{_DIGITS}|{_H})"
# A span of bare numbers is one of hours only where no noun follows ("mellem 2 og 5 uger").
_FREE = (
    r"(?=$| [^\w\s]| (?:om|paa|i|hvis|og|eller|kan|tak|passer|er|jeg|saa|men|vil|tid|den|d|W\d|X|har|naar|hver|der|som|"
    r"hos|med|til|ville|mandag|hele)(?!\S))"
)
_NO_UNIT = r"(?! (?:kr|kroner|procent|%|pct|timer?|km|kg|point|mio|kilometer|stk|i timen|U\w+)(?!\S))"
_NO_NUMBERED = r"(?<!§ )(?<!nummer )(?<!version )(?<!stk )(?<!lokale )(?<!punkt )(?<!side )(?<!kapitel )(?<!rum )"
_FROM = (
    r"(?:ikke foer|ikke tidligere end|senere end|foerst|foerst fra|foerst efter|fra og med|fra|efter|tidligst|siden)"
)
_UNTIL = r"(?:ikke efter|ikke senere end|tidligere end|foer|inden|senest|til|indtil|frem til|op til|til senest)"
_ABOUT = r"(?:cirka(?: \.)?|omkring|ved|hen ad|henad|lidt over|lidt efter|lidt foer|lidt i|naesten|hen mod|saadan)"
_CLOCK = re.compile(
    rf"(?:(?P<min>{_MIN}) (?P<way>over|i) )?(?P<halv>halv )?(?P<h>{_H})(?: Nz?(?P<m>\d{{1,2}}))?|"
    r"(?:[TDB](?P<zero>z?)|Y)(?P<hh>\d\d)(?P<mm>\d\d)"
)
_HALF_HOUR = 30
_QUARTER = 15


def _readings(written: str) -> tuple[int, ...] | None:
    """What "kl . halv N10", "T0930" or "N5 i N3" can be."""
    match = _CLOCK.fullmatch(re.sub(rf"^{_KL} ", "", written))
    if match is None:
        return None
    if match["hh"]:
        return readings(int(match["hh"]), int(match["mm"]), zero=bool(match["zero"]))
    hour = 1 if match["h"] in {"en", "et"} else int(match["h"].lstrip("Nz"))
    zero = match["h"].startswith("Nz")
    if not match["min"] and not match["halv"]:
        return readings(hour, int(match["m"] or 0), zero=zero)
    if hour > NOON // HOUR:
        return None  # nobody says "halv fjorten"
    moved = _minutes(match["min"]) * (-1 if match["way"] == "i" else 1) - (_HALF_HOUR if match["halv"] else 0)
    early = (hour * HOUR + moved) % NOON
    return (early, early + NOON)


def _minutes(written: str | None) -> int:
    if not written:
        return 0
    number = re.search(r"\d+", written)
    return int(number.group()) if number else _QUARTER


def point(match: re.Match[str], _now: int | None) -> Timing | None:
    """ "kl. 14", "halv ti", "ca. kl. 9", "ved 10-tiden"."""
    times = _readings(re.sub(r"^Q", "N", match["t"]))
    if times is None:
        return NO_SUCH_TIME if match["t"].startswith("k") else None
    return Timing(tuple(Window(time, time) for time in times), about=match["about"] is not None)


def either(match: re.Match[str], _now: int | None) -> Timing | None:
    """ "kl. 9 eller 10"."""
    first, second = _readings(match["t"]), _readings(match["t2"])
    if first is None or second is None:
        return None
    return Timing(tuple(Window(time, time) for time in sorted({*first, *second})))


def bound(match: re.Match[str], _now: int | None) -> Timing | None:
    """ "efter kl. 12", "senest kl. 10"."""
    times = _readings(match["t"])
    if times is None:
        return NO_SUCH_TIME
    opened = match.groupdict().get("from") is not None
    return Timing(tuple(Window(time, DAY) if opened else Window(0, time or DAY) for time in times))


def span(match: re.Match[str], _now: int | None) -> Timing | None:
    """ "mellem 9 og 11", "kl. 14-15", "fra kl. 8 til 16"."""
    if match.groupdict().get("both"):
        digits = match["both"].lstrip("Sz")
        zero = "z" if "z" in match["both"] else ""
        first, last = f"N{zero}{int(digits[:2])}", f"N{int(digits[2:])}"
    else:
        first, last = match["t"], match["t2"]
    begins, ends = _readings(first), _readings(last)
    ends = ends and tuple(end or DAY for end in ends)
    if begins is None or ends is None:
        return NO_SUCH_TIME if "k" in match.group() else None
    windows = {min((Window(begin, end) for end in ends if end > begin), default=None) for begin in begins}
    found = tuple(sorted(window for window in windows if window))
    return Timing(_shortest(found)) if found else NO_SUCH_TIME


def _shortest(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """ "fra 8 til 16" is not from 8 in the evening; of two ends after one beginning the nearer is meant."""
    shortest = min(window.until - window.begin for window in windows)
    return tuple(window for window in windows if window.until - window.begin == shortest)


def part_of_day(match: re.Match[str], _now: int | None) -> Timing | None:
    """ "om formiddagen", "sidst på eftermiddagen", "i morgen tidlig"."""
    name = next(name for name in ("eftermiddag", *PARTS) if _PART_WORDS[name].fullmatch(match["part"]))
    window = PARTS[name][0]
    middle = (window.begin + window.until) // 2
    edge = match.groupdict().get("edge")
    if not edge:
        return Timing((window,), part=name)
    early = edge.startswith(("foerst", "tidlig", "start", "begynd", "i start", "i begynd"))
    half = Window(window.begin, middle) if early else Window(middle, window.until)
    return Timing((half,), about=True, part=name)


def _fixed(*window: int, about: bool = False) -> Handler:
    timing = Timing((Window(*window),), about=about)
    return lambda _match, _now: timing


def relative(match: re.Match[str], now: int | None) -> Timing | None:
    """ "om en halv time", "om 20 minutter": counted from now, when the caller says what time it is."""
    number = match["n"]
    amount = {"en": 1.0, "et": 1.0, "en halv": 0.5, "halvanden": 1.5}.get(number) or float(number.lstrip("Nz"))
    unit = HOUR if match["u"].startswith("time") else _QUARTER if match["u"].startswith("kvarter") else 1
    if now is None:
        return _VAGUE
    time = now + round(amount * unit) * (-1 if match["ago"] else 1)
    return Timing((Window(time, time),)) if 0 <= time < DAY else _VAGUE


def vague(_match: re.Match[str], _now: int | None) -> Timing | None:
    """ "efter fyraften", "tidligst muligt": a time is meant, and none can be worked out."""
    return _VAGUE


_PART_WORDS = {
    "morgen": re.compile(r"morgen|morgenen|morges|tidligt?|tidlig morgen|morgenstunden"),
    "formiddag": re.compile(r"formiddag(?:en|s|ene)?|fm|f \. m(?: \.)?"),
    "middag": re.compile(r"middag(?:en|stid|stiden|s)?|frokost|frokosttid|frokosttiden|frokostpausen"),
    "eftermiddag": re.compile(r"eftermiddag(?:en|s|ene)?|em|e \. m(?: \.)?|efm"),
    "aften": re.compile(r"aften(?:en|er)?|aftenerne|aftes"),
    "nat": re.compile(r"nat|natten|nattetid"),
}
_DAY_PART = "|".join(_PART_WORDS[name].pattern for name in ("formiddag", "eftermiddag", "aften"))
# Without a preposition only where a day, a time or a choice stands before it: not in "hav en dejlig aften".
_BARE = (
    r"(?:^|(?<=\d )|(?<=X )|(?<=morgen )|(?<=, )|(?<=\. )|(?<=eller )|(?<=og )|(?<=til )|(?<=fra )|(?<=helst )|"
    r"(?<=kun )|(?<=tid )|(?<=den )|(?<=uge )|(?<=bare )|(?<=ikke ))"
)
_AFTER_DAY = r"(?:(?<=W\d )|(?<=S\d )|(?<=X )|(?<=M\d )|(?<=M\d\d )|(?<=i morgen )|(?<=i overmorgen ))"
_EDGE = r"(?P<edge>(?:i )?(?:foerst|sidst|tidligt?|sent|sen|slutningen|starten|begyndelsen)) (?:paa|af|i|om) "
_NUMBER = r"(?P<n>Nz?\d{1,3}|en halv|en|et|halvanden)"
_UNIT = r"(?P<u>timer|time|minutter|min|minut|kvarter)"

_RULES: list[tuple[str, Handler]] = [
    (rf"(?:{_FROM} |mellem )?(?P<t>{_POINT}) (?:-|til|og|til kl) (?P<t2>{_ANY}){_NO_UNIT}", span),
    (rf"(?:fra |mellem )(?P<t>{_ANY}) (?:-|til|og) (?P<t2>{_ANY})(?! M\d){_FREE}", span),
    (rf"(?:fra |mellem )?{_KL} (?P<both>Sz?\d{{4}})", span),
    (rf"mellem (?P<both>Sz?\d{{4}}){_FREE}", span),
    (rf"(?P<from>{_FROM}) (?P<t>{_POINT}){_NO_UNIT}(?: af)?", bound),
    (rf"(?P<until>{_UNTIL}) (?P<t>{_POINT}){_NO_UNIT}", bound),
    (
        rf"(?P<t>{_KL} {_AFTER_KL})(?: (?:og )?(?P<from>frem|fremefter|fremad|og frem|eller senere|eller derefter))",
        bound,
    ),
    (rf"(?P<t>{_KL} {_AFTER_KL}) (?:eller|og) (?P<t2>{_H}|{_DIGITS}|{_PHRASE}){_FREE}", either),
    (rf"(?P<about>{_ABOUT} )?(?P<t>{_KL} (?:{_AFTER_KL}|Nz?\d\d))", point),
    (rf"{_NO_NUMBERED}(?P<about>{_ABOUT} )?(?P<t>{_PHRASE}|Tz?\d{{4}}){_NO_UNIT}", point),
    (r"(?:ved )?(?P<t>Q\d{1,2}|Nz?\d{1,2}(?= (?:- )?tiden))(?P<about>)(?: (?:- )?tiden)?", point),
    (
        rf"(?P<about>{_ABOUT} )?(?P<t>{_H})(?= (?:om (?:morgenen|formiddagen|eftermiddagen|aftenen|natten)|i aften))",
        point,
    ),
    (rf"(?:om |i |hele |paa |hen ad |ud paa )(?P<part>{_DAY_PART})", part_of_day),
    (rf"{_BARE}(?P<part>{_DAY_PART})", part_of_day),
    (rf"{_EDGE}(?P<part>{_DAY_PART}|morgenen)", part_of_day),
    (r"(?:om |hele |ud paa )(?P<part>morgenen|natten)", part_of_day),
    (r"i (?P<part>morges|nat)", part_of_day),
    (rf"{_AFTER_DAY}(?P<part>morgen|tidlig morgen|tidligt?|morges|nat)", part_of_day),
    (r"(?:tidligt? )(?:om )?(?P<part>morgenen)", part_of_day),
    (r"(?:til|ved|omkring) (?P<part>middag|middagstid|middagstiden|frokost|frokosttid|frokosttiden)", part_of_day),
    (r"(?<=\d )(?P<part>middag)", part_of_day),
    (r"i (?P<part>frokostpausen|middagsstunden)|midt paa (?P<p2>dagen)", _fixed(660, 780, about=True)),
    (r"(?:foer|inden) (?:middag|frokost|frokosten|frokostpausen)", _fixed(0, NOON, about=True)),
    (r"(?:efter|over) (?:middag|frokost|frokosten|frokostpausen)", _fixed(NOON, DAY, about=True)),
    (r"(?:tidligt?|foerst) (?:paa|om) dagen", _fixed(360, 600, about=True)),
    (r"(?:sent?|sidst) (?:paa|om) dagen", _fixed(840, 1080, about=True)),
    (r"(?:inden|foer) midnat", _fixed(0, DAY)),
    (r"(?:ved )?midnat", _fixed(0, 0)),
    (r"hele dagen(?: lang)?|heldags?|naar som helst|alle tidspunkter|uanset tidspunkt", _fixed(0, DAY)),
    (rf"om {_NUMBER} {_UNIT}(?P<ago>(?!)x)?", relative),
    (rf"for {_NUMBER} {_UNIT} (?P<ago>siden)", relative),
    (
        r"efter (?:arbejdstid|fyraften|skole|skoletid)|"
        r"(?:saa )?tidligst muligt|saa tidligt som muligt|(?:saa )?sent som muligt",
        vague,
    ),
]
CLOCK_RULES = [(whole_words(pattern), handler) for pattern, handler in _RULES]


def settle(timing: Timing, part: str) -> Timing:
    """A clock time with the part of the day that was named beside it: "kl. 8 om aftenen"."""
    wide = PARTS[part][1]
    fitting = tuple(
        w for w in timing.windows if wide.begin <= w.begin <= wide.until and w.until <= max(wide.until, w.begin)
    )
    if not fitting:  # an open end ("efter kl. 9 om formiddagen") reaches to the end of the part
        fitting = tuple(
            Window(max(w.begin, PARTS[part][0].begin), min(w.until, PARTS[part][0].until))
            for w in timing.windows
            if w.begin != w.until and max(w.begin, PARTS[part][0].begin) < min(w.until, PARTS[part][0].until)
        )
    if not fitting:  # "kl. 14 om formiddagen"
        return replace(timing, windows=(*timing.windows, PARTS[part][0]), part=part)
    return replace(timing, windows=fitting, part=part)
