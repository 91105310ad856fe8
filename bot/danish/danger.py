"""Hears when somebody may be in danger of their life: words that must never depend on a classifier's confidence.

Only words about dying, suicide and hurting oneself. A false alarm costs a kind sentence; a miss can cost a life.
"""

from __future__ import annotations

import re

from bot.danish.normalise import fold

_SELF = "(?:mig|sig|mig selv|sig selv|os)"
_PATTERNS = (
    r"selvmord",
    r"afskedsbrev",
    rf"\b(?:tage?r?|taget|tog)\s(?:livet\saf\s{_SELF}|(?:mit|sit)\s(?:eget\s)?liv\b)",
    r"\bgoere?r?\s(?:en\s)?ende\spaa\s(?:det\b|livet\b|mit\sliv|alt\b|mig\sselv)",
    r"\b(?:vil|ville|oensker\sat|lyst\stil\sat|haaber\sat|gid\sjeg\s(?:maatte|var))(?:\s(?:gerne|bare|helst|hellere)){0,2}\s(?:doe|doed)\b",
    r"\bikke\s(?:\w+\s){0,4}leve\b(?!\s(?:op|af|for|med|paa|som|i|uden|alene))",
    r"\b(?:gider|orker|magter)\sikke\s(?:at\s)?leve\b",
    r"\bikke\s(?:\w+\s){0,2}vaere\s(?:her|til)\s(?:mere|laengere)\b",
    r"\b(?:bedre|gladere|lettere)\s(?:\w+\s){0,2}uden\smig\b",
    r"\bslut\smed\s(?:mit\s)?livet\b",
    r"\b(?:skade|skader|skaere|skaerer|cutter|skyde|haenge|kvaele|braende)\s(?:i\s)?mig(?:\sselv)?\b",
    r"\bslaa(?:r)?\smig\s(?:selv\s)?ihjel\b",
    r"\b(?:hoppe|springe|kaste\smig)\sud\s(?:foran|fra|over)\b",
    r"\boverdosis\b",
    r"\b(?:suicide|kill\smyself)\b",
)
_DANGER = re.compile("|".join(_PATTERNS))


def speaks_of_death(text: str) -> bool:
    """Whether the text speaks of suicide, of wanting to die, or of hurting oneself.

    Args:
        text: what somebody typed; spelling and diacritics are folded first.

    """
    return _DANGER.search(fold(text)) is not None
