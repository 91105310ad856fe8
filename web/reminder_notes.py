"""What the chat says when a code did not arrive, with what can be done about it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from casework.conversations import shown
from casework.conversations.records import NewMessage
from casework.reminders.channels import offered
from casework.reminders.records import Contact
from casework.settings import Settings
from web.rasa_client import topic_answer
from web.texts import chat_message, load_texts

TEXTS: Final = "reminder_codes"
#: The ways that can be chosen in chat.
_WAYS: Final = ("sms", "email", "chat")


def code_note(
    problem: str, contact: Contact, *, settings: Settings, choice: Mapping[str, Any], today: date
) -> NewMessage:
    """What happened to a code (one of `codes.PROBLEMS`) and buttons: try again, another way, or not at all.

    `choice` = what was chosen before the code was asked for.
    """
    words = load_texts(TEXTS)
    places = _places(contact)
    booking = bool(choice.get("hold"))
    answer = topic_answer("book_talk" if booking else "reminder_on", None, today)
    key = f"booking_{problem}" if booking and f"booking_{problem}" in words else problem
    note = chat_message(key, settings, author="bot", file=TEXTS, answer=answer, address=contact.shown, **places)
    if booking:
        return NewMessage(text=note.text, author=note.author, buttons=_of_booking(choice, contact), answer=note.answer)
    asked = {**choice, "channel": contact.channel}
    buttons = [_button(words["buttons"]["again"], "reminder_again", asked)]
    # Whoever wants another address for what is on already has a way that works.
    if not choice.get("change"):
        others = [way for way in _WAYS if way != contact.channel and way in offered(settings)]
        buttons += [_button(words["buttons"][way], "reminder_set", {**choice, "channel": way}) for way in others]
    buttons.append(_button(words["buttons"]["no"], "reminder_no", asked))
    return NewMessage(text=note.text, author=note.author, buttons=tuple(buttons), answer=note.answer)


def page_note(problem: str, contact: Contact, *, settings: Settings, today: date) -> NewMessage:
    """The same for a code that was asked for on the booking page. Without buttons: a code that was asked for again in
    the chat would not book there, and a question that waits in the chat keeps its own."""
    answer, words = topic_answer("book_talk", None, today), {"address": contact.shown, **_places(contact)}
    return chat_message(f"page_{problem}", settings, author="bot", file=TEXTS, answer=answer, **words)


def _of_booking(choice: Mapping[str, Any], contact: Contact) -> tuple[dict[str, str], ...]:
    """The same for a code that a booking waits for."""
    words = load_texts(TEXTS)["buttons"]
    again = {**choice, "kontakt": {"again": True, "channel": contact.channel}}
    return _button(words["again"], "booking_confirm", again), _button(words["no"], "booking_release", choice)


def carried(conversation_id: str, stop: str = "/reminder_no") -> dict[str, Any]:
    """What was chosen before the address was asked for: it stands on the button below the question that gives up."""
    for button in shown.last_buttons(conversation_id):
        intent, brace, values = button["payload"].partition("{")
        if intent == stop and brace:
            return dict(json.loads(brace + values).get("valg") or {})
    return {}


def _places(contact: Contact) -> Mapping[str, str]:
    """What an address of this channel is called."""
    places = load_texts(TEXTS)["places"]
    # Where mails are only written to a file, the citizen gave an e-mail address all the same.
    named: Mapping[str, str] = places["email" if contact.channel == "file" else contact.channel]
    return named


def _button(title: str, intent: str, choice: Mapping[str, Any]) -> dict[str, str]:
    return {"title": title, "payload": f"/{intent}{json.dumps({'valg': dict(choice)}, ensure_ascii=False)}"}
