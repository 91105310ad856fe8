"""What the reading page shows, made from a conversation of the review: words instead of codes, per cents, trace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.privacy.redaction import Found
from casework.review.causes import SURE
from casework.review.models import MARK_KINDS
from casework.review.records import Line, Mark, Reading, RuleSays
from casework.review.topics import rule_titles, topic_title
from casework.review.words import words
from rules_core.dates import danish_date
from rules_core.facts import fact_registry
from web.review_entities import entity_in_words, fact_in_words, fact_label

#: Which items are offered for a mark, the likeliest first.
OFFERS: Mapping[str, tuple[str, ...]] = {
    "misunderstood": ("nlu_example",),
    "wrong_rule": ("rule_case",),
    "missing_content": ("content_task", "nlu_example"),
    "unclear": ("content_task",),
    "not_our_field": ("nlu_example",),
}
_HUNDRED = 100
_SHOWN_GUESSES = 3
#: Empty rows for facts that the assistant did not know.
_MORE_FACTS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What a message was understood as, in words."""

    title: str
    percent: int | None
    sure: bool
    guesses: tuple[tuple[str, int], ...]
    entities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FactField:
    """One fact of a rule case's form."""

    id: str
    label: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseForm:
    """The form of a rule case, filled with what is known."""

    rule: str
    day: str
    facts: tuple[FactField, ...]
    source: str
    status: str = ""
    deadline: str = ""
    amount: str = ""
    unit: str = ""
    says: RuleSays | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkView:
    """A mark with the forms that make something of it."""

    mark: Mark
    offers: tuple[str, ...]
    sentence: str
    case: CaseForm | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One message of the conversation as it is shown."""

    line: Line
    parts: tuple[tuple[str, bool], ...]
    seen: Seen | None
    rules: tuple[Mapping[str, Any], ...]
    marks: tuple[MarkView, ...] = ()
    facts: tuple[tuple[str, str], ...] = field(default=())

    @property
    def is_citizen(self) -> bool:
        """Whether the citizen wrote it; only then can it be marked."""
        return self.line.author == "citizen"


def turns(reading: Reading, sentences: Mapping[int, str]) -> list[Turn]:
    """The messages in order. `sentences` = the suggested sentence of each marked message by its id."""
    replies = {line.seq: line for line in reading.lines}
    return [_turn(line, _answers(line, replies), sentences.get(line.id, "")) for line in reading.lines]


def _answers(line: Line, by_seq: Mapping[int, Line]) -> list[Line]:
    found = []
    seq = line.seq + 1
    while seq in by_seq and by_seq[seq].author != "citizen":
        found.append(by_seq[seq])
        seq += 1
    return found


def _turn(line: Line, answers: Sequence[Line], sentence: str) -> Turn:
    answer = next((one.answer for one in answers if (one.answer or {}).get("rules")), None) or {}
    marks = tuple(
        MarkView(
            mark=mark,
            offers=OFFERS[mark.kind],
            sentence=sentence,
            case=case_form(line, answer) if "rule_case" in OFFERS[mark.kind] else None,
        )
        for mark in line.marks
    )
    return Turn(
        line=line,
        parts=_parts(line.text, line.suggestions),
        seen=_seen(line),
        rules=tuple(_in_danish(rule) for rule in (line.answer or {}).get("rules") or ()),
        marks=marks,
        facts=tuple((fact_label(fact), fact_in_words(fact, value)) for fact, value in line.facts.items()),
    )


def _in_danish(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A rule's card with its days in words."""
    deadline = rule.get("deadline") or {}
    return {
        **rule,
        "version_from": _day_in_words(rule.get("version_from")),
        "deadline": {**deadline, "date": _day_in_words(deadline.get("date"))},
    }


def _day_in_words(day: str | None) -> str | None:
    return danish_date(date.fromisoformat(day), weekday=False) if day else None


def _parts(text: str, suggestions: Sequence[Found]) -> tuple[tuple[str, bool], ...]:
    """The text in pieces; True = may have to be hidden."""
    parts, at = [], 0
    for found in suggestions:
        parts += [(text[at : found.start], False), (found.of(text), True)]
        at = found.end
    return tuple(part for part in (*parts, (text[at:], False)) if part[0])


def _seen(line: Line) -> Seen | None:
    understood = line.understood
    if understood is None or line.payload:
        return None
    confidence = understood.get("confidence")
    ranking = understood.get("ranking") or ()
    return Seen(
        title=topic_title(understood.get("intent")),
        percent=_percent(confidence),
        sure=confidence is None or confidence >= SURE,
        guesses=tuple(
            (topic_title(guess["name"]), _percent(guess["confidence"]) or 0)
            for guess in ranking[: _SHOWN_GUESSES + 1]
            if guess["name"] != understood.get("intent")
        )[:_SHOWN_GUESSES],
        entities=tuple(entity_in_words(entity) for entity in understood.get("entities") or ()),
    )


def _percent(confidence: float | None) -> int | None:
    return round(confidence * _HUNDRED) if confidence is not None else None


def case_form(line: Line, answer: Mapping[str, Any]) -> CaseForm:
    """The form of a case for one turn, filled with its facts, the answer's day, first rule and sources."""
    rules = answer.get("rules") or ()
    first = rules[0] if rules else {}
    sources = [" ".join(filter(None, (one.get("title"), one.get("section")))) for one in first.get("sources") or ()]
    known = [
        FactField(id=fact, label=fact_label(fact), value=_typed(value))
        for fact, value in line.facts.items()
        if fact in fact_registry()
    ]
    return CaseForm(
        rule=first.get("id", ""),
        day=answer.get("as_of") or "",
        facts=(*known, *(FactField(id="", label="", value="") for _ in range(_MORE_FACTS))),
        source="; ".join(sources[:1]),
    )


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value)


def says_in_words(says: RuleSays, deadline_words: str) -> str:
    """What a rule answers today, in a line; `deadline_words` has a place for the day."""
    parts = [words()["statuses"][says.status].lower()]
    if says.deadline:
        parts.append(deadline_words.format(day=danish_date(says.deadline, weekday=False)))
    if says.amount:
        parts.append(f"{says.amount.replace('.', ',')} {says.unit}")
    return ", ".join(parts)


def choices() -> dict[str, Any]:
    """The lists of the page's forms."""
    return {
        "mark_kinds": MARK_KINDS,
        "rules": rule_titles(),
        "fact_labels": {fact.id: fact.label for fact in fact_registry().values()},
        "statuses": words()["statuses"],
    }
