"""The other test sets: facts people tell, dates and times, two questions in one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.danish.dates import find_dates
from bot.danish.entities import Entity, find_entities
from bot.evaluation.measures import Counts, count_facts

TODAY = date(2026, 11, 20)
"""The Friday on which all test sentences are said."""


def read_entries(path: Path) -> list[dict[str, Any]]:
    """The entries of a test file."""
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return entries


def facts_in(entities: Sequence[Entity]) -> dict[str, Any]:
    """The facts that the entities of a message tell, each with its value; dates as ISO text, vague ones left out."""
    found: dict[str, Any] = {}
    for entity in entities:
        if entity.name in ("ydelse", "visitation"):
            found.setdefault(entity.name, entity.value)
        elif entity.name == "form":
            found.setdefault("samtaleform", entity.value)
        elif entity.name == "fakta" and entity.value["fact"] != "ydelse" and not _is_absence(entity.value):
            found.setdefault(entity.value["fact"], entity.value["value"])
        elif entity.name == "dato" and entity.value.get("fact") and _is_one_day(entity.value):
            found[entity.value["fact"]] = entity.value["date"]
    return {fact: value for fact, value in found.items() if value is not True or fact not in _DATED}


def _is_absence(value: Mapping[str, Any]) -> bool:
    """A day known not to exist ("jeg har ikke fået job"); to have no education is a level of its own."""
    return bool(value["value"] == "ingen" and value["fact"] != "uddannelsesniveau")


def _is_one_day(value: Mapping[str, Any]) -> bool:
    return bool(value.get("date")) and not value.get("until") and not value.get("error")


# Said to be so, but without its day: the rules need the day, and the dialogue asks for it.
_DATED = frozenset(("job_start", "barsel_start", "efterloen_start", "fleksydelse_start", "folkepension_start"))


def measure_facts(entries: Sequence[Mapping[str, Any]]) -> tuple[Counts, list[str]]:
    """F1 over single facts, and a line for each sentence that was not read exactly."""
    pairs, misread = [], []
    for entry in entries:
        wanted = {fact: _plain(value) for fact, value in (entry["expect"] or {}).items()}
        found = {fact: _plain(value) for fact, value in facts_in(find_entities(entry["text"], TODAY)).items()}
        pairs.append((wanted, found))
        if wanted != found:
            misread.append(f"{entry['text']} -> {found} (skulle være {wanted})")
    return count_facts(pairs), misread


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Days:
    """How many phrases were read right, wrong (another day, said as if it were certain), or not at all."""

    right: int
    wrong: int
    nothing: int

    @property
    def total(self) -> int:
        """All phrases."""
        return self.right + self.wrong + self.nothing


def measure_days(entries: Sequence[Mapping[str, Any]]) -> tuple[Days, list[str]]:
    """Each phrase right, wrong or not read; and a line for each that was not read right."""
    outcomes, misread = [], []
    for entry in entries:
        outcome, found = _day_outcome(entry)
        outcomes.append(outcome)
        if outcome != "right":
            misread.append(f"{outcome}: {entry['text']} -> {found} (skulle være {entry['expect']})")
    return Days(*(outcomes.count(name) for name in ("right", "wrong", "nothing"))), misread


def _day_outcome(entry: Mapping[str, Any]) -> tuple[str, str]:
    """A certain reading must be the one wanted; a phrase that is asked back is right where it has no one meaning."""
    dates = find_dates(entry["text"], TODAY)
    sure = [(each.start, each.end) for each in dates if each.start and not each.error and not each.alternatives]
    shown = str([(each.start, each.end, each.error) for each in dates])
    expect = entry["expect"]
    if expect in ("ambiguous", "none"):
        return ("wrong" if sure else "right"), shown
    wanted = tuple(expect) if isinstance(expect, list) else (expect, expect)
    if sure:
        return ("right" if sure[0] == wanted else "wrong"), shown
    # A rough span ("sidst i november") is given with its surroundings and asked about.
    rough = [(each.start, each.end) for each in dates if each.start]
    return ("right" if isinstance(expect, list) and wanted in rough else "nothing"), shown


def measure_two_questions(read: Sequence[tuple[Sequence[str], Sequence[str]]]) -> tuple[float, float]:
    """From (wanted, understood) topics: the share of double messages heard as both, and of single ones left whole."""
    double = [set(found) == set(wanted) for wanted, found in read if len(wanted) > 1]
    single = [len(found) == 1 for wanted, found in read if len(wanted) == 1]
    return sum(double) / max(1, len(double)), sum(single) / max(1, len(single))
