"""The key figures that a municipality follows its work by: definitions, and the arithmetic over counted people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from rules_core.dates import age_on
from rules_core.errors import RulesetError
from rules_core.fact_files import PACKAGE_ROOT
from rules_core.reader import Errors, Node
from rules_core.yaml_lines import located
from rules_core.yaml_strict import read_yaml

FILE: Final = "data/key_figures.yml"
TALKS: Final = "samtaler"


@dataclass(frozen=True, slots=True)
class Population:
    """Whom a share is taken of: ages in whole years, both included; `conflict` says where the source disagrees."""

    id: str
    title: str
    age_from: int
    age_to: int
    other_age_from: int
    other_age_to: int
    conflict: str | None


@dataclass(frozen=True, slots=True)
class Monitoring:
    """What is watched within a group: how many have had at least `at_least` of what `counts` names.

    `window_weeks`: only what lies that far back counts; None = what is going on that day.
    `unemployed_over_weeks`: only people unemployed longer than that are looked at; None = everybody.
    """

    id: str
    title: str
    counts: str
    at_least: int
    window_weeks: int | None
    unemployed_over_weeks: int | None


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One key figure. Source: KL's proposal of April 2017, chapter 4."""

    id: str
    title: str
    purpose: str
    population: Population
    groups: frozenset[str]
    duration: bool
    monitored_by: tuple[Monitoring, ...]
    excludes: str | None
    conflict: str | None


@dataclass(frozen=True, slots=True)
class CountedPerson:
    """What must be known about one person to count: group (None = on no benefit), birth date and what has been held."""

    group: str | None
    born: date
    unemployed_weeks: int
    talks: tuple[date, ...] = ()
    in_placement: bool = False
    in_offer: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many. `percent` is None when there is nobody to count."""

    counted: int
    of: int

    @property
    def percent(self) -> float | None:
        """The share in per cent with one decimal."""
        return round(100 * self.counted / self.of, 1) if self.of else None


@lru_cache(maxsize=4)
def key_figures(root: Path = PACKAGE_ROOT) -> Mapping[str, KeyFigure]:
    """Every key figure by id. Raises RulesetError when the file has mistakes."""
    errors = Errors()
    node = Node(read_yaml(root / FILE, FILE), "", errors.for_file(FILE))
    node.only("source", "populations", "figures", "monitoring")
    populations = {each.id: each for each in map(_read_population, node.children("populations"))}
    watched = {each.id: each for each in map(_read_monitoring, node.children("monitoring"))}
    figures = {}
    for child in node.children("figures"):
        figure = _read_figure(child, populations, watched)
        if figure:
            figures[figure.id] = figure
    if errors.found:
        raise RulesetError(located(errors.found, root))
    return figures


def share_of_population(figure: KeyFigure, people: Iterable[CountedPerson], on: date) -> Share:
    """How many of the population belong to the figure's groups on the day `on`."""
    ages = range(figure.population.age_from, figure.population.age_to + 1)
    population = [person for person in people if age_on(person.born, on) in ages]
    return Share(sum(person.group in figure.groups for person in population), len(population))


def monitored_share(figure: KeyFigure, watched: Monitoring, people: Iterable[CountedPerson], on: date) -> Share:
    """How many in the figure's groups have had what is watched, on the day `on`."""
    limit = watched.unemployed_over_weeks
    members = [
        person
        for person in people
        if person.group in figure.groups and (limit is None or person.unemployed_weeks > limit)
    ]
    return Share(sum(_held(person, watched, on) >= watched.at_least for person in members), len(members))


def mean_unemployed_weeks(figure: KeyFigure, people: Iterable[CountedPerson]) -> float | None:
    """The average number of weeks without work in the figure's groups, one decimal; None when nobody is in them."""
    weeks = [person.unemployed_weeks for person in people if person.group in figure.groups]
    return round(sum(weeks) / len(weeks), 1) if weeks else None


def _held(person: CountedPerson, watched: Monitoring, on: date) -> int:
    if watched.counts != TALKS:
        return int(person.in_placement if watched.counts == "virksomhedsrettede_tilbud" else person.in_offer)
    first = on - timedelta(weeks=watched.window_weeks) if watched.window_weeks else date.min
    return sum(first < talk <= on for talk in person.talks)


def _read_population(node: Node) -> Population:
    node.only("id", "title", "age_from", "age_to", "other_age_from", "other_age_to", "conflict")
    return Population(
        id=node.text("id"),
        title=node.text("title"),
        age_from=node.number("age_from") or 0,
        age_to=node.number("age_to") or 0,
        other_age_from=node.number("other_age_from") or 0,
        other_age_to=node.number("other_age_to") or 0,
        conflict=node.optional_text("conflict"),
    )


def _read_monitoring(node: Node) -> Monitoring:
    node.only("id", "title", "counts", "at_least", "window_weeks", "unemployed_over_weeks")
    return Monitoring(
        id=node.text("id"),
        title=node.text("title"),
        counts=node.choice("counts", (TALKS, "virksomhedsrettede_tilbud", "aktivt_tilbud")),
        at_least=node.number("at_least") or 1,
        window_weeks=node.number("window_weeks"),
        unemployed_over_weeks=node.number("unemployed_over_weeks"),
    )


def _read_figure(
    node: Node, populations: Mapping[str, Population], watched: Mapping[str, Monitoring]
) -> KeyFigure | None:
    node.only("id", "title", "purpose", "population", "groups", "duration", "monitored_by", "excludes", "conflict")
    population = populations.get(node.text("population"))
    if population is None:
        node.error("population", f"ukendt befolkning. Kendte: {', '.join(populations)}")
        return None
    names = node.words("monitored_by")
    for name in names:
        if name not in watched:
            node.error("monitored_by", f"'{name}' findes ikke under monitoring")
    return KeyFigure(
        id=node.text("id"),
        title=node.text("title"),
        purpose=node.text("purpose"),
        population=population,
        groups=frozenset(node.words("groups")),
        duration=node.boolean("duration"),
        monitored_by=tuple(watched[name] for name in names if name in watched),
        excludes=node.optional_text("excludes"),
        conflict=node.optional_text("conflict"),
    )
