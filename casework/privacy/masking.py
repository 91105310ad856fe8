"""Hiding CPR numbers before a text is stored.

A CPR number is six digits of a date and four more. Numbers issued since 2007 need not pass the modulus 11 check,
so only the date is tested (cpr.dk, "Personnumre uden kontrolciffer"); replacement numbers add 60 to the day.
Every pattern has fixed bounds, so a hostile text costs no more than a friendly one.
"""

import re
import unicodedata
from dataclasses import dataclass

CPR_MASK = "[cpr-nummer skjult]"
PHONE_MASK = "[telefonnummer skjult]"

_SPACE = r"[ \t\u00a0\u202f]"
_LINE = r"-\u2010-\u2015\u2212"
_DASH = rf"[{_LINE}./_]"
_JOIN = rf"(?:{_SPACE}|{_DASH})?"
# 010170-1234, 010170 1234, 0101701234, 010170 - 1234, 010170--1234, the last four on the next line ...
_COMPACT = rf"(?P<d1>\d\d)(?P<m1>\d\d)(?P<y1>\d\d)(?:{_SPACE}{{0,2}}{_DASH}{{0,2}}{_SPACE}{{0,2}}|{_SPACE}?\n)\d{{4}}"
# 01.01.70-1234, 01-01-1970 - 1234, 0101-70-1234 and 01.01.70.1234: without the dash a blank would be too little, or
# "02.11.26 1500 kr." would vanish.
_DOTTED = (
    rf"(?P<d2>\d\d){_JOIN}(?P<m2>\d\d){_JOIN}(?:19|20)?(?P<y2>\d\d)"
    rf"(?:{_SPACE}{{0,2}}[{_LINE}]{_SPACE}{{0,2}}|[./_])\d{{4}}"
)
# 19700101-1234
_YEAR_FIRST = rf"(?:19|20)(?P<y5>\d\d){_JOIN}(?P<m5>\d\d){_JOIN}(?P<d5>\d\d){_SPACE}?[{_LINE}]{_SPACE}?\d{{4}}"
# 01 01 70 1234 and 01 01 70 12 34
_SPACED = (
    rf"(?P<d3>\d\d){_SPACE}(?P<m3>\d\d){_SPACE}(?P<y3>\d\d)(?:{_SPACE}|{_SPACE}?{_DASH}{_SPACE}?)\d\d{_SPACE}?\d\d"
)
# 0 1 0 1 7 0 1 2 3 4
_SPELT = rf"(?P<d4>\d{_SPACE}\d){_SPACE}(?P<m4>\d{_SPACE}\d){_SPACE}(?P<y4>\d{_SPACE}\d)(?:{_SPACE}\d){{4}}"
_CPR = re.compile(rf"(?<!\d)(?:{_COMPACT}|{_DOTTED}|{_YEAR_FIRST}|{_SPACED}|{_SPELT})(?!\d)")

_DIGIT = re.compile(r"\d")

#: What shows nothing by itself: zero width signs, joiners, marks on the sign before; and letters that are blank.
_INVISIBLE = frozenset({"Cf", "Mn", "Me"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_REPLACEMENT_DAY = 60
_LEAP_YEARS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Masked:
    """The text with the hidden parts replaced, and which kinds were hidden ("cpr"), once per find."""

    text: str
    found: tuple[str, ...] = ()


def mask(text: str) -> Masked:
    """Hide every CPR number in `text`, also one with invisible signs in it. The order of the rest is untouched."""
    spans, parts, at = cpr_spans(text), [], 0
    for start, end in spans:
        parts += [text[at:start], CPR_MASK]
        at = end
    return Masked(text="".join((*parts, text[at:])), found=("cpr",) * len(spans))


def cpr_spans(text: str) -> list[tuple[int, int]]:
    """Where the CPR numbers of `text` begin and end."""
    # Each different sign is looked at once: nearly every text has nothing but ordinary letters.
    other = {sign: "" if _is_invisible(sign) else _as_seen(sign) for sign in set(text) if not sign.isascii()}
    if all(sign == shown for sign, shown in other.items()):
        return [match.span() for match in _CPR.finditer(text) if _is_date(match)] if _DIGIT.search(text) else []
    # Read as a person sees it, and then said where that stands in the text itself.
    seen = text.translate({ord(sign): shown for sign, shown in other.items()})
    found = [match.span() for match in _CPR.finditer(seen) if _is_date(match)]
    if "" not in other.values():
        return found
    places = [at for at, sign in enumerate(text) if other.get(sign, sign)]
    return [(places[start], places[end - 1] + 1) for start, end in found]


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in _INVISIBLE or sign in _BLANK_LETTERS


def _as_seen(sign: str) -> str:
    """A wide, raised or ringed digit as the digit, a thin space as a space; places stay as they are."""
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 else sign


def as_seen(text: str) -> str:
    """The text as a person sees it, for patterns to look at: without invisible signs, wide signs as plain ones."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(_as_seen(sign) for sign in whole if not _is_invisible(sign))


def without_masks(text: str) -> str:
    """The text as the language engine should read it: what was hidden is left out."""
    return " ".join(text.replace(CPR_MASK, " ").replace(PHONE_MASK, " ").split())


def _is_date(match: re.Match[str]) -> bool:
    # The last group that took part tells which way of writing it is; each part is two digits, perhaps apart.
    way = (match.lastgroup or "")[1:]
    days, months, years = match.group("d" + way, "m" + way, "y" + way)
    day, month, year = int(days[0] + days[-1]), int(months[0] + months[-1]), int(years[0] + years[-1])
    if day > _REPLACEMENT_DAY:
        day -= _REPLACEMENT_DAY
    if not 1 <= month <= len(_DAYS_IN_MONTH):
        return False
    if (day, month) == (29, 2):
        # Year 00 may be 2000, a leap year; the century is not needed beyond that.
        return year % _LEAP_YEARS == 0
    return 1 <= day <= _DAYS_IN_MONTH[month - 1]
