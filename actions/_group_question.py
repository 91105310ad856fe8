"""A question about a group rather than about the writer: "hvad er reglerne for folk på dagpenge?"."""

from collections.abc import Mapping
from dataclasses import replace

from actions._facts import FactValue, Understood
from actions._texts import say
from actions._turn import Outcome, Turn
from rules_core import fact_registry

GROUP_ENTITY = "gruppe"


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


def as_group(turn: Turn, group: Mapping[str, FactValue]) -> Turn:
    """The turn with the group's benefit taken for this answer alone; none of it is kept or called the writer's."""
    return replace(turn, told={**turn.told, **group})


def for_group(outcome: Outcome, group: Mapping[str, FactValue]) -> Outcome:
    """The outcome with whom it is about before it."""
    lead = say("answer.for_group", benefit=fact_registry()["ydelse"].values[str(group["ydelse"])])
    reply = outcome.reply
    intro = f"{lead} {reply.intro or ''}".strip() if reply.rules else reply.intro
    return replace(outcome, reply=replace(reply, text=f"{lead} {reply.text}", intro=intro))
