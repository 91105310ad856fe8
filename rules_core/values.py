"""Fact values inside the core.

A fact that is absent from the mapping is unknown. `NOTHING` ("ingen" in JSON) is a fact known not to exist:
"no job start is planned" is knowledge, and must never be mixed up with "we have not asked".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Final


class Marker(Enum):
    """Values that no Python literal can carry."""

    NOTHING = "ingen"


NOTHING: Final = Marker.NOTHING
NOTHING_JSON: Final = "ingen"

FactValue = str | int | bool | date | Marker
Facts = Mapping[str, FactValue]
JsonValue = str | int | bool


def to_json_value(value: FactValue) -> JsonValue:
    """The JSON form of a fact value: ISO dates, "ingen" for known not to exist."""
    if isinstance(value, Marker):
        return NOTHING_JSON
    if isinstance(value, date):
        return value.isoformat()
    return value
