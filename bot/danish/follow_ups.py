"""Short messages about the answer before: "hvorfor?", "hvor står det?", "hvad med min kone?", "og mig selv?".

A classifier would have to guess at three words; together with an answer before them they are plain.
"""

from __future__ import annotations

import re

from bot.danish.normalise import words
from bot.danish.people import person_named

_LONGEST = 8
_OPEN = r"(?:(?:og|men|ok|okay|jamen|naa|hm|aeh|undskyld|altsaa|saa) )*"
_WHY = re.compile(
    rf"{_OPEN}(?:hvorfor(?: (?:det|saa|dog|er det (?:saadan|saa|det)|gaelder det|skal jeg det|siger du det|ikke|da|"
    r"netop|spoerger du(?: om)?(?: det)?|vil du vide det))?|hvordan (?:kan det vaere|kommer du (?:frem )?til det|"
    r"ved du det|har du regnet (?:det|den) ud|regner du det ud)|forklar(?: (?:det|hvorfor|mig))*|"
    r"hvad bygger du (?:det|svaret) paa)"
)
_SOURCE = re.compile(
    rf"{_OPEN}(?:hvor staar (?:det|der det|det henne|reglen)(?: henne)?|hvad siger lov(?:en|givningen)|kilde[rn]?|"
    r"hvilken (?:paragraf|lov|regel)(?: er det)?|hvilke (?:paragraffer|regler|kilder)|hvor har du det fra|"
    r"(?:har du|hvad er) (?:en |din |dine )?kilder?(?:n)?|(?:kan jeg )?(?:se|laese) (?:loven|reglen|paragraffen)|"
    r"staar det i loven|hvad er (?:reglen|paragraffen|lovgrundlaget|hjemlen)|paragraf|hjemmel|lovhjemmel|"
    r"link til (?:loven|reglen))"
)
_OTHER = re.compile(
    r"(?:og|men|ok|okay|jamen|naa|saa| )*(?:(?:hvad|end)(?: saa)? med|hvordan(?: er det)?(?: saa)? (?:med|for)|"
    r"gaelder (?:det|reglen)(?: ogsaa| saa)*(?: for)?|er det(?: ogsaa)?(?: det)? samme (?:for|med)|for|med)?"
)
_AFTER_PERSON = frozenset(("da", "saa", "ogsaa", "selv"))


def follow_up_act(text: str) -> str | None:
    """``explain_why``, ``ask_source`` or ``other_person`` when the whole message is a way to say so, else None."""
    said = words(text)
    line = " ".join(said)
    if not said or len(said) > _LONGEST:
        return None
    if _WHY.fullmatch(line):
        return "explain_why"
    if _SOURCE.fullmatch(line):
        return "ask_source"
    return "other_person" if person_named(text) and _turns_to_a_person(said) else None


def _turns_to_a_person(said: list[str]) -> bool:
    """Is there nothing but "hvad med", "gælder det også" and the person itself?"""
    while said and said[-1] in _AFTER_PERSON and len(said) > 1:
        said = said[:-1]
    # What is left of the opening is a person in one or two words: "mig", "min kone", "vores voksne datter".
    return any(_OTHER.fullmatch(" ".join(said[:-length])) for length in (1, 2, 3))
