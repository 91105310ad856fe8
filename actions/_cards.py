"""From an answer of rules_core to the card that the page draws."""

from collections.abc import Mapping
from typing import Any

from actions._texts import say

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
    """The card of one answer (shape: the answer object of the message contract). `track` = the line of law.

    An answer that only exceptions leave open says what holds without them; its options are the exceptions.
    """
    made: dict[str, Any] = {"id": answer["rule"], "track": track}
    made |= {field: answer.get(field) for field in PLAIN_FIELDS}
    made |= {field: list(answer.get(field) or ()) for field in LIST_FIELDS}
    base = answer.get("base")
    if base is not None:
        made["text"] = say("answer.base", text=base["text"])
        made["options"] = [option for option in made["options"] if option["status"] != base["status"]]
        made |= {field: base.get(field) for field in ("consequence", "deadline", "value")}
        made["caveats"] = list(dict.fromkeys((*made["caveats"], *base["caveats"])))
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
