"""One of a few choices, typed as the answer to the question that was just asked ("det er en privat virksomhed").

Outside that question nothing is read, and words that name two of the choices are asked about again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.danish.normalise import fold
from bot.danish.word_lists import listed

_WORD = re.compile(r"[a-z0-9]+")
_ASKS = frozenset(listed("hvad hvor hvornaar hvordan hvilke hvilken hvilket hvem hvorfor maa kan skal gaelder"))
_LONGEST = 10

_CHOICES: Mapping[str, Mapping[str, str]] = {
    "arbejdsgiver_type": {
        "privat": r"\bprivat\w*",
        "offentlig": r"\b(?:offentlig\w*|kommun\w*|region\w*|stat|staten|statslig\w*)\b",
    },
    "uddannelsesniveau": {
        "lvu": r"\b(?:lang videregaaende|kandidat\w*|cand|universitet\w*|phd)\b",
        "mvu": r"\b(?:mellemlang\w*|professionsbachelor\w*)\b",
        "kvu": r"\b(?:kort videregaaende|erhvervsakademi\w*)\b",
        "erhvervsfaglig": r"\b(?:erhvervsuddannelse\w*|erhvervsfaglig\w*|faglaert|svendebrev|udlaert)\b",
        "gymnasial": r"\b(?:gymnasi\w*|stx|hhx|htx|hf|studentereksamen)\b",
        "grundskole": r"\b(?:folkeskole\w*|grundskole\w*|(?:9|10|niende|tiende) klasse)\b",
        "ingen": r"^(?:nej )?(?:jeg har )?ingen(?: uddannelse)?$",
    },
    "institution_udskrivning": {
        "psykiatri": r"\bpsykiatri\w*",
        "faengsel": r"\b(?:faengsel\w*|faengslet)\b",
        "nej": r"^(?:nej|nej tak|ingen(?: af (?:dem|delene))?|nej ingen(?: af (?:dem|delene))?)$",
    },
}


def chosen_value(text: str, fact: str) -> str | None:
    """The choice that a short message names for the fact asked about; None when it names none or several, or asks."""
    said = _WORD.findall(fold(text))
    if not said or len(said) > _LONGEST or "?" in text or _ASKS & {*said}:
        return None
    line = " ".join(said)
    named = [value for value, words in _CHOICES.get(fact, {}).items() if re.search(words, line)]
    return named[0] if len(named) == 1 else None
