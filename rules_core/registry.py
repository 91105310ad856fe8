"""What the fact registry holds: each fact's type, domain and Danish texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

TYPES: Final = ("enum", "date", "bool", "int", "number")
# The types whose values can be held against a number: whole numbers, and numbers with decimals (Decimal).
NUMBER_TYPES: Final = ("int", "number")
SENSITIVITIES: Final = ("low", "medium", "high")
TIMES: Final = ("past", "future", "any")
# Who can answer: only a citizen's facts are asked about unless a rule was asked for by name.
ASKED_OF: Final = ("citizen", "caseworker", "employer")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a person can pick."""

    value: str | bool
    label: str


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """One fact: type, domain and every Danish text about it."""

    id: str
    type: str
    label: str
    question: str
    help: str | None
    statement: str
    none_statement: str | None
    sensitivity: str
    time: str
    max_years: int | None
    ask_group: str | None
    order: int
    values: Mapping[str, str]
    asked_of: str
    # How the event is named after "2 uger efter ..."; the label when the registry has nothing better.
    event: str

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The answers to pick from, in registry order; empty for dates and numbers."""
        if self.type == "bool":
            return (Choice(True, "Ja"), Choice(False, "Nej"))
        return tuple(Choice(value, label) for value, label in self.values.items())


@dataclass(frozen=True, slots=True)
class AskGroup:
    """Facts that are asked about in one question, with one answer for "none of it"."""

    id: str
    question: str
    none_label: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Registry:
    """All facts and the questions that gather several of them."""

    facts: Mapping[str, FactDefinition]
    ask_groups: Mapping[str, AskGroup]
