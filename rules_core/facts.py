"""The fact registry: what can be known about a person, how it is asked, and what a value may be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from rules_core.dates import add_months, danish_date
from rules_core.errors import FactError
from rules_core.fact_files import load_registry
from rules_core.registry import AskGroup, FactDefinition, Registry
from rules_core.values import NOTHING, NOTHING_JSON, FactValue, danish_number

#: No count and no number of people, weeks or kroner is larger; what is would be too much for the arithmetic.
LARGEST: Final = 10**9


def fact_registry() -> Mapping[str, FactDefinition]:
    """Every fact by id, as the rule book has them. Raises RulesetError when the registry's files have mistakes."""
    return _registry().facts


def ask_groups() -> Mapping[str, AskGroup]:
    """The gathered questions by id."""
    return _registry().ask_groups


@cache
def _registry() -> Registry:
    return load_registry()


def _definition(fact: str, registry: Mapping[str, FactDefinition] | None) -> FactDefinition:
    known = fact_registry() if registry is None else registry
    if fact not in known:
        raise FactError(fact, f"Oplysningen '{fact}' findes ikke. Se listen over oplysninger i regelbogen.")
    return known[fact]


def parse_fact(definition: FactDefinition, value: Any) -> FactValue:
    """A JSON value as the core uses it. Raises FactError (Danish, names the fact and what is allowed)."""
    parsed = _parse(definition, value)
    if parsed is None:
        allowed = {
            "enum": f"en af: {', '.join(definition.values)}",
            "date": 'en dato som 2026-11-02, eller "ingen"',
            "bool": 'true, false eller "ingen"',
            "int": 'et helt tal på mindst 0, eller "ingen"',
            "number": 'et tal på mindst 0, fx 12 eller 12.5, eller "ingen"',
        }[definition.type]
        shown = value.isoformat() if isinstance(value, date) else value
        message = (
            f"Oplysningen '{definition.id}' ({definition.label}) kan ikke være '{shown}'. Den skal være {allowed}."
        )
        raise FactError(definition.id, message)
    return parsed


def _parse(definition: FactDefinition, value: Any) -> FactValue | None:
    match definition.type:
        case "enum":
            return value if isinstance(value, str) and value in definition.values else None
        case "bool":
            return False if value == NOTHING_JSON else value if isinstance(value, bool) else None
        case "int":
            number = 0 if value == NOTHING_JSON else value
            is_number = isinstance(number, int) and not isinstance(number, bool)
            return number if is_number and 0 <= number <= LARGEST else None
        case "number":
            return _parse_number(value)
        case _:
            return _parse_date(value)


def _parse_number(value: Any) -> Decimal | None:
    if value == NOTHING_JSON:
        return Decimal(0)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    # The text of a float is the number that was written; its binary value is not (0.1 is not a tenth).
    number = Decimal(str(value))
    return number if number.is_finite() and 0 <= number <= LARGEST else None


def _parse_date(value: Any) -> FactValue | None:
    if value == NOTHING_JSON:
        return NOTHING
    # A datetime is refused: which day it means depends on a time zone that the core does not know.
    if type(value) is date:
        return value
    if not isinstance(value, str):
        return None
    try:
        parsed = date.fromisoformat(value)
    except ValueError:
        return None
    # fromisoformat also reads 20261102 and 2026-W45-1; the contract is YYYY-MM-DD only.
    return parsed if parsed.isoformat() == value else None


def parse_facts(facts: Mapping[str, Any], registry: Mapping[str, FactDefinition]) -> dict[str, FactValue]:
    """All facts as the core uses them; null means unknown and is left out. Raises FactError."""
    return {fact: parse_fact(_definition(fact, registry), value) for fact, value in facts.items() if value is not None}


def describe(fact: str, value: Any, registry: Mapping[str, FactDefinition] | None = None) -> str:
    """The Danish half sentence for a fact: "du meldte dig ledig mandag den 2. november 2026".

    `value` is a JSON value. Raises FactError for unknown facts and values outside the domain.
    """
    definition = _definition(fact, registry)
    parsed = parse_fact(definition, value)
    if parsed is NOTHING or parsed is False:
        return definition.none_statement or f"{definition.label}: ingen"
    if isinstance(parsed, date):
        shown = danish_date(parsed)
    elif definition.type == "enum":
        shown = definition.values[str(parsed)]
    elif isinstance(parsed, Decimal):
        shown = danish_number(parsed)
    else:
        shown = str(parsed)
    return definition.statement.replace("{value}", shown)


def plausibility(
    fact: str, value: Any, today: date, registry: Mapping[str, FactDefinition] | None = None
) -> str | None:
    """What is odd about a value, as a code; None when nothing is.

    Codes: "not_in_domain", "in_future" (a past event dated after today), "in_past" (a coming event dated before
    today), "too_long_ago" and "too_far_ahead" (more than the fact's max_years away). Raises FactError for an
    unknown fact.
    """
    definition = _definition(fact, registry)
    parsed = _parse(definition, value)
    if parsed is None:
        return "not_in_domain"
    if not isinstance(parsed, date):
        return None
    if definition.time == "past" and parsed > today:
        return "in_future"
    if definition.time == "future" and parsed < today:
        return "in_past"
    return _distance(parsed, today, definition.max_years)


def _distance(day: date, today: date, max_years: int | None) -> str | None:
    if max_years is None:
        return None
    if day < add_months(today, -12 * max_years):
        return "too_long_ago"
    if day > add_months(today, 12 * max_years):
        return "too_far_ahead"
    return None
