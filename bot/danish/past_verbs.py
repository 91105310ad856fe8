"""Danish verbs in the past tense, known by their endings, and the strong ones by name."""

from __future__ import annotations

import re

from bot.danish.word_lists import listed

# "ringede", "besøgte": not "møde", "glæde" (folded "oede", "aede") nor infinitives like "kontakte" and "starte".
_WEAK = re.compile(r"\w{2,}(?<![ao])ede|\w{2,}[gdlvbm]te")
_NO_VERBS = frozenset(
    listed(
        "allerede tilstede istede brede vrede hvede frygte svigte sigte agte aegte digte magte interesserede ",
        "pagte bestemte fragte slaegte bekendte sygemeldte uddannede berettigede",
    )
)
_STRONG = frozenset(
    listed(
        "sad stod laa sov gav bad fandt faldt forlod hjalp vidste traf boede hoerte koerte laerte mente naevnte loed ",
        "brast sank sang drak bar skar maatte turde burde ",
        "holdt tjente laante taenkte foerte vandt slap stak slog steg drev greb raabte ",
        "naaede rejste laeste spiste hilste loeste",
    )
)


def is_past_verb(word: str) -> bool:
    """Is a folded word a verb in the past tense?"""
    if word in _NO_VERBS:
        return False
    return word in _STRONG or _WEAK.fullmatch(word) is not None
