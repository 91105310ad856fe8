"""Which parts of the schema the generator knows. A rule that uses anything else is answered by the reference."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, Final

from rules_core.conditions import All, FactTest, GroupTest, Not
from rules_core.conditions import Any as AnyOf
from rules_core.schema import (
    Band,
    Deadline,
    DeadlineRules,
    Exemption,
    Length,
    Outcome,
    Part,
    Ratio,
    Rule,
    Value,
    Version,
)

_KNOWN: Final[dict[type, frozenset[str]]] = {
    Rule: frozenset({"versions", "law_date"}),
    Version: frozenset(
        {"from_", "to", "repealed", "event", "groups", "condition", "exemptions", "outcomes", "deadline_rules",
         "fulfilled_by", "recurring", "texts", "group_classes"}
    ),
    Exemption: frozenset({"when", "effect", "decided_by"}),
    Outcome: frozenset({"when", "deadline", "value", "parts", "text", "decided_by"}),
    Deadline: frozenset({"anchor", "length", "before"}),
    DeadlineRules: frozenset({"month_end", "roll", "calendar"}),
    Length: frozenset({"unit", "amount"}),
    Value: frozenset({"amount", "unit", "per"}),
    Ratio: frozenset({"fact", "bands", "at_least"}),
    Band: frozenset({"up_to", "one_per"}),
    Part: frozenset({"what", "amount", "unit", "bearer", "fact", "less"}),
    All: frozenset({"parts"}),
    AnyOf: frozenset({"parts"}),
    Not: frozenset({"part"}),
    GroupTest: frozenset({"groups"}),
    FactTest: frozenset({"fact", "operator", "operand"}),
}  # fmt: skip
# Read for explanations and comparisons only; they never change status, date or number.
_TOLD: Final[dict[type, frozenset[str]]] = {
    Rule: frozenset({"id", "topic", "kind", "bearer", "title", "gaps", "file", "is_new"}),
    Version: frozenset({"sources", "condition_labels", "past_texts", "consequences", "caveats", "unseen_outside"}),
    Exemption: frozenset({"id", "label", "sources"}),
    Outcome: frozenset({"label", "sources", "unseen"}),
}


def unknown_form(value: Any) -> str | None:
    """The first part of a rule that the generator has never heard of, e.g. "Version.pause"; None when it knows all."""
    if isinstance(value, (tuple, list)):
        return next((found for item in value if (found := unknown_form(item))), None)
    if not is_dataclass(value):
        return None
    kind = type(value)
    if kind not in _KNOWN:
        return kind.__name__
    told = _TOLD.get(kind, frozenset())
    for field in fields(value):
        inner = getattr(value, field.name)
        # What is worked out from the other fields adds nothing to them.
        if field.name in told or not field.init:
            continue
        if field.name not in _KNOWN[kind]:
            # An empty new field says nothing; a filled one may change the answer.
            if inner not in (None, False, (), frozenset()):
                return f"{kind.__name__}.{field.name}"
            continue
        found = unknown_form(inner)
        if found:
            return found
    return None
