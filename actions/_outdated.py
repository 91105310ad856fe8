"""What was told before and no longer holds, because the citizen has told something else since."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from actions._age import AGE, BIRTH
from actions._facts import FactValue, Understood
from actions._turn import Outcome, Turn

OF_THE_BENEFIT = ("visitation", "situation")
"""Facts about the life on one benefit: with another benefit they must be told again."""


def outdated(known: Mapping[str, FactValue], new: Mapping[str, FactValue]) -> set[str]:
    """The known facts that the new ones set aside: another benefit takes the old one's assessment with it, and a birth
    date takes the age, or the other way round."""
    return _of_the_other_benefit(known, new) | {
        other for told, other in ((AGE, BIRTH), (BIRTH, AGE)) if told in new and other in known and other not in new
    }


def _of_the_other_benefit(known: Mapping[str, FactValue], new: Mapping[str, FactValue]) -> set[str]:
    if "ydelse" not in new or known.get("ydelse") in (None, new["ydelse"]):
        return set()
    return {fact for fact in OF_THE_BENEFIT if fact in known and fact not in new}


def denied(turn: Turn, given: Understood, new: Mapping[str, FactValue]) -> bool:
    """Whether the citizen says not to get the benefit that we take for granted or have just asked about."""
    if not given.not_benefits or "ydelse" in new:
        return False
    return turn.dialogue.asked_fact == "ydelse" or turn.known.get("ydelse") in given.not_benefits


def without(turn: Turn, gone: Collection[str]) -> Turn:
    """The turn as if these facts had not been told."""
    left = tuple(stored for stored in turn.dialogue.facts if stored.fact not in gone)
    return replace(turn, dialogue=replace(turn.dialogue, facts=left))


def deleting(outcome: Outcome, gone: Collection[str]) -> Outcome:
    """The outcome, and these facts deleted."""
    return replace(outcome, facts={**dict.fromkeys(gone), **outcome.facts})
