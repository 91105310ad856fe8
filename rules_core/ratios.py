"""Numbers that are worked out from a fact: so many for every so many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rules_core.schema import Part, Ratio, Value
from rules_core.values import FactValue


@dataclass(frozen=True, slots=True)
class BandCount:
    """What one band gave: `count` of the fact lie in the band, one for every `one_per`, `amount` in all."""

    count: Decimal
    one_per: int
    amount: int


def count_bands(ratio: Ratio, number: int | Decimal) -> tuple[BandCount, ...]:
    """The bands that `number` reaches, each rounded down by itself: no band hands its rest on to the next."""
    found: list[BandCount] = []
    below = Decimal(0)
    for band in ratio.bands:
        top = Decimal(number) if band.up_to is None else min(Decimal(number), Decimal(band.up_to))
        count = top - below
        if count <= 0 and found:
            break
        found.append(BandCount(count, band.one_per, int(count // band.one_per)))
        below = top
    return tuple(found)


def ratio_amount(ratio: Ratio, number: int | Decimal) -> int:
    """The number the ratio gives, at least `at_least`."""
    return max(ratio.at_least, sum(band.amount for band in count_bands(ratio, number)))


def known_number(fact: str, facts: Mapping[str, FactValue]) -> int | Decimal | None:
    """The number a fact holds; None when it is unknown."""
    value = facts.get(fact)
    return value if isinstance(value, (int, Decimal)) else None


def worked_out(value: Value | None, facts: Mapping[str, FactValue]) -> Value | None:
    """The value with its number; unchanged (amount None) while the fact it is worked out from is unknown."""
    number = known_number(value.per.fact, facts) if value and value.per else None
    if value is None or value.per is None or number is None:
        return value
    return Value(ratio_amount(value.per, number), value.unit)


def worked_out_parts(parts: tuple[Part, ...], value: Value | None, facts: Mapping[str, FactValue]) -> tuple[Part, ...]:
    """The parts with their numbers. A part that needs a number nobody has given is left out."""
    return tuple(part for part in (_part(part, value, facts) for part in parts) if part)


def _part(part: Part, value: Value | None, facts: Mapping[str, FactValue]) -> Part | None:
    fact = part.fact or part.less
    if fact is None:
        return part
    number = known_number(fact, facts)
    if number is None or (part.less and (value is None or value.amount is None)):
        return None
    amount = int(number)
    if part.less and value and value.amount is not None:
        amount = max(0, value.amount - amount)
    return Part(part.what, amount, part.unit, part.bearer)
