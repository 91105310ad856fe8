"""Open deadlines in words: `8 dage efter datoen på brevet`, `14 dage før din første feriedag`, `samme dag som ...`."""

from collections.abc import Mapping
from typing import Any

from rules_core import Ruleset
from rules_core.deadlines import length_phrase, length_text

Answer = Mapping[str, Any]


def with_phrases(answer: Answer, book: Ruleset) -> dict[str, Any]:
    """The answer, with `phrase` beside the length of each of its deadlines: an answer alone does not say which way the
    days are counted."""
    made = {**answer, "deadline": _phrased(book, answer["rule"], answer.get("deadline"))}
    options = answer.get("options") or ()
    return {
        **made,
        "options": [{**one, "deadline": _phrased(book, answer["rule"], one.get("deadline"))} for one in options],
    }


def _phrased(book: Ruleset, rule: str, deadline: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return {**deadline, "phrase": _phrase(book, rule, deadline)} if deadline else None


def _phrase(book: Ruleset, rule: str, deadline: Mapping[str, Any]) -> str:
    found = (outcome.deadline for version in book.rules[rule].versions for outcome in version.outcomes)
    same = (one for one in found if one and (one.anchor, length_text(one)) == (deadline["anchor"], deadline["length"]))
    return next((length_phrase(one, book) for one in same), str(deadline["length"]))
