"""Finding what tells who somebody is, so that a reviewer can hide it and nothing of it is ever exported.

Patterns find mail addresses, telephone numbers, long numbers, CPR numbers, links, streets with a number, "jeg hedder
..." and common given names. They miss things, so a person looks as well; they are never the only guard. Every pattern
has fixed bounds and begins only where a word begins, so a hostile text costs no more than a friendly one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casework.privacy.masking import CPR_MASK, cpr_spans

#: What a hidden passage is replaced by.
HIDDEN = "[skjult]"
KINDS = ("mail", "phone", "number", "cpr", "link", "address", "name")
MASKS = (HIDDEN, CPR_MASK)

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
_STREETS = (
    "vej|vejen|gade|gaden|allé|alle|alléen|stræde|strædet|vænge|vænget|parken|plads|pladsen|torv|torvet|boulevard|stien|"
    "toften|marken|bakken|haven|engen|skoven|krogen|lunden|højen|ageren|svinget|kvarteret|bro|brogade|kaj|brygge"
)
_FLOOR = r"(?:,?\s{0,2}(?:st|kl|\d{1,2})\.?\s{0,2}(?:sal\b|tv\b|th\b|mf\b|\.)(?:\s?(?:tv|th|mf)\b\.?)?)?"
_STREET = re.compile(
    rf"(?<!\w)(?:\w{{2,30}}(?:{_STREETS})|(?-i:[A-ZÆØÅ])[\w.]{{1,20}}\s(?:{_STREETS}))\s{{1,2}}(?:nr\.?\s)?\d{{1,3}}(?:\s?[a-h])?(?!\w){_FLOOR}",
    re.IGNORECASE,
)
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
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
    for found in sorted(_all(blank), key=lambda each: (each.start, -each.end)):
        if joined and found.start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Found(start=last.start, end=max(last.end, found.end), kind=last.kind)
        else:
            joined.append(found)
    return tuple(joined)


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
    for start, end in cpr_spans(text):
        yield Found(start=start, end=end, kind="cpr")
    for kind, pattern in (
        ("mail", _MAIL),
        ("link", _LINK),
        ("address", _STREET),
        ("address", _TOWN),
        ("name", _SURNAME),
    ):
        for match in pattern.finditer(text):
            yield Found(start=match.start(), end=match.end(), kind=kind)
    days = [match.span() for match in _DAY.finditer(text)]
    for pattern, kind in ((_PHONE, "phone"), (_FOREIGN_PHONE, "phone"), (_LONG_NUMBER, "number")):
        for match in pattern.finditer(text):
            if not any(start <= match.start() and match.end() <= end for start, end in days):
                yield Found(start=match.start(), end=match.end(), kind=kind)
    yield from _called(text)
    yield from _given_names(text)


def _called(text: str) -> Iterator[Found]:
    """What stands after "jeg hedder" and the like, up to the first word that cannot be a name."""
    for match in _CALLED.finditer(text):
        start, end = match.start("name"), match.start("name")
        for word in re.finditer(r"[\w'-]+\.?", match["name"]):
            if word.group().lower().rstrip(".") in _AFTER_A_NAME:
                break
            end = start + word.end()
        if end > start:
            yield Found(start=start, end=end, kind="name")


def _given_names(text: str) -> Iterator[Found]:
    names, doubtful = given_names()
    for match in _TOKEN.finditer(text):
        word = match.group()
        own = word.lower()
        if own in _WORDS_NOT_NAMES:
            continue
        sure = own in names or own.partition("-")[0] in names or (own.endswith("s") and own[:-1] in names)
        # "per", "maj" and "storm" are names only where a capital says so, and at the start of a sentence it does not.
        capital = word[0].isupper() and not word.isupper() and not _SENTENCE_START.search(text[: match.start()][-8:])
        if sure or (own in doubtful and capital):
            yield Found(start=match.start(), end=match.end(), kind="name")


@cache
def given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Common given names in lower case: those that are nothing else, and those that are words or months as well."""
    plain, doubtful = set[str](), set[str]()
    for line in _NAMES_FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        (doubtful if line.startswith("?") else plain).update(line.removeprefix("?").lower().split())
    return frozenset(plain - doubtful), frozenset(doubtful)
