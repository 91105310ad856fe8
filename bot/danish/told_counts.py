"""Facts with a number: weeks out of work, talks and sanctions so far, employees; and what kind of employer it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.danish.claims import is_claimed
from bot.danish.counts import NUMBER, ROUGH, number_of
from bot.danish.tag_line import TagLine, whole_words

Told = tuple[str, str | int, int, int]

_N = rf"(?P<number>{NUMBER})"
_ABOUT = (
    r"(?: (?:i|nu|paa|sammenlagt|alt|cirka|omkring|har|vaeret|jeg|snart|lige|nok|vist|foreloebig|indtil|ialt|samlet))*"
)
_OUT = r"(?:ledig|ledi|leddig|arbejdsloes|arbejdsledig|uden (?:job|arbejde)|ledighed|arbejdsloeshed)"
_WEEKS = r"(?:Uu|Gu|ugr|ugger|uge|uger)"
_ROW = (
    r"(?: (?:nu|fuld|fulde|hele))*(?P<row> (?:i (?:traek|streg|sammenhaeng)|sammenhaengende|uafbrudt|uden afbrydelse))?"
)
_TALKS = r"(?:samtaler|samtale|moeder paa jobcenteret|jobcentersamtaler|opfoelgningssamtaler|kontaktsamtaler)"
_JOB_TALKS = (
    rf"(?:{_TALKS}|(?:jobsamtaler|jobsamtale|moeder|moede)(?= (?:\w+ )?(?:i|hos|med|paa) (?:\w+ )?"
    r"(?:a-kasse|a-kassen|jobcenter|jobcenteret|kommunen|sagsbehandler|sagsbehandleren)))"
)
_PUNISHED = (
    r"(?:sanktioneret|trukket(?: mig)?(?: (?:i|ned i) (?:(?:min|mine|mit|noget|lidt) )?\w+)?|"
    r"faaet (?:traek|fradrag)|straffet)"
)
_PUNISHMENTS = r"(?:sanktion|sanktioner|traek i (?:\w+))"
_BENEFITS_LOST = r"(?:karantaene|karantaener)"
_NONE_YET = r"(?:ingen|0|nul|aldrig(?: \w+){0,2}|ikke (?:faaet |haft )?(?:nogen|en))"
_STAFF = r"(?:ansatte|medarbejdere|fastansatte|fuldtidsansatte|fuldtidsmedarbejdere|ordinaertansatte)"
_KIND = r"(?:(?:ordinaert|ordinaere|almindeligt|almindelige|fast|faste|fuldtids|reelle) )?"
_PLACE = (
    r"(?:virksomhed|virksomheden|firma|firmaet|arbejdsplads|arbejdsgiver|butik|institution|boernehave|selskab|"
    r"plejehjem|skole|vuggestue|klinik|restaurant|forening|myndighed|sektor|kontor|entreprenoer|vaerksted)"
)
_PRIVATE = r"(?:privat|private|privatejet|privatejede)"
_PUBLIC = r"(?:offentlig|offentligt|offentlige|kommunal|kommunalt|regional|regionalt|statslig|statsligt)"

_TABLE = [
    ("ledighed_uger", rf"{_OUT}{_ABOUT} {_N} {_WEEKS}{_ROW}(?! siden)"),
    ("ledighed_uger", rf"{_N} {_WEEKS}{_ROW} (?:som )?{_OUT}(?! siden)"),
    ("ledighed_uger", rf"{_N} (?:- )?{_WEEKS} (?:{_OUT}|med ledighed)"),
    ("ledighed_uger", rf"{_N} {_WEEKS} har jeg (?:\w+ )?vaeret {_OUT}"),
    (
        "samtaler_holdt",
        rf"(?:vaeret|kommet|moedt|deltaget|gaaet)(?: (?:op|inde|ude|med))? (?:til|i)"
        rf"(?: (?:i alt|ialt|kun|allerede|de|cirka))? {_N} {_JOB_TALKS}",
    ),
    ("samtaler_holdt", rf"(?:haft|holdt|afholdt)(?: (?:i alt|ialt|kun|allerede|cirka))? {_N} {_JOB_TALKS}"),
    ("samtaler_holdt", rf"{_N} {_JOB_TALKS} (?:har jeg|jeg har)(?: \w+)? (?:vaeret til|haft)"),
    ("samtaler_holdt", rf"{_N} {_JOB_TALKS} (?:indtil nu|afholdt|holdt|bag mig|til dato)"),
    ("samtaler_holdt", rf"vaeret til (?:en )?{_TALKS} {_N} gange?"),
    ("sanktioner_12_mdr", rf"{_PUNISHED}(?: i alt| allerede)? {_N} ?gange?"),
    ("sanktioner_12_mdr", rf"{_N} gange? (?:er jeg |jeg er |har jeg )?(?:blevet )?{_PUNISHED}"),
    ("sanktioner_12_mdr", rf"(?:faaet|haft|har)(?: (?:jeg|allerede|i alt))? {_N} {_PUNISHMENTS}"),
    ("karantaener_12_mdr", rf"(?:faaet|haft|har)(?: (?:jeg|allerede|i alt))? {_N} {_BENEFITS_LOST}"),
    (
        "ordinaert_ansatte",
        r"(?:vi er|har|med|beskaeftiger|er der|der er|er vi)(?: (?:i alt|ialt|kun|cirka|nu|paa))? "
        rf"{_N} {_KIND}{_STAFF}",
    ),
    ("ordinaert_ansatte", rf"(?<!pr )(?<!per )(?<!af )(?<!til ){_N} {_KIND}(?!medarbejdere){_STAFF}"),
]
_ANOTHER = re.compile(rf"(?: \w+){{0,4}} og {NUMBER} ")
_COUNTED = [(fact, whole_words(pattern)) for fact, pattern in _TABLE]
_LONG = frozenset(("Ua", "Ga", "aar"))
_NEVER = [
    (
        "samtaler_holdt",
        whole_words(
            rf"(?:aldrig|ikke)(?: \w+)? (?:vaeret til|haft) (?:(?:en|nogen|nogle) )?(?:{_TALKS}|en eneste samtale)"
        ),
    ),
    (
        "sanktioner_12_mdr",
        whole_words(rf"(?:aldrig|ikke)(?: (?:blevet|er|nogensinde|faaet|har))* (?:{_PUNISHED}|{_PUNISHMENTS})"),
    ),
    ("sanktioner_12_mdr", whole_words(rf"{_NONE_YET} {_PUNISHMENTS}")),
    ("karantaener_12_mdr", whole_words(rf"{_NONE_YET} {_BENEFITS_LOST}")),
]
_EMPLOYERS = [
    ("privat", whole_words(rf"{_PRIVATE} (?:\w+ )?{_PLACE}|{_PLACE}(?: ,)?(?: \w+)? er (?:\w+ )?{_PRIVATE}")),
    (
        "offentlig",
        whole_words(
            rf"{_PUBLIC} (?:\w+ )?{_PLACE}|{_PLACE}(?: ,)?(?: \w+)? er (?:\w+ )?(?:{_PUBLIC}|kommunen|regionen|staten)"
        ),
    ),
]


def counted_facts(line: TagLine) -> Iterator[Told]:
    """Facts with a number: fact, value, first token, one after the last."""
    for fact, pattern in _COUNTED:
        for match, first, last in line.find(pattern):
            place = line.line[: match.start("number")].count(" ")
            if ROUGH - {"til"} & set(line.tags[max(0, place - 1) : place]) or _is_long_ago(line, fact, last):
                continue
            if fact == "samtaler_holdt" and _ANOTHER.match(line.line[match.end() :]):
                continue  # "to på jobcenteret og én i a-kassen" must be added up
            if is_claimed(line, first, last):
                row = match.groupdict().get("row")
                yield f"{fact}_sammenhaengende" if row else fact, number_of(match["number"]), first, last
    for fact, pattern in _NEVER:
        for _match, first, last in line.find(pattern):
            if is_claimed(line, first, last):
                yield fact, 0, first, last


def employer_facts(line: TagLine) -> Iterator[Told]:
    """Whether the place of work is private or public; nothing when both are named."""
    if all(any(re.fullmatch(kind, tag) for tag in line.tags) for kind in (_PRIVATE, _PUBLIC)):
        return
    found = [
        ("arbejdsgiver_type", value, first, last)
        for value, pattern in _EMPLOYERS
        for _match, first, last in line.find(pattern)
        if is_claimed(line, first, last, skal=True)
    ]
    yield from found[:1]


def _is_long_ago(line: TagLine, fact: str, last: int) -> bool:
    """A sanction of another year does not count among those of the past twelve months."""
    after = line.tags[last : last + 5]
    ago = any(unit in _LONG and word == "siden" for unit, word in pairwise(after))
    return fact.endswith("12_mdr") and (ago or any(tag.startswith("Y") for tag in after))
