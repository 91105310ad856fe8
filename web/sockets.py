"""Socket.IO namespace /chat: the HTTP contract with less waiting.

Events are best effort; whoever missed one asks again with `sync` and gets it from the database.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any

import socketio
from pydantic import Field, ValidationError

from casework.conversations import service
from casework.conversations.errors import NotAllowedError
from casework.conversations.records import Incoming
from casework.errors import DatabaseAwayError
from web.errors import ProblemError
from web.gateway import Gateway
from web.handoff_desk import HandoffDesk
from web.incoming import prepare
from web.live import CHAT, NAMESPACES
from web.notice import notice_json
from web.redis_rooms import RedisRooms
from web.schemas import SendMessage, Strict
from web.socket_guard import GuardedNamespace, refusal, refused_connection

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
        logger=_quiet(),
        engineio_logger=_quiet(),
    )


def _quiet() -> logging.Logger:
    """A log for the library that holds no packet: below an error it would write down what citizens send."""
    quiet = logging.getLogger("web.sockets.library")
    quiet.setLevel(logging.ERROR)
    return quiet


class _Typing(Strict):
    on: Annotated[bool, Field(strict=True)]


class _Read(Strict):
    seq: Annotated[int, Field(strict=True, ge=0, le=HIGHEST_SEQ)]


class ChatNamespace(GuardedNamespace):
    """What a connected page may do: send, ask for what it missed, say what it has read and that somebody types."""

    events = frozenset({"send", "sync", "typing", "read"})

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
            raise refused_connection(401, "not_allowed") from None
        except DatabaseAwayError:
            raise refused_connection(503, "database_away") from None
        self.take_place(sid, conversation_id)
        await self.save_session(sid, {"conversation": conversation_id, "token": token})
        await self.enter_room(sid, conversation_id)
        await self.emit("notice", {"notice": notice_json(self._gateway.clock)}, to=sid)
        self._later(self._replay(sid, conversation_id, token, last))

    async def on_send(self, sid: str, data: Any = None) -> dict[str, Any]:
        """Store a message and say so at once; the answer comes as `message` events."""
        session = await self.get_session(sid)
        try:
            sent = SendMessage.model_validate(data)
            incoming = prepare(sent, self._gateway.settings)
            return await self._receive(session["conversation"], session["token"], incoming)
        except ValidationError:
            return refusal(422, "invalid")
        except ProblemError as error:
            return refusal(error.status, error.code)
        except NotAllowedError:
            return refusal(401, "not_allowed")
        except DatabaseAwayError:
            return refusal(503, "database_away")
        except Exception as error:
            logger.error("send failed: %s", type(error).__name__)
            return refusal(500, "unexpected")

    async def on_sync(self, sid: str, data: Any = None) -> dict[str, Any]:
        """What is newer than `after`, and the state."""
        session = await self.get_session(sid)
        after = _seq(data.get("after") if isinstance(data, dict) else None)
        try:
            return {"ok": True, **await _messages_after(session["conversation"], session["token"], after)}
        except NotAllowedError:
            return refusal(401, "not_allowed")
        except DatabaseAwayError:
            return refusal(503, "database_away")

    async def on_typing(self, sid: str, data: Any = None) -> dict[str, Any]:
        """The citizen begins or ends writing; only staff see it, and never a word of it."""

        async def typing(conversation_id: str, token: str) -> None:
            typed = _Typing.model_validate(data)
            await asyncio.to_thread(service.authorise, conversation_id, token)
            await self._desk.events.typing(conversation_id, typed.on, author="citizen")

        return await self._told(sid, typing)

    async def on_read(self, sid: str, data: Any = None) -> dict[str, Any]:
        """The page has shown everything up to `seq`."""

        async def read(conversation_id: str, token: str) -> None:
            await self._desk.read_by_citizen(conversation_id, token, _Read.model_validate(data).seq)

        return await self._told(sid, read)

    async def _told(self, sid: str, work: Callable[[str, str], Awaitable[None]]) -> dict[str, Any]:
        """Something a page says by itself; a page whose key opens nothing any more loses its line."""
        session = await self.get_session(sid)
        try:
            await work(session["conversation"], session["token"])
        except ValidationError:
            return refusal(422, "invalid")
        except NotAllowedError:
            await self.disconnect(sid)
            return refusal(401, "not_allowed")
        except DatabaseAwayError:
            return refusal(503, "database_away")  # said again with the next message that is shown
        return {"ok": True}

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
