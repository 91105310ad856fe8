"""From an answer of rules_core to the card that the page draws."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from actions._dialogue import stands_as
from actions._said import clauses
from actions._texts import say
from actions._topics import Topic
from rules_core import load_ruleset
from rules_core.deadlines import SAME_DAY

Answer = Mapping[str, Any]

PLAIN_FIELDS = (
    "title",
    "version_from",
    "version_to",
    "unchanged_since",
    "status",
    "kind",
    "bearer",
    "text",
    "deadline",
    "value",
    "decided_by",
    "consequence",
)
# Only a duty is something to get off.
DUTY = "pligt"
LIST_FIELDS = ("parts", "options", "missing", "caveats", "sources")


def card(answer: Answer, track: str) -> dict[str, Any]:
    """The card of one answer (shape: the answer object of the message contract). `track` = the line of law.

    An answer that only exceptions leave open says in its text what holds without them, and then the exceptions.
    """
    made: dict[str, Any] = {"id": answer["rule"], "track": track}
    made |= {field: answer.get(field) for field in PLAIN_FIELDS}
    made |= {field: list(answer.get(field) or ()) for field in LIST_FIELDS}
    made["options"] = _telling(made["options"])
    if answer.get("base") is not None:
        made |= _starting_point(answer, answer["base"])
    elif stands_as(answer) == "applies" and answer["status"] == "unresolved":
        made |= _waiting(answer)
    made["steps"] = [{"text": step["text"], "outcome": step["outcome"]} for step in answer.get("steps") or ()]
    return made


def _telling(options: list[Answer]) -> list[Answer]:
    """Without the option that only says that the rule applies, when the others are ways out of it: the text says it."""
    telling = [option for option in options if not _says_nothing(option)]
    return telling if all(option["status"] == "exempt" for option in telling) else options


def _says_nothing(option: Answer) -> bool:
    value = option.get("value") or {}
    told = option.get("text") or option.get("deadline") or value.get("amount") is not None
    return option["status"] == "applies" and not told


def _starting_point(answer: Answer, base: Answer) -> dict[str, Any]:
    exceptions = exceptions_to(base, answer)
    but = say("answer.but", exceptions=clauses(exceptions)) if exceptions else ""
    return {
        "text": f"{say('answer.base', text=base['text'])} {but}".strip(),
        "options": [],
        **{field: base.get(field) for field in ("consequence", "deadline", "value")},
    }


def _waiting(answer: Answer) -> dict[str, Any]:
    """Everything is known but the day that the deadline is counted from."""
    deadline = answer["options"][0]["deadline"] or {}
    if not deadline.get("length"):
        return {}
    if deadline["length"] == SAME_DAY:  # there is nothing to work out: the text itself says when
        return {"options": []}
    waiting = say("answer.waiting", title=answer["title"], length=deadline["phrase"])
    return {"text": waiting, "options": []}


def length_lead(topic: Topic, answers: Sequence[Answer], fact: str) -> str:
    """`Fristen er 2 uger efter ...`, when all that the leading rule misses is the day it is counted from; else ""."""
    leading = answers[0] if answers else None
    if leading is None or topic.every_rule or leading["missing"] != [fact] or not leading["options"]:
        return ""
    deadline = leading["options"][0]["deadline"] or {}
    if deadline.get("anchor") != fact or not deadline.get("length"):
        return ""
    return say("ask.length_lead", length=deadline["phrase"])


def exceptions_to(base: Answer, answer: Answer) -> list[str]:
    """The options that lead away from `base`, as half sentences: `hvis du ..., gælder det ikke for dig`.

    Options with the same way out share a half sentence: `hvis du ... eller hvis du ..., gælder det ikke for dig`.
    """
    ways: dict[str, list[str]] = {}
    for option in answer["options"]:
        if option["status"] != base["status"]:
            ways.setdefault(_way_out(option, answer), []).append(option["when"])
    decider = load_ruleset().texts.decider(answer["decided_by"]) if answer["decided_by"] else ""
    return [say(key, when=reduce(_or_if, whens), decided_by=decider) for key, whens in ways.items()]


def _or_if(one: str, other: str) -> str:
    return say("answer.or_if", one=one, other=other)


def _way_out(option: Answer, answer: Answer) -> str:
    if option["status"] != "discretionary":
        return "answer.exception_none"
    open_way, decided_way = (
        ("answer.exception_open", "answer.exception_decided")
        if answer["kind"] == DUTY
        else ("answer.exception_right_open", "answer.exception_right_decided")
    )
    return open_way if answer["decided_by"] is None else decided_way


def facts_used(answers: Sequence[Answer]) -> set[str]:
    """Ids of the facts that the reasoning of these answers looked at."""
    return {
        str(fact[0] if isinstance(fact, list | tuple) else fact)
        for answer in answers
        for step in answer.get("steps") or ()
        for fact in step.get("facts") or ()
    }
