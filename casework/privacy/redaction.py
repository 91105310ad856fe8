"""Finding what tells who somebody is, so that a reviewer can hide it and nothing of it is ever exported.

Patterns find mail addresses, telephone numbers, long numbers, CPR numbers, links, streets with a number, "jeg hedder
..." and common given names. They miss things, so a person looks as well; they are never the only guard. Every pattern
has fixed bounds and begins only where a word begins, so a hostile text costs no more than a friendly one.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from casework.privacy.masking import CPR_MASK, cpr_spans
from casework.privacy.names import name_finder

#: What a hidden passage is replaced by.
HIDDEN = "[skjult]"
KINDS = ("mail", "phone", "number", "cpr", "account", "link", "address", "name")
MASKS = (HIDDEN, CPR_MASK)

_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_NAMES_FILE = Path(__file__).with_name("given_names.txt")
_WORD_START = r"(?<![\w@.+-])"
_MAIL = re.compile(
    rf"{_WORD_START}[\w.+-]{{1,64}}(?:@|\s?[(\[](?:at|a)[)\]]\s?|\ssnabel-?\s?a\s)[\w-]{{1,63}}(?:\s?\.\s?[\w-]{{1,63}}){{1,4}}",
    re.IGNORECASE,
)
_LINK = re.compile(r"\b(?:https?://|www\.)\S{1,400}", re.IGNORECASE)
_GAP = r"[ \t\u00a0\u202f./-]"
_PHONE = re.compile(rf"(?<![\d\w])(?:(?:\+|00){_GAP}?45{_GAP}?)?\d(?:{_GAP}{{0,2}}\d){{7}}(?!\d)")
_FOREIGN_PHONE = re.compile(rf"(?<!\w)(?:\+|00)\d(?:{_GAP}?\d){{7,14}}")
_LONG_NUMBER = re.compile(r"(?:(?<!\d)\d{3,5}[ -])?\d{5,}")
# Many digits can be a day (02.11.2026, 2/11-2026, 2026-11-02), years (2026-2027) or a law (1750/2025, nr. 10190 af).
_DAY = re.compile(
    r"\b[Nn]r\.?\s\d{3,5}(?=\s(?:af|fra)\s)|"
    r"\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)\d\d|\d{1,4}[/-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
)
_DAY_HINTS = ("19", "20", "nr", "Nr")
_STREETS = (
    "vej|vejen|gade|gaden|allé|alle|alléen|stræde|strædet|vænge|vænget|parken|plads|pladsen|torv|torvet|boulevard|stien|"
    "toften|marken|bakken|haven|engen|skoven|krogen|lunden|højen|ageren|svinget|kvarteret|bro|brogade|kaj|brygge"
)
_FLOOR = r"(?:,?\s{0,2}(?:st|kl|\d{1,2})\.?\s{0,2}(?:sal\b|tv\b|th\b|mf\b|\.)(?:\s?(?:tv|th|mf)\b\.?)?)?"
_STREET_WORDS = tuple(_STREETS.split("|"))
#: A street is looked for from its number backwards: far fewer places have a number than a word.
_HOUSE = re.compile(rf"(?<=[^\W\d_])\s{{1,2}}(?:nr\.?\s)?\d{{1,3}}(?:\s?[a-h])?(?!\w){_FLOOR}", re.IGNORECASE)
_CAPITAL_BEFORE = re.compile(r"(?<!\w)[A-ZÆØÅ][\w.]{1,20}\s\Z")
_LONGEST_STREET = 42
#: DK50 0040 0440 1162 43, and the four digits of a bank beside a word for them.
_ACCOUNT = re.compile(
    r"(?<!\w)(?:[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?(?!\w)|"
    r"(?i:reg(?:\.|nr\.?|istreringsnummer)?\s?(?:nr\.?)?\s?:?\s?)\d{4}(?!\d)(?:[\s,./-]{1,3}(?i:konto(?:nr\.?|nummer)?:?\s?)?\d{6,10}(?!\d))?)"
)
_NUMBER_WORD = (
    "nul|en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten|atten|nitten|tyve|"
    "tredive|fyrre|halvtreds|tres|halvfjerds|firs|halvfems|og"
)
#: A number said in words, such as a CPR number or a telephone number: seven words in a row or more.
_SPOKEN = re.compile(rf"(?<!\w)(?:{_NUMBER_WORD})(?:[ ,-]{{1,2}}(?:{_NUMBER_WORD})(?!\w)){{6,23}}", re.IGNORECASE)
_TOWN = re.compile(r"(?<![\w.])(?!19|20)[1-9]\d{3}\s[A-ZÆØÅ][a-zæøå]{2,20}")
_CALLED = re.compile(
    r"(?<!\w)(?:(?:jeg|hun|han|en\sder|en\ssom|de|vi|kone|mand|datter|søn|barn)\s(?:hedder|hed|kaldes)|hedder\s(?:jeg|hun|han)|"
    r"(?:mit|hendes|hans|fulde|mit\sfulde)\s(?:navn|efternavn|fornavn)\s(?:er|:)|navn\s?:|(?:mvh|hilsen|hilsner|vh|kh)[\s,.:]{1,3})"
    r"[\s:,]{0,3}(?P<name>\w[\w'-]{0,30}(?:[ \t]\w[\w'-]{0,30}\.?){0,4})",
    re.IGNORECASE,
)
_AFTER_A_NAME = frozenset(
    re.findall(
        r"\w+",
        "og men jeg har er vil skal kan må min mit mine som der at på i til fra med så bor bliver blev fik får eller "
        "hvad hvornår hvordan hvor hvorfor nu du vi de han hun det den ikke om for af",
    )
)
#: Words that look like a name with an s.
_WORDS_NOT_NAMES = frozenset({"karens"})
_SURNAME = re.compile(r"(?<!\w)[A-ZÆØÅ][\w'-]{1,20}\s(?:[A-ZÆØÅ][\w.'-]{0,20}\s){0,2}[A-ZÆØÅ][\w'-]{1,20}sen(?!\w)")
_TOKEN = re.compile(r"(?<![\w-])[A-Za-zÆØÅæøåéÉüÜöÖäÄ]{2,20}(?:-[A-Za-zÆØÅæøåéÉ]{2,20})?")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n]\s*)$")


#: Looking whether a text has one of these parts at all costs next to nothing.
_WITH_HINTS = (
    ("mail", _MAIL, ("@", "(at)", "(a)", "[at]", "[a]", "snabel")),
    ("link", _LINK, ("http", "www.")),
    ("name", _SURNAME, ("sen",)),
    ("number", _SPOKEN, ("nul", "syv", "otte", "fire", "fem", "seks", "tre", "ni", "ti", "to")),
)
_CALLED_HINTS = ("hed", "kaldes", "navn", "hils", "vh", "kh")


class Found(NamedTuple):
    """One passage: where it begins and ends in the text, and its kind, one of `KINDS`."""

    start: int
    end: int
    kind: str

    def of(self, text: str) -> str:
        """The passage itself."""
        return text[self.start : self.end]


def find(text: str) -> tuple[Found, ...]:
    """Every passage of `text` that may tell who somebody is, in order; overlapping ones are joined."""
    # A mask says that something was here; its own words tell nothing.
    blank = text
    for each in MASKS:
        blank = blank.replace(each, " " * len(each))
    joined: list[Found] = []
    for found in sorted(_all(blank), key=_first_and_longest):
        if not joined or found.start >= joined[-1].end:
            joined.append(found)
        elif found.end > joined[-1].end:
            joined[-1] = joined[-1]._replace(end=found.end)
    return tuple(joined)


def _first_and_longest(found: Found) -> tuple[int, int]:
    return found.start, -found.end


def redact(text: str, replacement: str = HIDDEN) -> str:
    """`text` with everything that `find` finds replaced."""
    parts, at = [], 0
    for found in find(text):
        parts += [text[at : found.start], replacement]
        at = found.end
    return "".join((*parts, text[at:]))


def hide(text: str, passage: str) -> str:
    """`text` with every occurrence of `passage` replaced, whatever its capitals, and never inside a longer word."""
    wanted = passage.strip()
    if not wanted:
        return text
    before = r"(?<!\w)" if re.match(r"\w", wanted) else ""
    after = r"(?!\w)" if re.search(r"\w$", wanted) else ""
    words = r"\s+".join(re.escape(word) for word in wanted.split())
    return re.sub(before + words + after, HIDDEN, text, flags=re.IGNORECASE)


def _all(text: str) -> Iterator[Found]:
    if _DIGIT.search(text):
        yield from _with_digits(text)
    small = text.lower()
    for kind, pattern, hints in _WITH_HINTS:
        if any(hint in small for hint in hints):
            for match in pattern.finditer(text):
                yield Found(match.start(), match.end(), kind)
    if any(hint in small for hint in _CALLED_HINTS):
        yield from _called(text)
    yield from _named(text)


def _with_digits(text: str) -> Iterator[Found]:
    for start, end in cpr_spans(text):
        yield Found(start, end, "cpr")
    if _LETTER.search(text):
        yield from _with_letters_too(text)
    numbers = [
        Found(match.start(), match.end(), kind)
        for pattern, kind in ((_PHONE, "phone"), (_FOREIGN_PHONE, "phone"), (_LONG_NUMBER, "number"))
        for match in pattern.finditer(text)
    ]
    if numbers:
        days = [match.span() for match in _DAY.finditer(text)] if any(hint in text for hint in _DAY_HINTS) else []
        yield from (number for number in numbers if not _within(days, number.start, number.end))


def _with_letters_too(text: str) -> Iterator[Found]:
    """What has both letters and digits in it."""
    for kind, pattern in (("account", _ACCOUNT), ("address", _TOWN)):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), kind)
    for match in _HOUSE.finditer(text):
        begins = _street_start(text, match.start())
        if begins is not None:
            yield Found(begins, match.end(), "address")


def _within(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the spans, which are in order and apart, holds a passage."""
    at = bisect_right(spans, (start, sys.maxsize)) - 1
    return at >= 0 and spans[at][0] <= start and end <= spans[at][1]


def _street_start(text: str, house: int) -> int | None:
    """Where the name of the street begins whose number begins at `house`; None when no street stands there."""
    earliest = max(0, house - _LONGEST_STREET)
    # Nearly always all that stands after the last space.
    start = house - len(text[earliest:house].rsplit(None, 1)[-1])
    if not text[start:house].isalnum():
        start = house
        while start > earliest and (text[start - 1].isalnum() or text[start - 1] == "_"):
            start -= 1
    word = text[start:house].lower()
    if word[2:].endswith(_STREET_WORDS):
        return start
    before = text[max(0, start - 23) : start]
    if word not in _STREET_WORDS or before.islower():
        return None
    capital = _CAPITAL_BEFORE.search(before)
    return start - len(before) + capital.start() if capital else None


def _called(text: str) -> Iterator[Found]:
    """What stands after "jeg hedder" and the like, up to the first word that cannot be a name."""
    for match in _CALLED.finditer(text):
        start, end = match.start("name"), match.start("name")
        for word in re.finditer(r"[\w'-]+\.?", match["name"]):
            if word.group().lower().rstrip(".") in _AFTER_A_NAME:
                break
            end = start + word.end()
        if end > start:
            yield Found(start, end, "name")


def _named(text: str) -> Iterator[Found]:
    """Names by the language model where one is installed, and by the lists always."""
    finder = name_finder()
    if finder is not None:
        yield from (Found(start, end, "name") for start, end in finder(text))
    # The same few words come again and again, so each is looked up once.
    known: dict[str, bool | None] = {}
    for match in _TOKEN.finditer(text):
        word = match.group()
        sure = known[word] if word in known else known.setdefault(word, _is_name(word))
        if sure is None:
            continue
        start = match.start()
        if sure or not _SENTENCE_START.search(text[max(0, start - 8) : start]):
            yield Found(start, match.end(), "name")


def _is_name(word: str) -> bool | None:
    """True for a name, False for a word that is one inside a sentence only, None for all others."""
    names, doubtful = given_names()
    own = word.lower()
    if own in _WORDS_NOT_NAMES:
        return None
    if own in names or own.partition("-")[0] in names or (own.endswith("s") and own[:-1] in names):
        return True
    # "per", "maj" and "storm" are names only where a capital says so, and at the start of a sentence it does not.
    return False if own in doubtful and word[0].isupper() and not word.isupper() else None


@cache
def given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Common given names in lower case: those that are nothing else, and those that are words or months as well."""
    plain, doubtful = set[str](), set[str]()
    for line in _NAMES_FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        (doubtful if line.startswith("?") else plain).update(line.removeprefix("?").lower().split())
    return frozenset(plain - doubtful), frozenset(doubtful)
