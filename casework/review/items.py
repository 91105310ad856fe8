"""From a mark to something that can be committed: a sentence to learn from, a rule case, a task. Pure.

Each function gives the item's data, or raises ItemRefusedError with all that is wrong with it.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from casework.review.checker import personal
from casework.review.errors import ItemRefusedError
from casework.review.records import CaseDraft, RuleSays
from casework.review.topics import choosable, rule_titles, topic_title
from casework.review.words import Problem
from rules_core import Assessment, evaluate
from rules_core.assessment import Status
from rules_core.errors import RulesCoreError
from rules_core.fact_pairs import facts_from_pairs

LONGEST_SENTENCE = 300
SHORTEST_SENTENCE = 2
LONGEST_TASK = 600
#: Written out: a short "1e999999999" is a number that no machine can hold.
_AMOUNT, _UNIT = re.compile(r"-?[0-9]{1,7}(?:\.[0-9]{1,6})?"), re.compile("[a-z_]{1,30}")
_BIRTHDAY = "foedselsdato"
#: Square and round brackets and braces mean something in the training data's format.
_SPECIAL = re.compile(r"[\[\]{}()|]")


def nlu_example(text: str, intent: str | None) -> dict[str, Any]:
    """A sentence and what it should have been understood as."""
    sentence = " ".join(_SPECIAL.sub(" ", text).split()).strip("-# ")
    # Taking signs out can bring digits together, so both are looked at.
    problems = [*personal(text), *personal(sentence)]
    if not sentence:
        problems.append(Problem("empty"))
    elif len(re.findall(r"\w", sentence)) < SHORTEST_SENTENCE:
        problems.append(Problem("too_short"))
    elif len(sentence) > LONGEST_SENTENCE:
        problems.append(Problem("too_long", {"length": len(sentence), "limit": LONGEST_SENTENCE}))
    if intent not in choosable():
        problems.append(Problem("not_a_topic"))
    _refuse(problems)
    return {"text": sentence, "intent": intent}


def content_task(topic: str | None, question: str, comment: str, day: date) -> dict[str, Any]:
    """What nobody has written an answer to yet. `question` may be empty, `comment` may not."""
    # Looked at before it is cut: half a number could no longer be recognised.
    problems = [*personal(question), *personal(comment)]
    question, comment = (" ".join(text.split())[:LONGEST_TASK] for text in (question, comment))
    if not comment:
        problems.append(Problem("no_question"))
    _refuse(problems)
    return {"topic": topic or "", "question": question, "comment": comment, "day": day.isoformat()}


def rule_case(draft: CaseDraft) -> dict[str, Any]:
    """A golden case in the form of tests/cases. A birthday is moved to the first of its month."""
    problems = list(personal(draft.source))
    day, facts = _day(draft.day, problems), _facts(draft.facts, problems)
    if draft.rule not in rule_titles():
        problems.append(Problem("no_rule"))
    if not draft.source.strip():
        problems.append(Problem("no_source"))
    expected = _expected(draft, problems)
    if not expected and not problems:
        problems.append(Problem("no_expectation"))
    _refuse(problems)
    assert day is not None  # a day that cannot be read is refused above
    moved = _without_birthday(facts)
    if _says(_assess(facts, day, draft.rule), draft.rule) != _says(_assess(moved, day, draft.rule), draft.rule):
        raise ItemRefusedError([Problem("birthday_matters")])
    return {
        "navn": f"Gennemsyn: {rule_titles()[draft.rule]}",
        "kilde": " ".join(draft.source.split()),
        "fakta": {fact: _plain(value) for fact, value in moved.items()},
        "pr_dato": day.isoformat(),
        "forventet": {draft.rule: expected},
    }


def rule_says(facts: Mapping[str, str], day: str, rule: str) -> RuleSays | None:
    """What the rule answers to these facts today; None when something of it cannot be read."""
    problems: list[Problem] = []
    read_day, read_facts = _day(day, problems), _facts(facts, problems)
    if problems or read_day is None or rule not in rule_titles():
        return None
    try:
        return _says(evaluate(read_facts, read_day, rules=[rule]), rule)
    except RulesCoreError:
        return None


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise ItemRefusedError(list({problem.text: problem for problem in problems}.values()))


def _day(text: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        problems.append(Problem("no_day"))
        return None


def _facts(typed: Mapping[str, str], problems: list[Problem]) -> dict[str, Any]:
    try:
        return facts_from_pairs(f"{fact}={value.strip()}" for fact, value in typed.items() if value.strip())
    except RulesCoreError as error:
        problems.append(Problem("rules_say", {"reason": str(error)}))
        return {}


def _expected(draft: CaseDraft, problems: list[Problem]) -> dict[str, Any]:
    expected: dict[str, Any] = {}
    if draft.status:
        expected["status"] = draft.status
        if draft.status not in list(Status):
            problems.append(Problem("bad_status"))
    if draft.deadline.strip():
        day = _day(draft.deadline, problems)
        expected["frist"] = day.isoformat() if day else None
    if draft.amount.strip():
        amount, unit = draft.amount.strip().replace(",", "."), draft.unit.strip()
        if _AMOUNT.fullmatch(amount) and _UNIT.fullmatch(unit):
            expected["vaerdi"] = {"antal": _plain(Decimal(amount)), "enhed": unit}
        else:
            problems.append(Problem("bad_amount"))
    return expected


def _assess(facts: Mapping[str, Any], day: date, rule: str) -> Assessment:
    try:
        return evaluate(facts, day, rules=[rule])
    except RulesCoreError as error:
        raise ItemRefusedError([Problem("rules_say", {"reason": str(error)})]) from error


def _says(assessment: Assessment, rule: str) -> RuleSays:
    answer = assessment.answer(rule)
    return RuleSays(
        status=str(answer.status),
        deadline=answer.deadline.date if answer.deadline else None,
        amount=str(answer.value.amount) if answer.value else "",
        unit=answer.value.unit if answer.value else "",
    )


def _without_birthday(facts: Mapping[str, Any]) -> dict[str, Any]:
    birthday = facts.get(_BIRTHDAY)
    try:
        moved = date.fromisoformat(str(birthday)).replace(day=1).isoformat()
    except ValueError:
        return dict(facts)
    return {**facts, _BIRTHDAY: moved}


def _plain(value: Any) -> Any:
    """A number as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def title_of(data: Mapping[str, Any], kind: str) -> str:
    """An item in one line, for lists."""
    if kind == "nlu_example":
        return f"{data['text']} → {topic_title(data['intent'])}"
    return str(data["navn"] if kind == "rule_case" else data["comment"])
