"""Times that are no dates: opening hours and habits, and the weeks of a pregnancy or an illness."""

from __future__ import annotations

import re

from bot.danish.tag_line import whole_words

_HABIT = whole_words(
    r"aab\w+|lukke\w*|hver|altid|normalt|kontortid\w*|saedvanligvis|plejer|telefontid\w*|arbejder|arbejdstid\w*|traeffe\w*|hverdage"
)
_PREGNANCY = whole_words(r"\w*gravid\w*|graviditet\w*|svanger\w*|henne|foedsel\w*|foede|foeder|termin\w*|fostre\w*")
# "termin i uge 12" is one of the calendar.
_DUE = re.compile(r"termin\w*(?: (?:er|har|jeg|ligger|bliver|sat|til|cirka|omkring|i|forventet))* $")
_ILLNESS = re.compile(r"(?:syg|sygemeldt|sygmeldt|sygedagpenge)(?: (?:er|jeg|nu|har|paa))* (?:i )?$")
_SO_FAR = whole_words(r"nu|efterhaanden|allerede")
_SENTENCE_END = re.compile(r"(?<! d) [.?!;](?= )")


def _sentence(match: re.Match[str]) -> tuple[str, str]:
    """What stands before and after a match in its own sentence."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    begun = [end.end() for end in _SENTENCE_END.finditer(before)]
    ends = _SENTENCE_END.search(after)
    return before[begun[-1] if begun else 0 :], after[: ends.start()] if ends else after


def is_habit(match: re.Match[str]) -> bool:
    """Is it said how things always are: "åbent fra mandag til fredag"?"""
    return any(_HABIT.search(part) for part in _sentence(match))


def is_week_of_body(match: re.Match[str]) -> bool:
    """Are the weeks counted from a conception or from the first day of an illness: "gravid i uge 20"?"""
    before, after = _sentence(match)
    if _DUE.search(before):
        return False
    if any(_PREGNANCY.search(part) for part in (before, after)):
        return True
    return _ILLNESS.search(before) is not None and _SO_FAR.match(after.strip()) is not None
