"""Talks that have come to a stop: a citizen who does not answer, and a queue that nobody comes to.

Only finds them. What is done about one is a compare-and-set in `service`, so that several processes may look at once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.clock import on_day
from casework.db import session_scope
from casework.handoff import repository as repo
from casework.handoff.models import HandoffRow
from casework.handoff.reception import opening_hours
from casework.identity.models import StaffRow
from casework.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How long a person waits for the citizen before the reminder, and from the reminder to the end."""

    warn: timedelta
    close: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class SilentTalk:
    """A citizen who owes an answer since `silent_since`. `step` = what is due now: warn or close."""

    conversation_id: str
    step: str
    silent_since: datetime
    name: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftTalk:
    """A citizen whose caseworker has had no page open for too long."""

    conversation_id: str
    owner_id: int
    name: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingTalk:
    """A citizen in the queue."""

    conversation_id: str
    asked_at: datetime


def silent_talks(now: datetime, patience: Patience) -> list[SilentTalk]:
    """Every talk in which the last word is the person's and something is due about it at `now`."""
    found: list[SilentTalk] = []
    with session_scope(read_only=True) as session:
        for handoff, conversation in repo.idle_handoffs(session):
            if handoff.state != "taken":
                continue
            word = repo.last_word(session, conversation.id)
            # A word of an earlier episode asks the citizen nothing.
            if word is None or word.author != "caseworker" or word.created_at < handoff.asked_at:
                continue
            step = _step(handoff, max(word.created_at, handoff.taken_at or word.created_at), now, patience)
            if step:
                owner = session.get(StaffRow, handoff.owner_id) if handoff.owner_id else None
                name = owner.shown_name if owner else None
                found.append(
                    SilentTalk(conversation_id=conversation.id, step=step, silent_since=word.created_at, name=name)
                )
    return found


def left_talks(now: datetime, gone_for: timedelta) -> list[LeftTalk]:
    """Every talk whose caseworker has shown no sign for `gone_for`, and in which the citizen owes no answer."""
    found: list[LeftTalk] = []
    with session_scope(read_only=True) as session:
        for handoff, conversation in repo.idle_handoffs(session):
            owner = session.get(StaffRow, handoff.owner_id) if handoff.owner_id else None
            if handoff.state != "taken" or owner is None:
                continue
            last_sign = max(owner.seen_at or owner.created_at, handoff.taken_at or handoff.asked_at)
            word = repo.last_word(session, conversation.id)
            if now - last_sign >= gone_for and (word is None or word.author == "citizen"):
                found.append(LeftTalk(conversation_id=conversation.id, owner_id=owner.id, name=owner.shown_name))
    return found


def waiting_talks() -> list[WaitingTalk]:
    """Every citizen who waits for a person now. Whose case booking has put in the queue is among them only while they
    wait themselves."""
    with session_scope(read_only=True) as session:
        return [
            WaitingTalk(conversation_id=conversation.id, asked_at=handoff.asked_at)
            for handoff, conversation in repo.idle_handoffs(session)
            if handoff.state == "waiting" and conversation.state == "waiting"
        ]


def desk_state(settings: Settings, *, now: datetime, today: date) -> str:
    """open, nobody, lunch, closed, holiday or closing_day.

    Unlike what is asked before a person is offered, it does not matter that no more are let in: those who wait keep
    their place. `today` = the date that counts as today in Denmark.
    """
    moment = on_day(now, today)
    with session_scope(read_only=True) as session:
        state = opening_hours(session, settings, moment).state(moment)
        return "nobody" if state == "open" and repo.count_present(session, now) < 1 else state


def _step(handoff: HandoffRow, silent_since: datetime, now: datetime, patience: Patience) -> str | None:
    if handoff.idle_warned_at is None:
        return "warn" if now - silent_since >= patience.warn else None
    return "close" if now - handoff.idle_warned_at >= patience.close else None
