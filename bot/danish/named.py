"""The benefits and assessments that a message names, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from bot.danish.benefit_words import BENEFITS, LONGEST_PHRASE, Names, misspelt
from bot.danish.said_now import is_so_now
from bot.danish.sentence import is_denied, is_own, is_stated
from bot.danish.tag_line import TagLine, whole_words

Name = tuple[str, int, int]
"""A value, its first token, and one after its last."""

_SHORT_ASSESSMENTS = {"jp": "jobparat", "ap": "aktivitetsparat"}
# "28 jp kth": two letters are an assessment only among other short forms.
_SHORTHAND = frozenset(("kontanthjaelp", "dagpenge", "sho", "ly", "rf", "udd", "uddhj", "Ua", "u-hjaelp"))
_WORK_AGE = whole_words(r"[1-6]\d")


def own_names(line: TagLine, names: Names) -> list[Name]:
    """Benefits or assessments that are the writer's own today, each value once."""
    return _each_once(name for name in _named(line, names) if _is_own_now(line, *name))


def names_talked_about(line: TagLine, names: Names) -> list[Name]:
    """Benefits or assessments that are talked about ("forskel på ..."), for those who advise others."""
    return _each_once(
        (value, first, last)
        for value, first, last in _named(line, names)
        if (line.anyone or is_own(line.tags, first, last, officials=False))
        and _is_stated(line, value, first, last)
        and not _is_own_now(line, value, first, last)
    )


def denied_benefits(line: TagLine, stated: set[str]) -> list[Name]:
    """Benefits that the writer says not to get; ``stated`` are those said to be so elsewhere in the message."""
    found = []
    words = [misspelt(tag, BENEFITS) for tag in line.tags]
    for first in range(len(words)):
        value, length = _name_at(words, first, BENEFITS)
        last = first + length
        if value is None or value in {"ingen", *stated} or not _is_meant(line, first, last):
            continue
        if is_denied(line.tags, first, last):
            found.append((value, first, last))
    return _each_once(found)


def short_assessment(line: TagLine) -> list[Name]:
    """The assessment that "jp" or "ap" stands for in a line of short forms."""
    if not _SHORTHAND & set(line.tags) and not _WORK_AGE.search(line.line):
        return []
    return [
        (_SHORT_ASSESSMENTS[tag], place, place + 1)
        for place, tag in enumerate(line.tags)
        if tag in _SHORT_ASSESSMENTS and is_stated(line.tags, place, place + 1)
    ][:1]


def _named(line: TagLine, names: Names) -> Iterator[Name]:
    position = 0
    words = [misspelt(tag, names) for tag in line.tags]
    while position < len(words):
        value, length = _name_at(words, position, names)
        if value:
            yield value, position, position + length
        position += max(length, 1)


def _name_at(words: list[str], position: int, names: Names) -> tuple[str | None, int]:
    for length in range(min(LONGEST_PHRASE, len(words) - position), 0, -1):
        value = names.phrases.get(tuple(words[position : position + length]))
        if value:
            return value, length
    return None, 1


def _each_once(found: Iterator[Name] | list[Name]) -> list[Name]:
    kept: dict[str, Name] = {}
    for name in found:
        kept.setdefault(name[0], name)
    return list(kept.values())


def _is_meant(line: TagLine, first: int, last: int) -> bool:
    """Whether what is said is about the person the talk is about."""
    return line.anyone or is_own(line.tags, first, last)


def _is_own_now(line: TagLine, value: str, first: int, last: int) -> bool:
    meant = _is_meant(line, first, last) and _is_stated(line, value, first, last)
    return meant and is_so_now(line.tags, first, last, value)


def _is_stated(line: TagLine, value: str, first: int, last: int) -> bool:
    if value == "fleksjob" and any(tag.startswith("visiter") for tag in line.tags[max(0, first - 3) : first]):
        return False  # visited for a fleksjob is not yet in one
    return is_stated(line.tags, first, last)
