"""What happens in the conversations, shown to the pages that are open: the citizen's and the staff's.

Everything here is best effort: a page that misses an event asks for what is newer, and the database is the truth.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import socketio

from casework.conversations.records import Message

logger = logging.getLogger(__name__)

CHAT = "/chat"
STAFF = "/staff"
NAMESPACES = (CHAT, STAFF)
#: Every page of staff is in this room.
EVERYBODY = "everybody"
#: A broker that does not answer must not hold up an answer.
EMIT_SECONDS = 1.0


class LiveEvents:
    """Tells everybody in a conversation, and the staff, what is new."""

    def __init__(self, server: socketio.AsyncServer) -> None:
        self._server = server

    async def messages(self, conversation_id: str, messages: Sequence[Message], state: str) -> None:
        """One `message` event per message, in order; the staff's queue is told when a person is wanted."""
        for message in messages:
            await self._both("message", {**message.to_json(), "state": state}, conversation_id)
        if messages and state in {"waiting", "caseworker"}:
            await self.queue()

    async def typing(self, conversation_id: str, on: bool, author: str = "bot", name: str | None = None) -> None:
        """Somebody begins or ends writing: the assistant, the citizen (shown to staff only) or a caseworker."""
        event = {"author": author, "on": on, "name": name, "conversation": conversation_id}
        if author != "citizen":
            await self._emit("typing", event, conversation_id, CHAT)
        if author != "bot":
            await self._emit("typing", event, conversation_id, STAFF)

    async def state(self, conversation_id: str, standing: dict[str, Any]) -> None:
        """Who answers now: {state, name, place, minutes}."""
        await self._both("state", standing, conversation_id)

    async def read(self, conversation_id: str, by: str, seq: int) -> None:
        """One side ("citizen" or "staff") has seen everything up to `seq`."""
        await self._both("read", {"by": by, "seq": seq}, conversation_id)

    async def deleted(self, conversation_id: str) -> None:
        """The citizen has deleted the conversation: whoever has it open is told and hears nothing more of it."""
        await self._both("state", {"state": "deleted", "name": None, "place": None, "minutes": None}, conversation_id)
        await self.queue()
        try:
            async with asyncio.timeout(EMIT_SECONDS):
                for namespace in NAMESPACES:
                    await self._server.close_room(conversation_id, namespace=namespace)
        except Exception as error:
            logger.warning("could not close a room: %s", type(error).__name__)

    async def shut(self, conversation_id: str) -> None:
        """The citizen's token has died: pages that were connected by it hear nothing more, and find out by asking."""
        try:
            async with asyncio.timeout(EMIT_SECONDS):
                await self._server.close_room(conversation_id, namespace=CHAT)
        except Exception as error:
            logger.warning("could not close a room: %s", type(error).__name__)

    async def notice(self, notice: dict[str, Any] | None) -> None:
        """What stands on top of every citizen's page now; None = nothing."""
        await self._emit("notice", {"notice": notice}, None, CHAT)

    async def queue(self) -> None:
        """Something changed in the queue: whoever shows it fetches it again."""
        await self._emit("queue", {}, EVERYBODY, STAFF)

    async def _both(self, event: str, data: dict[str, Any], conversation_id: str) -> None:
        await self._emit(event, data, conversation_id, CHAT)
        await self._emit(event, {**data, "conversation": conversation_id}, conversation_id, STAFF)

    async def _emit(self, event: str, data: dict[str, Any], room: str | None, namespace: str) -> None:
        try:
            async with asyncio.timeout(EMIT_SECONDS):
                await self._server.emit(event, data, room=room, namespace=namespace)
        except Exception as error:
            logger.warning("could not show a %s: %s", event, type(error).__name__)
