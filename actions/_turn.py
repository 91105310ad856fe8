"""One turn of the conversation: what an action gets to decide on, and what it may change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker

from actions._facts import FactValue
from actions._messages import Reply
from actions.errors import MessageError
from casework.conversations.records import Dialogue, DialogueChange
from casework.conversations.service import read_dialogue, save_turn

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """The latest message, the state of the talk before it, and the date it is today in Copenhagen."""

    conversation_id: str
    message_id: int | None
    today: date
    intent: str
    confidence: float | None
    text: str
    ranking: Sequence[Mapping[str, Any]]
    entities: Sequence[Mapping[str, Any]]
    dialogue: Dialogue

    @property
    def known(self) -> dict[str, FactValue]:
        """The facts given earlier in the conversation."""
        return dict(self.dialogue.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What an action decided: one reply, facts to keep (None deletes one) and where the talk stands now."""

    reply: Reply
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
    return Turn(
        conversation_id=str(conversation_id),
        message_id=metadata.get("message_id"),
        today=_today(metadata.get("today")),
        intent=str(intent.get("name") or ""),
        confidence=intent.get("confidence"),
        text=str(message.get("text") or ""),
        ranking=message.get("intent_ranking") or (),
        entities=message.get("entities") or (),
        dialogue=read_dialogue(str(conversation_id)),
    )


def settled() -> DialogueChange:
    """Nothing is waited for any more, and the message was understood."""
    return DialogueChange(asked_fact=None, asked_kind=None, asked_message=None, misses=0)


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


def _today(value: Any) -> date:
    """The gateway decides the date. Without it (a message that did not come through the gateway) the clock does."""
    return date.fromisoformat(value) if value else datetime.now(COPENHAGEN).date()
