"""Which way a date most likely looks when no verb says it: plans are made by the hour, and for what is to come.

Weaker than ``date_tense``: it only settles what would otherwise be two dates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.danish.date_math import Tense
from bot.danish.word_lists import listed

_CLOCK = frozenset(
    listed(
        "kl klokken klk klokka formiddag formiddagen eftermiddag eftermiddagen aften aftenen morgen morgenen halv ",
        "kvart kvarter fm em efm middag middagstid frokost frokosttid tidlig #",
    )
)
_CLOCK_REACH = 3
_HOURS = frozenset(("mellem", "fra", "ved", "omkring"))
_DEADLINES = frozenset(("senest", "inden", "foer"))
_SKIPPED = frozenset((".", "den", "d"))
# Present tense and wishes: "er" and "har" need more words beside them.
_AHEAD = frozenset(
    listed(
        "passer passe bedst helst gerne hellere oensker kan vil skal maa ville kunne muligt mulig mulighed ledigt ",
        "flyt ryk skub udskyd book frist fristen deadline termin moedes ses rejser flyver holder lukket lukker aabent ",
        "aaben aabner",
    )
)
_PLANS = frozenset(
    listed(
        "tid tider moede moeder samtale samtaler fri ferie aftale kursus praktik orlov vagt ferien plads eksamen ",
        "proeve laege tandlaege undersoegelse foerste sidste ingenting intet plan planer",
    )
)
# "jeg er ledig mandag": from or on Monday, before or to come.
_STATES = frozenset(
    listed(
        "ledig arbejdsloes jobloes syg sygemeldt tilmeldt registreret hjemme dagpenge kontanthjaelp uddannelseshjaelp ",
        "sygedagpenge ydelse",
    )
)
_GONE = frozenset(listed("var blev fik havde kom gik meldte startede begyndte moedte skete talte sagde siden dengang"))
_BOUNDARY = frozenset(listed(", . ; : ? ! ( )"))
_TURNS = frozenset(listed("og men fordi naar hvis saa da hvornaar hvad hvor hvordan eller"))
_LISTED = frozenset((",", "og", "eller", "samt"))
_MOVED = frozenset(("flyttet", "rykket", "udskudt"))
_MOVE_REACH = 5
_PARTICIPLE = re.compile(r"\w+(?:et|ldt|ndt)|(?:\w*(?:lagt|sagt|bedt|hoert|talt|spurgt|brugt|moedt|koert))")
_NO_PARTICIPLES = frozenset(
    listed(
        "det et andet noget moedet jobbet kurset stedet brevet barnet optaget lukket planlagt aftalt booket bestilt ",
        "forhindret intet lidt galt fuldt bundet hverdagsmoedet indkaldt inviteret sat fastsat",
    )
)
_MAYS = (["1", "M5"], ["1", "m5"])
_PREPOSITIONS = frozenset(listed("paa i til fra med hos ved om under foer efter"))
_PERSONS = frozenset(("jeg", "vi", "han", "hun"))
# What people think now tells nothing of when it was.
_THOUGHTS = frozenset(listed("tror husker mener taenker synes mindes gaetter er har modtager hedder"))


def lean_of(tags: Sequence[str], first: int, last: int) -> Tense | None:
    """Where the date at the tokens ``first`` to ``last`` (exclusive) leans, or None when nothing shows it."""
    if _has_hour(tags, first, last) or _is_proposed(tags, first):
        return "future"
    words = _clause(tags, first, last)
    if _GONE & set(words):
        return None
    if _DEADLINES & set(tags[max(0, first - 1) : first]) or _is_may_day(tags, first, last):
        return "future"
    if _AHEAD & set(words) or _is_doing(words):
        return "future"
    begun = tags[max(0, first - 1) : first] in (["fra"], ["pr"], ["per"]) and not _PLANS & set(words)
    return "future" if _is_or_has(words) and not begun else None  # "min tilmelding er fra den 2." may be past


def _is_doing(words: Sequence[str]) -> bool:
    """ "jeg demonstrerer", "passer vi": somebody does something in the present tense."""
    for first, second in pairwise(words):
        person, verb = (first, second) if first in _PERSONS else (second, first)
        if person in _PERSONS and len(verb) > len("faer") and verb.endswith("er") and verb not in _THOUGHTS:
            return True
    return False


def _has_hour(tags: Sequence[str], first: int, last: int) -> bool:
    """ "tirsdag kl ni", "om formiddagen på tirsdag", "tirsdag mellem 9 og 11"."""
    before, after = tags[max(0, first - _CLOCK_REACH) : first], tags[last : last + _CLOCK_REACH]
    if _CLOCK & {*_up_to_stop(before[::-1]), *_up_to_stop(after)}:
        return True
    return after[:1] != [] and after[0] in _HOURS and after[1:2] != [] and after[1].isdigit()


def _up_to_stop(tags: Sequence[str]) -> list[str]:
    """The nearest words of the same sentence; "god morgen" greets and tells no hour."""
    kept: list[str] = []
    for place, tag in enumerate(tags):
        if tag in ".?!;" or "god" in tags[place + 1 : place + 2]:
            break
        kept.append(tag)
    return kept


def _is_proposed(tags: Sequence[str], first: int) -> bool:
    """ "hvad med tirsdag?", "rykket til den 14."."""
    before = list(tags[max(0, first - _MOVE_REACH) : first])
    if before[-2:] == ["hvad", "med"] or before[-3:] == ["hvad", "saa", "med"]:
        return True
    return before[-1:] == ["til"] and bool(_MOVED & set(before))


def _is_may_day(tags: Sequence[str], first: int, last: int) -> bool:
    """ "1. maj", the day that many have off; "fra 1. maj" is only a date."""
    phrase = [tag.rstrip(".") for tag in tags[first:last] if tag not in _SKIPPED]
    return phrase in _MAYS and tags[max(0, first - 1) : first] not in (["fra"], ["pr"], ["per"])


def _is_or_has(words: Sequence[str]) -> bool:
    """ "mødet er onsdag", "den 3. har jeg en samtale", but not "er startet" or "er ledig"."""
    if _STATES & set(words):
        return False
    if "har" in words:
        return bool(_PLANS & set(words))
    if "er" not in words:
        return False
    after = words[words.index("er") :]
    return not any(
        _PARTICIPLE.fullmatch(word) and word not in _NO_PARTICIPLES and before not in _PREPOSITIONS
        for before, word in pairwise(after)
    )


def _clause(tags: Sequence[str], first: int, last: int) -> list[str]:
    """The words of the clause that a date stands in; a list of dates is one clause."""
    begin, end = first, last
    while begin > 0 and not _breaks(tags, begin - 1):
        begin -= 1
    while end < len(tags) and not _breaks(tags, end):
        end += 1
    return [*tags[begin:first], *tags[last:end]]


def _breaks(tags: Sequence[str], place: int) -> bool:
    tag = tags[place]
    if tag not in _BOUNDARY and tag not in _TURNS:
        return False
    if tag == ".":
        return tags[place - 1] not in {"d", "kl", "nr", "ca"}
    return not (tag in _LISTED and any(_looks_like_day(near) for near in tags[place + 1 : place + 3]))


def _looks_like_day(tag: str) -> bool:
    return tag[0].isdigit() or tag == "X" or (tag[0] in "WSM" and tag[-1].isdigit())
