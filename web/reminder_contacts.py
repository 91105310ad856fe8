"""Takes up the number, the address and the code that answer the set-up of reminders, before anything is stored.

What was written is hidden in the stored text; the assistant gets to know what came of it as the press of a button.
"""

import asyncio
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from sqlalchemy.orm import Session

from casework.clock import Clock, today_copenhagen
from casework.conversations import shown
from casework.conversations.models import ConversationRow
from casework.conversations.records import Incoming
from casework.conversations.service import Rewrite
from casework.handoff.phone import find_phone, hide_phones
from casework.reminders import codes, contacts
from casework.reminders.channels import Channel, Outcome, not_off
from casework.reminders.channels.base import temporary
from casework.reminders.channels.chat import Show
from casework.reminders.errors import (
    BadAddressError,
    CodeOverError,
    NoCodeError,
    ReminderError,
    TooManyCodesError,
    UnknownChannelError,
    WrongCodeError,
)
from casework.reminders.sending import send_code
from casework.settings import Settings
from web.reminder_notes import carried, code_note, page_note

logger = logging.getLogger(__name__)

#: How often it is looked for codes to send: the citizen waits for one.
LOOK_SECONDS = 0.5
MAIL_MASK, CODE_MASK = "[e-mail skjult]", "[kode skjult]"
_MAIL: Final = re.compile(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+\.[^\W\d_]{2,24}")
CODE: Final = re.compile(r"(?<!\d)\d{3} ?\d{3}(?!\d)")
_ASKED = "reminder_"
PROBLEMS: Final[Mapping[type[ReminderError], str]] = {
    BadAddressError: "bad_address",
    TooManyCodesError: "too_many",
    WrongCodeError: "wrong_code",
    CodeOverError: "code_over",
    NoCodeError: "code_over",
}


class ReminderContacts:
    """Reads messages while an address or a code is waited for, and sends the codes."""

    def __init__(
        self, settings: Settings, clock: Clock, channels: Mapping[str, Channel], show: Show | None = None
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._channels = channels
        self._show = show

    def reader(self, conversation_id: str, token: str, incoming: Incoming) -> Rewrite | None:
        """How to store a message with an address or a code that was asked for; None for every other message.

        Blocks. Raises NotAllowedError.
        """
        asked = asked_in_words(conversation_id, token, incoming)
        if not asked.startswith((f"{_ASKED}contact_", f"{_ASKED}code_")):
            return None
        channel = asked.rpartition("_")[2]
        choice = carried(conversation_id)
        address = address_in(incoming.text, channel)
        if address is not None:
            return self._asking(channel, address, hidden(incoming.text), choice)
        code = code_in(incoming.text) if asked.startswith(f"{_ASKED}code_") else None
        return self._confirmed(conversation_id, code, incoming.text, choice) if code else None

    async def look(self) -> None:
        """Send the codes that wait. The citizen is told of one that could not be sent."""
        for one in await asyncio.to_thread(codes.claim, self._clock.now()):
            outcome = await self._sent(one) if one.code else None
            note = await self._note_for(one)
            settled = await asyncio.to_thread(codes.settle, one, outcome, self._clock.now(), note)
            logger.info(
                "a code was handed to the channel", extra={"channel": one.contact.channel, "outcome": settled.result}
            )
            if settled.told is not None and self._show is not None:
                await self._show(one.conversation_id, [settled.told], settled.state)

    async def _note_for(self, one: codes.Sending) -> codes.Note:
        """What is said should the code not arrive, in words for where it was asked for."""
        today = today_copenhagen(self._clock, self._settings)
        if one.on_page:
            return partial(page_note, settings=self._settings, today=today)
        choice = await asyncio.to_thread(_chosen, one.conversation_id)
        return partial(code_note, settings=self._settings, choice=choice, today=today)

    async def _sent(self, one: codes.Sending) -> Outcome:
        try:
            return await send_code(
                one.conversation_id, one.contact, one.code, settings=self._settings, channels=not_off(self._channels)
            )
        except UnknownChannelError:
            return temporary("channel_off")

    def _asking(self, channel: str, address: str, hidden: str, choice: Mapping[str, Any]) -> Rewrite:
        """Store the wish for a code together with the message that holds the address."""

        def rewrite(session: Session, conversation: ConversationRow, incoming: Incoming) -> Incoming:
            told = {**choice, "channel": channel}
            try:
                contact = contacts.want_code(session, conversation.id, channel, address, self._clock.now())
                told["address"] = contact.shown
            except ReminderError as error:
                told["problem"] = PROBLEMS.get(type(error), "bad_address")
            return as_pressed(hidden, "reminder_code", told)(session, conversation, incoming)

        return rewrite

    def _confirmed(self, conversation_id: str, code: str, text: str, choice: Mapping[str, Any]) -> Rewrite:
        hidden = CODE.sub(CODE_MASK, text)
        try:
            contacts.confirm(conversation_id, code, self._clock.now())
        except ReminderError as error:
            told = {**choice, "problem": PROBLEMS.get(type(error), "wrong_code")}
            return as_pressed(hidden, "reminder_code", told)
        # Not the very payload of a button: the message would be shown as that button's words.
        return as_pressed(hidden, "reminder_set", {**choice, "confirmed": True})


def _chosen(conversation_id: str) -> dict[str, Any]:
    """What waits for the code: a reminder, or a booking."""
    return carried(conversation_id) or carried(conversation_id, "/booking_release")


def asked_in_words(conversation_id: str, token: str, incoming: Incoming) -> str:
    """What was asked for, when a message answers in the citizen's own words; "" for a press of a button, which never
    holds an address or a code, and when nothing was asked. Blocks. Raises NotAllowedError."""
    if incoming.payload is not None or incoming.replies:
        return ""
    return shown.asked_now(conversation_id, token, incoming.client_id) or ""


def code_in(text: str) -> str | None:
    """The six digits of a code in a text; None when there are none."""
    found = CODE.search(text)
    return found.group().replace(" ", "") if found else None


def address_in(text: str, channel: str) -> str | None:
    """What in a text is meant as the address; None when there is none."""
    if channel == "sms":
        return find_phone(text)
    match = _MAIL.search(text)
    return match.group().rstrip(".") if match else None


def hidden(text: str) -> str:
    """The text without addresses and telephone numbers."""
    return _MAIL.sub(MAIL_MASK, hide_phones(text))


def as_pressed(text: str, intent: str, choice: Mapping[str, Any]) -> Rewrite:
    """Store this text, and let the assistant hear of it as the press of a button, unless a person answers."""

    def rewrite(_session: Session, conversation: ConversationRow, incoming: Incoming) -> Incoming:
        if conversation.state != "bot":
            return replace(incoming, text=text)
        return replace(
            incoming, text=text, payload=f"/{intent}{json.dumps({'valg': dict(choice)}, ensure_ascii=False)}"
        )

    return rewrite
