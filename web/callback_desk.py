"""From a telephone number to a promise: the service, the Danish words about it, and the pages that must know.

Used by the citizen's routes, by messages that hold a number, and by the staff's list.
"""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any

from casework.clock import Clock, today_copenhagen
from casework.conversations.records import Incoming, NewMessage
from casework.conversations.service import Rewrite
from casework.handoff import callback_desk, callbacks
from casework.handoff.callback_records import Asked, CallbackAnswer, CallbackWish
from casework.handoff.callbacks import Occasion
from casework.handoff.moment_words import danish_clock, danish_day, danish_moment
from casework.handoff.phone import phone_ending
from casework.handoff.records import Change
from casework.municipality import switches
from casework.municipality.branding import NowSettings
from casework.settings import Settings
from web.gateway import ChatEvents
from web.rasa_client import topic_answer
from web.texts import chat_message

#: The topic of everything that is said about call-backs.
TOPIC = "callback_wish"


class CallbackDesk:
    """Everything that changes a call-back."""

    settings = NowSettings()

    def __init__(self, settings: Settings, clock: Clock, events: ChatEvents) -> None:
        self.settings = settings
        self.clock = clock
        self.events = events

    def occasion(self) -> Occasion:
        """Now, under the settings of this installation."""
        today = today_copenhagen(self.clock, self.settings)
        return Occasion(settings=self.settings, now=self.clock.now(), today=today)

    async def ask(self, conversation_id: str, token: str, wish: CallbackWish) -> CallbackAnswer:
        """Keep a wish to be called and tell what is promised. Raises NotAllowedError, NobodyNowError."""
        when = self.occasion()
        answer = await asyncio.to_thread(
            callbacks.ask, conversation_id, token, wish, when=when, tell=lambda asked: self.told(asked, when.today)
        )
        await self.events.messages(conversation_id, answer.messages, answer.state)
        await self.events.queue()
        return answer

    async def call_off(self, conversation_id: str, token: str) -> Change:
        """The citizen does not want to be called. Raises NotAllowedError, NoCallbackError."""
        notices = [self._message("called_off")]
        change = await asyncio.to_thread(
            callbacks.call_off, conversation_id, token, now=self.clock.now(), notices=notices
        )
        return await self._shown(change)

    def reader(self, conversation_id: str, token: str, incoming: Incoming) -> Rewrite | None:
        """How to store a message that answers the offer of a call with a number; None for every other message.

        Blocks. Raises NotAllowedError.
        """
        if incoming.payload is not None or incoming.replies or not switches.is_on(switches.CALLBACK):
            return None
        when = self.occasion()
        return callbacks.number_reader(
            conversation_id,
            token,
            incoming.text,
            when=when,
            tell=lambda asked: self.told(asked, when.today),
            # The offer stands: the next number is read as an answer too.
            wrong=[self._message("wrong_number", author="bot", handoff={"offer": None, "form": "callback"})],
        )

    async def not_reached(self, callback_id: int, staff_id: int) -> Change:
        """Nobody answered the call. Raises NotOwnerError, NoCallbackError."""
        notices = [self._message("not_reached", time=danish_clock(self.clock.now()))]
        change = await asyncio.to_thread(
            callback_desk.not_reached,
            callback_id,
            staff_id,
            now=self.clock.now(),
            notices=notices,
            last=[self._message("gave_up")],
        )
        return await self._shown(change)

    async def reached(self, callback_id: int, staff_id: int) -> Change:
        """The citizen was spoken with; nothing needs to be said about it. Raises NotOwnerError, NoCallbackError."""
        change = await asyncio.to_thread(callback_desk.reached, callback_id, staff_id, now=self.clock.now())
        return await self._shown(change)

    async def strike(self, callback_id: int, staff_id: int) -> Change:
        """The call is not needed any more. Raises NoCallbackError, NotOwnerError while a colleague calls."""
        notices = [self._message("struck")]
        change = await asyncio.to_thread(
            callback_desk.cancel, callback_id, staff_id, now=self.clock.now(), notices=notices
        )
        return await self._shown(change)

    def told(self, asked: Asked, today: date) -> Sequence[NewMessage]:
        """What the citizen reads about a wish: the promise, or that there is none and how to be safe."""
        promise = asked.promise
        # What is said stays in the conversation, which others read later; the end is enough to see a slip.
        values = {"ending": phone_ending(asked.callback.phone)}
        if promise.by is not None:
            values["by"] = danish_moment(promise.by, today)
        if promise.deadline is not None:
            values["deadline"] = danish_day(promise.deadline, today)
        handoff = {"offer": asked.availability.code, "promised_by": promise.by.isoformat() if promise.by else None}
        return [self._message(_key(asked), handoff=handoff, **values)]

    def _message(
        self, key: str, *, author: str = "system", handoff: dict[str, Any] | None = None, **values: object
    ) -> NewMessage:
        answer = topic_answer(TOPIC, None, today_copenhagen(self.clock, self.settings))
        answer |= {"handoff": handoff} if handoff else {}
        return chat_message(key, self.settings, file="callback", author=author, answer=answer, **values)

    async def _shown(self, change: Change) -> Change:
        await self.events.messages(change.conversation_id, change.messages, change.state)
        await self.events.queue()
        return change


def _key(asked: Asked) -> str:
    """Which text tells about this promise."""
    promise = asked.promise
    if promise.by is not None:
        return "promised_before_deadline" if promise.deadline else "promised"
    if promise.why == "busy" and promise.deadline is not None:
        return "busy_before_deadline"
    return "never_open" if promise.why in {None, "unstaffed"} else str(promise.why)
