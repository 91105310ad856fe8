"""The list of call-backs as one member of staff sees it: words and urgency instead of codes and dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.handoff.callback_desk import MOST_ATTEMPTS
from casework.handoff.callback_records import Callback
from casework.handoff.moment_words import danish_moment
from casework.handoff.phone import danish_phone
from web.console.words import time_text, urgency_level, urgency_text
from web.texts import load_texts


@dataclass(frozen=True, kw_only=True, slots=True)
class CallRow:
    """One call-back. `whose`: nobody, me or other. The number is set only when the call is one's own."""

    id: int
    conversation_id: str
    name: str
    promise: str
    late: bool
    urgency: str
    urgency_text: str
    why: str
    asked: str
    wish: str | None
    attempts: str | None
    last_attempt: bool
    whose: str
    owner: str | None
    phone: str | None
    phone_shown: str | None


def texts() -> dict[str, Any]:
    """The texts of the list."""
    found: dict[str, Any] = load_texts("console_callbacks")["calls"]
    return found


def call_rows(callbacks: Sequence[Callback], staff_id: int, *, now: datetime, today: date) -> list[CallRow]:
    """The rows in the order of the list. `today` = the date in Denmark that days are counted from."""
    return [_row(callback, staff_id, now, today) for callback in callbacks]


def _row(callback: Callback, staff_id: int, now: datetime, today: date) -> CallRow:
    told, mine = texts(), callback.owner_id == staff_id and callback.state == "taken"
    days = (callback.nearest_deadline - today).days if callback.nearest_deadline else None
    return CallRow(
        id=callback.id,
        conversation_id=callback.conversation_id,
        name=callback.name or told["no_name"],
        promise=_promise(callback, today),
        late=callback.late,
        urgency=urgency_level(days),
        urgency_text=urgency_text(days, callback.nearest_rule),
        why=told["why"].get(callback.why, ""),
        asked=told["asked"].format(time=time_text(callback.asked_at, now)),
        wish=callback.wish,
        attempts=told["attempts"].format(count=callback.attempts, most=MOST_ATTEMPTS) if callback.attempts else None,
        last_attempt=callback.attempts == MOST_ATTEMPTS - 1,
        whose="me" if mine else "other" if callback.state == "taken" else "nobody",
        owner=_owner(callback, mine=mine),
        phone=callback.phone if mine else None,
        phone_shown=danish_phone(callback.phone) if mine else None,
    )


def _promise(callback: Callback, today: date) -> str:
    told = texts()
    if callback.promised_by is None:
        return str(told["unpromised"])
    return str(told["late" if callback.late else "promised"]).format(moment=danish_moment(callback.promised_by, today))


def _owner(callback: Callback, *, mine: bool) -> str | None:
    if callback.state != "taken":
        return None
    told = texts()
    if mine:
        return str(told["you_call"])
    return told["taken_by"].format(name=callback.owner_name) if callback.owner_name else str(told["taken_by_unknown"])
