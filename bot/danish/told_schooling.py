"""The highest education that the writer tells of, and whether he or she is a dimittend."""

from __future__ import annotations

from collections.abc import Iterator

from bot.danish.claims import is_claimed
from bot.danish.schooling_words import EXAMS, LEVELS, NO_EDUCATION, TRADES
from bot.danish.tag_line import TagLine, whole_words
from bot.danish.word_lists import listed

Told = tuple[str, str | bool, int, int]

_STAR = r"(?:svend|mester|svenden|mesteren|faglaert|uddannet)?"
_EDUCATED = (
    r"(?:uddannet|udlaert|faglaert|nyuddannet|uddannede|laert|faerdiguddannet|blev faerdig|autoriseret|dimitteret|"
    r"uddannelse(?:n)?(?: er)?|laest til|svendebrev|akademiuddannelse|laerte|erhvervsuddannelse|professionsbachelor)"
    r"(?: (?:som|til|en|er|mig|i|paa|inden|for))*"
)
_HAVE = frozenset(
    listed(
        "har med er taget tog bestaaet gennemfoert afsluttet faaet gik gaaet fik blev min en et kun bare hoejst",
        "hoejeste uddannelse udover over efter ud minus paa og afsluttede laest faerdiggjort faerdig",
    )
)
_AFTER_TRADE = r"(?! (?:som|hos|fra|til|plads|praktik|job|elev|laerling|studerende|studie|uddannelse)(?!\S))"
_STARTS = frozenset((",", ".", ";", ":", "(", "!"))
# "læge" and "lærer" also stand for other people's trades, where nothing else is said of them.
_NEVER_ALONE = frozenset(("laege", "laerer", "praest", "advokat", "tandlaege", "psykolog", "dyrlaege", "smed", "pau"))
_LEARNING = frozenset(
    listed(
        "studerer studerende laeser paabegyndt paabegyndte droppede droppet startet starter begyndt afbrudt afbroed",
        "mangler igang elev laerling praktik praktikplads job vikar",
    )
)


def _trade(word: str) -> str:
    return f"{word.removesuffix('*')}{_STAR}" if word.endswith("*") else word


_TRADE = {level: "|".join(_trade(word) for word in words.split()) for level, words in TRADES.items()}
_ANY_TRADE = [
    (level, whole_words(rf"(?P<before>{_EDUCATED} )?(?P<trade>{words}){_AFTER_TRADE}"))
    for level, words in _TRADE.items()
]
_EXAM = [(level, whole_words(pattern)) for level, pattern in EXAMS.items()]
_GIVEN_UP = frozenset(listed("droppede droppet stoppede stoppet afbroed afbrudt opgav gav naaede faerdiggjorde"))
_WITH_DIPLOMA = whole_words(r"ingenioer (?:\( )?(?:diplom|bachelor)(?: \))?")
_FINISHED = [
    (
        level,
        whole_words(
            rf"(?:laeste|studerede|uddannede mig)(?: (?:jeg|ogsaa|selv))* (?:til |som )(?:en )?(?:{words})"
            r"(?: (?!ikke|aldrig|naesten)\w+){0,4} (?:faerdig|bestod|dimitterede)"
        ),
    )
    for level, words in _TRADE.items()
]
_NONE = whole_words(NO_EDUCATION)
_DIMITTEND = whole_words(r"(?P<no>ikke (?:\w+ )?)?(?:dimittend|dimitend|dimitent|nydimitteret)")


def schooling_facts(line: TagLine) -> Iterator[Told]:
    """Facts about education: fact, value, first token, one after the last."""
    found = [*_trades(line), *_exams(line)]
    if found:
        level, first, last = max(found, key=lambda each: LEVELS.index(each[0]))
        yield "uddannelsesniveau", level, first, last
    else:
        for _match, first, last in line.find(_NONE):
            if is_claimed(line, first, last):
                yield "uddannelsesniveau", "ingen", first, last
    for match, first, last in line.find(_DIMITTEND):
        if is_claimed(line, first, last, when=True):
            yield "dimittend", not match["no"], first, last


def _trades(line: TagLine) -> Iterator[tuple[str, int, int]]:
    for _match, first, last in line.find(_WITH_DIPLOMA):
        if is_claimed(line, first, last):
            yield "mvu", first, last
    for level, pattern in _FINISHED:
        for _match, first, last in line.find(pattern):
            if is_claimed(line, first, last):
                yield level, first, last
    for level, pattern in _ANY_TRADE:
        for match, first, last in line.find(pattern):
            if line.tags[max(0, first - 1) : first] == ["en"] and line.tags[max(0, first - 2) : first - 1] != ["er"]:
                continue  # "har en faglært murer ret til ..."
            told = bool(match["before"]) or _is_said_to_be(line, first, match["trade"])
            if told and not _is_learnt(line, first) and is_claimed(line, first, last):
                yield level, first, last


def _is_said_to_be(line: TagLine, first: int, trade: str) -> bool:
    """ "jeg er murer", "murer, 45 år" or "pædagog på dagpenge"; not "hos en murer" and not "som murer"."""
    before = line.tags[max(0, first - 2) : first]
    if before[-1:] == ["en"]:
        before = before[:-1]
    if before[-1:] in (
        ["er"],
        ["sygemeldt"],
        ["ledig"],
        ["udlaert"],
        ["uddannet"],
        ["faglaert"],
        ["selv"],
        ["oprindeligt"],
    ):
        return True
    begins = first == 0 or line.tags[first - 1] in _STARTS or line.tags[first - 1] in ("og", "kvinde", "mand")
    return begins and trade not in _NEVER_ALONE and len(before) == len(line.tags[max(0, first - 2) : first])


def _exams(line: TagLine) -> Iterator[tuple[str, int, int]]:
    for level, pattern in _EXAM:
        for _match, first, last in line.find(pattern):
            before = line.tags[max(0, first - 2) : first]
            begins = first == 0 or line.tags[first - 1] in _STARTS
            if not (begins or _HAVE & set(before)) or _is_learnt(line, first):
                continue
            if _is_all_there_is(before) or is_claimed(line, first, last):
                yield level, first, last


def _is_all_there_is(before: list[str]) -> bool:
    """ "ingen uddannelse ud over folkeskolen": what is denied is the rest."""
    return before in (["ud", "over"], ["andet", "end"]) or before[-1:] in (["udover"], ["end"])


def _is_learnt(line: TagLine, first: int) -> bool:
    """Still under way, given up, or somebody's place of work."""
    if "laest" in line.tags and _GIVEN_UP & set(line.tags):
        return True
    return bool(_LEARNING & set(line.tags[max(0, first - 3) : first]))
