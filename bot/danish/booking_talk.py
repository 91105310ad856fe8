"""What is said while a talk is booked or a reminder is set up: is it an answer to what is shown, and which?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

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
_FEW_WORDS, _SURE = 4, 0.8


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
    return few and (intent in _OWN or confidence < _SURE)


_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("joblog", r"\b(?:joblog\w*|jobsoegning\w*|log\b|logge)"),
        ("cv", r"\b(?:cv\w*|cvet)\b"),
        ("min_plan", r"\b(?:min plan|planen|minplan)\b"),
        ("sick_note", r"\b(?:syg\w*|oplysningsskema\w*|mulighedserklaering\w*|friattest)\b"),
        ("complaint", r"\b(?:klag\w*|ankefrist\w*)\b"),
        ("offer", r"\b(?:tilbud\w*|praktik\w*|kursus\w*|loentilskud\w*|aktivering\w*)\b"),
        ("book_by", r"\b(?:book\w*|bestille? (?:en )?tid|selvbook\w*)\b"),
        ("talk", r"\b(?:samtale\w*|moede\w*|moeder\w*|aftale\w*)\b"),
    )
)
_CHANNELS = (
    ("sms", re.compile(r"\b(?:sms\w*|s m s|mobil\w*|telefon\w*|besked paa mobilen|tekstbesked\w*)\b")),
    ("email", re.compile(r"\b(?:e ?mails?|mails?|mailen|epost|e post)\b")),
    ("digital_post", re.compile(r"\b(?:digital post|e boks|eboks|mit dk)\b")),
    ("chat", re.compile(r"\b(?:her i chatten|i chatten|her paa siden|chat)\b")),
)
_EARLY: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("hour", re.compile(r"\b(?:en|1) time (?:foer|inden|i forvejen)\b|\btimen foer\b")),
    ("same_day", re.compile(r"\b(?:paa dagen|samme dag|om morgenen samme dag)\b")),
    ("week", re.compile(r"\b(?:en|1) uge (?:foer|inden|i forvejen)\b|\bugen foer\b|\b7 dage (?:foer|inden)\b")),
)
_DAYS_BEFORE = re.compile(
    r"\b(?P<n>\d|to|tre|fire|fem|seks|et par) (?:hele )?dages? ?(?:foer|inden|i forvejen|varsel)\b"
)
_DAY_BEFORE = re.compile(r"\b(?:dagen (?:foer|inden)|(?:en|1) dag (?:foer|inden|i forvejen)|aftenen foer)\b")
_NUMBERS = {"et par": 2, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6}
_ALL = re.compile(r"\b(?:alle|alting|alt|det hele|mine frister|alle frister|noget som helst)\b")


def read_reminder(text: str) -> dict[str, Any]:
    """What a wish about reminders names: ``kinds``, ``channel``, ``days`` before (0 = on the day), ``hour``, ``all``.

    Only what was said is in it; an empty dict names nothing.
    """
    said = " ".join(words(text))
    found: dict[str, Any] = {"kinds": [kind for kind, pattern in _KINDS if pattern.search(said)]}
    if "book_by" in found["kinds"] and "talk" in found["kinds"]:
        found["kinds"].remove("talk")  # "mind mig om at booke min samtale"
    found["channel"] = next((channel for channel, pattern in _CHANNELS if pattern.search(said)), None)
    found |= _how_early(said)
    found["all"] = bool(_ALL.search(said)) and not found["kinds"]
    return {key: value for key, value in found.items() if value not in (None, [], False)}


def _how_early(said: str) -> dict[str, Any]:
    named = next((name for name, pattern in _EARLY if pattern.search(said)), None)
    if named == "hour":
        return {"hour": True}
    if named is not None:
        return {"days": {"same_day": 0, "week": 7}[named]}
    if found := _DAYS_BEFORE.search(said):
        return {"days": _NUMBERS.get(found["n"]) or int(found["n"])}
    return {"days": 1} if _DAY_BEFORE.search(said) else {}


REMINDING: Mapping[str, Callable[[str], dict[str, Any]]] = dict.fromkeys(
    ("reminder_on", "reminder_off", "reminder_said"), read_reminder
)
"""Intents of messages in which the kind, channel and lead of a reminder are looked for, and how they are read."""
