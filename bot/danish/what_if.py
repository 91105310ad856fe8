"""Short follow-ups about something that may happen: "og hvis jeg er syg?", "hvad hvis jeg ikke kommer?"."""

from __future__ import annotations

import re

from bot.danish.normalise import words

_LONGEST = 11
_OPENING = re.compile(r"^(?:og |men |jamen |ok |okay |hvad |saa |nu |end )*(?:hvis|naar|hvad med|hvad saa med|med|om) ")
_SITUATIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b(?:{pattern})\b"))
    for name, pattern in (
        (
            "barn_syg",
            r"(?:barn|barnet|boern|boernene|unge|soen|datter)(?: \w+){0,3} syg\w*|barns? (?:foerste )?sygedag",
        ),
        ("syg", r"syg\w*|sygdom|influenza|feber|indlagt|hospitalet"),
        ("barsel", r"barsel\w*|gravid\w*|foeder?"),
        ("ferie", r"ferie\w*"),
        ("udland", r"udlandet|udenlands|rejser|ud at rejse|til udlandet"),
        ("job", r"(?:nyt )?job|jobbet|arbejde|fuldtidsjob|ansat"),
        ("sige_nej", r"siger? nej|nej tak|afslaar|ikke vil|nægter|naegter|takker nej"),
        (
            "udeblive",
            r"glemmer\w*|glemt|ikke (?:kom+er|moeder|naar|goer|kan naa|dukker|faar)(?: \w+){0,3}|udebliver|udeblive|"
            r"(?:kom+er|moeder|naar|goer|dukker) (?:jeg )?ikke(?: \w+){0,3}|for sent|springer over|ikke har",
        ),
    )
)


def what_if_situation(text: str) -> str | None:
    """What may happen according to a short "and if ..." message, as a key of actions/what_if.yml; None for any other.

    Longer messages are questions of their own and are left to the classifier.
    """
    said = words(text)
    line = " ".join(said)
    if len(said) > _LONGEST or not _OPENING.match(line + " "):
        return None
    return next((name for name, pattern in _SITUATIONS if pattern.search(line)), None)
