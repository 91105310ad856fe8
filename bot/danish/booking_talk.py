"""What is said while a talk is booked or a reminder is set up: is it an answer to what is shown?"""

from __future__ import annotations

from datetime import date

from bot.danish.answers import asks_something, dialogue_act
from bot.danish.normalise import words
from bot.danish.time_wish import speaks_of_times

WISHING = frozenset(("book_talk", "rebook_talk", "cancel_talk", "booking_said"))
"""Intents of messages in which a wish for a time is looked for."""

_ALWAYS = frozenset(
    ("distress", "handoff_human", "forget_me", "callback_wish", "leave_queue", "on_behalf", "explain_why")
)
"""What is meant as it is said, whatever is shown."""

_ACTS = frozenset(("affirm", "deny", "dont_know"))
_OWN = frozenset(("nlu_fallback", "nlu_unsure", "inform", "out_of_scope", "booking_said", ""))
_FEW_WORDS = 4
SURE = 0.8
"""From this confidence on, a topic of its own is no answer to what is shown."""


def said_while_booking(text: str, today: date, intent: str, confidence: float) -> bool:
    """Whether a message answers what is shown: times, forms, topics, a summary.

    A plain yes, no or "don't know" is left to those who know what waits. A wish for a time counts whatever else it
    sounds like; a few words that ask nothing count unless they surely are a topic of their own.
    """
    if intent in _ALWAYS or intent in _ACTS or dialogue_act(text):
        return False
    if speaks_of_times(text, today):
        return True
    few = len(words(text)) <= _FEW_WORDS and "?" not in text and not asks_something(text, [])
    return few and (intent in _OWN or confidence < SURE)
