"""Writes the boundary cases: one line for each person and day, the rules of a topic together."""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from typing import Any

from rules_core.values import to_json_value
from tests.rules_core.mutation.boundary import boundary_cases
from tests.rules_core.mutation.golden import BOUNDARIES
from tests.rules_core.mutation.runner import cases_by_rule, rules_to_mutate

HEAD = (
    "# Skrevet af maskinen med `make cases`. Sagerne viser, hvad reglerne svarer nu, ikke at det er rigtigt.\n"
    "# Ret dem ikke i hånden: ændrer du en regel, så kør `make cases`, og læs forskellen.\n"
    "# Filen må være lang: ingen skal læse den fra ende til anden.\n"
)
# What YAML would read as something else than text.
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
# track, day, facts
Person = tuple[str, date, tuple[tuple[str, Any], ...]]


def write_all(*, anew: bool = False, workers: int = 2) -> tuple[int, list[str]]:
    """Write every file: what is still right and enough as it was, or (`anew`) all of it from the start.

    Returns how many cases there are, and the mutants that nobody gives away.
    """
    if anew:
        _remove_all()
    cases_by_rule()
    jobs = [(book.track.id, rule) for book, rule in rules_to_mutate()]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        search = partial(boundary_cases, anew=anew)
        answers = list(pool.map(search, [j[0] for j in jobs], [j[1].id for j in jobs], chunksize=2))
    topics: dict[str, dict[Person, dict[str, Any]]] = defaultdict(dict)
    alive: list[str] = []
    for (track, rule), (cases, living) in zip(jobs, answers, strict=True):
        alive += living
        for facts, day, expected in cases:
            person = (track, day, tuple(sorted(facts.items())))
            topics[rule.topic].setdefault(person, {})[rule.id] = expected
    BOUNDARIES.mkdir(exist_ok=True)
    _remove_all()
    for topic, people in sorted(topics.items()):
        (BOUNDARIES / f"{topic}.yml").write_text(HEAD + "".join(_lines(topic, people)), encoding="utf-8")
    return sum(len(people) for people in topics.values()), alive


def _remove_all() -> None:
    for path in BOUNDARIES.glob("*.yml"):
        path.unlink()


def _lines(topic: str, people: dict[Person, dict[str, Any]]) -> Iterator[str]:
    ordered = sorted(people, key=lambda person: (person[0], person[1], str(person[2])))
    for number, person in enumerate(ordered, 1):
        track, day, facts = person
        head: dict[str, Any] = {"navn": f"{topic} {number}"}
        if track != "gaeldende":
            head["spor"] = track
        known = {fact: to_json_value(value) for fact, value in facts}
        yield f"- {_flow({**head, 'fakta': known, 'pr_dato': day, 'forventet': people[person]})}\n"


def _flow(value: Any) -> str:  # noqa: PLR0911  # one line for each kind of value
    """One value in YAML's flow style."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(_flow(each) for each in value) + "]"
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case str() if not (value.replace("_", "").isalpha() and value.isascii()) or value.lower() in _WORDS:
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
