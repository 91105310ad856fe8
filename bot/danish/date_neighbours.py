"""What the words right before and after a date do to it: deny it, bound it, or make it rough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.danish.date_joins import Hit, counted_from
from bot.danish.date_math import Bound, Meaning
from bot.danish.date_tense import tense_of
from bot.danish.past_verbs import is_past_verb
from bot.danish.word_lists import listed

_BOUNDS: dict[str, Bound] = {"senest": "by", "indtil": "by", "inden": "before", "foer": "before", "efter": "after"}
_ROUGH = frozenset((*_BOUNDS, "omkring", "cirka", "naesten"))
_ROUGH_AFTER = (["cirka"], ["deromkring"], ["eller", "deromkring"], ["eller", "saa"], ["eller", "noget"])
# Between what is over and the day that something is asked by: "bedt om at svare inden fredag".
_TO_DO = frozenset(("at", "skal", "skulle", "frist", "fristen", "til"))
_REACH = 8
_NOT_REACH = 4  # "jeg må ikke rejse før den 14."
# "jeg kom ikke i går" tells of yesterday; "jeg meldte mig ikke i går" and "jeg kan ikke i morgen" take the day away.
_STAYED_AWAY = frozenset(listed("kom kommer moeder gik gaar deltager kunne tog moedte deltog"))
_OF_FACTS = frozenset(
    listed(
        "meldte tilmeldte registrerede startede begyndte oprettede sluttede stoppede uploadede sygemeldte raskmeldte ",
        "flyttede",
    )
)
_BETWEEN = frozenset(listed("der her det dem den ham hende jer op med hjem"))
_WAS = frozenset(("var", "er"))
_WAS_THERE = frozenset(listed("der her paa med hjemme hos jeg vi han hun de"))
_BUT = ("men",), (",", "men"), (",",)


def in_its_place(hit: Hit, tags: Sequence[str], today: date) -> Hit:
    """The date with its neighbours read."""
    before, after, meaning = list(tags[: hit.first]), list(tags[hit.last : hit.last + 2]), hit.meaning
    counted = counted_from(hit, meaning, tags)
    if counted:
        return counted
    if after[:1] in _ROUGH_AFTER or after in _ROUGH_AFTER or _another_number(after):
        meaning = meaning.vague()
    word = before[-2] if before[-1:] == ["."] and len(before) > 1 else (before or [""])[-1]
    if word == "ikke" and _denies(before, tags[hit.last :]):
        return Hit(Meaning(None, None), hit.first, hit.last)
    if word in _ROUGH and meaning.grain != "year":
        meaning = _bounded(hit, word, tags, today) or meaning.vague()
    return Hit(meaning, hit.first, hit.last)


def _bounded(hit: Hit, word: str, tags: Sequence[str], today: date) -> Meaning | None:
    """The day of a deadline or a wish; what is over "before" a day tells only roughly when it was."""
    meaning = hit.meaning
    if word not in _BOUNDS or meaning.error or meaning.start is None or meaning.start != meaning.end:
        return None
    if is_over(tags, hit.first, hit.last) or meaning.start < today or meaning.grain in {"month", "year"}:
        return None
    not_before = word == "foer" and "ikke" in tags[max(0, hit.first - _NOT_REACH) : hit.first]
    return replace(meaning, bound="after" if not_before else _BOUNDS[word])


def is_over(tags: Sequence[str], first: int, last: int) -> bool:
    """Is something over that was done by a day ("meldte mig inden den 2."), and not asked for ("bedt om at svare")?"""
    near = set(tags[max(0, first - _REACH) : first])
    return tense_of(tags, first - 1, last) == "past" and not _TO_DO & near


def _denies(before: Sequence[str], after: Sequence[str]) -> bool:
    """Does the "ikke" right before a date take the date away, or does it belong to the verb?"""
    if list(before[-3:-1]) in (["var", "det"], ["er", "det"]):
        return False
    if _corrected(after):
        return True
    words = [*before[-3:-1]]
    verb = words[-2] if len(words) > 1 and words[-1] in _BETWEEN else words[-1] if words else ""
    if verb in _STAYED_AWAY or (is_past_verb(verb) and verb not in _OF_FACTS):
        return False
    return not (len(words) > 1 and words[-1] in _WAS_THERE and words[-2] in _WAS)


def _corrected(after: Sequence[str]) -> bool:
    """ "ikke i går, men i mandags" names another day."""
    for but in _BUT:
        rest = after[len(but) :]
        if tuple(after[: len(but)]) == but and _begins_a_day(rest):
            return True
    return False


def _begins_a_day(tags: Sequence[str]) -> bool:
    if not tags:
        return False
    if tags[0] in {"i", "paa", "den", "d", "foerst", "allerede"}:
        return True
    return tags[0] == "X" or tags[0][0].isdigit() or (tags[0][0] in "WS" and tags[0][-1].isdigit())


def _another_number(after: Sequence[str]) -> bool:
    """ "om en uge til tre"."""
    return list(after[:1]) in (["til"], ["eller"]) and len(after) > 1 and after[1].isdigit()
