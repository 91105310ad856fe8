"""Facts as people type them, "ydelse=dagpenge": on a command line and in an address."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from rules_core.errors import FactError, InputError
from rules_core.facts import fact_registry

LONGEST_NUMBER: Final = 20
_BOOLEANS: Final = {"true": True, "ja": True, "false": False, "nej": False}


def facts_from_pairs(pairs: Iterable[str]) -> dict[str, Any]:
    """The facts of texts like "ydelse=dagpenge", as JSON values; of the same fact the last one counts.

    Raises InputError for a text without "=", and FactError for a fact that does not exist.
    """
    facts = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise InputError(f"Oplysningen '{pair}' skal skrives som navn=værdi, fx ydelse=dagpenge.")
        facts[name] = _typed(name, value)
    return facts


def _typed(name: str, value: str) -> Any:
    definition = fact_registry().get(name)
    if definition is None:
        raise FactError(name, f"Oplysningen '{name}' findes ikke. Se listen over oplysninger i regelbogen.")
    if definition.type == "bool":
        return _BOOLEANS.get(value.lower(), value)
    # Python refuses to read thousands of digits; as a text the value is refused in Danish.
    if definition.type == "int" and value.isdecimal() and len(value) <= LONGEST_NUMBER:
        return int(value)
    if definition.type == "number":
        return _number(value)
    return value


def _number(text: str) -> Any:
    """The number in `text`, with a comma or a point; a text without one is given back and refused later."""
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return text
