"""The action that compares two laws for the person: what a day, a reform or a proposal changes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions._boundary import TurnAction
from actions._flow import proceed, read_message
from actions._span import span_named
from actions._topics import topics
from actions._turn import Outcome, Turn

SPAN_ENTITIES = ("dato", "aar", "spor")
"""They name the laws to compare, and are no facts about the citizen."""


class ActionRuleChanges(TurnAction):
    """Tells what differs between two laws."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_rule_changes"

    def decide(self, turn: Turn) -> Outcome:
        """See `rule_changes`."""
        return rule_changes(turn)


def rule_changes(turn: Turn) -> Outcome:
    """Ask for the benefit, then compare; which laws is remembered until then."""
    span = span_named(turn.text, turn.entities)
    topic = replace(topics()["rule_changes"], variant=span.variant)
    left = replace(turn, entities=[entity for entity in turn.entities if not _names_laws(entity)])
    # A day of the span may be today, which stands for no day elsewhere.
    return proceed(left, topic, read_message(left, topic), as_of=span.day)


def _names_laws(entity: Mapping[str, Any]) -> bool:
    value = entity.get("value")
    named = isinstance(value, Mapping) and bool(value.get("fact"))
    return entity.get("entity") in SPAN_ENTITIES and not named
