"""A number as the whole answer to "how many": `14`, `cirka 8 måneder`, `et år`.

Only what is exact is read: "over 12" or "næsten et år" is asked about again. Years become months, since 12 months are
a year; weeks and months are never turned into each other.
"""

from __future__ import annotations

import re

from bot.danish.normalise import fold
from bot.danish.word_lists import listed

_NUMBERS = {
    name: value
    for value, names in enumerate(
        listed(
            "nul/ingen/aldrig en/et to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten",
            "sytten atten nitten tyve",
        )
    )
    for name in names.split("/")
}
_FILLERS = frozenset(
    listed(
        "ca cirka omkring vist nok det er var har jeg faaet hjaelp i traek hele tror jo bare lige i alt gange gang",
        "vi der ansatte ansat mand medarbejdere",
    )
)
_UNITS = {
    **dict.fromkeys(listed("maaned maaneder maanedr mdr md mnd mndr"), "maaneder"),
    **dict.fromkeys(listed("uge uger"), "uger"),
    **dict.fromkeys(listed("aar"), "aar"),
}
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_OTHER_SIGNS = re.compile(r"[^\w\s.,!]|\d[.,]\d")
_MONTHS_IN_A_YEAR = 12


def number_answer(text: str, fact: str) -> int | None:
    """The number that a message answers the question about `fact` with; None when it is anything more, or not exact.

    What is counted stands in the fact's id (`hjaelp_maaneder_i_traek`); a number of something else is no answer.
    """
    folded = fold(text)
    if _OTHER_SIGNS.search(folded):
        return None
    said = [word for word in _TOKEN.findall(folded) if word not in _FILLERS]
    unit = _UNITS.get(said[-1]) if said else None
    if unit is not None:
        said = said[:-1]
    if len(said) != 1:
        return None
    number = int(said[0]) if said[0].isdecimal() else _NUMBERS.get(said[0])
    return None if number is None else _counted_as(number, unit, fact)


def _counted_as(number: int, unit: str | None, fact: str) -> int | None:
    counted = next((name for name in ("maaneder", "uger") if name in fact.split("_")), None)
    if unit in (None, counted):
        return number
    return number * _MONTHS_IN_A_YEAR if (unit, counted) == ("aar", "maaneder") else None
