"""A benefit or an assessment that is only asked about: "kan jeg komme i revalidering?" does not say one gets it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from actions._topics import Topic
from actions._turn import Turn

NAMED_LIKE_A_BENEFIT = frozenset(("revalidering", "fleksjob", "jobafklaring", "ressourceforloeb"))
"""Topics that have the name of a benefit, so that asking about them names it."""

HAVING = re.compile(
    r"\b(?:får|fik|modtager|går|mine?|mit)\b|\bpå \w*ydelse|"
    r"\b(?:er|var|har|blev)\b(?: \w+){0,3} (?:i|på|bevilget|godkendt|visiteret|været|fået|et|til)\b",
    re.IGNORECASE,
)
"""Words by which people say that they have something, not that they ask about it."""

WISHED = re.compile(r"\b(?:blive|bliver man|komme over som|gøres?|skifte til|flyttes til)\b", re.IGNORECASE)


def told_entities(turn: Turn, topic: Topic | None) -> Sequence[Mapping[str, Any]]:
    """The entities of the message without a benefit or an assessment that it only asks about."""
    if turn.text.startswith("/") or turn.dialogue.asked_fact in ("ydelse", "visitation"):
        return turn.entities  # a button, or the answer to just that question
    return [entity for entity in turn.entities if not _only_asked(turn, topic, entity)]


def _only_asked(turn: Turn, topic: Topic | None, entity: Mapping[str, Any]) -> bool:
    kind, value = entity.get("entity"), entity.get("value")
    if kind == "ydelse":
        asks = topic is not None and topic.id == value == turn.intent and value in NAMED_LIKE_A_BENEFIT
        return asks and HAVING.search(turn.text) is None
    return kind == "visitation" and turn.intent == "visitation_group" and WISHED.search(turn.text) is not None
