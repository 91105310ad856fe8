"""Socket.IO namespace /chat: the HTTP contract with less waiting.

Events are best effort; whoever missed one asks again with `sync` and gets it from the database.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import socketio
from pydantic import ValidationError

from casework.conversations import service
from casework.conversations.errors import NotAllowedError
from casework.conversations.records import Incoming, Message
from web.errors import ProblemError, problem_document
from web.gateway import Gateway
from web.incoming import prepare
from web.schemas import SendMessage

logger = logging.getLogger(__name__)

NAMESPACE = "/chat"
LARGEST_PACKET = 64 * 1024
HIGHEST_SEQ = 2**31 - 1


def make_server(allowed_origins: Sequence[str]) -> socketio.AsyncServer:
    """The Socket.IO server. Browsers of other origins are refused."""
    return socketio.AsyncServer(
        async_mode="asgi",
        cors_allowed_origins=list(allowed_origins),
        max_http_buffer_size=LARGEST_PACKET,
        namespaces=[NAMESPACE],
        logger=False,
        engineio_logger=False,
    )


class SocketEvents:
    """Shows new messages to everybody in the conversation's room."""

    def __init__(self, server: socketio.AsyncServer) -> None:
        self._server = server

    async def messages(self, conversation_id: str, messages: Sequence[Message], state: str) -> None:
        """One `message` event per message, in order."""
        for message in messages:
            await self._emit("message", {**message.to_json(), "state": state}, conversation_id)

    async def typing(self, conversation_id: str, on: bool) -> None:
        """The assistant begins or ends writing."""
        await self._emit("typing", {"author": "bot", "on": on}, conversation_id)

    async def _emit(self, event: str, data: dict[str, Any], conversation_id: str) -> None:
        await self._server.emit(event, data, room=conversation_id, namespace=NAMESPACE)


class ChatNamespace(socketio.AsyncNamespace):  # type: ignore[misc]  # the library has no types
    """What a connected page may do: send, and ask for what it missed."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(NAMESPACE)
        self._gateway = gateway
        self._answering: set[asyncio.Task[None]] = set()

    async def on_connect(self, sid: str, _environ: dict[str, Any], auth: Any = None) -> None:
        """Check the token, join first, then replay: nothing can fall between the two."""
        conversation_id, token, last = _credentials(auth)
        try:
            await asyncio.to_thread(service.authorise, conversation_id, token)
        except NotAllowedError:
            problem = problem_document(401, "not_allowed")
            raise socketio.exceptions.ConnectionRefusedError(problem["title"], problem) from None
        await self.save_session(sid, {"conversation": conversation_id, "token": token})
        await self.enter_room(sid, conversation_id)
        self._later(self._replay(sid, conversation_id, token, last))

    async def on_send(self, sid: str, data: Any = None) -> dict[str, Any]:
        """Store a message and say so at once; the answer comes as `message` events."""
        session = await self.get_session(sid)
        try:
            sent = SendMessage.model_validate(data)
            incoming = prepare(sent, self._gateway.settings)
            return await self._receive(session["conversation"], session["token"], incoming)
        except ValidationError:
            return _refusal(422, "invalid")
        except ProblemError as error:
            return _refusal(error.status, error.code)
        except NotAllowedError:
            return _refusal(401, "not_allowed")
        except Exception as error:
            logger.error("send failed: %s", type(error).__name__)
            return _refusal(500, "unexpected")

    async def on_sync(self, sid: str, data: Any = None) -> dict[str, Any]:
        """What is newer than `after`, and the state."""
        session = await self.get_session(sid)
        after = _seq(data.get("after") if isinstance(data, dict) else None)
        try:
            return {"ok": True, **await _messages_after(session["conversation"], session["token"], after)}
        except NotAllowedError:
            return _refusal(401, "not_allowed")

    async def _receive(self, conversation_id: str, token: str, incoming: Incoming) -> dict[str, Any]:
        received = await self._gateway.receive(conversation_id, token, incoming)

        async def answer() -> None:
            await self._gateway.answer(conversation_id, received)

        self._later(answer())
        return {
            "ok": True,
            "seq": received.message.seq,
            "client_id": received.message.client_id,
            "message": received.message.to_json(),
            "state": received.state,
        }

    async def _replay(self, sid: str, conversation_id: str, token: str, last: int) -> None:
        await self.emit("replay", await _messages_after(conversation_id, token, last), to=sid)

    def _later(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._answering.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._answering.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("socket work failed: %s", type(task.exception()).__name__)


async def _messages_after(conversation_id: str, token: str, seq: int) -> dict[str, Any]:
    messages, state = await asyncio.to_thread(service.messages_after, conversation_id, token, seq)
    return {"messages": [message.to_json() for message in messages], "state": state}


def _credentials(auth: Any) -> tuple[str, str, int]:
    auth = auth if isinstance(auth, dict) else {}
    return str(auth.get("conversation") or ""), str(auth.get("token") or ""), _seq(auth.get("last"))


def _seq(value: Any) -> int:
    known = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST_SEQ
    return value if known else 0


def _refusal(status: int, code: str) -> dict[str, Any]:
    return {"ok": False, **problem_document(status, code)}
