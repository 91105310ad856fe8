"""Hiding CPR numbers before a text is stored.

A CPR number is six digits of a date and four more. Numbers issued since 2007 need not pass the modulus 11 check,
so only the date is tested (cpr.dk, "Personnumre uden kontrolciffer"); replacement numbers add 60 to the day.
Every pattern has fixed bounds, so a hostile text costs no more than a friendly one.
"""

import re
from dataclasses import dataclass

CPR_MASK = "[cpr-nummer skjult]"

_SPACE = r"[ \t\u00a0\u202f]"
_DASH = r"[-\u2010-\u2015\u2212./]"
# 010170-1234, 010170 1234, 0101701234, 010170 - 1234 ...
_COMPACT = rf"(?P<d1>\d\d)(?P<m1>\d\d)(?P<y1>\d\d){_SPACE}{{0,2}}{_DASH}?{_SPACE}{{0,2}}\d{{4}}"
# 01.01.70-1234 and 01-01-70 - 1234: a dash must follow, or "02.11.26 1500 kr." would vanish.
_DOTTED = (
    rf"(?P<d2>\d\d){_DASH}(?P<m2>\d\d){_DASH}(?P<y2>\d\d){_SPACE}{{0,2}}[-\u2010-\u2015\u2212]{_SPACE}{{0,2}}\d{{4}}"
)
# 01 01 70 1234
_SPACED = rf"(?P<d3>\d\d){_SPACE}(?P<m3>\d\d){_SPACE}(?P<y3>\d\d)(?:{_SPACE}|{_SPACE}?{_DASH}{_SPACE}?)\d{{4}}"
_CPR = re.compile(rf"(?<!\d)(?:{_COMPACT}|{_DOTTED}|{_SPACED})(?!\d)")

_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_REPLACEMENT_DAY = 60
_LEAP_YEARS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Masked:
    """The text with the hidden parts replaced, and which kinds were hidden ("cpr"), once per find."""

    text: str
    found: tuple[str, ...] = ()


def mask(text: str) -> Masked:
    """Hide every CPR number in `text`. The order of the rest is untouched."""
    found: list[str] = []

    def replace(match: re.Match[str]) -> str:
        if not _is_date(match):
            return match.group()
        found.append("cpr")
        return CPR_MASK

    return Masked(text=_CPR.sub(replace, text), found=tuple(found))


def without_masks(text: str) -> str:
    """The text as the language engine should read it: what was hidden is left out."""
    return " ".join(text.replace(CPR_MASK, " ").split())


def _is_date(match: re.Match[str]) -> bool:
    day, month, year = (int(part) for part in match.groups() if part is not None)
    if day > _REPLACEMENT_DAY:
        day -= _REPLACEMENT_DAY
    if not 1 <= month <= len(_DAYS_IN_MONTH):
        return False
    if (day, month) == (29, 2):
        # Year 00 may be 2000, a leap year; the century is not needed beyond that.
        return year % _LEAP_YEARS == 0
    return 1 <= day <= _DAYS_IN_MONTH[month - 1]
