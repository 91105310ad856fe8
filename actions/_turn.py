"""One turn of the conversation: what an action gets to decide on, and what it may change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker

from actions._facts import FactValue
from actions._messages import Reply
from actions.errors import MessageError
from casework.conversations.records import Dialogue, DialogueChange
from casework.conversations.service import read_dialogue, save_turn

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

TOPIC_ENTITY = "emne"
"""The entity that names a topic; a message that asks about two has two."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """The latest message, the state of the talk before it, the moment, and the date it is today in Copenhagen.

    `also` = topics that the same message asks about beside its intent, in the order they were asked.
    `repeated` = the message was put to us before, and the citizen may never have seen what was answered.
    `told` = facts that an earlier answer of the same turn has taken up and said back (None = set aside).
    """

    conversation_id: str
    message_id: int | None
    today: date
    intent: str
    confidence: float | None
    text: str
    ranking: Sequence[Mapping[str, Any]]
    entities: Sequence[Mapping[str, Any]]
    dialogue: Dialogue
    also: tuple[str, ...] = ()
    repeated: bool = False
    told: Mapping[str, FactValue | None] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def known(self) -> dict[str, FactValue]:
        """The facts given so far in the conversation."""
        facts = {**self.dialogue.values(), **self.told}
        return {fact: value for fact, value in facts.items() if value is not None}

    @property
    def unsaid(self) -> dict[str, FactValue]:
        """Those that this turn has not said back yet."""
        return {fact: value for fact, value in self.known.items() if fact not in self.told}


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What an action decided: a reply, what is said after it in messages of their own, facts to keep (None deletes
    one) and where the talk stands now."""

    reply: Reply
    then: tuple[Reply, ...] = ()
    facts: Mapping[str, FactValue | None] = field(default_factory=dict)
    change: DialogueChange = field(default_factory=DialogueChange)
    as_of: date | None = None


def read_turn(tracker: Tracker) -> Turn:
    """The turn of this tracker. Raises MessageError without a conversation id; reads the database once."""
    message = tracker.latest_message or {}
    metadata = message.get("metadata") or {}
    conversation_id = metadata.get("conversation_id")
    if not conversation_id:
        raise MessageError("Beskeden fra Rasa mangler conversation_id i metadata. Tjek kanalen i bot/channel.py.")
    intent = message.get("intent") or {}
    entities = message.get("entities") or ()
    asked = [str(entity.get("value")) for entity in entities if entity.get("entity") == TOPIC_ENTITY]
    return Turn(
        conversation_id=str(conversation_id),
        message_id=metadata.get("message_id"),
        today=_today(metadata.get("today")),
        now=_now(metadata.get("now")),
        intent=str(intent.get("name") or ""),
        confidence=intent.get("confidence"),
        text=str(message.get("text") or ""),
        ranking=message.get("intent_ranking") or (),
        entities=[entity for entity in entities if entity.get("entity") != TOPIC_ENTITY],
        dialogue=read_dialogue(str(conversation_id)),
        repeated=bool(metadata.get("repeated")),
        also=tuple(topic for topic in dict.fromkeys(asked) if topic != intent.get("name")),
    )


def settled() -> DialogueChange:
    """Nothing is waited for any more, and the message was understood."""
    return DialogueChange(
        asked_fact=None, asked_kind=None, asked_message=None, asked_within=None, misses=0, unanswered=False
    )


def save_outcome(turn: Turn, outcome: Outcome) -> None:
    """Keep what the turn changed, in one transaction; nothing is written when nothing changed."""
    if outcome.facts or outcome.change != DialogueChange():
        save_turn(
            turn.conversation_id,
            facts=outcome.facts,
            dialogue=outcome.change,
            given_by="citizen",
            message_id=turn.message_id,
        )


def _now(value: Any) -> datetime:
    """The gateway decides the moment, as it decides the date."""
    return datetime.fromisoformat(value) if value else datetime.now(UTC)


def _today(value: Any) -> date:
    """The gateway decides the date. Without it (a message that did not come through the gateway) the clock does."""
    return date.fromisoformat(value) if value else datetime.now(COPENHAGEN).date()
