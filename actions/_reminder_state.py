"""What the actions about reminders share: what is on, where it goes, and the replies that wait for more."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from actions._answer_parts import paragraphs
from actions._booking_state import done, waiting_for
from actions._curated import curated_answer
from actions._curated_reply import curated_reply
from actions._messages import Reply
from actions._topics import topics
from actions._turn import Outcome, Turn
from actions._wiring import settings
from casework.clock import on_day
from casework.reminders import contacts, service
from casework.reminders.channels import offered
from casework.reminders.kinds import DAY_MINUTES
from casework.reminders.planner import Rules
from casework.reminders.records import Choice, Contact

ON, OFF = "reminder_on", "reminder_off"
REMINDER_KIND = "reminder"
"""`asked_kind` while reminders are set up; bot/components/booking_wish.py listens for it."""

BY_CHAT: Final = ("sms", "email", "chat")
"""The channels that can be set up here: the others need a login, which tells who somebody is."""

WITH_ADDRESS: Final = ("sms", "email")
HOUR_MINUTES: Final = 60
Wish = Mapping[str, Any]


def channels_here() -> list[str]:
    """The channels that can be chosen in this installation's chat."""
    return [channel for channel in BY_CHAT if channel in offered(settings())]


def is_own(turn: Turn) -> bool:
    """Whether citizens speak for themselves: nobody else is reminded."""
    return turn.dialogue.mode == "citizen" and not turn.dialogue.about and not turn.dialogue.on_behalf_of


def moment_of(turn: Turn) -> datetime:
    """The moment as reminders are planned by: on the date that counts as today."""
    return on_day(turn.now, turn.today)


def rules_of(turn: Turn) -> Rules:
    """The rule book on the day of the turn."""
    return Rules.of(moment_of(turn), turn.today)


def switched_on(turn: Turn) -> list[Choice]:
    """What is on, the next one first and those without a date last."""
    there = service.choices(turn.conversation_id, now=moment_of(turn), rules=rules_of(turn))
    return sorted((one for one in there if one.on), key=lambda one: (one.next_at is None, one.next_at, one.kind))


def reached_by(turn: Turn) -> dict[str, Contact]:
    """The confirmed addresses by channel."""
    return {one.channel: one for one in contacts.of_conversation(turn.conversation_id) if one.confirmed}


def lead_of(wish: Wish) -> int | None:
    """How early in minutes; None = as the kind says."""
    units = {"minutes": 1, "hours": HOUR_MINUTES, "days": DAY_MINUTES}
    return next((int(wish[name]) * size for name, size in units.items() if name in wish), None)


def plain(wish: Wish) -> dict[str, Any]:
    """The wish without what the gateway added about an address or a code."""
    return {name: value for name, value in wish.items() if name not in ("problem", "address", "confirmed")}


def practical(turn: Turn, topic_id: str, lead: str = "") -> Outcome:
    """The written answer of the topic, after what was found out."""
    curated = curated_answer(topic_id)
    reply = curated_reply(topics()[topic_id], curated, turn.message_id) if curated else Reply(text="", topic=topic_id)
    return done(replace(reply, text=paragraphs(lead, reply.text)), topic_id)


def asking(turn: Turn, reply: Reply, step: str) -> Outcome:
    """The reply, after which `step` waits for an answer in buttons or words."""
    return waiting_for(turn, reply, ON, f"reminder_{step}", REMINDER_KIND)


def same_words(name: str, said: str) -> bool:
    """Whether a button's title was written instead of pressed."""
    return name.lower().strip(" .!?") == said.lower().strip(" .!?")


def kinds_of(some: Sequence[Choice]) -> list[str]:
    """The kinds among them, each once."""
    return list(dict.fromkeys(one.kind for one in some))
