"""What an evaluation answers, and its JSON: the same from the command line and over HTTP."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rules_core.registry import Choice
from rules_core.schema import Part, Value
from rules_core.values import FactValue, to_json_value


class Status(StrEnum):
    """How a rule stands for one person on one day."""

    APPLIES = "applies"
    EXEMPT = "exempt"
    DOES_NOT_APPLY = "does_not_apply"
    UNRESOLVED = "unresolved"
    DISCRETIONARY = "discretionary"
    FULFILLED = "fulfilled"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class DeadlineAnswer:
    """A computed date with its calculation; date None = the day it is counted from is not known yet."""

    date: dt.date | None
    anchor: str
    anchor_date: dt.date | None
    length: str
    calculation: str | None = None
    warning: str | None = None

    def to_json(self) -> dict[str, Any]:
        """ISO dates, absent = null."""
        return {
            "date": self.date.isoformat() if self.date else None,
            "anchor": self.anchor,
            "anchor_date": self.anchor_date.isoformat() if self.anchor_date else None,
            "length": self.length,
            "calculation": self.calculation,
            "warning": self.warning,
        }


@dataclass(frozen=True, slots=True)
class Option:
    """What the answer would be if `when` (a Danish half sentence that fits after "hvis") were so."""

    when: str
    status: Status
    deadline: DeadlineAnswer | None
    value: Value | None

    def to_json(self) -> dict[str, Any]:
        """The option as JSON."""
        return {
            "when": self.when,
            "status": str(self.status),
            "deadline": self.deadline.to_json() if self.deadline else None,
            "value": value_to_json(self.value),
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One test of the evaluation, in Danish, with its outcome (None = open) and the known facts it read."""

    text: str
    outcome: bool | None
    facts: tuple[tuple[str, FactValue], ...]
    source: str | None

    def to_json(self) -> dict[str, Any]:
        """The step as JSON."""
        facts = [[fact, to_json_value(value)] for fact, value in self.facts]
        return {"text": self.text, "outcome": self.outcome, "facts": facts, "source": self.source}


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """A source as shown to the reader."""

    id: str
    title: str
    section: str
    url: str | None
    rank: str
    confidence: str

    def to_json(self) -> dict[str, Any]:
        """The source as JSON."""
        return {
            "id": self.id,
            "title": self.title,
            "section": self.section,
            "url": self.url,
            "rank": self.rank,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Need:
    """A missing fact and what it would decide (role: group, condition, anchor, exemption; lower = asked first)."""

    fact: str
    role: int


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """One rule's answer for one person on one day."""

    rule: str
    title: str
    topic: str
    kind: str
    bearer: str
    status: Status
    version_from: dt.date | None
    version_to: dt.date | None
    # Earlier than version_from when the versions before gave this person the same outcome.
    unchanged_since: dt.date | None
    deadline: DeadlineAnswer | None
    value: Value | None
    parts: tuple[Part, ...]
    options: tuple[Option, ...]
    needs: tuple[Need, ...]
    decided_by: str | None
    text: str
    consequence: str | None
    steps: tuple[Step, ...]
    sources: tuple[SourceAnswer, ...]
    caveats: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that keep the answer open, most important first."""
        return tuple(need.fact for need in self.needs)

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON."""
        return {
            "rule": self.rule,
            "title": self.title,
            "topic": self.topic,
            "kind": self.kind,
            "bearer": self.bearer,
            "status": str(self.status),
            "version_from": self.version_from.isoformat() if self.version_from else None,
            "version_to": self.version_to.isoformat() if self.version_to else None,
            "unchanged_since": self.unchanged_since.isoformat() if self.unchanged_since else None,
            "deadline": self.deadline.to_json() if self.deadline else None,
            "value": value_to_json(self.value),
            "parts": parts_to_json(self.parts),
            "options": [option.to_json() for option in self.options],
            "missing": list(self.missing),
            "decided_by": self.decided_by,
            "text": self.text,
            "consequence": self.consequence,
            "steps": [step.to_json() for step in self.steps],
            "sources": [source.to_json() for source in self.sources],
            "caveats": list(self.caveats),
        }


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The question whose answer settles most. With `ask_group` it asks about several facts at once."""

    fact: str
    question: str
    help: str | None
    choices: tuple[Choice, ...]
    ask_group: str | None

    def to_json(self) -> dict[str, Any]:
        """The contract's three keys."""
        choices = [{"value": choice.value, "label": choice.label} for choice in self.choices]
        return {"fact": self.fact, "question": self.question, "choices": choices}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What it takes to repeat an evaluation."""

    ruleset_hash: str
    engine: str
    as_of: dt.date
    facts: Mapping[str, FactValue]

    def to_json(self) -> dict[str, Any]:
        """The receipt as JSON."""
        return {
            "ruleset_hash": self.ruleset_hash,
            "engine": self.engine,
            "as_of": self.as_of.isoformat(),
            "facts": {fact: to_json_value(value) for fact, value in self.facts.items()},
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answers of all rules asked for."""

    as_of: dt.date
    track: str
    group: str | None
    next_question: NextQuestion | None
    receipt: Receipt
    answers: tuple[RuleAnswer, ...]

    def answer(self, rule: str) -> RuleAnswer:
        """The answer of one rule; KeyError when it was not asked for."""
        for answer in self.answers:
            if answer.rule == rule:
                return answer
        raise KeyError(rule)

    def to_json(self) -> dict[str, Any]:
        """The JSON of architecture section 3, with each rule's `title` and `consequence` beside it."""
        return {
            "as_of": self.as_of.isoformat(),
            "track": self.track,
            "group": self.group,
            "next_question": self.next_question.to_json() if self.next_question else None,
            "receipt": self.receipt.to_json(),
            "answers": [answer.to_json() for answer in self.answers],
        }


def value_to_json(value: Value | None) -> dict[str, Any] | None:
    """{amount, unit}; amount null = the source leaves the number open."""
    return {"amount": value.amount, "unit": value.unit} if value else None


def parts_to_json(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    """[{what, amount, unit, bearer}]; amount and unit null = a point of a checklist."""
    return [{"what": p.what, "amount": p.amount, "unit": p.unit, "bearer": p.bearer} for p in parts]
