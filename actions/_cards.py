"""From an answer of rules_core to the card that the page draws. No words are made here."""

from collections.abc import Mapping
from typing import Any

PLAIN_FIELDS = (
    "title",
    "version_from",
    "version_to",
    "status",
    "kind",
    "bearer",
    "text",
    "deadline",
    "value",
    "decided_by",
    "consequence",
)
LIST_FIELDS = ("parts", "options", "missing", "caveats", "sources")


def card(answer: Mapping[str, Any], track: str) -> dict[str, Any]:
    """The card of one answer (shape: the answer object of the message contract). `track` = the line of law."""
    made: dict[str, Any] = {"id": answer["rule"], "track": track}
    made |= {field: answer.get(field) for field in PLAIN_FIELDS}
    made |= {field: list(answer.get(field) or ()) for field in LIST_FIELDS}
    made["steps"] = [{"text": step["text"], "outcome": step["outcome"]} for step in answer.get("steps") or ()]
    return made


def facts_used(answers: list[Mapping[str, Any]]) -> set[str]:
    """Ids of the facts that the reasoning of these answers looked at."""
    return {
        str(fact[0] if isinstance(fact, list | tuple) else fact)
        for answer in answers
        for step in answer.get("steps") or ()
        for fact in step.get("facts") or ()
    }
