"""The rule book's own Danish words, read once from words.yml, and small helpers to say dates, numbers and parts."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rules_core import Ruleset
from rules_core.dates import danish_date
from rules_core.schema import Part, Value
from rules_core.texts import capitalise

_HERE = Path(__file__).parent


@cache
def words() -> dict[str, Any]:
    """All of words.yml."""
    read: dict[str, Any] = yaml.safe_load((_HERE / "words.yml").read_text(encoding="utf-8"))
    return read


def word(section: str, key: str) -> str:
    """The word for a code, e.g. word("kinds", "pligt") = "Pligt". Raises KeyError for a code without a word."""
    found: str = words()[section][key]
    return found


def plain_date(day: date) -> str:
    """'1. juli 2026'."""
    return danish_date(day, weekday=False)


def amount_words(amount: int, unit: str | None, book: Ruleset) -> str:
    """'6 samtaler', '17.000 kroner'."""
    told = f"{amount:,}".replace(",", ".")
    if not unit:
        return told
    own = words()["units"].get(unit)
    unit_word = own[0 if amount == 1 else 1] if own else book.texts.unit(unit, amount)
    return f"{told} {unit_word}".strip()


def value_words(value: Value | None, book: Ruleset) -> str | None:
    """The number a rule gives, in words; None when it gives none or the sources leave it open."""
    if value is None or value.amount is None:
        return None
    return amount_words(value.amount, value.unit, book)


def part_words(part: Part, book: Ruleset) -> str:
    """'Samtaler i de første tre måneder: 2 (a-kassen)'; a part without a unit is a point of a checklist."""
    if part.unit is None or part.amount is None:
        return capitalise(part.what)
    amount = amount_words(part.amount, part.unit, book)
    # "Samtaler: 2 samtaler" says the same twice.
    unit = amount.partition(" ")[2]
    shown = amount.partition(" ")[0] if unit and unit in part.what.lower() else amount
    who = f" ({book.texts.decider(part.bearer)})" if part.bearer else ""
    return f"{capitalise(part.what)}: {shown}{who}"


def sentences(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in order."""
    return tuple(dict.fromkeys(text for text in texts if text))
