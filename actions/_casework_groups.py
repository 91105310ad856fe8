"""Which groups a question from somebody who advises citizens is about, each with the facts that stand for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from actions._facts import FactValue
from actions._topics import Topic
from actions._turn import Turn
from actions._wiring import rule_book
from rules_core import fact_registry

LARGEST = (
    "dagpenge",
    "kontanthjaelp_jobparat",
    "kontanthjaelp_aktivitetsparat",
    "uddannelseshjaelp_uddannelsesparat",
    "sygedagpenge",
)
"""The groups that are shown when the question names none."""

HELP = ("kontanthjaelp", "uddannelseshjaelp")
"""The benefits an assessment belongs to when it stands alone ("aktivitetsparat")."""

LONGEST_STORED = 64
"""The column that keeps the topic and the names asked about."""


@dataclass(frozen=True, slots=True)
class Named:
    """The benefits and the assessments that a question names, in its own order; empty = it names none."""

    benefits: tuple[str, ...] = ()
    visitations: tuple[str, ...] = ()

    @property
    def several(self) -> bool:
        """Whether facts alone cannot hold them: a fact has one value."""
        return max(len(self.benefits), len(self.visitations)) > 1

    def facts(self) -> dict[str, FactValue | None]:
        """The facts that hold them; None deletes what an earlier question named."""
        found = {"ydelse": self.benefits, "visitation": self.visitations}
        return {fact: names[0] if len(names) == 1 else None for fact, names in found.items()}


@dataclass(frozen=True, slots=True)
class Case:
    """One row of a table: a group with its Danish name, and the facts that stand for it."""

    group: str
    label: str
    facts: Mapping[str, FactValue]


def named_in(turn: Turn) -> Named:
    """Every benefit and every assessment that the message names, also those that are nobody's own."""
    return Named(_values(turn, "ydelse"), _values(turn, "visitation"))


def _values(turn: Turn, fact: str) -> tuple[str, ...]:
    known = fact_registry()[fact].values or {}
    found: dict[str, None] = {}
    for entity in turn.entities:
        value = entity.get("value")
        if entity.get("entity") == "gruppe" and isinstance(value, Mapping) and value.get("fact") == fact:
            found |= {str(value.get("value")): None}
        elif entity.get("entity") == fact:
            found |= dict.fromkeys(str(name) for name in (value if isinstance(value, list) else [value]))
    return tuple(name for name in found if name in known)


def carried_on(now: Named, before: Named) -> Named:
    """What a follow-up is about: another benefit takes the old assessment with it, another assessment does not."""
    if now.benefits:
        return now
    return Named(before.benefits, now.visitations) if now.visitations else before


def remembered(variant: str, known: Mapping[str, FactValue]) -> Named:
    """What the last question named: from the stored topic when there were several, else from the facts."""
    registry = fact_registry()
    names = variant.split("+") if variant else []
    if not names:
        names = [str(known[fact]) for fact in ("ydelse", "visitation") if fact in known]
    return Named(
        tuple(name for name in names if name in (registry["ydelse"].values or {})),
        tuple(name for name in names if name in (registry["visitation"].values or {})),
    )


def variant_of(topic: Topic, named: Named) -> str:
    """What the conversation remembers beside the topic; "" when facts hold it, or when it is too long to keep."""
    variant = "+".join((*named.benefits, *named.visitations)) if named.several else ""
    return variant if len(f"{topic.id}.{variant}") <= LONGEST_STORED else ""


def cases(topic: Topic, named: Named, facts: Mapping[str, FactValue], as_of: date) -> list[Case]:
    """The rows of the tables: the groups named, those of the topic's own benefit, or the largest."""
    if topic.about:
        named = Named((topic.about,), named.visitations)
    elif not (named.benefits or named.visitations) and "situation" in facts:
        named = Named(("ingen",))
    elif not (named.benefits or named.visitations) and topic.assumes:
        named = Named((topic.assumes,))
    groups = _groups_named(named, facts, as_of) or LARGEST
    labels = rule_book().groups.groups
    return [Case(group, _capital(labels[group].label), {**facts, **facts_of_groups()[group]}) for group in groups]


def _groups_named(named: Named, facts: Mapping[str, FactValue], as_of: date) -> Sequence[str]:
    """The groups that the names leave possible, in the order they were named."""
    benefits = named.benefits or (HELP if named.visitations else ())
    rest = {fact: value for fact, value in facts.items() if fact == "situation"}
    found: dict[str, None] = {}
    for benefit in benefits:
        for visitation in named.visitations or (None,):
            told = {**rest, "ydelse": benefit} | ({"visitation": visitation} if visitation else {})
            possible = rule_book().groups.derive(told, as_of).possible
            found |= dict.fromkeys(group for group in rule_book().groups.groups if group in possible)
    return list(found)


@cache
def facts_of_groups() -> Mapping[str, Mapping[str, FactValue]]:
    """For each group the facts that place a person in it; its own name says which benefit when several would do."""
    found: dict[str, Mapping[str, FactValue]] = {}
    for told in _placements():
        group = rule_book().groups.derive(told, date.max).group
        if group and (group not in found or (_named_after(group, told) and not _named_after(group, found[group]))):
            found[group] = told
    return found


def _named_after(group: str, told: Mapping[str, FactValue]) -> bool:
    return group.startswith(str(told["ydelse"]))


def _placements() -> Iterable[Mapping[str, FactValue]]:
    registry = fact_registry()
    for benefit in registry["ydelse"].values or ():
        yield {"ydelse": benefit}
        yield from ({"ydelse": benefit, "visitation": each} for each in registry["visitation"].values or ())
    yield from ({"ydelse": "ingen", "situation": each} for each in registry["situation"].values or ())


def _capital(label: str) -> str:
    return f"{label[0].upper()}{label[1:]}"
