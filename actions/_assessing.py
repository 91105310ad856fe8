"""Asking the rules, and their starting point: what holds when no exception does."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from actions._age import AGE, with_age
from actions._dialogue import in_order
from actions._duties import own_duties
from actions._facts import FactValue, none_facts, none_values
from actions._lengths import with_phrases
from actions._option_texts import with_option_texts
from actions._said import NONE_VALUES
from actions._topics import Topic
from actions._wiring import rule_book
from rules_core import Assessment, Ruleset, evaluate, fact_registry
from rules_core.branches import EXEMPTION

BASE_STATUSES = ("applies", "overdue", "discretionary")


def assess(topic: Topic, facts: Mapping[str, FactValue], as_of: date) -> list[Mapping[str, Any]]:
    """The answers of the topic's rules for these facts on `as_of`, in the order they are shown; for the list of
    duties the own duties of every rule, which `sort_duties` sorts.

    An answer that only an exception leaves open carries a `base` as well: the answer if no exception holds.
    """
    facts = _with_benefit(topic, facts)
    rules = None if topic.every_rule else topic.rules
    answers = with_age(facts, as_of, lambda told: assess_in(rule_book(), rules, told, as_of))
    if topic.every_rule:
        return own_duties(answers)
    return in_order(topic, [answer for answer in answers if not (topic.own_rules and _for_other_groups(answer))])


def _with_benefit(topic: Topic, facts: Mapping[str, FactValue]) -> Mapping[str, FactValue]:
    """The facts with the benefit that the topic itself names."""
    if topic.about:
        return {**facts, "ydelse": topic.about}
    return {"ydelse": topic.assumes, **facts} if topic.assumes else facts


def _for_other_groups(answer: Mapping[str, Any]) -> bool:
    """Whether the rule ended at the group: it is not for people like this one, whatever else they tell."""
    outside = rule_book().texts.get("steps", "scope_false")
    return answer["status"] == "does_not_apply" and any(step["text"] == outside for step in answer["steps"])


def assess_in(
    book: Ruleset, rules: Sequence[str] | None, facts: Mapping[str, FactValue], as_of: date
) -> list[dict[str, Any]]:
    """The same from any line of law, for the rules named (None = all), in the order of the book."""
    assessment = evaluate(facts, as_of, rules=rules, ruleset=book)
    bases = _bases(book, assessment, facts, as_of)
    answers = assessment.to_json()["answers"]
    told = (with_option_texts(answer, book) for answer in answers)
    return [with_phrases({**answer, "base": bases.get(answer["rule"])}, book) for answer in told]


def facts_on(facts: Mapping[str, FactValue], as_of: date | None, today: date) -> Mapping[str, FactValue]:
    """The facts that can be held against the rules of an earlier day: days after it belong to the case of today. An
    age is right today only."""
    if as_of is not None and as_of != today:
        facts = {fact: value for fact, value in facts.items() if fact != AGE}
    if as_of is None or as_of >= today:
        return facts
    dates = [fact for fact in facts if fact_registry()[fact].type == "date"]
    later = {fact for fact in dates if str(facts[fact]) > as_of.isoformat() and facts[fact] not in NONE_VALUES}
    return {fact: value for fact, value in facts.items() if fact not in later}


def is_known(day: date) -> bool:
    """Whether the rule book knows the law of that day; for any other day nothing can be said."""
    track = rule_book().track
    return (track.known_from is None or track.known_from <= day) and (track.known_to is None or day <= track.known_to)


def _bases(
    book: Ruleset, assessment: Assessment, facts: Mapping[str, FactValue], as_of: date
) -> dict[str, Mapping[str, Any]]:
    """For each rule that waits for nothing but exceptions: its answer when none of them holds."""
    waiting = {
        answer.rule: answer.missing
        for answer in assessment.answers
        if answer.needs and all(need.role == EXEMPTION for need in answer.needs)
    }
    open_facts = _deniable(sorted({fact for missing in waiting.values() for fact in missing}))
    if not open_facts:
        return {}
    denied = {**facts, **none_facts(open_facts)}
    without = evaluate(denied, as_of, rules=tuple(waiting), ruleset=book).to_json()["answers"]
    return {answer["rule"]: answer for answer in without if answer["status"] in BASE_STATUSES}


def _deniable(facts: Sequence[str]) -> list[str]:
    """Those that can be known not to be so; a benefit or a number cannot, and a choice only if one value says so."""
    found = {fact: fact_registry()[fact] for fact in facts}
    return [fact for fact, info in found.items() if info.type in ("bool", "date") or none_values(info.values or ())]
