"""All facts that stand in a sentence without a date: of age, family, education, numbers, and exemptions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from bot.danish.claims import is_claimed
from bot.danish.tag_line import TagLine, whole_words
from bot.danish.told_age import ages
from bot.danish.told_counts import counted_facts, employer_facts
from bot.danish.told_family import family_facts
from bot.danish.told_schooling import schooling_facts

Told = tuple[str, str | bool | int, int, int]

_CV = r"cv(?:'\w+|et|er)?"
_EXEMPT_FROM = {
    "digital_post_fritaget": r"digital post|digitalpost|e-boks|eboks|mitid|digital kommunikation",
    "selvbooking_fritaget": r"(?:at )?(?:selv )?(?:at )?(?:booke|booking|selvbooking|selvbook|selvbooke)(?: \w+)?",
    "joblog_fritaget": r"(?:at )?(?:\w+ )?(?:joblog|jobloggen|joblogge)",
    "minplan_fritaget": r"(?:at )?(?:\w+ )?(?:min plan|minplan)",
    "it_eller_sprog_fritaget": rf"(?:at )?(?:\w+ )?(?:\w+ )?(?:{_CV}|it|jobnet)",
}
_EXEMPT = [
    (fact, whole_words(pattern))
    for fact, what in _EXEMPT_FROM.items()
    for pattern in (
        rf"(?P<no>ikke )?(?:blevet )?(?:fritaget|undtaget|fritagelse)(?: \w+)? (?:for|fra) (?:{what})",
        rf"lov (?:til )?(?:at )?(?:slippe for|undgaa|ikke)(?: at)? (?:{what})",
        rf"(?:{what}) (?:,? ?(?:det|som|den|er|har|jeg|kommunen|jobcenteret|a-kassen|de) )*(?P<no>ikke )?(?:blevet )?"
        r"(?P<free>fritaget|undtaget)(?: mig)?(?: (?:for|fra))?",
    )
]


def told(line: TagLine) -> Iterator[Told]:
    """Facts told of the person the message is about: fact, value, first token, one after the last; each fact once."""
    seen: set[str] = set()
    for item in chain(_ages(line), family_facts(line), schooling_facts(line), counted_facts(line), _others(line)):
        if item[0] not in seen:
            seen.add(item[0])
            yield item


def _ages(line: TagLine) -> Iterator[Told]:
    for age, first, last in ages(line):
        yield "alder", age, first, last


def _others(line: TagLine) -> Iterator[Told]:
    yield from employer_facts(line)
    for fact, pattern in _EXEMPT:
        for match, first, last in line.find(pattern):
            free = match.groupdict().get("free")
            place = line.line[: match.start("free")].count(" ") if free else first
            if is_claimed(line, place, last, when=True):
                yield fact, not match.groupdict().get("no"), first, last
