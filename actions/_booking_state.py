"""What a booking in chat stands on between messages: the choice that a button carries, and the buttons shown last."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions._messages import Button, Reply, payload
from actions._turn import Outcome, Turn, settled
from casework.conversations.records import DialogueChange
from casework.conversations.shown import last_buttons

BOOKING_KIND = "booking"
"""`asked_kind` while times, topics or a summary are shown; bot/components/booking_wish.py listens for it."""

CHOICE, WISH = "valg", "oenske"
BOOK, REBOOK, CANCEL, WHEN = "book_talk", "rebook_talk", "cancel_talk", "talk_when"

TOPICS = frozenset((BOOK, REBOOK, CANCEL, WHEN))

Choice = Mapping[str, Any]


def choice_of(turn: Turn) -> dict[str, Any]:
    """What the pressed button carries; an empty dict for a typed message."""
    return _entity(turn, CHOICE)


def wish_of(turn: Turn) -> dict[str, Any]:
    """The wish for a time that the message holds."""
    return _entity(turn, WISH)


def button(key: str, intent: str, choice: Choice | None = None, *, title: str = "") -> Button:
    """A button that carries its choice, so that it means the same whenever it is pressed."""
    carried = {name: value for name, value in (choice or {}).items() if value not in (None, "", (), [], {})}
    return Button(title or key, payload(intent, **({CHOICE: carried} if carried else {})))


def asking(turn: Turn, reply: Reply, step: str, topic: str = BOOK) -> Outcome:
    """The reply, after which `step` waits for an answer in buttons or words."""
    return waiting_for(turn, reply, topic, f"booking_{step}", BOOKING_KIND)


def waiting_for(turn: Turn, reply: Reply, topic: str, asked: str, kind: str) -> Outcome:
    """The reply, after which what was `asked` (of this `kind`) waits for an answer."""
    change = DialogueChange(
        topic=topic,
        asked_fact=asked,
        asked_kind=kind,
        asked_message=turn.message_id,
        asked_within=None,
        misses=0,
        unanswered=False,
        as_of=None,
    )
    return Outcome(reply=reply, change=change)


def done(reply: Reply, topic: str = BOOK) -> Outcome:
    """The reply, after which nothing waits."""
    return Outcome(reply=reply, change=replace(settled(), topic=topic, as_of=None))


def waits(turn: Turn) -> bool:
    """Whether a message of booking waits for an answer."""
    return turn.dialogue.asked_kind == BOOKING_KIND


def shown(turn: Turn) -> list[tuple[str, str, dict[str, Any]]]:
    """Title, intent and choice of each button under the newest message that has buttons."""
    return [_read(one) for one in last_buttons(turn.conversation_id)]


def _read(one: Mapping[str, str]) -> tuple[str, str, dict[str, Any]]:
    intent, brace, values = one["payload"].removeprefix("/").partition("{")
    carried = json.loads(brace + values).get(CHOICE) if brace else None
    return one["title"], intent, carried if isinstance(carried, dict) else {}


def _entity(turn: Turn, name: str) -> dict[str, Any]:
    found = (one.get("value") for one in turn.entities if one.get("entity") == name)
    return next((dict(value) for value in found if isinstance(value, Mapping)), {})
