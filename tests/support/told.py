"""Lets the chat say something in a conversation, as the assistant would."""

from collections.abc import Sequence
from datetime import UTC, datetime

from casework.conversations import repository as talks
from casework.conversations.records import Message, NewMessage
from casework.db import session_scope
from casework.handoff import steps


def tell(conversation_id: str, messages: Sequence[NewMessage]) -> tuple[Message, ...]:
    """Store the messages now; returns them as they are shown."""
    with session_scope() as session:
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        return steps.change(session, conversation, messages, datetime.now(UTC)).messages
