"""What the words of a clock time stand for: hours, minutes, and the parts of a day.

A token becomes a tag that the patterns of ``clock_rules`` are written in: ``N9`` a lone number, ``T0930`` hours and
minutes, ``D1010`` the same where it may also be a date, ``B1430`` four digits in a row, ``S0911`` two hours. A ``z``
after the capital letter shows a leading zero: "09.30" is no time of the evening.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.danish.date_tokens import Token
from bot.danish.date_words import tags_of
from bot.danish.tag_line import TagLine

HOUR, NOON, DAY = 60, 720, 1440
_MAX_HOUR, _MAX_MINUTE = 24, 60
_WITH_MINUTES = re.compile(r"(\d{1,2})([.:,])(\d\d)[.:,]?")
_SPAN = re.compile(r"(\d{1,2})\s?[-–]\s?(\d{1,2})")
_RUN = re.compile(r"(\d{1,2})(\d\d)")
_LONE = re.compile(r"(\d{1,2})[.,:]?")


@dataclass(frozen=True, order=True)
class Window:
    """Minutes after midnight from ``begin`` to ``until`` (24.00 is 1440); both the same is a point in time."""

    begin: int
    until: int


# Words for parts of the day with the time they name, and the wider time within which "kl. 8" can belong to them.
PARTS: dict[str, tuple[Window, Window]] = {
    "morgen": (Window(360, 540), Window(240, 660)),
    "formiddag": (Window(540, 720), Window(420, 779)),
    "middag": (Window(660, 780), Window(660, 840)),
    "eftermiddag": (Window(720, 1080), Window(720, 1139)),
    "aften": (Window(1080, DAY), Window(1020, DAY)),
    "nat": (Window(0, 360), Window(0, 419)),
}


def clock_tags(line: TagLine) -> list[str]:
    """A tag for every token of a line, so that places in it are those of the dates."""
    return [_tag(token, line.text[token.start : token.end]) for token in line.tokens]


def _tag(token: Token, written: str) -> str:
    if not written[0].isdigit():
        return _word(token.tag, written)
    if found := _WITH_MINUTES.fullmatch(written):
        may_be_date = token.numbers is not None or found[2] == ","
        return _with_minutes("D" if may_be_date else "T", found[1], found[3]) or token.tag
    if found := _SPAN.fullmatch(written):
        return f"S{_zero(found[1])}{int(found[1]):02}{int(found[2]):02}"
    if found := _LONE.fullmatch(written):
        return f"N{_zero(found[1])}{int(found[1])}"
    if (found := _RUN.fullmatch(written)) and (tag := _with_minutes("B", found[1], found[2])):
        return tag
    return f"N{token.tag.rstrip('.')}" if token.tag.rstrip(".").isdigit() else token.tag


def _word(tag: str, written: str) -> str:
    if tag.isdigit():
        return f"N{tag}"
    stem, dash, ending = written.lower().partition("-")
    if dash and ending == "tiden" and (hour := tags_of(stem)[0]).isdigit():
        return f"Q{hour}"
    return tag


def _zero(hour: str) -> str:
    return "z" if hour.startswith("0") else ""


def _with_minutes(kind: str, hour: str, minutes: str) -> str | None:
    """The tag, also of impossible times ("25.70"), so that they can be told to be impossible after "kl."."""
    possible = int(hour) <= _MAX_HOUR and int(minutes) < _MAX_MINUTE
    return f"{kind}{_zero(hour)}{int(hour):02}{minutes}" if possible or kind == "T" else None


def readings(hour: int, minutes: int, *, zero: bool = False) -> tuple[int, ...] | None:
    """The minutes after midnight that an hour can mean: "halv ti" is 9.30 and 21.30, "14" and "09" are one."""
    if hour > _MAX_HOUR or minutes >= _MAX_MINUTE or (hour == _MAX_HOUR and minutes > 0):
        return None
    early = hour * HOUR + minutes
    if zero or hour == 0 or early >= NOON + HOUR:
        return (early,)
    return (early - NOON, early) if early >= NOON else (early, early + NOON)
