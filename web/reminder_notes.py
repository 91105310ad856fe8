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
    places = words["places"][contact.channel]
    answer = topic_answer("reminder_on", None, today)
    note = chat_message(problem, settings, author="bot", file=TEXTS, answer=answer, address=contact.shown, **places)
    asked = {**choice, "channel": contact.channel}
    buttons = [_button(words["buttons"]["again"], "reminder_again", asked)]
    # Whoever wants another address for what is on already has a way that works.
    if not choice.get("change"):
        others = [way for way in _WAYS if way != contact.channel and way in offered(settings)]
        buttons += [_button(words["buttons"][way], "reminder_set", {**choice, "channel": way}) for way in others]
    buttons.append(_button(words["buttons"]["no"], "reminder_no", asked))
    return NewMessage(text=note.text, author=note.author, buttons=tuple(buttons), answer=note.answer)


def carried(conversation_id: str) -> dict[str, Any]:
    """What was chosen before the address was asked for: it stands on the button below the question."""
    for button in shown.last_buttons(conversation_id):
        intent, brace, values = button["payload"].partition("{")
        if intent == "/reminder_no" and brace:
            return dict(json.loads(brace + values).get("valg") or {})
    return {}


def _button(title: str, intent: str, choice: Mapping[str, Any]) -> dict[str, str]:
    return {"title": title, "payload": f"/{intent}{json.dumps({'valg': dict(choice)}, ensure_ascii=False)}"}
