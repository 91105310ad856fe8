"""What a possibility of an open answer means, in the words of the row of the rule that it stands for."""

from collections.abc import Mapping
from typing import Any

from rules_core import Ruleset
from rules_core.schema import Outcome, Version
from rules_core.texts import fill

Answer = Mapping[str, Any]

SHARED = ("applies", "discretionary")
"""Texts that the rows of a rule share, and the statuses that rows lead to."""


def with_option_texts(answer: Answer, book: Ruleset) -> dict[str, Any]:
    """The answer, with a `text` beside each option that a row of the rule has words for."""
    version = _version(answer, book)
    if version is None or not version.outcomes:
        return dict(answer)
    return {**answer, "options": [_with_text(option, version, book) for option in answer.get("options") or ()]}


def _version(answer: Answer, book: Ruleset) -> Version | None:
    rule = book.rules.get(answer["rule"])
    versions = rule.versions if rule else ()
    return next((one for one in versions if one.from_.isoformat() == answer["version_from"]), None)


def _with_text(option: Answer, version: Version, book: Ruleset) -> dict[str, Any]:
    row = _row(option, version) if option["status"] in SHARED and not option.get("deadline") else None
    text = _text(row, option, version, book) if row else None
    return {**option, "text": text} if text else dict(option)


def _row(option: Answer, version: Version) -> Outcome | None:
    """The row an option stands for. Rows with the same outcome are one option: its half sentence begins with the first
    of their labels, or says the condition when one of them has no label."""
    when = str(option["when"])
    starts = [
        row
        for row in version.outcomes
        if row.label and f"{when}, ".startswith((f"{row.label}, ", f"{row.label} eller "))
    ]
    row = max(starts, key=lambda found: len(found.label or "")) if starts else version.outcomes[-1]
    return row if (starts or row.label is None) and _same_outcome(row, option) else None


def _same_outcome(row: Outcome, option: Answer) -> bool:
    amount = row.value.amount if row.value else None
    decided = (option["status"] == "discretionary") == (row.decided_by is not None)
    return decided and amount == (option.get("value") or {}).get("amount")


def _text(row: Outcome, option: Answer, version: Version, book: Ruleset) -> str | None:
    value = option.get("value") or {}
    amount = value.get("amount")
    if row.text in SHARED and option["status"] == "applies" and amount is not None:
        return None
    words = {"decided_by": book.texts.decider(row.decided_by)} if row.decided_by else {}
    if amount is not None:
        words |= {"amount": str(amount), "unit": book.texts.unit(value["unit"], amount)}
    template = version.template(row.text)
    try:
        return fill(template, words) if template else None
    except KeyError:
        return None
