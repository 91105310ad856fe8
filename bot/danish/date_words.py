"""The words that Danish dates are made of, folded, and what each stands for in the grammar.

A word becomes a tag (capital letter and number) that the grammar's patterns are written in: ``M11`` November,
``m11`` its abbreviation, ``W0`` Monday, ``S0`` "mandags", ``O2`` the ordinal "anden", ``Uu`` a week and so on.
"""

from __future__ import annotations

from functools import lru_cache

from bot.danish.edits import closest
from bot.danish.normalise import fold_word
from bot.danish.word_lists import listed

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "loerdag", "soendag")
# Abbreviations count only beside a day or a year: "jan" is a name and "mar" half a word.
_SHORT_MONTHS = {
    "jan": 1,
    "janu": 1,
    "feb": 2,
    "febr": 2,
    "mar": 3,
    "mrt": 3,
    "apr": 4,
    "maj": 5,
    "may": 5,
    "mai": 5,
    "jun": 6,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "novb": 11,
    "dec": 12,
    "decb": 12,
}
_NUMBERS = listed(
    "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tyve ",
    "enogtyve toogtyve treogtyve fireogtyve femogtyve seksogtyve syvogtyve otteogtyve niogtyve tredive enogtredive",
)
_ORDINALS = listed(
    "foerste anden tredje fjerde femte sjette syvende ottende niende tiende ellevte tolvte trettende fjortende ",
    "femtende sekstende syttende attende nittende tyvende enogtyvende toogtyvende treogtyvende fireogtyvende ",
    "femogtyvende seksogtyvende syvogtyvende otteogtyvende niogtyvende tredivte enogtredivte",
)
_UNITS = {
    "Udag": "dag",
    "Ud": "dage dages",
    "Uu": "uge uger ugers uges",
    "Um": "maaned maaneder maaneders maaneds md mdr mnd mdn",
    "Ua": "aar aars",
}
# "en", "et" and "anden" mean too much else to be numbers everywhere: the patterns name them where they are.
_PLAIN_NUMBERS = {word: number for number, word in enumerate(_NUMBERS) if number > 1}
_PLAIN_NUMBERS |= {"fyrre": 40, "halvtreds": 50, "tresindstyve": 60, "halvfems": 90, "tres": 60}


# Feasts on a fixed day, as month and day.
_FEASTS = {
    "juleaften": 1224,
    "juleaftensdag": 1224,
    "lillejuleaften": 1223,
    "juledag": 1225,
    "nytaarsaften": 1231,
    "nytaarsaftensdag": 1231,
    "nytaarsdag": 101,
    "grundlovsdag": 605,
}


def _exact_tags() -> dict[str, str]:
    tags = {name: f"M{number}" for number, name in enumerate(MONTHS, start=1)}
    tags |= {name: f"m{number}" for name, number in _SHORT_MONTHS.items()}
    tags |= {name: f"W{number}" for number, name in enumerate(WEEKDAYS)}
    tags |= {name + "s": f"S{number}" for number, name in enumerate(WEEKDAYS)}
    tags |= {f"{name}en": f"W{number}" for number, name in enumerate(WEEKDAYS)}
    tags |= {"tirs": "W1", "ons": "W2", "tors": "W3", "loer": "W5"}
    tags |= {word: str(number) for word, number in _PLAIN_NUMBERS.items()}
    tags |= {word: f"O{number}" for number, word in enumerate(_ORDINALS, start=1)}
    tags |= {name: f"H{number}" for name, number in _FEASTS.items()}
    tags["jul"] = "j7"  # July beside a day, Christmas elsewhere
    tags |= {"tredie": "O3", "elvte": "O11", "trediende": "O30"}
    for unit, words in _UNITS.items():
        tags |= dict.fromkeys(words.split(), unit)
    return tags


_TAGS = _exact_tags()
# June and July are one letter apart; short names are one letter from everyday words: those need exact spelling.
_MIN_MISSPELT = 5
_NAMES = (*MONTHS, *WEEKDAYS, *(day + "s" for day in WEEKDAYS))
_MISSPELT = {name: _TAGS[name] for name in _NAMES if len(name) >= _MIN_MISSPELT}
_NOT_MISSPELT = frozenset(listed("mandat marks mart parti fridag fridage middag lordag tirsdage aprils dagens hverdag"))
_JOINED = {
    "naestkommende": "naeste",
    "naest": "naeste",
    "neste": "naeste",
    "nste": "naeste",
    "naste": "naeste",
    "siste": "sidste",
    "sidse": "sidste",
    "seneste": "sidste",
    "foerstkommende": "kommende",
    "indevaerende": "denne",
    "overmorn": "overmorgen",
    "morn": "morgen",
    "circa": "cirka",
    "ca": "cirka",
    "sien": "siden",
    "siddn": "siden",
    "gar": "gaar",
}


@lru_cache(maxsize=4096)
def tags_of(word: str) -> tuple[str, ...]:
    """The grammar's tags for one written word: itself (folded) when it says nothing about time.

    Usually one; a word written together ("imandags") gives several.
    """
    return tuple(_tag(part) for part in fold_word(word).split()) or ("_",)


def _tag(folded: str) -> str:
    if folded in _TAGS:
        return _TAGS[folded]
    if folded in _JOINED:
        return _JOINED[folded]
    if "-" in folded and all(part in _PLAIN_NUMBERS for part in folded.split("-")):
        return "R"  # "fem-seks uger"
    if len(folded) < _MIN_MISSPELT or folded in _NOT_MISSPELT:
        return folded
    meant = closest(folded, _MISSPELT, limit=1)
    return _MISSPELT[meant] if meant else folded
