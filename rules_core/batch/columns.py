"""Many people's facts as columns: one numpy array per fact, with codes for "unknown" and "known not to exist"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeAlias

import numpy as np

from rules_core.errors import RulesCoreError
from rules_core.facts import parse_fact, parse_facts
from rules_core.plan import OnError, Person
from rules_core.registry import FactDefinition
from rules_core.values import NOTHING, FactValue

# Dates are day numbers from 1 (date.toordinal), enums the place in the registry's list, booleans 0 and 1, whole
# numbers themselves: no value is below 0.
UNKNOWN: Final = -2
NO_SUCH: Final = -1
CHUNK: Final = 50_000
TYPES: Final[Mapping[str, Any]] = {
    "enum": np.int16, "bool": np.int8, "int": np.int64, "date": np.int32, "number": object,
}  # fmt: skip
_REMEMBERED_VALUES: Final = 1 << 17

# numpy is not always installed where the types are checked, and its own array types change with its versions.
Array: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Columns:
    """`keys` names the people; `arrays` holds a column per fact that is known about any of them."""

    keys: Sequence[Any]
    arrays: Mapping[str, Array]
    registry: Mapping[str, FactDefinition]

    def __len__(self) -> int:
        return len(self.keys)

    def facts(self, row: int) -> dict[str, FactValue]:
        """One person's facts as the core uses them."""
        found = {}
        for fact, column in self.arrays.items():
            value = decode(self.registry[fact], column[row])
            if value is not None:
                found[fact] = value
        return found

    def take(self, rows: Array | slice) -> Columns:
        """The same people in another order, or some of them."""
        chosen = range(len(self.keys))[rows] if isinstance(rows, slice) else rows
        keys = [self.keys[row] for row in chosen]
        return Columns(keys, {fact: column[rows] for fact, column in self.arrays.items()}, self.registry)


def encode(definition: FactDefinition, value: FactValue) -> Any:
    """A parsed value as it stands in a column."""
    if value is NOTHING:
        return NO_SUCH
    if isinstance(value, date):
        return value.toordinal()
    if definition.type == "enum":
        return list(definition.values).index(str(value))
    return int(value) if isinstance(value, (bool, int)) else value


def decode(definition: FactDefinition, code: Any) -> FactValue | None:
    """What stands in a column as a parsed value; None = unknown."""
    match definition.type:
        case "number":
            found: FactValue | None = code
            return found
        case _ if code == UNKNOWN:
            return None
        case "date":
            return NOTHING if code == NO_SUCH else date.fromordinal(int(code))
        case "enum":
            return list(definition.values)[int(code)]
        case "bool":
            return bool(code)
    return int(code)


def unknown_of(definition: FactDefinition) -> Any:
    """What stands in a column where nothing is known."""
    return None if definition.type == "number" else UNKNOWN


class ColumnReader:
    """Reads JSON facts into columns, a chunk of people at a time, so that the memory stays the same."""

    def __init__(self, registry: Mapping[str, FactDefinition], chunk: int = CHUNK) -> None:
        self._registry, self._chunk = registry, chunk
        self._code = lru_cache(maxsize=_REMEMBERED_VALUES, typed=True)(self._coded)

    def _coded(self, fact: str, value: Any) -> Any:
        definition = self._registry[fact]
        return encode(definition, parse_fact(definition, value))

    def _codes(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return {fact: self._code(fact, value) for fact, value in facts.items() if value is not None}
        except (KeyError, TypeError):
            # An unknown fact, or a value that cannot be remembered: the ordinary way says what is wrong with it.
            parsed = parse_facts(facts, self._registry)
            return {fact: encode(self._registry[fact], value) for fact, value in parsed.items()}

    def read(self, people: Iterable[Person], on_error: OnError | None = None) -> Iterator[Columns]:
        """Chunks of people; `on_error` gets who cannot be read, otherwise the error is raised."""
        keys: list[Any] = []
        lists: dict[str, list[Any]] = {}
        for key, facts in people:
            try:
                codes = self._codes(facts)
            except RulesCoreError as error:
                if on_error is None:
                    raise
                on_error(key, error)
                continue
            row = len(keys)
            keys.append(key)
            for fact, code in codes.items():
                if fact not in lists:
                    lists[fact] = [unknown_of(self._registry[fact])] * self._chunk
                lists[fact][row] = code
            if len(keys) == self._chunk:
                yield self._columns(keys, lists)
                keys, lists = [], {}
        if keys:
            yield self._columns(keys, lists)

    def _columns(self, keys: list[Any], lists: Mapping[str, list[Any]]) -> Columns:
        arrays = {
            fact: np.array(values[: len(keys)], dtype=TYPES[self._registry[fact].type])
            for fact, values in lists.items()
        }
        return Columns(keys, arrays, self._registry)


def columns_of(people: Iterable[Person], registry: Mapping[str, FactDefinition]) -> Columns:
    """All people in one set of columns; for many people ColumnReader keeps the memory flat."""
    everyone = list(people)
    found = list(ColumnReader(registry, max(1, len(everyone))).read(everyone))
    return found[0] if found else Columns([], {}, registry)
