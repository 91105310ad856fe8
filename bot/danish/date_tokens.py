"""Cut a text into tokens with their positions and grammar tags."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.danish.date_words import tags_of
from bot.danish.word_lists import listed


@dataclass(frozen=True)
class Token:
    """A piece of text: its tag in the grammar, where it stands, and the day, month and year of a written-out date."""

    tag: str
    start: int
    end: int
    numbers: tuple[int, int, int | None] | None = None


# A date must not touch more digits: CPR, phone and case numbers are longer runs of the same look.
# The "d" of "d3/12" may touch it, and so may the first half of "3/12-7/12".
_APART_BEFORE = r"(?:(?<![\w§])|(?<=\b[dD]))(?:(?<!\d[/.\-])|(?<=/\d-)|(?<=/\d\d-))(?<!\d )"
_APART_AFTER = r"(?!\d|[/.\-]\d)"
_CPR_TAIL = r"(?![ \-/.]{0,3}(?:\d{4}|[xX*]{4})(?!\d))"
_LEXEMES = re.compile(
    rf"""
    (?P<iso>{_APART_BEFORE}(?P<iy>(?:19|20)\d\d)[-/.](?P<im>\d{{1,2}})[-/.](?P<id>\d{{1,2}}){_APART_AFTER})
  | (?P<full>{_APART_BEFORE}(?P<fd>\d{{1,2}})\ ?[-/.]\ ?(?P<fm>\d{{1,2}})(?:\ ?[-/.]\ ?(?P<fy>(?:19|20)\d\d)
        |[-/.](?P<fs>\d\d){_CPR_TAIL}){_APART_AFTER})
  | (?P<short>{_APART_BEFORE}(?P<sd>\d{{1,2}})(?P<sep>\ ?/\ ?|[.\-])(?P<sm>\d{{1,2}})
        (?!\d|[/.:]\d|,\d|-(?!\d\d?/\d\d?(?![\d/.\-]))\d))
  | (?P<year>(?<![\w§])(?<!\d[/.\-])(?:19|20)\d\d(?![\w]|[.,\-/]\d))
  | (?P<ordinal>(?<![\w,])(?<!\d[.\-/])\d{{1,2}}(?:\.(?!\d)|\.?(?i:[en]?nde|dje|die|den|s?te)(?!\w)))
  | (?P<number>(?:(?<![\w,.])|(?<=(?i:uge))|(?<=\b[uU]))\d{{1,3}}(?![\d]|[.,:]\d))
  | (?P<digits>\d[\d.,:]*)
  | (?P<word>[^\W\d_]+(?:['’\-][^\W\d_]+)*)
  | (?P<mark>[^\s\w])
    """,
    re.VERBOSE,
)
_UNIT_AFTER = re.compile(
    r"\s*\.?\s*(?:år|aar|dage?|ugers?|uge|måned|maaned|mdr|md|timer?|min|gange?|børn|boern|samtaler|job|kr|stilling|tid|del|procent|pct|%|stk|af\b)",
    re.IGNORECASE,
)
_CLOCK_SPAN = re.compile(r"(?P<first>\d{1,2}(?:[.:]\d\d)?)\s?(?P<dash>-)\s?(?P<second>\d{1,2}(?:[.:]\d\d)?)")
_MAX_LENGTH = 2000
_MONTHS = 12
_LAST_WEEK = 53
_ORDINAL_ENDINGS = ". abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LAST_SHORT_YEAR = 40
_UNITS_BEFORE = (["Um"], ["Ud"], ["Ua"])
# "kl. 3.12" is a time, "lokale 3.12" a place, "side 3-12" a span of pages.
_NOT_BEFORE_DATES = tuple(
    [word]
    for word in listed(
        "kl klokken klk klok § stk nummer sagsnummer paragraf sag lokale rum vaerelse side sider kapitel afsnit punkt ",
        "version bilag sal stue etage bord skranke konto",
    )
)


def tokenise(text: str) -> list[Token]:
    """Tokens of a text in order; only its first 2,000 characters are read (a date stands nowhere further out)."""
    tokens: list[Token] = []
    for match in _LEXEMES.finditer(text, 0, min(len(text), _MAX_LENGTH)):
        tokens.extend(_tokens_of(match, text, tokens))
    return tokens


def _tokens_of(match: re.Match[str], text: str, before: list[Token]) -> list[Token]:
    start, end = match.span()
    kind, written = match.lastgroup or "mark", match.group()
    if kind == "word":
        return [Token(tag, start, end) for tag in tags_of(written)]
    last = [token.tag for token in before[-2:]]
    if kind == "full" and (clock := _clock_span(match, last)):
        return clock
    if kind in {"iso", "full"}:
        return [Token("X", start, end, _full_date(match))]
    if kind == "short":
        return [_short_date(match, text, last)]
    if kind in {"ordinal", "number"}:
        number = int(written.rstrip(_ORDINAL_ENDINGS))
        if 0 < number <= _LAST_WEEK and (last[-1:] == ["u"] or last == ["u", "."]):  # "u 51", "u51", "u. 51"
            place = -len(last) if last[-1] == "." else -1
            before[place:] = [replace(before[place], tag="Uu")]
        return [Token(f"{number}." if kind == "ordinal" else str(number), start, end)]
    return [Token({"year": f"Y{written}", "digits": "#"}.get(kind, written), start, end)]


def _after_clock(last: list[str]) -> bool:
    return last[-1:] in _NOT_BEFORE_DATES or (last[-1:] == ["."] and last[:-1] in _NOT_BEFORE_DATES)


def _clock_span(match: re.Match[str], last: list[str]) -> list[Token]:
    """The parts of "kl. 9.30-11" and "13 - 15.30", which look like a day, a month and a year."""
    parts = _CLOCK_SPAN.fullmatch(match.group())
    if parts is None or not (int(match["fm"]) > _MONTHS or _after_clock(last) or last[-1:] == ["mellem"]):
        return []
    shift = match.start()
    return [
        Token("-" if group == "dash" else "#", shift + parts.start(group), shift + parts.end(group))
        for group in ("first", "dash", "second")
    ]


def _full_date(match: re.Match[str]) -> tuple[int, int, int]:
    if match["iso"]:
        return int(match["id"]), int(match["im"]), int(match["iy"])
    year = int(match["fy"]) if match["fy"] else _full_year(int(match["fs"]))
    return int(match["fd"]), int(match["fm"]), year


def _short_date(match: re.Match[str], text: str, last: list[str]) -> Token:
    """Tell "2/11", "2.11" and "2-11" from a time of day, a fraction and a span of numbers."""
    start, end = match.span()
    day, month, separator = int(match["sd"]), int(match["sm"]), match["sep"].strip()
    after_clock = _after_clock(last)
    round_the_clock = (day, month) == (24, 7) and last[-1:] not in (["den"], ["d"], ["."])  # "24/7"
    time_of_day = separator == "." and not 0 < month <= _MONTHS and last[-1:] != ["den"]  # "14.30"
    week_span = separator == "-" and last[-1:] == ["Uu"]
    if separator == "-" and last[-1:] in _UNITS_BEFORE:  # "mdr 1-3"
        return Token("#", start, end)
    if week_span:
        return Token("V", start, end, (day, month, None))
    hours = separator == "-" and last[-1:] == ["mellem"]  # "mellem 9-11"
    if after_clock or round_the_clock or time_of_day or hours:
        return Token("#", start, end)
    if _UNIT_AFTER.match(text, end):
        return Token("R", start, end)
    return Token("Xr" if separator == "-" else "X", start, end, (day, month, None))


def _full_year(short: int) -> int:
    """A year in two digits: up to 40 it is this century (job starts lie ahead), else the last (births)."""
    return 2000 + short if short <= _LAST_SHORT_YEAR else 1900 + short
