"""Takes up the address and the code that a booking waits for, before anything is stored.

What was written is hidden in the stored text; the assistant gets to know what came of it as the press of a button, and
books at once when the code is right.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from casework.booking.confirming import ways
from casework.clock import Clock
from casework.conversations.models import ConversationRow
from casework.conversations.records import Incoming
from casework.conversations.service import Rewrite
from casework.reminders import contacts
from casework.reminders.errors import ReminderError
from casework.settings import Settings
from web.reminder_contacts import CODE, CODE_MASK, PROBLEMS, address_in, as_pressed, asked_in_words, code_in, hidden
from web.reminder_notes import carried

_WAITS_FOR: Final = ("booking_contact", "booking_code")
_CONTACT: Final = "kontakt"
_STOP: Final = "/booking_release"


class BookingContacts:
    """Reads messages while a booking waits for an address or a code."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def reader(self, conversation_id: str, token: str, incoming: Incoming) -> Rewrite | None:
        """How to store a message with an address or a code that was asked for; None for every other message.

        Blocks. Raises NotAllowedError.
        """
        asked = asked_in_words(conversation_id, token, incoming)
        if asked not in _WAITS_FOR:
            return None
        choice = carried(conversation_id, _STOP)
        for channel in ("email", "sms"):
            address = address_in(incoming.text, channel)
            if address is not None:
                return self._asking(channel, address, hidden(incoming.text), choice)
        code = code_in(incoming.text) if asked == "booking_code" else None
        return self._confirmed(conversation_id, code, incoming.text, choice) if code and choice else None

    def _asking(self, channel: str, address: str, text: str, choice: Mapping[str, Any]) -> Rewrite:
        """Store the wish for a code together with the message that holds the address."""
        there = ways(self._settings)
        way = channel if channel in there else next((one for one in there if (channel, one) == ("email", "file")), None)

        def rewrite(session: Session, conversation: ConversationRow, incoming: Incoming) -> Incoming:
            told: dict[str, Any] = {"channel": way, "problem": "bad_address"}
            if way is not None:
                try:
                    contact = contacts.want_code(session, conversation.id, way, address, self._clock.now())
                    told = {"channel": way, "address": contact.shown}
                except ReminderError as error:
                    told["problem"] = PROBLEMS.get(type(error), "bad_address")
            return as_pressed(text, "booking_confirm", {**choice, _CONTACT: told})(session, conversation, incoming)

        return rewrite

    def _confirmed(self, conversation_id: str, code: str, text: str, choice: Mapping[str, Any]) -> Rewrite:
        masked = CODE.sub(CODE_MASK, text)
        try:
            contacts.confirm(conversation_id, code, self._clock.now())
        except ReminderError as error:
            told = {"problem": PROBLEMS.get(type(error), "wrong_code"), "channel": self._channel(conversation_id)}
            return as_pressed(masked, "booking_confirm", {**choice, _CONTACT: told})
        # Not the very payload of a button: the message would be shown as that button's words.
        return as_pressed(masked, "booking_confirm", {**choice, "confirmed": True})

    def _channel(self, conversation_id: str) -> str | None:
        """Where the code of that conversation was sent: a new one goes the same way."""
        there = [one.channel for one in contacts.of_conversation(conversation_id)]
        return next((way for way in ways(self._settings) if way in there), None)
