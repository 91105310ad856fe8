"""Kinds of talk, topics and preparation questions: data, read once from kinds.yml and topics.yml and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casework.booking.models import FORMS, HOLDERS

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question that prepares for a talk, in Danish."""

    id: str
    text: str
    help: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """What a talk can be about; `name` stands in the middle of a sentence."""

    id: str
    name: str
    about: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of talk. `minutes` and `capacity` are what the calendar proposes; `bring` is told to the citizen."""

    id: str
    name: str
    about: str
    minutes: int
    capacity: int
    holders: tuple[str, ...]
    forms: tuple[str, ...]
    topics: tuple[str, ...]
    bring: tuple[str, ...]


@cache
def topics() -> Mapping[str, Topic]:
    """Every topic by id, in the order of the file. Raises ValueError when the file contradicts itself."""
    read = _read("topics.yml")
    questions = {item["id"]: Question(**item) for item in read["questions"]}
    found = {}
    for item in read["topics"]:
        if unknown := set(item["questions"]) - questions.keys():
            raise ValueError(f"topics.yml: {item['id']} names questions that are not there: {sorted(unknown)}")
        asked = tuple(questions[question] for question in item["questions"])
        found[item["id"]] = Topic(id=item["id"], name=item["name"], about=item["about"], questions=asked)
    return found


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of talk by id, in the order of the file. Raises ValueError when the file contradicts itself."""
    found = {}
    for item in _read("kinds.yml")["kinds"]:
        lists = {name: tuple(item[name]) for name in ("holders", "forms", "topics", "bring")}
        kind = Kind(**{**item, **lists})
        for name, allowed in (("holders", HOLDERS), ("forms", FORMS), ("topics", tuple(topics()))):
            if unknown := set(lists[name]) - set(allowed):
                raise ValueError(f"kinds.yml: {kind.id} has {name} that do not exist: {sorted(unknown)}")
        found[kind.id] = kind
    return found


def asked_for(which: str, group: str | None) -> Kind:
    """The kind of talk that the rules ask for: `which` = first or next, for a group (None = not settled yet)."""
    table: dict[str, str] = _read("kinds.yml")["asked_for"][which]
    return kinds()[table.get(group or "default", table["default"])]


def akasse_months(group: str | None) -> int:
    """In how many first months the a-kasse holds the talks of a group; 0 = the municipality holds them all."""
    table: dict[str, int] = _read("kinds.yml")["akasse_months"]
    return table.get(group or "", 0)


@cache
def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((_DATA / name).read_text(encoding="utf-8"))
    return read
