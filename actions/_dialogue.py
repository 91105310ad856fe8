"""The policy of the dialogue: ask first, or answer? Pure: facts and an assessment in, a decision out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions._topics import Topic

Answer = Mapping[str, Any]
"""One answer of rules_core in its JSON shape."""

GROUP_FACTS = ("ydelse", "situation", "visitation")
"""The facts that decide the group, in the order they are asked."""

OWN_STATUSES = ("overdue", "applies", "unresolved", "discretionary")
"""Statuses that a list of the person's own duties shows."""


def fact_to_ask(topic: Topic, answers: Sequence[Answer], facts: Iterable[str]) -> str | None:
    """The fact that must be known before this topic is answered; None when it can be answered now.

    The benefit comes first. After it only facts that the rules miss are asked: those of the group, then those the
    topic lists (the start of a deadline). What could exempt the person is never asked first.
    """
    if topic.group and "ydelse" not in set(facts):
        return "ydelse"
    missing = missing_facts(answers)
    first = () if topic.whoever else GROUP_FACTS
    return next((fact for fact in (*first, *topic.asks) if fact in missing), None)


def missing_facts(answers: Sequence[Answer]) -> list[str]:
    """Every fact the answers miss, the leading answer's first, each once."""
    return list(dict.fromkeys(fact for answer in answers for fact in answer.get("missing") or ()))


def in_order(topic: Topic, answers: Sequence[Answer]) -> list[Answer]:
    """The answers of the topic, the leading rule first; side rules that do not apply are left out."""
    by_rule = {answer["rule"]: answer for answer in answers}
    ordered = [by_rule[rule] for rule in topic.rules if rule in by_rule]
    if topic.leads and ordered and ordered[0]["status"] in ("does_not_apply", "exempt"):
        return ordered[:1]
    return [answer for answer in ordered if answer is ordered[0] or answer["status"] != "does_not_apply"]


@dataclass(frozen=True, slots=True)
class Settling:
    """What would settle an answer that depends: a fact, or a group of facts asked in one question."""

    id: str
    is_group: bool


def settling_question(
    topic: Topic, answers: Sequence[Answer], ask_group_of: Mapping[str, str | None]
) -> Settling | None:
    """The one question whose answer settles what is open; None when nothing is, or when it need not be asked.

    On a topic only the leading answer counts. If exceptions alone are open, it is told what holds without them, so
    only topics that are about exceptions ask, and the list of duties asks only what settles several of them at once.
    `ask_group_of` = for each fact the group it is asked in, or None.
    """
    counted = answers if topic.every_rule else answers[:1]
    missing = [
        fact
        for answer in counted
        if answer["status"] == "unresolved" and (topic.settle or not answer.get("base"))
        for fact in answer.get("missing") or ()
        if fact in ask_group_of
        and not (topic.whoever and fact in GROUP_FACTS)
        and (not topic.every_rule or _worth_asking(topic, answer, fact, ask_group_of))
    ]
    if not missing:
        return None
    group = ask_group_of[missing[0]]
    return Settling(group, True) if group else Settling(missing[0], False)


def _worth_asking(topic: Topic, answer: Answer, fact: str, ask_group_of: Mapping[str, str | None]) -> bool:
    """Below the list of duties: only what settles several of them, or what the topic asks for anyway."""
    return bool(ask_group_of[fact]) if answer.get("base") else fact in (*GROUP_FACTS, *topic.asks)


def stands_as(answer: Answer) -> str:
    """The status a reader would see: without exceptions, and whether or not the start of its deadline is known."""
    answer = answer.get("base") or answer
    options = list(answer.get("options") or ())
    if answer["status"] == "unresolved" and len(options) == 1:
        return str(options[0]["status"])
    return str(answer["status"])


def waiting_anchors(answers: Sequence[Answer]) -> set[str]:
    """The facts whose day is all that some of these answers wait for."""
    waiting = [a for a in answers if a["status"] == "unresolved" and stands_as(a) == "applies" and not a.get("base")]
    deadlines = [option.get("deadline") or {} for answer in waiting for option in answer["options"]]
    return {str(deadline["anchor"]) for deadline in deadlines if deadline.get("anchor") and not deadline.get("date")}
