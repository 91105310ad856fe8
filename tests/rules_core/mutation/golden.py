"""The golden cases as data: where they lie, how they are read, and how an answer is held against them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rules_core import load_ruleset
from rules_core.facts import parse_facts
from rules_core.groups import Derivation

FOLDER = Path(__file__).parents[2] / "cases"
# Written by `make cases`: they show what changed and never what is right.
BOUNDARIES = FOLDER / "graenser"
# Written by `retpligt review export` from what a reviewer found and named a source for: as good as written by hand.
REVIEWED = FOLDER / "gennemsyn"
CASE_KEYS = {"navn", "kilde", "fakta", "pr_dato", "spor", "gruppe", "forventet"}
# The reader in C: thousands of cases are read in seconds.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_file(path: Path) -> list[dict[str, Any]]:
    """The cases of one file as they are written."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER) or []  # a safe loader


def as_json(value: Any) -> Any:
    """YAML reads bare dates as dates; facts are JSON."""
    return value.isoformat() if isinstance(value, date) else value


def found_value(answer: Any) -> Any:
    return {"antal": answer.value.amount, "enhed": answer.value.unit} if answer.value else None


def found_parts(answer: Any, expected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts with the keys that the case names."""
    full = [{"hvad": p.what, "antal": p.amount, "enhed": p.unit, "af": p.bearer} for p in answer.parts]
    if len(full) != len(expected):
        return full
    return [{key: part[key] for key in wanted} for part, wanted in zip(full, expected, strict=True)]


# What the answer has where the case expects something, exactly.
EXACT: dict[str, Callable[[Any], Any]] = {
    "status": lambda answer: str(answer.status),
    "frist": lambda answer: answer.deadline.date if answer.deadline else None,
    "vaerdi": found_value,
    "afgoeres_af": lambda answer: answer.decided_by,
    "mangler": lambda answer: list(answer.missing),
    "version_fra": lambda answer: answer.version_from,
    "advarsel": lambda answer: bool(answer.deadline and answer.deadline.warning),
    "binder": lambda answer: answer.bearer,
}
# Where the case gives a part of a text, or some of the sources.
WITHIN: dict[str, Callable[[Any], Any]] = {
    "forbehold": lambda answer: " ".join(answer.caveats),
    "tekst": lambda answer: answer.text,
    "konsekvens": lambda answer: answer.consequence,
}
# Where the case gives a part of a text that must not be told.
WITHOUT: dict[str, Callable[[Any], Any]] = {
    "uden_forbehold": lambda answer: " ".join(answer.caveats),
    "uden_tekst": lambda answer: answer.text,
}


def found(answer: Any, key: str, expected: Any) -> Any:  # noqa: PLR0911  # one line for each sort of key
    """What the answer has for a key of the case; the expected itself when it is contained in what the answer has.

    `answer` is a RuleAnswer, or anything with the same fields.
    """
    if key in EXACT:
        return EXACT[key](answer)
    if key == "dele":
        return found_parts(answer, expected)
    if key == "kilder":
        ids = {source.id for source in answer.sources}
        return expected if set(expected) <= ids else sorted(ids)
    if key == "uden_kilder":
        ids = {source.id for source in answer.sources}
        return sorted(ids) if ids & set(expected) else expected
    if key in WITHOUT:
        told = WITHOUT[key](answer)
        return told if any(part in told for part in _each(expected)) else expected
    if key not in WITHIN:
        return f"nøglen '{key}' findes ikke"
    told = WITHIN[key](answer)
    return expected if expected and told and all(part in told for part in _each(expected)) else told


def _each(expected: str | list[str]) -> list[str]:
    """A case may name several parts of one text."""
    return expected if isinstance(expected, list) else [expected]


@dataclass(frozen=True, slots=True)
class Case:
    """What one case expects of one rule, with its facts already parsed and the person already placed."""

    name: str
    track: str
    facts: Mapping[str, Any]
    as_of: date
    derivation: Derivation
    rule: str
    expected: Mapping[str, Any]
    by_machine: bool


def cases_in(path: Path) -> list[Case]:
    """The cases of one file, one for each rule that they name."""
    by_machine = path.parent == BOUNDARIES
    read: list[Case] = []
    for raw in read_file(path):
        track = raw.get("spor", "gaeldende")
        book = load_ruleset(track)
        facts = parse_facts({fact: as_json(value) for fact, value in raw["fakta"].items()}, book.registry.facts)
        placed = book.groups.derive(facts, raw["pr_dato"])
        for rule, expected in raw["forventet"].items():
            read.append(Case(raw["navn"], track, facts, raw["pr_dato"], placed, rule, expected, by_machine))
    return read


def hand_written_files() -> list[Path]:
    """The files of cases that a person wrote from a source."""
    return [*sorted(FOLDER.glob("*.yml")), *sorted(REVIEWED.glob("*.yml"))]


@cache
def hand_written() -> tuple[Case, ...]:
    """Every case that a person wrote from a source."""
    return tuple(case for path in hand_written_files() for case in cases_in(path))


@cache
def boundaries() -> tuple[Case, ...]:
    """Every case that `make cases` wrote."""
    return tuple(case for path in sorted(BOUNDARIES.glob("*.yml")) for case in cases_in(path))
