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

# Who is in an unemployment fund and answers so when asked what they live of means its benefit.
_IN_A_FUND = re.compile(
    r"\ba ?kasse\w*|"
    r"\b(?:3f|hk|foa|ase|krifa|det faglige hus|frie funktionaerer|lederne|magistrene\w*|akademikerne\w*)\b"
)
_NOT_IN_IT = frozenset(
    listed("ikke ingen aldrig uden maaske tidligere ville vil burde udmeldt meldt snart hverken kontanthjaelp kommunen")
)
# "Ingenting endnu", "min løn": the benefit is still to come, so nobody knows which.
_STILL_TO_COME = re.compile(
    r"(?:nej )?(?:jeg )?(?:har |faar |lever af )?(?:"
    r"(?:ikke (?:soegt |faaet )?(?:noget|nogen|om noget)|ingenting|intet|ikke soegt) endnu|"
    r"ikke (?:faaet )?soegt(?: noget| om noget)?|"
    r"(?:stadig )?(?:min |mine )?(?:sidste )?(?:loen|loennen|opsparing|opsparede penge|feriepenge)(?: endnu| lige nu)?)"
)


def lives_of_a_fund(text: str) -> bool:
    """Whether a short answer to "Hvad lever du af?" says that one is in an unemployment fund and nothing against it."""
    said = _WORD.findall(fold(text))
    if not said or len(said) > _LONGEST or "?" in text or (_ASKS | _NOT_IN_IT) & {*said}:
        return False
    return _IN_A_FUND.search(" ".join(said)) is not None


def benefit_still_to_come(text: str) -> bool:
    """Whether the whole answer to "Hvad lever du af?" says that no benefit is there yet: wages, savings, nothing."""
    return _STILL_TO_COME.fullmatch(" ".join(_WORD.findall(fold(text)))) is not None


def chosen_value(text: str, fact: str) -> str | None:
    """The choice that a short message names for the fact asked about; None when it names none or several, or asks."""
    said = _WORD.findall(fold(text))
    if not said or len(said) > _LONGEST or "?" in text or _ASKS & {*said}:
        return None
    line = " ".join(said)
    named = [value for value, words in _CHOICES.get(fact, {}).items() if re.search(words, line)]
    return named[0] if len(named) == 1 else None
