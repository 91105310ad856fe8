"""Rasa component: hears what is said while a talk is being booked, and the wish that comes with "book en samtale".

It stands after ContextualAnswer. While times, topics or a summary are shown (``asked.kind`` is ``booking``) a wish or a
few plain words are an answer to that: the intent becomes ``booking_said``. The wish itself is an entity ``oenske``.
Plain words about the reminders one has ("hvilke påmindelser har jeg?") are read by a grammar of their own.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.danish_entities import as_rasa, asked_of, metadata_of, today_of
from bot.components.untrained import Untrained
from bot.danish.booking_talk import SURE, WISHING, said_while_booking
from bot.danish.entities import Entity
from bot.danish.reminder_talk import NO, REMINDING, read_reminder, reminder_act
from bot.danish.time_wish import read_wish

SAID = {"booking": "booking_said", "reminder": "reminder_said"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class BookingWish(Untrained, IntentClassifier):
    """Sets ``booking_said`` or ``reminder_said`` and adds what was wished."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Change intent and entities of each message that answers what booking or reminders have asked."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith("/"):
                _read(message, text)
        return messages


def _read(message: Message, text: str) -> None:
    metadata = metadata_of(message)
    intent = message.get(INTENT) or {}
    name = str(intent.get("name") or "")
    asked = asked_of(metadata) or {}
    kind, own_words = str(asked.get("kind") or ""), str(asked.get("fact") or "").startswith("booking_words_")
    today = today_of(metadata)
    said = SAID.get(kind)
    sure = 0.0 if own_words else float(intent.get("confidence") or 0.0)
    if act := reminder_act(text, name, waiting=kind == "reminder"):
        message.set(INTENT, {"name": act, "confidence": 1.0}, add_to_output=True)
        name = act
    elif name == "deny" and kind == "reminder" and asked.get("fact") != "reminder_on":
        message.set(INTENT, {"name": NO, "confidence": 1.0}, add_to_output=True)
    elif said and not _tells_a_fact(message) and _answers(text, kind, str(asked.get("fact")), today, name, sure):
        message.set(INTENT, {"name": said, "confidence": 1.0}, add_to_output=True)
        name = said
    if name in WISHING:
        _add(message, text, "oenske", (wish := read_wish(text, today)) and wish.value())
    if name in REMINDING:
        _add(message, text, "paamindelse", REMINDING[name](text))


def _answers(text: str, kind: str, asked: str, today: date, intent: str, sure: float) -> bool:
    """Whether the message answers what is shown. Once a reminder is on, only words about reminders add to it."""
    if kind == "reminder" and asked == "reminder_on":
        if intent in REMINDING or (intent in WISHING and sure >= SURE):
            return False  # "flyt min samtale til onsdag" is no wish to be reminded of a talk
        return bool(read_reminder(text)) and said_while_booking(text, today, "", 0.0)
    return said_while_booking(text, today, intent, sure)


def _tells_a_fact(message: Message) -> bool:
    """ "dagpenge": that is told, whatever is shown."""
    return any(one["entity"] in ("ydelse", "visitation", "fakta") for one in message.get(ENTITIES) or [])


def _add(message: Message, text: str, name: str, value: Any) -> None:
    if not value:
        return
    found = as_rasa(Entity(name, value, 0, len(text), text))
    message.set(ENTITIES, [*(message.get(ENTITIES) or []), found], add_to_output=True)
