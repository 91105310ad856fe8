"""Split the compounds of this field, so that "jobsamtale" and "job samtale" give the same words.

Danish writes compounds in one word, and many people do not. The parts are a fixed list: guessing the borders from any
vocabulary would cut ordinary words in two ("samtale" into "sam" and "tale").
"""

from __future__ import annotations

from functools import lru_cache

_MIN_PART = 2
# Letters that may stand between two parts: "arbejdsmarked", "ansoegningsfrist".
_LINKS = ("", "s", "e")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What a compound may begin with (folded). Words that begin other common words ("sag" in "sagt") are left out.
FIRST = _words("""
job jobcenter arbejde arbejd arbejds loen loentilskud kontant uddannelse uddannelses sygedagpenge syge syg sygdom
dagpenge praktik virksomhed virksomheds nytte kontakt raadigheds raadighed ferie barsel barsels efterloen fleks
flex ressource revaliderings ledighed ledigheds mentor kursus selvbooking booking telefon video digital klage anke
sanktion karantaene moede fravaer frem udeblivelses transport befordrings aktiverings aktivering tilbuds tilbud
sprog praktikplads opkvalificerings voksen laerlinge laerling foertids senior pension pensions bolig boerne
skaane fuldtids deltids fuldtid deltid privat offentlig kommune a-kasse integrations integration mit
forsoergelses forsoerger aegtefaelle formue rest indkomst sagsbehandler jobsoegnings jobsoegning soegnings ansoegnings
ansoegning visitations jobafklarings jobafklaring laege laegeerklaerings trivsels orlov orlovs
""")

# What a compound may end with (folded, all common forms).
LAST = _words("""
samtale samtalen samtaler samtalerne moede moedet moeder plan planen planer pligt pligten pligter ret retten penge
pengene ydelse ydelsen ydelser hjaelp hjaelpen soegning soegningen forloeb forloebet plads pladsen pladser praktik
praktikken praktikplads praktikpladsen indsats indsatsen tilskud tilskuddet tilbud tilbuddet tilbuddene frist fristen
perioden periode perioder krav kravet regler reglerne regel reglen loeft loeftet kursus kurset kurser konsulent
konsulenten raadgiver raadgiveren medarbejder medarbejderen ansoegning ansoegningen ansoegninger tid tiden timer loen
loennen job jobbet jobs log loggen melding meldingen meldt meldte melde melder booking sanktion sanktioner
erklaering erklaeringen attest attesten dage dagen uger maaneder udgifter udgift kort kortet ordning ordningen
laerling laerlinge pension pensionen jobsoegning jobsoegningen fritagelse fritaget fri forsikring parat parate
loes loese soegende soeger centeret center centret centre nummer opkald beloeb satser sats sagen sag sager klage klagen
godtgoerelse tillaeg tillaegget fradrag parti vejleder vejledning kontor kontoret lov loven marked markedet evne
givere giver giveren vilkaar
""")

# Words that only look like compounds of the lists above.
_WHOLE = _words("arbejdsloes arbejdsloese arbejdsgiver arbejdsgivere arbejdsgiveren jobcenter jobcenteret sygemeldt")


@lru_cache(maxsize=8192)
def split_compound(word: str) -> tuple[str, ...]:
    """Return the two parts of a folded compound, or the word itself.

    Args:
        word: one folded word.

    Returns:
        ``("job", "samtale")`` for ``"jobsamtale"``; a linking ``s`` or ``e`` is dropped. The longest first part wins.

    """
    if word in _WHOLE:
        return (word,)
    for cut in range(len(word) - _MIN_PART, _MIN_PART - 1, -1):
        head, tail = word[:cut], word[cut:].removeprefix("-")
        if tail in LAST:
            for link in _LINKS:
                first = head.removesuffix(link) if link else head
                if first in FIRST:
                    return first, tail
    return (word,)
