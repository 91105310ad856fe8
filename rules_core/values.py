"""Fact values inside the core.

A fact that is absent from the mapping is unknown. `NOTHING` ("ingen" in JSON) is a fact known not to exist:
"no job start is planned" is knowledge, and must never be mixed up with "we have not asked".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final


class Marker(Enum):
    """Values that no Python literal can carry."""

    NOTHING = "ingen"


NOTHING: Final = Marker.NOTHING
NOTHING_JSON: Final = "ingen"

FactValue = str | int | bool | Decimal | date | Marker
Facts = Mapping[str, FactValue]
JsonValue = str | int | float | bool


def to_json_value(value: FactValue) -> JsonValue:
    """The JSON form of a fact value: ISO dates, plain numbers, "ingen" for known not to exist."""
    if isinstance(value, Marker):
        return NOTHING_JSON
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def danish_number(number: int | Decimal) -> str:
    """A number as it is written in Danish: 12 or 12,5 (no thousands mark, no zeros at the end)."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".").replace(".", ",") if "." in text else text
