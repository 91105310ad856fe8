"""Is something said to be so of its writer, or is it asked, wished, imagined, or true of people in general?

The words before a phrase decide, back to its subject or to the last mark of punctuation.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.danish.sentence import clause, is_own
from bot.danish.tag_line import TagLine
from bot.danish.word_lists import listed

_STOPS = frozenset((".", ",", ";", "?", "!", ":", "(", ")"))
_CUTS = frozenset(listed("men fordi som samt mens"))
_IFS = frozenset(listed("hvis om saafremt hvorvidt ifald"))
_WHENS = frozenset(listed("naar indtil foer inden"))
_IMAGINED = frozenset(
    listed(
        "kan kunne maa maatte skal skulle vil ville boer burde gad gerne oensker overvejer haaber forventer droemmer",
        "soeger soege soegt soegte ansoegt maaske mon risikerer hvad hvor hvornaar hvordan hvilke hvilken hvilket",
        "hvem hvorfor gaelder betyder kraever bliver blive fylder var tidligere naesten snart",
    )
)
_ANYBODY = frozenset(listed("man du folk nogen nogle alle enhver dem de borgere personer andre unge aeldre ledige"))
_NOT = frozenset(listed("ikke aldrig hverken ingen ej uden"))
_TURNED = frozenset(listed("er har faar bliver var"))
_OFFICIALS = frozenset(
    listed("sagsbehandler sagsbehandleren raadgiver konsulent laege chef leder mentor jobkonsulent vejleder")
)
_GREETINGS = frozenset(listed("hej og men saa"))


def is_claimed(line: TagLine, first: int, last: int, *, when: bool = False, skal: bool = False) -> bool:
    """Whether the tokens ``first`` to ``last`` (exclusive) are claimed of the person that the message is about.

    Args:
        line: the message.
        first: first token of the phrase.
        last: one after its last token.
        when: "når jeg er ..." counts as said; true of states, not of what is yet to come.
        skal: "jeg skal ..." counts as said.

    """
    if not line.anyone and not is_own(line.tags, first, last):
        return False
    words = _frame(line.tags, first)
    if _is_for_anybody(line.tags, first):
        return False
    if _IFS & set(words) or (not when and _WHENS & set(words)) or _asked(line.tags, first, words):
        return False
    near = _since_and(words)
    if not line.anyone and _OFFICIALS & set(near) and not {"jeg", "mig"} & set(near):
        return False
    imagined = _IMAGINED - {"skal"} if skal else _IMAGINED
    anybody = frozenset() if "mig" in line.tags[first:last] else _ANYBODY
    return not (imagined | anybody | _NOT) & set(near)


def _frame(tags: Sequence[str], first: int) -> list[str]:
    """The words before a phrase, back to its "jeg" and the word before that, or to where its clause begins."""
    begin = first
    while begin > 0 and tags[begin - 1] not in _STOPS and tags[begin - 1] not in _CUTS:
        begin -= 1
        if tags[begin] in ("jeg", "vi"):
            before = tags[max(0, begin - 1) : begin]
            return [*(word for word in before if word not in _STOPS), *tags[begin:first]]
    return list(tags[begin:first])


def _asked(tags: Sequence[str], first: int, words: list[str]) -> bool:
    """ "er jeg ...": the verb before its subject at the beginning; "nu er jeg ..." tells."""
    if words[1:2] not in (["jeg"], ["vi"], ["man"]) or words[0] not in _TURNED:
        return False
    place = first - len(words)
    return place == 0 or tags[place - 1] in _STOPS or tags[place - 1] in _GREETINGS


def _is_for_anybody(tags: Sequence[str], first: int) -> bool:
    """ "tilskud til en enlig mor", "man har et år som dimittend"."""
    begin = first - 1 if tags[max(0, first - 1) : first] in (["en"], ["et"]) else first
    return tags[max(0, begin - 1) : begin] in (["til"], ["for"]) or (
        tags[max(0, first - 1) : first] == ["som"] and "man" in clause(tags, first, first)[0]
    )


def _since_and(words: list[str]) -> list[str]:
    """The part that the phrase itself stands in: "kan jeg få hjælp og har to børn" claims the children."""
    for index in range(len(words) - 1, -1, -1):
        if words[index] == "og":
            return words[index + 1 :]
    return words
