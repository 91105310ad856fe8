"""How old the writer says to be: "jeg er 27", "kvinde på 28", "en 55-årig mand", "lige fyldt 18"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.danish.benefit_words import ASSESSMENTS, BENEFITS
from bot.danish.claims import is_claimed
from bot.danish.counts import NUMBER, ROUGH, number_of
from bot.danish.schooling_words import TRADES
from bot.danish.sentence import clause
from bot.danish.tag_line import TagLine, whole_words

YOUNGEST, OLDEST = 13, 99
_YOUNGEST_ALONE, _OLDEST_ALONE = 16, 75
_SELF = (
    r"(?:kvinde|mand|pige|dreng|fyr|person|borger|borgeren|medlem|mor|far|forsoerger|"
    r"undertegnede|klient|ung|ungt|ansoeger|enke|enkemand|enlig)"
)
_N = rf"(?P<age>{NUMBER})\.?"
_YEARS = r"(?: Ua(?: gammel)?| gammel)"
_END = (
    r"(?= [.,;:?!()]| (?:og|men|paa|fra|nu|saa|naar|hvornaar|hvad|hvor|skal|kan|maa|faar|har|bor|som|uden|med)(?!\S)|$)"
)
_SHORTEST_NAME = 4
_KNOWN = "|".join(
    sorted(
        {re.escape(word) for names in (BENEFITS, ASSESSMENTS) for word in names.words if len(word) >= _SHORTEST_NAME}
    )
)
_TRADE = "|".join(re.escape(word.removesuffix("*")) for words in TRADES.values() for word in words.split())
# Work that people name themselves by, without telling their education: "lagermand på 24".
_CALLING = (
    r"\w*(?:mand|kvinde|dame|arbejder|medarbejder|hjaelper|assistent|chauffoer|leder|ekspedient|konsulent|pilot|ling|"
    r"montoer|inspektoer|studerende|svend|vagt|vikar|operatoer|hjemmegaaende|ledig|arbejdsloes|dimittend)"
)
_PATTERNS = [
    whole_words(pattern)
    for pattern in (
        r"(?:jeg|a|undertegnede|er|nu|og|selv|gift|single|nej|nej ,) "
        rf"(?:(?:er|en|nu|lige|selv|kun|jo|i Udag|cirka) )*{_N}{_YEARS}",
        rf"er (?:(?:nu|lige|selv|kun|jo) )?{_N}(?:{_END}|(?= (?:{_KNOWN}|{_TRADE})(?!\S)))",
        rf"(?:er )?(?:lige |netop |jeg |jeg lige |saa )?"
        rf"(?:fyldte|fyldt|rundede|rundet) (?:jeg |de |mine )?{_N}(?: Ua)?",
        rf"blev (?:jeg )?{_N} Ua(?! siden)",
        rf"(?:jeg blev|blev jeg) {_N}(?:{_END}|(?= i [WSOU]))",
        rf"mine {_N} Ua",
        rf"{_N} Ua gammel",
        rf"(?<=, )nu {_N}{_END}",
        rf"mig paa {_N}(?: Ua)?",
        rf"{_N} ?-? ?(?:aarig|aaring)",
        rf"(?:alder|alderen) (?:(?:er|:|paa|af|-|=) )?{_N}(?: Ua)?",
        rf"{_SELF} (?:(?:paa|,|er) )*{_N}"
        rf"(?:{_YEARS}|(?! (?:[Mm]\d+|\+|Uu|Um|Udag|Ud|km|kr|procent|%|gange|timer|ansatte|samtaler)(?!\S)))",
        rf"(?:{_KNOWN}) {_N}{_YEARS}",
        rf"(?:{_TRADE}|{_CALLING}) paa {_N}(?: Ua)?{_END}",
    )
]
_NAMED = "|".join(
    sorted(
        re.escape(phrase[0])
        for names in (BENEFITS, ASSESSMENTS)
        for phrase in names.phrases
        if len(phrase) == 1 and len(phrase[0]) >= _SHORTEST_NAME and not phrase[0].endswith(("ere", "ister"))
    )
)
# "28 jp kth": the number comes first, and other short forms after it.
_SHORT = whole_words(
    rf"{_N}(?= (?:, )?(?:jp|ap|{_NAMED}|sho|ly|rf|udd|kvinde|mand|ledig|gift|ugift|single|enlig)(?!\S))"
)
_FRAGMENT = whole_words(rf"{_N}{_YEARS}?(?= [.,;)]| og(?!\S)| men(?!\S)|$)")
_STARTS = frozenset((",", ".", ";", ":", "(", "og", "!", "?"))
# "5 års erfaring", "2 år siden", "i 20 år som kok": a length of time.
_TIME_AFTER = frozenset(("erfaring", "siden", "i", "som", "ledig", "ad", "hos", "til", "anciennitet"))
# "klokken er 15", "vi er 23, alle sammen": somebody or something else is so many.
_BEFORE_IS = frozenset((*_STARTS, "jeg", "a", "nu", "men", "mig", "undertegnede", "alder", "alderen", "hej"))
_OTHERS_AFTER = re.compile(r"(?:soen|datter|dreng|pige|barn|kone|kaereste|mor|far|bror|soester)")


def ages(line: TagLine) -> Iterator[tuple[int, int, int]]:
    """Each age told: years, first token, one after the last."""
    for pattern in _PATTERNS:
        for match, _first, last in line.find(pattern):
            age = number_of(match["age"])
            place = _place(line, match)
            if YOUNGEST <= age <= OLDEST and _is_an_age(line, place, last) and is_claimed(line, place, last, when=True):
                yield age, place, last
    for match, first, last in line.find(_SHORT):
        age = number_of(match["age"])
        begins = first == 0 or line.tags[first - 1] in _STARTS
        if begins and _YOUNGEST_ALONE <= age <= _OLDEST_ALONE and is_claimed(line, first, last, when=True):
            yield age, first, last


def lone_age(line: TagLine) -> tuple[int, int, int] | None:
    """A number that stands alone among other facts ("frisør, 33, på dagpenge"); None when there are two of them."""
    found = []
    for match, first, last in line.find(_FRAGMENT):
        if first == 0 or line.tags[first - 1] in _STARTS:
            found.append((number_of(match["age"]), first, last, match[0]))
    fitting = [one for one in found if _YOUNGEST_ALONE <= one[0] <= _OLDEST_ALONE]
    if len(found) != 1 or not fitting or not _is_an_age(line, fitting[0][1], fitting[0][2]):
        return None
    age, first, last, _ = fitting[0]
    return (age, first, last) if is_claimed(line, first, last, when=True) else None


def _place(line: TagLine, match: re.Match[str]) -> int:
    """The token of the number itself: what stands before it decides whose age it is."""
    place = line.line[: match.start("age")].count(" ")
    return place - 1 if line.tags[place - 1 : place] == ["de"] else place  # "har rundet de 60"


def _is_an_age(line: TagLine, place: int, last: int) -> bool:
    before, after = line.tags[max(0, place - 2) : place], line.tags[last : last + 2]
    if "vi" in clause(line.tags, place, last)[0] or line.tags[last : last + 1] == ["+"]:
        return False
    if ROUGH & set(before[-1:]) or before[-1:] == ["min"] or before[-2:-1] == ["min"]:
        return False
    if line.tags[last - 1] == "Ua" and after and after[0] in _TIME_AFTER:
        return after[0] == "i" and after[1:] in (["Udag"], ["gaar"])
    if before[-1:] == ["er"] and place > 1 and not (line.anyone or before[0] in _BEFORE_IS):
        return False
    return not any(_OTHERS_AFTER.match(word) for word in after)


_ANSWER = re.compile(
    rf"(?:(?:jeg|er|det|cirka|nu|lige|fyldt|blev|hej|ja|nej|en|paa|alder|min|:|,) )*(?P<age>{NUMBER})"
    r"(?: Ua| ?-? ?aarig)?(?: gammel)?(?: (?:nu|i Udag|[.!]))*"
)


def age_answer(text: str) -> int | None:
    """The age that a whole message gives when a birth date or an age was asked for; None when it gives none."""
    match = _ANSWER.fullmatch(TagLine.of(text).line)
    age = number_of(match["age"]) if match else 0
    return age if YOUNGEST <= age <= OLDEST else None
