"""From a wish or a click to a handover: the service, the Danish words about it, and the pages that must know.

Used by the citizen's routes, the staff's pages and sockets. Every method is one transaction and then best-effort
events.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from casework.booking import agreements
from casework.clock import Clock, today_copenhagen
from casework.conversations.errors import ConversationNotFoundError
from casework.conversations.records import Message, NewMessage
from casework.conversations.service import authorise
from casework.handoff import callbacks, desk, service, talk
from casework.handoff.errors import NobodyNowError
from casework.handoff.reception import available
from casework.handoff.records import Change, Place, Receiver
from casework.identity.records import StaffMember
from casework.municipality.branding import NowSettings
from casework.settings import Settings
from web.live import LiveEvents
from web.texts import chat_message, load_texts

T = TypeVar("T")


class HandoffDesk:
    """Everything that changes who answers."""

    settings = NowSettings()

    def __init__(self, settings: Settings, clock: Clock, events: LiveEvents) -> None:
        self.settings = settings
        self.clock = clock
        self.events = events

    async def ask(self, conversation_id: str, token: str, wish: str | None = None) -> dict[str, Any]:
        """Put the citizen in the queue. Returns the standing.

        Raises NotAllowedError, AlreadyWaitingError, and NobodyNowError when no person can come now.
        """
        await _run(authorise, conversation_id, token)
        today = today_copenhagen(self.clock, self.settings)
        found = await _run(available, self.settings, now=self.clock.now(), today=today)
        if not found.is_open:
            raise NobodyNowError(found.code)
        sheet = await _run(desk.build_sheet, conversation_id, today, wish=wish, local=self.settings.local_rules)
        queued = await _run(
            service.ask, conversation_id, sheet=sheet, now=self.clock.now(), wish=wish, tell=self._told_place
        )
        await self.show(queued.change)
        return await self.standing(conversation_id, token)

    def _told_place(self, place: Place) -> list[NewMessage]:
        return [self._notice("waiting", place=place.number, time=self.time_words(place))]

    async def leave(self, conversation_id: str, token: str) -> dict[str, Any]:
        """The citizen leaves the queue or ends the talk. Raises NotAllowedError, NotWaitingError."""

        def told(how: str) -> list[NewMessage]:
            return [self._notice("left" if how == "left" else "ended_by_citizen")]

        await self._changed(service.leave, conversation_id, token, tell=told)
        return await self.standing(conversation_id, token)

    async def claim(self, conversation_id: str, staff: StaffMember) -> Change:
        """Take a waiting conversation. Raises AlreadyTakenError, NotWaitingError."""
        note = self._notice("claimed", name=staff.shown_name)
        return await self._changed(service.claim, conversation_id, staff.id, notices=[note])

    async def take_over(self, conversation_id: str, staff: StaffMember, from_staff: int, reason: str) -> Change:
        """Take a conversation from a colleague. Raises AlreadyTakenError, NotWaitingError."""
        note = self._notice("taken_over", name=staff.shown_name)
        return await self._changed(
            service.take_over, conversation_id, staff.id, from_staff=from_staff, reason=reason, notices=[note]
        )

    async def give_back(self, conversation_id: str, staff: StaffMember) -> Change:
        """Let the assistant answer again. Raises NotOwnerError."""
        note = self._notice("given_back", name=staff.shown_name)
        return await self._changed(service.give_back, conversation_id, staff.id, notices=[note])

    async def close(self, conversation_id: str, staff: StaffMember) -> Change:
        """End the conversation. Raises NotOwnerError."""
        note = self._notice("closed", name=staff.shown_name)
        return await self._changed(service.close, conversation_id, staff.id, notices=[note])

    async def forward(self, conversation_id: str, staff: StaffMember, to: Receiver, reason: str) -> Change:
        """Send the conversation on; the reason is for colleagues only. Raises NotOwnerError, UnknownReceiverError."""
        receiver = await _run(desk.receiver, to)
        note = self._notice(
            f"forwarded_{receiver.kind}", name=staff.shown_name, receiver=receiver.name, contact=receiver.contact
        )
        return await self._changed(service.forward, conversation_id, staff.id, to, reason=reason, notices=[note])

    async def reply(self, conversation_id: str, staff: StaffMember, client_id: str, text: str) -> Message:
        """Store and show what a caseworker writes; the same client_id again changes nothing. Raises NotOwnerError."""
        message, new = await _run(
            talk.reply, conversation_id, staff.id, client_id=client_id, text=text, now=self.clock.now()
        )
        if new:
            await self.events.messages(conversation_id, [message], "caseworker")
        return message

    async def read_by_citizen(self, conversation_id: str, token: str, seq: int) -> None:
        """The citizen has seen everything up to `seq`. Raises NotAllowedError."""
        now = self.clock.now()
        if await _run(talk.read_by_citizen, conversation_id, token, seq, now=now):
            await _run(agreements.read_up_to, conversation_id, seq, now=now)
            await self.events.read(conversation_id, "citizen", seq)

    async def read_by_staff(self, conversation_id: str, staff: StaffMember, seq: int) -> None:
        """The owner has seen everything up to `seq`."""
        if await _run(talk.read_by_staff, conversation_id, staff.id, seq):
            await self.events.read(conversation_id, "staff", seq)
            await self.events.queue()

    async def standing(self, conversation_id: str, token: str) -> dict[str, Any]:
        """How the conversation stands for its citizen. Raises NotAllowedError."""
        found = await _run(talk.standing, conversation_id, token)
        place = await _run(desk.place_of, conversation_id, self.clock.now()) if found.state == "waiting" else None
        return {
            **standing_json(found.state, found.owner_name, place),
            "mode": found.mode,
            "on_behalf_of": found.on_behalf_of,
            "callback": await self._callback(conversation_id),
            "read_by_staff": found.read_by_staff,
            "read_by_citizen": found.read_by_citizen,
            "rating": found.rating,
            "last_seq": found.last_seq,
        }

    async def _callback(self, conversation_id: str) -> dict[str, Any] | None:
        """The call that the citizen waits for."""
        found = await _run(callbacks.waiting_callback, conversation_id)
        if found is None:
            return None
        return {"promised_by": found.promised_by.isoformat() if found.promised_by else None}

    async def moved(self, conversation_id: str) -> None:
        """Tell all pages who answers now, and everybody who waits their new place.

        Who answers is read here and not told by the caller: somebody may have taken the citizen meanwhile, and the
        last that a page hears must be true.
        """
        places = await _run(desk.places, self.clock.now())
        for waiting, place in places.items():
            if waiting != conversation_id:
                await self.events.state(waiting, standing_json("waiting", None, place))
        with suppress(ConversationNotFoundError):  # deleted by its citizen meanwhile
            state, name = await _run(talk.who_answers, conversation_id)
            own = places.get(conversation_id) if state == "waiting" else None
            await self.events.state(conversation_id, standing_json(state, name, own))
        await self.events.queue()

    async def show(self, change: Change) -> None:
        """Show a change that was made elsewhere, e.g. by the one who looks after silent talks."""
        await self.events.messages(change.conversation_id, change.messages, change.state)
        await self.moved(change.conversation_id)

    async def _changed(self, call: Callable[..., Change], *args: Any, **kwargs: Any) -> Change:
        change = await _run(call, *args, now=self.clock.now(), **kwargs)
        await self.show(change)
        return change

    def time_words(self, place: Place) -> str:
        """About how long it takes, in a sentence; nothing when nobody can say."""
        if place.minutes is None:
            return ""
        return str(load_texts("handoff")["waiting_time"]["text"]).format(minutes=place.minutes)

    def _notice(self, key: str, **values: Any) -> NewMessage:
        return chat_message(key, self.settings, file="handoff", **values)


def standing_json(state: str, name: str | None, place: Place | None) -> dict[str, Any]:
    """Who answers, as the pages get it."""
    return {
        "state": state,
        "name": name,
        "place": place.number if place else None,
        "minutes": place.minutes if place else None,
    }


async def _run(call: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    # The database calls block; in a thread they do not hold up the other conversations.
    return await asyncio.to_thread(call, *args, **kwargs)
