"""The words of a wish for a time: weekdays that come again, forms of talk, what is wanted first, what will not do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.danish.date_words import WEEKDAYS
from bot.danish.normalise import fold_word
from bot.danish.word_lists import listed

# What may stand in a date that is nothing but weekdays: "på torsdag", "næste mandag eller onsdag".
WEEKDAY_TAGS = re.compile(r"[WS]\d|fra|paa|om|den|til|naeste|kommende|denne|eller|og|,|hver|alle|her|samt|-")

_ENDINGS = ("", "e", "en", "ene", "er", "s", "es")
_SHORT = {"fre": 4, "fredg": 4, "tor": 3, "tors": 3, "tirs": 1, "ons": 2}
_WRITTEN = {name + ending: number for number, name in enumerate(WEEKDAYS) for ending in _ENDINGS} | _SHORT
JOINED = re.compile(r"\b((?:man|tirs|ons|tors|fre)dag)s?(for\w+|efter\w+|morgen\w*)", re.IGNORECASE)
"""A weekday and a part of the day in one word: "onsdagseftermiddag"."""


def weekday_of(tag: str, written: str) -> int | None:
    """The weekday that a token names (Monday is 0): "torsdage", "fredagen", "onsdagsformiddag"; None for others."""
    if re.fullmatch(r"[WS]\d", tag):
        return int(tag[1])
    return _WRITTEN.get(fold_word(written).removesuffix("."))


FORMS = tuple(
    (form, re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"))
    for form, pattern in (
        ("telefon", r"telefon\w*|tlf|tlfonisk|mobil|mobilen|ringe?|opkald|opringning"),
        ("video", r"video\w*|teams|skype|zoom|online|skaerm|paa nettet"),
        (
            "fremmoede",
            r"fremmoede\w*|(?:moede|moeder|komme|kommer) (?:personligt )?(?:op|ind|frem|forbi)|moedes|personlig\w*|"
            r"fysisk\w*|i person|ansigt til ansigt|(?:paa|i|hos) (?:jobcent\w+|kontoret|kommunen)",
        ),
    )
)

_FIRST = (
    r"saa (?:tidligt|hurtigt|snart) som (?:muligt|det kan)|hurtigst(?: muligt)?|snarest(?: muligt)?|tidligst mulig\w*"
)
ORDERS = (
    (
        "soonest",
        re.compile(rf"\b(?:{_FIRST}|(?:den |det |de )?(?:aller)?foerste (?:ledige|mulige|bedste)|asap|tidligere)\b"),
    ),
    ("latest", re.compile(r"\b(?:saa sent som muligt|senest muligt?|sidste mulige|den sidste ledige)\b")),
    (
        "any",
        re.compile(r"\b(?:(?:det er )?(?:lige|helt) (?:meget|ligegyldigt)|ligegyldigt|naar som helst|alle tider)\b"),
    ),
    (
        "more",
        re.compile(
            r"\b(?:flere (?:tider|dage|muligheder)?|andre (?:tider|dage|muligheder)?|"
            r"en anden (?:tid|dag)|et andet tidspunkt|ingen af (?:dem|de tider|tiderne)|"
            r"(?:de|det|ingen|tiderne) (?:af dem )?(?:passer|dur|duer) (?:mig )?ikke"
            r"|senere|vis mere)(?:\b|$)"
        ),
    ),
)

_TAKE = r"(?:(?:jeg )?(?:tager|vaelger|vil (?:gerne )?have|snupper) )?"
_THE = rf"{_TAKE}(?:ja )?(?:tak )?(?:til )?(?:den |det |nummer |nr |tid )*"
_END = r"(?: (?:tid|tak|gerne|er fin|er fint|passer|passer fint|passer mig|paa listen|af dem))*"
PICKS = tuple(
    (place, re.compile(rf"{_THE}(?:{names}){_END}"))
    for place, names in (
        (1, r"foerste|oeverste|1|en|et|1 1|a"),
        (2, r"anden|midterste|i midten|2|to|b"),
        (3, r"tredje|tredie|nederste|sidste|3|tre|c"),
    )
)

HALVES = (
    (re.compile(r"(?<!\S)(?:foerst|tidligt|starten|begyndelsen) (?:paa|i|af) ugen(?!\S)"), frozenset((0, 1))),
    (re.compile(r"(?<!\S)midt (?:paa|i) ugen(?!\S)"), frozenset((1, 2, 3))),
    (re.compile(r"(?<!\S)(?:sidst|sent|slutningen) (?:paa|i|af) ugen(?!\S)"), frozenset((3, 4))),
    (re.compile(r"(?<!\S)(?:alle )?hverdage\w*(?!\S)"), frozenset(range(5))),
)


DENIED_DATE = re.compile(r"\b(?:ikke|undtagen) (?P<date>(?:i|den|d\.|uge)\b[^,.;?!]*)", re.IGNORECASE)

BUSY = frozenset(
    listed("hente henter aflevere afleverer arbejder arbejde vagt laege laegen tandlaege tandlaegen optaget travlt")
)
"""With one of these the hour that is named is one that is taken."""

ASKING = re.compile(
    r"(?<!\S)(?:hvorfor|hvordan|hvornaar|hvem|hvilke\w*|hvad (?:sker|er|betyder|skal|koster|hvis)|hvis jeg ikke|"
    r"frist\w*|job|cv|joblog|syg\w*|ferie\w*|penge|skal jeg)(?!\S)"
)
"""Words of a question or a fact, which is no wish for a time whatever day it names."""

_CHRISTMAS, _AFTER_CHRISTMAS, _NEW_YEAR = (12, 24), (12, 27), (1, 2)


def around_christmas(line: str, today: date) -> tuple[date | None, date | None]:
    """The first and the last day that will do for "inden jul" or "efter nytår"; None where it says nothing."""
    if re.search(r"(?<!\S)(?:inden|foer) (?:jul|j7|julen|juleferien)(?!\S)", line):
        return None, date(today.year, *_CHRISTMAS) - timedelta(days=1)
    if re.search(r"(?<!\S)(?:efter|paa den anden side af) (?:jul|j7|julen|juleferien)(?!\S)", line):
        return date(today.year, *_AFTER_CHRISTMAS), None
    if re.search(r"(?<!\S)(?:efter nytaar|i det nye aar|til naeste aar)(?!\S)", line):
        return date(today.year + 1, *_NEW_YEAR), None
    return None, None


@dataclass(frozen=True)
class _Not:
    """What denies a day: words before it, the words that may stand between, and sayings behind it."""

    words: frozenset[str]
    between: frozenset[str]
    behind: re.Pattern[str]
    welcome: re.Pattern[str]


NOT = _Not(
    frozenset(listed("ikke undtagen ej aldrig bortset undgaa undgaar slip slippe fri undtaget")),
    frozenset(
        listed("paa i om den d . her nu helst til lige eller og , samt fra heller for noget en tid kan jeg morgen")
    ),
    re.compile(
        r"(?:(?:formiddag|eftermiddag|er|det|jeg|kan|dur|duer|passer|gaar|har|mig|saa|desvaerre) ){1,4}"
        r"(?:ikke|daarligt|optaget)"
    ),
    re.compile(r"(?:er|passer|kan|gaar|vil|ville) (?:(?!ikke)\w+ )?(?:fint?|godt|ok|okay|bedst|jeg|gerne|mig)"),
)

CARRIERS = frozenset(
    listed(
        "jeg vil ville gerne helst meget en et den det de der dag dage tid tider tidspunkt noget nogle nogen er",
        "bliver skal maa kan kunne ku har i du faa have hvad med saa hej tak ja nej ok okay passer bedst fint godt",
        "mig min mit ledig ledige ledigt frie fri paa om over via per at til fra foer inden efter kl klokken mellem",
        "og eller men ikke undtagen heller hellere morgen morgenen formiddag formiddagen eftermiddag eftermiddagen",
        "dagen uge ugen ugens tidligt tidlig tidligere tidligst sent senere senest som muligt mulige mulig hurtigst",
        "snarest foerste anden tredje sidste naeste samtale samtalen moede moedet moeder op ind frem gaa gaar bare",
        "lige ogsaa hvis for af alle flere andre andet vis mere dem dur duer alt altid bestemt hverdag hverdage",
        "starten slutningen midt foerst sidst begyndelsen hos jobcenteret jobcentret kommunen kontoret gang vaere",
        "vaer venligst snart hurtigt tager vaelger booke book bestille ting nummer nr ligegyldigt helt naar desvaerre",
        "optaget mulighed",
    )
)
"""Words that a wish for a time is made of; a message of other words is about something else."""
