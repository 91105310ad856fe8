"""Socket.IO namespace /staff: the queue and the talks, live, for those who are logged in.

The login is checked again at every event, and every few seconds for those who only listen: whoever logs out, or whose
account is switched off, hears no more. Who may hear a conversation is the same as who may read its page, and is
logged the same way.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import Field, ValidationError

from casework.conversations.errors import ConversationNotFoundError
from casework.errors import DatabaseAwayError
from casework.handoff import talk
from casework.handoff.errors import NotOwnerError
from casework.handoff.room import room
from casework.identity.errors import NotLoggedInError
from casework.identity.records import StaffMember
from casework.identity.roles import may
from casework.privacy.restriction import is_restricted
from web.console.auth import login_in, staff_of_login
from web.console.opening import open_room
from web.errors import ProblemError
from web.handoff_desk import HandoffDesk
from web.incoming import LONGEST_TEXT, clean_text
from web.live import EVERYBODY, STAFF
from web.schemas import CLIENT_ID, Strict
from web.socket_guard import GuardedNamespace, refusal, refused_connection
from web.sockets import HIGHEST_SEQ

logger = logging.getLogger(__name__)

#: How often the logins of those who only listen are looked at.
LOOK_SECONDS = 10.0
CONVERSATION_ID = "^[0-9a-f]{32}$"


_REFUSALS: dict[type[Exception], tuple[int, str]] = {
    NotOwnerError: (409, "not_owner"),
    # Its citizen has deleted it: trying again would not help.
    ConversationNotFoundError: (404, "staff_not_found"),
    ValidationError: (422, "invalid"),
    DatabaseAwayError: (503, "database_away"),
}


class _OfConversation(Strict):
    conversation: str = Field(pattern=CONVERSATION_ID)


class _Send(_OfConversation):
    client_id: str = Field(pattern=CLIENT_ID)
    text: str = Field(max_length=LONGEST_TEXT)


class _Typing(_OfConversation):
    on: bool = Field(strict=True)


class _Read(_OfConversation):
    seq: int = Field(strict=True, ge=0, le=HIGHEST_SEQ)


class _Sync(_OfConversation):
    after: int = Field(strict=True, ge=0, le=HIGHEST_SEQ)


class StaffNamespace(GuardedNamespace):
    """What a page of staff may do: join a conversation, write, say what it has read, ask for what it missed."""

    events = frozenset({"join", "send", "typing", "read", "sync"})

    def __init__(self, desk: HandoffDesk) -> None:
        super().__init__(STAFF)
        self._desk = desk
        #: The connections of this process and their logins, and the conversations each hears.
        self._open: dict[str, str] = {}
        self._heard: dict[str, set[str]] = {}

    async def on_connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        """Let in whoever has a login; the browser sends its cookie."""
        # Alone: what else a browser sends along may differ from page to page.
        login = login_in(str(environ.get("HTTP_COOKIE", "")))
        try:
            await self._member(login)
        except NotLoggedInError:
            raise refused_connection(401, "not_logged_in") from None
        except DatabaseAwayError:
            raise refused_connection(503, "database_away") from None
        self.take_place(sid, login)
        await self.save_session(sid, {"login": login})
        self._open[sid] = login
        await self.enter_room(sid, EVERYBODY)

    async def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """The page has gone."""
        self._open.pop(sid, None)
        self._heard.pop(sid, None)

    async def look(self) -> None:
        """One round: whoever is no longer logged in loses the line, and whoever must say why again hears no more."""
        for sid, login in list(self._open.items()):
            try:
                staff = await self._member(login)
            except NotLoggedInError:
                await self.disconnect(sid)
                continue
            for conversation_id in list(self._heard.get(sid, ())):
                if not await asyncio.to_thread(self._may_hear, staff, conversation_id):
                    self._heard[sid].discard(conversation_id)
                    await self.leave_room(sid, conversation_id)

    async def on_join(self, sid: str, data: Any = None) -> dict[str, Any]:
        """Hear what happens in a conversation whose page was opened."""

        async def join(_staff: StaffMember) -> dict[str, Any]:
            asked = _OfConversation.model_validate(data)
            await self._check_opened(_staff, asked.conversation)
            self._heard.setdefault(sid, set()).add(asked.conversation)
            await self.enter_room(sid, asked.conversation)
            return {}

        return await self._as_staff(sid, join)

    async def on_send(self, sid: str, data: Any = None) -> dict[str, Any]:
        """Write to the citizen; stored before it is acknowledged, once per client_id."""

        async def send(staff: StaffMember) -> dict[str, Any]:
            sent = _Send.model_validate(data)
            if not may(staff.role, "answer"):
                raise ProblemError(403, "staff_forbidden")
            text = clean_text(sent.text)
            if not text:
                raise ProblemError(422, "blank")
            message = await self._desk.reply(sent.conversation, staff, sent.client_id, text)
            return {"seq": message.seq, "client_id": message.client_id, "message": message.to_json()}

        return await self._as_staff(sid, send, in_use=True)

    async def on_typing(self, sid: str, data: Any = None) -> dict[str, Any]:
        """The caseworker begins or ends writing."""

        async def typing(staff: StaffMember) -> dict[str, Any]:
            typed = _Typing.model_validate(data)
            if await asyncio.to_thread(talk.is_owner, typed.conversation, staff.id):
                events = self._desk.events
                await events.typing(typed.conversation, typed.on, author="caseworker", name=staff.shown_name)
            return {}

        return await self._as_staff(sid, typing)

    async def on_read(self, sid: str, data: Any = None) -> dict[str, Any]:
        """The page has shown everything up to `seq`."""

        async def read(staff: StaffMember) -> dict[str, Any]:
            seen = _Read.model_validate(data)
            await self._desk.read_by_staff(seen.conversation, staff, seen.seq)
            return {}

        return await self._as_staff(sid, read)

    async def on_sync(self, sid: str, data: Any = None) -> dict[str, Any]:
        """What is newer than `after` in a conversation whose page was opened, and the state."""

        async def sync(staff: StaffMember) -> dict[str, Any]:
            asked = _Sync.model_validate(data)
            await self._check_opened(staff, asked.conversation)
            messages, state = await asyncio.to_thread(talk.messages_for_staff, asked.conversation, asked.after)
            return {"messages": [message.to_json() for message in messages], "state": state}

        return await self._as_staff(sid, sync)

    async def _as_staff(
        self, sid: str, work: Callable[[StaffMember], Awaitable[dict[str, Any]]], *, in_use: bool = False
    ) -> dict[str, Any]:
        """Do something for whoever is logged in; `in_use` = a person did it, so the login stays alive."""
        session = await self.get_session(sid)
        try:
            return {"ok": True, **await work(await self._member(session["login"], in_use=in_use))}
        except NotLoggedInError:
            # The page is told by losing its line; it asks for a new login when it connects again.
            await self.disconnect(sid)
            return refusal(401, "not_logged_in")
        except ProblemError as error:
            return refusal(error.status, error.code)
        except tuple(_REFUSALS) as error:
            return refusal(*_REFUSALS[type(error)])
        except Exception as error:
            logger.error("work for staff failed: %s", type(error).__name__)
            return refusal(500, "unexpected")

    async def _check_opened(self, staff: StaffMember, conversation_id: str) -> None:
        if not await asyncio.to_thread(self._may_hear, staff, conversation_id):
            raise ProblemError(403, "open_first")

    def _may_hear(self, staff: StaffMember, conversation_id: str) -> bool:
        """Whether the news of a conversation may go to this person; blocks. As on the page, so on the line."""
        try:
            if is_restricted(conversation_id):
                return False
            return open_room(room(conversation_id), staff, self._desk.clock.now())
        except ConversationNotFoundError:
            return False

    async def _member(self, login: str, *, in_use: bool = False) -> StaffMember:
        found = await asyncio.to_thread(staff_of_login, login, self._desk.clock.now(), in_use=in_use)
        if found is None:
            raise NotLoggedInError("This login has ended; log in again.")
        return found.member
