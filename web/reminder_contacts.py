"""Takes up the number, the address and the code that answer the set-up of reminders, before anything is stored.

What was written is hidden in the stored text; the assistant gets to know what came of it as the press of a button.
"""

import json
import logging
import queue
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from casework.clock import Clock
from casework.conversations import shown
from casework.conversations.models import ConversationRow
from casework.conversations.records import Incoming
from casework.conversations.service import Rewrite
from casework.handoff.phone import find_phone, hide_phones
from casework.reminders import contacts
from casework.reminders.channels import Channel
from casework.reminders.errors import (
    BadAddressError,
    CodeOverError,
    NoCodeError,
    ReminderError,
    TooManyCodesError,
    WrongCodeError,
)
from casework.reminders.records import Contact
from casework.reminders.sending import send_code
from casework.settings import Settings

logger = logging.getLogger(__name__)

#: How often it is looked for codes to send: the citizen waits for one.
LOOK_SECONDS = 0.5
MAIL_MASK, CODE_MASK = "[e-mail skjult]", "[kode skjult]"
_MAIL: Final = re.compile(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+\.[^\W\d_]{2,24}")
_CODE: Final = re.compile(r"(?<!\d)\d{3} ?\d{3}(?!\d)")
_ASKED = "reminder_"
_PROBLEMS: Final[Mapping[type[ReminderError], str]] = {
    BadAddressError: "bad_address",
    TooManyCodesError: "too_many",
    WrongCodeError: "wrong_code",
    CodeOverError: "code_over",
    NoCodeError: "code_over",
}


@dataclass(frozen=True, slots=True)
class _Sending:
    conversation_id: str
    contact: Contact
    code: str


class ReminderContacts:
    """Reads messages while an address or a code is waited for, and sends the codes."""

    def __init__(self, settings: Settings, clock: Clock, channels: Mapping[str, Channel]) -> None:
        self._settings = settings
        self._clock = clock
        self._codes: queue.SimpleQueue[_Sending] = queue.SimpleQueue()
        self._channels = channels

    def reader(self, conversation_id: str, token: str, incoming: Incoming) -> Rewrite | None:
        """How to store a message with an address or a code that was asked for; None for every other message.

        Blocks. Raises NotAllowedError.
        """
        if incoming.payload is not None or incoming.replies:
            return None
        asked = shown.asked_now(conversation_id, token, incoming.client_id)
        if asked is None or not asked.startswith((f"{_ASKED}contact_", f"{_ASKED}code_")):
            return None
        channel = asked.rpartition("_")[2]
        choice = _carried(conversation_id)
        address = _address(incoming.text, channel)
        if address is not None:
            return _as_pressed(
                _hidden(incoming.text), "reminder_code", self._ask(conversation_id, channel, address, choice)
            )
        code = _CODE.search(incoming.text) if asked.startswith(f"{_ASKED}code_") else None
        if code is None:
            return None
        return self._confirmed(conversation_id, code.group().replace(" ", ""), incoming.text, choice)

    async def look(self) -> None:
        """Send what waits to be sent. A code that cannot be sent is asked for again by the citizen."""
        while not self._codes.empty():
            one = self._codes.get_nowait()
            outcome = await send_code(
                one.conversation_id, one.contact, one.code, settings=self._settings, channels=self._channels
            )
            logger.info(
                "a code was handed to the channel", extra={"channel": one.contact.channel, "outcome": outcome.result}
            )

    def _ask(self, conversation_id: str, channel: str, address: str, choice: Mapping[str, Any]) -> dict[str, Any]:
        """Make a code and have it sent; what the assistant is told of it."""
        try:
            contact_id, code = contacts.ask_code(conversation_id, channel, address, self._clock.now())
        except ReminderError as error:
            return {**choice, "channel": channel, "problem": _PROBLEMS.get(type(error), "bad_address")}
        given = contacts.clean_address(channel, address)
        contact = Contact(id=contact_id, channel=channel, address=given, confirmed=False)
        self._codes.put(_Sending(conversation_id, contact, code))
        return {**choice, "channel": channel, "address": contact.shown}

    def _confirmed(self, conversation_id: str, code: str, text: str, choice: Mapping[str, Any]) -> Rewrite:
        hidden = _CODE.sub(CODE_MASK, text)
        try:
            contacts.confirm(conversation_id, code, self._clock.now())
        except ReminderError as error:
            told = {**choice, "problem": _PROBLEMS.get(type(error), "wrong_code")}
            return _as_pressed(hidden, "reminder_code", told)
        return _as_pressed(hidden, "reminder_set", dict(choice))


def _address(text: str, channel: str) -> str | None:
    """What in a text is meant as the address; None when there is none."""
    if channel == "sms":
        return find_phone(text)
    match = _MAIL.search(text)
    return match.group().rstrip(".") if match else None


def _hidden(text: str) -> str:
    return _MAIL.sub(MAIL_MASK, hide_phones(text))


def _carried(conversation_id: str) -> dict[str, Any]:
    """What was chosen before the address was asked for: it stands on the button below the question."""
    for button in shown.last_buttons(conversation_id):
        intent, brace, values = button["payload"].partition("{")
        if intent == "/reminder_no" and brace:
            return dict(json.loads(brace + values).get("valg") or {})
    return {}


def _as_pressed(text: str, intent: str, choice: Mapping[str, Any]) -> Rewrite:
    def rewrite(_session: Session, conversation: ConversationRow, incoming: Incoming) -> Incoming:
        if conversation.state != "bot":
            return replace(incoming, text=text)
        return replace(
            incoming, text=text, payload=f"/{intent}{json.dumps({'valg': dict(choice)}, ensure_ascii=False)}"
        )

    return rewrite
