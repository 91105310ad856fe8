"""The words that Danish dates are made of, folded, and what each stands for in the grammar.

A word becomes a tag (capital letter and number) that the grammar's patterns are written in: ``M11`` November,
``m11`` its abbreviation, ``W0`` Monday, ``S0`` "mandags", ``O2`` the ordinal "anden", ``Uu`` a week and so on.
"""

from __future__ import annotations

import re
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
    "Ud": "dage dag'e dgae dahe",
    "Uu": "uge uger ugerne uer ugr ugre ugger ueg uegr ugeer",
    "Um": "maaned maaneder md mdr mnd mdn mdrs mdnr maander",
    "Ua": "aar",
    # Of a time: "om en uges tid" is one, "seks ugers kursus" is none.
    "Gd": "dages",
    "Gu": "ugers uges",
    "Gm": "maaneders maaneds",
    "Ga": "aars",
}
# "en", "et" and "anden" mean too much else to be numbers everywhere: the patterns name them where they are.
_PLAIN_NUMBERS = {word: number for number, word in enumerate(_NUMBERS) if number > 1}
_PLAIN_NUMBERS |= {"fyrre": 40, "halvtreds": 50, "tresindstyve": 60, "halvfems": 90, "tres": 60}


def _exact_tags() -> dict[str, str]:
    tags = {name: f"M{number}" for number, name in enumerate(MONTHS, start=1)}
    tags |= {name: f"m{number}" for name, number in _SHORT_MONTHS.items()}
    tags |= {name: f"W{number}" for number, name in enumerate(WEEKDAYS)}
    tags |= {name + "s": f"S{number}" for number, name in enumerate(WEEKDAYS)}
    tags |= {f"{name}en": f"W{number}" for number, name in enumerate(WEEKDAYS)}
    tags |= {"tirs": "W1", "ons": "W2", "tors": "W3", "loer": "W5"}
    tags |= {word: str(number) for word, number in _PLAIN_NUMBERS.items()}
    tags |= {word: f"O{number}" for number, word in enumerate(_ORDINALS, start=1)}
    tags["jul"] = "j7"  # July beside a day, Christmas elsewhere
    tags |= {"tredie": "O3", "elvte": "O11", "trediende": "O30"}
    for unit, words in _UNITS.items():
        tags |= dict.fromkeys(words.split(), unit)
    return tags


_TAGS = _exact_tags()
# June and July are one letter apart; short names are one letter from everyday words: those need exact spelling.
_MIN_MISSPELT = 5
_NAMES = (*MONTHS, *WEEKDAYS, *(day + "s" for day in WEEKDAYS))
# Other words of the grammar that are long enough to be told from everyday words with one letter wrong.
_LONG_WORDS = listed(
    "naeste sidste forrige kommende overmorgen forgaars maaned maaneder weekenden kvartal klokken formiddag ",
    "formiddagen eftermiddag eftermiddagen skaertorsdag langfredag grundlovsdag mortensaften nytaarsaften juleaften ",
    "nytaarsdag sankthans fastelavn himmelfart pinsedag paaskedag juledag palmesoendag",
)
_MISSPELT = {name: _TAGS[name] for name in _NAMES if len(name) >= _MIN_MISSPELT}
_MISSPELT |= {word: _TAGS.get(word, word) for word in _LONG_WORDS}
_NOT_MISSPELT = frozenset(
    listed(
        "mandat marks mart parti fridag fridage middag lordag tirsdage aprils dagens hverdag sidst siden sider sidder ",
        "naesten naestes haeste maanen kommene kommenter formiddags eftermiddags formiddage juledage juledags sidstes ",
        "maaneden maanedens maanedes klokker paaskedage pinsedage maale",
    )
)
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
    "ei": "en",
    "omm": "om",
    "circa": "cirka",
    "ca": "cirka",
    "morgn": "morgen",
    "mogen": "morgen",
    "moren": "morgen",
    "maarn": "morgen",
    "moern": "morgen",
    "morrn": "morgen",
    "sidn": "siden",
    "sidden": "siden",
    "sien": "siden",
    "siddn": "siden",
    "gar": "gaar",
}

_DOUBLED = re.compile(r"(.)\1")
_AFTER_I = frozenset(listed("morgen overmorgen gaar forgaars morges aftes aften fjor forfjor nat"))


@lru_cache(maxsize=4096)
def tags_of(word: str) -> tuple[str, ...]:
    """The grammar's tags for one written word: itself (folded) when it says nothing about time.

    Usually one; a word written together ("imandags") gives several.
    """
    return tuple(_tag(piece) for part in fold_word(word).split() for piece in _pieces(part)) or ("_",)


def _pieces(folded: str) -> tuple[str, ...]:
    """ "imårn" and "månedstid" are two words."""
    if folded.endswith("stid") and _TAGS.get(folded[:-3], "").startswith("G") and folded != "aarstid":
        return folded[:-3], "tid"
    rest = folded[1:]
    joined = folded[0] == "i" and (rest in _AFTER_I or _JOINED.get(rest) in _AFTER_I)
    return ("i", rest) if joined else (folded,)


def _tag(folded: str) -> str:
    if folded in _TAGS:
        return _TAGS[folded]
    if folded in _JOINED:
        return _JOINED[folded]
    if "-" in folded and all(part in _PLAIN_NUMBERS for part in folded.split("-")):
        return "R"  # "fem-seks uger"
    if len(folded) < _MIN_MISSPELT or folded in _NOT_MISSPELT:
        return folded
    meant = next((found for way in _spelled(folded) if (found := closest(way, _MISSPELT, limit=1))), None)
    return _MISSPELT[meant] if meant else folded


def _spelled(folded: str) -> tuple[str, ...]:
    """A word, and the same without doubled letters ("onsdagg", "maanda")."""
    return folded, _DOUBLED.sub(r"\1", folded)
