"""The message in the citizen's own conversation. It is stored once, whatever happens."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from casework.clock import Clock
from casework.conversations import repository as talks
from casework.conversations.errors import ConversationNotFoundError
from casework.conversations.records import Message, NewMessage
from casework.db import session_scope
from casework.errors import DatabaseAwayError
from casework.reminders.channels.base import Fate, Outcome, Outgoing, Trace, permanent, sent, temporary

#: Shows new messages to the pages that are open: conversation, messages, state.
Show = Callable[[str, Sequence[Message], str], Awaitable[None]]


class ChatChannel:
    """Stores a message of the system. `show` is told of it, when there is anybody to tell."""

    name = "chat"
    repeatable = True

    def __init__(self, clock: Clock, show: Show | None = None) -> None:
        self._clock = clock
        self._show = show

    async def send(self, message: Outgoing) -> Outcome:
        """Store the message; a second time finds the first."""
        try:
            stored, state = await asyncio.to_thread(self._store, message)
        except ConversationNotFoundError:
            return permanent("chat_gone")
        except DatabaseAwayError:
            return temporary("chat_database")
        if stored is not None and self._show is not None:
            await self._show(message.conversation_id, [stored], state)
        return sent()

    def _store(self, message: Outgoing) -> tuple[Message | None, str]:
        with session_scope() as session:
            conversation = talks.get_conversation(session, message.conversation_id, lock=True)
            if talks.message_by_client_id(session, conversation.id, message.reference) is not None:
                return None, conversation.state
            now = self._clock.now()
            new = NewMessage(text=message.text, author="system")
            (row,) = talks.add_replies(session, conversation, [new], in_reply_to=None, now=now)
            row.client_id = message.reference
            session.flush()
            return talks.to_message(row), conversation.state

    async def look_up(self, trace: Trace) -> Fate:
        """Never needed: sending again finds what was stored."""
        del trace
        return "unknown"

    async def close(self) -> None:
        """Nothing is open."""
