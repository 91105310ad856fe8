"""What staff and citizens see of the handoff: the queue, the place in it, the case sheet, what happened, notes."""

import math
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from statistics import median

from sqlalchemy.orm import Session

from casework.conversations import repository as talks
from casework.conversations.records import Message
from casework.db import session_scope
from casework.handoff import repository as repo
from casework.handoff.case_sheet import Told, make_sheet
from casework.handoff.errors import UnknownReceiverError
from casework.handoff.models import HandoffRow, NoteRow
from casework.handoff.records import CaseSheet, HandoffEvent, NamedReceiver, Note, Place, QueueEntry, Receiver
from casework.identity.models import StaffRow, TeamRow
from casework.privacy.masking import mask

#: How long a talk with a person is thought to take before there are any to learn from.
USUAL_TALK_MINUTES = 10.0
#: Waiting times are told in steps of so many minutes; closer would be a promise nobody can keep.
STEP_MINUTES = 5
ALL_MESSAGES = 100_000


def queue(today: date) -> list[QueueEntry]:
    """Every open episode, the most urgent first. `today` = the date in Denmark, from which days are counted."""
    with session_scope(read_only=True) as session:
        rows = repo.queue_rows(session)
        reasons = repo.last_forward_reasons(session, [handoff.id for handoff, *_ in rows])
        unread = repo.unread_in_queue(session)
        written = repo.written_while_waiting(session)
        return [
            _entry(row, today, unread.get(row[1].id, 0), reasons.get(row[0].id), written.get(row[0].id)) for row in rows
        ]


def place_of(conversation_id: str, now: datetime) -> Place | None:
    """The citizen's place in the queue; None when the citizen does not wait."""
    with session_scope(read_only=True) as session:
        handoff = repo.open_handoff(session, conversation_id)
        return place_in(session, handoff, now) if handoff and handoff.state == "waiting" else None


def places(now: datetime) -> dict[str, Place]:
    """The place of every citizen who waits, by conversation. Cases whose citizen does not wait have their place too."""
    with session_scope(read_only=True) as session:
        waiting = [(row[0], row[1].state) for row in repo.queue_rows(session) if row[0].state == "waiting"]
        seconds, present = repo.recent_talk_seconds(session), repo.count_present(session, now)
    return {
        handoff.conversation_id: Place(number=number, minutes=waiting_minutes(number, seconds, present))
        for number, (handoff, state) in enumerate(waiting, start=1)
        if state == "waiting"
    }


def receiver(to: Receiver) -> NamedReceiver:
    """The receiver by name, for telling the citizen. Raises UnknownReceiverError."""
    with session_scope(read_only=True) as session:
        if to.staff_id is not None:
            colleague = session.get(StaffRow, to.staff_id)
            if colleague is not None:
                return NamedReceiver(kind="colleague", name=colleague.shown_name)
        team = session.get(TeamRow, to.team_id) if to.team_id is not None else None
        if team is None:
            raise UnknownReceiverError("Choose an active colleague, team or authority.")
        return NamedReceiver(kind=team.kind, name=team.name, contact=team.contact or "")


def next_place(now: datetime) -> Place:
    """The place that somebody who asks now without a deadline would get."""
    with session_scope(read_only=True) as session:
        number = repo.count_queue(session) + 1
        return Place(
            number=number,
            minutes=waiting_minutes(number, repo.recent_talk_seconds(session), repo.count_present(session, now)),
        )


def place_in(session: Session, handoff: HandoffRow, now: datetime) -> Place:
    """The place of an open episode, inside the caller's transaction."""
    number = repo.ahead_of(session, handoff) + 1
    return Place(
        number=number,
        minutes=waiting_minutes(number, repo.recent_talk_seconds(session), repo.count_present(session, now)),
    )


def waiting_minutes(number: int, talk_seconds: list[float], present: int) -> int | None:
    """About how long place `number` waits when `present` people take the next ones, in minutes, in steps of five.

    None when nobody is present: then no time can be told.
    """
    if present < 1:
        return None
    minutes = median(talk_seconds) / 60 if talk_seconds else USUAL_TALK_MINUTES
    return STEP_MINUTES * max(1, math.ceil(number * minutes / present / STEP_MINUTES))


def build_sheet(conversation_id: str, today: date, *, wish: str | None = None, local: Path | None = None) -> CaseSheet:
    """The case sheet of a conversation on `today`. Raises ConversationNotFoundError."""
    with session_scope(read_only=True) as session:
        conversation = talks.get_conversation(session, conversation_id)
        handoff = repo.last_handoff(session, conversation_id)
        facts = talks.facts_of(session, conversation_id)
        rows = talks.messages_after(session, conversation_id, 0, ALL_MESSAGES)
        messages = [talks.to_message(row) for row in rows]
        understood = repo.intents_of(session, conversation_id)
        to_person = repo.written_to_person(session, conversation_id)
    # The rules are asked outside the transaction.
    told = Told(
        facts=facts,
        messages=messages,
        understood=understood,
        to_person=to_person,
        wish=wish or (_wish_of(handoff, messages, to_person) if handoff else None),
        on_behalf_of=conversation.on_behalf_of,
        about_facts=conversation.about_facts if conversation.about else None,
    )
    return make_sheet(conversation_id, told, today, local=local)


def _wish_of(handoff: HandoffRow, messages: Sequence[Message], to_person: frozenset[int]) -> str | None:
    """What the citizen wants to talk about: the wish, or else what was written while waiting."""
    written = (
        message.text
        for message in messages
        if message.id in to_person
        and message.created_at >= handoff.asked_at
        and (handoff.taken_at is None or message.created_at < handoff.taken_at)
    )
    return handoff.wish or "\n".join(written) or None


def history(conversation_id: str) -> list[HandoffEvent]:
    """What happened with persons in the conversation, oldest first."""
    with session_scope(read_only=True) as session:
        return repo.events_of(session, conversation_id)


def notes(conversation_id: str) -> list[Note]:
    """The internal notes, oldest first."""
    with session_scope(read_only=True) as session:
        return repo.notes_of(session, conversation_id)


def add_note(conversation_id: str, staff_id: int, text: str, *, now: datetime) -> None:
    """Keep an internal note; CPR numbers in it are hidden. Raises ConversationNotFoundError."""
    with session_scope() as session:
        # Locked, for its citizen may be deleting it.
        talks.get_conversation(session, conversation_id, lock=True)
        session.add(NoteRow(conversation_id=conversation_id, staff_id=staff_id, text=mask(text).text, created_at=now))


def _entry(
    row: repo.QueueRow, today: date, unread: int, forwarded_because: str | None, written: str | None
) -> QueueEntry:
    handoff, conversation, owner, team = row
    due = handoff.nearest_deadline
    return QueueEntry(
        handoff_id=handoff.id,
        conversation_id=conversation.id,
        state=handoff.state,
        cause=handoff.cause,
        asked_at=handoff.asked_at,
        taken_at=handoff.taken_at,
        wish=handoff.wish or written,
        nearest_deadline=due,
        nearest_rule=handoff.nearest_rule,
        urgency_days=(due - today).days if due else None,
        group=(handoff.sheet or {}).get("group"),
        topic=conversation.topic,
        on_behalf_of=conversation.on_behalf_of,
        owner_id=handoff.owner_id,
        owner_name=owner.name if owner else None,
        team_id=handoff.team_id,
        team_name=team.name if team else None,
        unread=unread,
        forwarded_because=forwarded_because,
        citizen_seen_at=conversation.citizen_seen_at,
        in_chat=conversation.state in ("waiting", "caseworker"),
    )
