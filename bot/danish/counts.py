"""Numbers inside a sentence, written with digits or letters: `27`, `treogtredive`, `otte`, `én`."""

from __future__ import annotations

import re

from bot.danish.word_lists import listed

_ONES = listed("en to tre fire fem seks syv otte ni")
_TENS = {
    "tyve": 20,
    "tredive": 30,
    "fyrre": 40,
    "fyrretyve": 40,
    "halvtreds": 50,
    "halvtredsindstyve": 50,
    "tres": 60,
    "tresindstyve": 60,
    "halvfjerds": 70,
    "halvfems": 90,
    "firs": 80,
}
_TEENS = listed("ti elleve tolv tretten fjorten femten seksten sytten atten nitten")
_WORDS = (
    {word: number for number, word in enumerate(_ONES, start=1)}
    | {word: number for number, word in enumerate(_TEENS, start=10)}
    | _TENS
    | {f"{one}og{ten}": number + tens for number, one in enumerate(_ONES, start=1) for ten, tens in _TENS.items()}
    | {"et": 1, "een": 1, "eet": 1, "nul": 0}
)
_BY_LENGTH = sorted(_WORDS, key=lambda word: (-len(word), word))

NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_BY_LENGTH)})"
"""A number in a tag line, as a piece of a pattern; "en" and "et" are numbers too."""

ROUGH = frozenset(listed("over under mindst hoejst maks naesten snart knap godt mere mindre end fra til eller"))
"""Words that make the number after them no exact one."""


def number_of(written: str) -> int:
    """The value of what ``NUMBER`` matched."""
    return int(written) if re.fullmatch(r"\d+", written) else _WORDS[written]
