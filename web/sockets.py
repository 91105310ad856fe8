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
from casework.conversations.records import Incoming
from casework.errors import DatabaseAwayError
from web.errors import ProblemError, problem_document
from web.gateway import Gateway
from web.handoff_desk import HandoffDesk
from web.incoming import prepare
from web.live import CHAT, NAMESPACES
from web.redis_rooms import RedisRooms
from web.schemas import SendMessage

logger = logging.getLogger(__name__)

LARGEST_PACKET = 64 * 1024
HIGHEST_SEQ = 2**31 - 1


def make_server(allowed_origins: Sequence[str], redis_url: str | None = None) -> socketio.AsyncServer:
    """The Socket.IO server. Browsers of other origins are refused; with Redis, processes share their rooms."""
    return socketio.AsyncServer(
        async_mode="asgi",
        client_manager=RedisRooms(redis_url, NAMESPACES) if redis_url else None,
        cors_allowed_origins=list(allowed_origins),
        max_http_buffer_size=LARGEST_PACKET,
        # A page that lost its network is noticed within 25 seconds; its own asking is quicker still.
        ping_interval=15,
        ping_timeout=10,
        namespaces=list(NAMESPACES),
        logger=False,
        engineio_logger=False,
    )


class ChatNamespace(socketio.AsyncNamespace):  # type: ignore[misc]  # the library has no types
    """What a connected page may do: send, ask for what it missed, say what it has read and that somebody types."""

    def __init__(self, gateway: Gateway, desk: HandoffDesk) -> None:
        super().__init__(CHAT)
        self._gateway = gateway
        self._desk = desk
        self._answering: set[asyncio.Task[None]] = set()

    async def on_connect(self, sid: str, _environ: dict[str, Any], auth: Any = None) -> None:
        """Check the token, join first, then replay: nothing can fall between the two."""
        conversation_id, token, last = _credentials(auth)
        try:
            await asyncio.to_thread(service.authorise, conversation_id, token)
        except NotAllowedError:
            problem = problem_document(401, "not_allowed")
            raise socketio.exceptions.ConnectionRefusedError(problem["title"], problem) from None
        except DatabaseAwayError:
            problem = problem_document(503, "database_away")
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
        except DatabaseAwayError:
            return _refusal(503, "database_away")
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
        except DatabaseAwayError:
            return _refusal(503, "database_away")

    async def on_typing(self, sid: str, data: Any = None) -> None:
        """The citizen begins or ends writing; only staff see it, and never a word of it."""
        session = await self.get_session(sid)
        on = bool(data.get("on")) if isinstance(data, dict) else False
        await self._desk.events.typing(session["conversation"], on, author="citizen")

    async def on_read(self, sid: str, data: Any = None) -> None:
        """The page has shown everything up to `seq`."""
        session = await self.get_session(sid)
        seq = _seq(data.get("seq") if isinstance(data, dict) else None)
        try:
            await self._desk.read_by_citizen(session["conversation"], session["token"], seq)
        except NotAllowedError:
            await self.disconnect(sid)
        except DatabaseAwayError:
            return  # said again with the next message that is shown

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
