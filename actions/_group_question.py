"""A question about a group rather than about the writer: "hvad er reglerne for folk på dagpenge?"."""

from collections.abc import Mapping
from dataclasses import replace

from actions._facts import FactValue, Understood
from actions._person import about_another
from actions._turn import Outcome, Turn
from rules_core import fact_registry

GROUP_ENTITY = GROUP = "gruppe"


def group_asked_about(turn: Turn, given: Understood) -> dict[str, FactValue]:
    """The benefit, and the assessment with it, that the message names without saying that the writer has it; empty
    when the writer's own benefit is known, or when the message names none or several."""
    if "ydelse" in turn.known or "ydelse" in given.facts:
        return {}
    found: dict[str, set[str]] = {}
    for entity in turn.entities:
        value = entity.get("value")
        if entity.get("entity") == GROUP_ENTITY and isinstance(value, Mapping):
            found.setdefault(str(value.get("fact")), set()).add(str(value.get("value")))
    benefits = found.get("ydelse", set()) & set(fact_registry()["ydelse"].values or ())
    if len(benefits) != 1:
        return {}
    named = {fact: next(iter(values)) for fact, values in found.items() if len(values) == 1}
    return {fact: value for fact, value in named.items() if fact in ("ydelse", "visitation")}


def as_group(turn: Turn) -> Turn:
    """The turn as one about whoever is asked about: what is told of them is theirs, until the writer says "jeg"."""
    return about_another(turn, GROUP)


def kept(outcome: Outcome) -> Outcome:
    """The outcome, and the talk stays with whoever was asked about."""
    return replace(outcome, change=replace(outcome.change, about=GROUP))
