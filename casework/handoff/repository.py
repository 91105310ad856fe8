"""Every query of the handoff. Callers own the transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from casework.conversations.models import ConversationRow, MessageRow
from casework.handoff.models import OPEN_STATES, HandoffEventRow, HandoffRow, NoteRow
from casework.handoff.records import HandoffEvent, Note
from casework.identity.models import StaffRow, TeamRow

#: An open episode, its conversation, whose it is, and for which team.
QueueRow = tuple[HandoffRow, ConversationRow, StaffRow | None, TeamRow | None]

#: From so many of the last talks the waiting time is reckoned.
TALKS_REMEMBERED = 20
#: Which messages the assistant must not answer (later) any more once the conversation has come into a state. What was
#: sent while the wish for a person was on its way is for that person; whoever takes over sees all that is open; and
#: what was being answered when the person came has had its effect, such as the place in the queue.
SETTLED_BY = {
    "waiting": ("pending",),
    "caseworker": ("pending", "apologised"),
    "bot": ("answering",),
    "closed": ("answering",),
}
#: Roles that may answer citizens.
ANSWERING_ROLES = ("caseworker", "administrator")
#: A page that is open says so every 20 seconds; after this long somebody is taken to have gone.
PRESENT_FOR = timedelta(seconds=60)


def open_handoff(session: Session, conversation_id: str) -> HandoffRow | None:
    """The open episode of a conversation, if there is one."""
    return session.scalar(
        select(HandoffRow).where(HandoffRow.conversation_id == conversation_id, HandoffRow.state.in_(OPEN_STATES))
    )


def last_handoff(session: Session, conversation_id: str) -> HandoffRow | None:
    """The newest episode of a conversation, open or ended."""
    return session.scalar(
        select(HandoffRow).where(HandoffRow.conversation_id == conversation_id).order_by(HandoffRow.id.desc()).limit(1)
    )


def move_conversation(
    session: Session, conversation_id: str, expected: Sequence[str], values: dict[str, Any], owner_id: int | None = None
) -> bool:
    """Compare-and-set of who answers. False when the state was none of `expected`, or the owner not `owner_id`."""
    query = update(ConversationRow).where(ConversationRow.id == conversation_id, ConversationRow.state.in_(expected))
    if owner_id is not None:
        query = query.where(ConversationRow.owner_id == owner_id)
    changed = session.execute(
        query.values(**values).returning(ConversationRow.id).execution_options(synchronize_session="fetch")
    )
    if changed.first() is None:
        return False
    if "state" in values:
        _settle_messages(session, conversation_id, SETTLED_BY[values["state"]])
    return True


def _settle_messages(session: Session, conversation_id: str, answer_states: Sequence[str]) -> None:
    session.execute(
        update(MessageRow)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.answer_state.in_(answer_states))
        .values(answer_state="answered", retry_at=None, lease_owner=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )


def revive_unseen(session: Session, conversation: ConversationRow, handoff: HandoffRow, now: datetime) -> bool:
    """Let the assistant answer what the citizen wrote to a person who has not seen it. True when there is any."""
    revived = session.execute(
        update(MessageRow)
        .where(
            MessageRow.conversation_id == conversation.id,
            MessageRow.author == "citizen",
            MessageRow.answer_state == "none",
            # A press on a button of the assistant's would ask for a person once more.
            MessageRow.payload.is_(None),
            MessageRow.seq > conversation.read_by_staff,
            MessageRow.created_at >= handoff.asked_at,
        )
        .values(answer_state="pending", retry_at=now)
        .returning(MessageRow.id)
        .execution_options(synchronize_session=False)
    )
    return revived.first() is not None


def add_event(session: Session, handoff: HandoffRow, kind: str, at: datetime, **more: Any) -> None:
    """Note what happened in an episode."""
    session.add(HandoffEventRow(handoff_id=handoff.id, kind=kind, at=at, **more))


def queue_rows(session: Session) -> list[QueueRow]:
    """Every open episode, the most urgent first: the nearest deadline, then who has waited longest."""
    rows = session.execute(
        select(HandoffRow, ConversationRow, StaffRow, TeamRow)
        .join(ConversationRow, ConversationRow.id == HandoffRow.conversation_id)
        .outerjoin(StaffRow, StaffRow.id == HandoffRow.owner_id)
        .outerjoin(TeamRow, TeamRow.id == HandoffRow.team_id)
        .where(HandoffRow.state.in_(OPEN_STATES), ConversationRow.restricted_at.is_(None))
        .order_by(
            HandoffRow.nearest_deadline.is_(None), HandoffRow.nearest_deadline, HandoffRow.asked_at, HandoffRow.id
        )
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def ahead_of(session: Session, handoff: HandoffRow) -> int:
    """How many wait before this one in the order of the queue."""
    earlier = or_(
        HandoffRow.asked_at < handoff.asked_at,
        (HandoffRow.asked_at == handoff.asked_at) & (HandoffRow.id < handoff.id),
    )
    due = handoff.nearest_deadline
    if due is None:
        before = or_(HandoffRow.nearest_deadline.is_not(None), HandoffRow.nearest_deadline.is_(None) & earlier)
    else:
        before = or_(HandoffRow.nearest_deadline < due, (HandoffRow.nearest_deadline == due) & earlier)
    query = _waiting().where(before)
    return int(session.scalar(query) or 0)


def count_waiting(session: Session) -> int:
    """How many citizens wait for a person now."""
    query = (
        select(func.count())
        .select_from(HandoffRow)
        .join(ConversationRow, ConversationRow.id == HandoffRow.conversation_id)
        .where(
            HandoffRow.state == "waiting", ConversationRow.state == "waiting", ConversationRow.restricted_at.is_(None)
        )
    )
    return int(session.scalar(query) or 0)


def count_queue(session: Session) -> int:
    """How many cases nobody has taken yet, also of those who do not wait in the chat."""
    return int(session.scalar(_waiting()) or 0)


def _waiting() -> Select[int]:
    """How many episodes nobody has taken, but for those whose conversation may not be used."""
    return (
        select(func.count())
        .select_from(HandoffRow)
        .join(ConversationRow, ConversationRow.id == HandoffRow.conversation_id)
        .where(HandoffRow.state == "waiting", ConversationRow.restricted_at.is_(None))
    )


def count_present(session: Session, now: datetime) -> int:
    """How many who may answer citizens are at their desk."""
    query = (
        select(func.count())
        .select_from(StaffRow)
        .where(
            StaffRow.active,
            StaffRow.role.in_(ANSWERING_ROLES),
            StaffRow.presence == "here",
            StaffRow.seen_at >= now - PRESENT_FOR,
        )
    )
    return int(session.scalar(query) or 0)


def recent_talk_seconds(session: Session) -> list[float]:
    """How long the last talks with a person took, in seconds."""
    rows = session.execute(
        select(HandoffRow.taken_at, HandoffRow.ended_at)
        .where(HandoffRow.taken_at.is_not(None), HandoffRow.ended_at.is_not(None))
        .order_by(HandoffRow.id.desc())
        .limit(TALKS_REMEMBERED)
    )
    return [(ended - taken).total_seconds() for taken, ended in rows if taken and ended]


def unread_in_queue(session: Session) -> dict[str, int]:
    """How many messages of the citizen no member of staff has seen, of every conversation with an open episode."""
    rows = session.execute(
        select(MessageRow.conversation_id, func.count())
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .join(HandoffRow, HandoffRow.conversation_id == ConversationRow.id)
        .where(
            HandoffRow.state.in_(OPEN_STATES),
            MessageRow.author == "citizen",
            MessageRow.seq > ConversationRow.read_by_staff,
        )
        .group_by(MessageRow.conversation_id)
    )
    return {row[0]: row[1] for row in rows}


def written_while_waiting(session: Session) -> dict[int, str]:
    """What was written before a person came, by open episode, of those who did not say what they wished."""
    rows = session.execute(
        select(HandoffRow.id, MessageRow.text)
        .join(MessageRow, MessageRow.conversation_id == HandoffRow.conversation_id)
        .where(
            HandoffRow.state.in_(OPEN_STATES),
            HandoffRow.wish.is_(None),
            MessageRow.author == "citizen",
            MessageRow.answer_state == "none",
            MessageRow.created_at >= HandoffRow.asked_at,
            or_(HandoffRow.taken_at.is_(None), MessageRow.created_at < HandoffRow.taken_at),
        )
        .order_by(MessageRow.seq)
    )
    written: dict[int, list[str]] = {}
    for handoff_id, text in rows:
        written.setdefault(handoff_id, []).append(text)
    return {handoff_id: "\n".join(texts) for handoff_id, texts in written.items()}


def last_forward_reasons(session: Session, handoff_ids: Sequence[int]) -> dict[int, str]:
    """The reason of the last forwarding of each episode that was forwarded."""
    rows = session.execute(
        select(HandoffEventRow.handoff_id, HandoffEventRow.reason)
        .where(HandoffEventRow.handoff_id.in_(handoff_ids), HandoffEventRow.kind == "forwarded")
        .order_by(HandoffEventRow.id)
    )
    return {handoff_id: reason or "" for handoff_id, reason in rows}


def intents_of(session: Session, conversation_id: str) -> dict[int, str | None]:
    """What each message of the citizen was understood as, by message id."""
    rows = session.execute(
        select(MessageRow.id, MessageRow.understood).where(
            MessageRow.conversation_id == conversation_id, MessageRow.author == "citizen"
        )
    )
    return {message_id: (understood or {}).get("intent") for message_id, understood in rows}


def written_to_person(session: Session, conversation_id: str) -> frozenset[int]:
    """The ids of the citizen's messages that the assistant was not asked about: they were for a person."""
    rows = session.scalars(
        select(MessageRow.id).where(
            MessageRow.conversation_id == conversation_id,
            MessageRow.author == "citizen",
            MessageRow.answer_state == "none",
        )
    )
    return frozenset(rows)


def events_of(session: Session, conversation_id: str) -> list[HandoffEvent]:
    """Everything that happened in the episodes of a conversation, oldest first."""
    by, to = aliased(StaffRow), aliased(StaffRow)
    rows = session.execute(
        select(HandoffEventRow, by.name, to.name, TeamRow.name)
        .join(HandoffRow, HandoffRow.id == HandoffEventRow.handoff_id)
        .outerjoin(by, by.id == HandoffEventRow.staff_id)
        .outerjoin(to, to.id == HandoffEventRow.to_staff_id)
        .outerjoin(TeamRow, TeamRow.id == HandoffEventRow.to_team_id)
        .where(HandoffRow.conversation_id == conversation_id)
        .order_by(HandoffEventRow.id)
    )
    return [
        HandoffEvent(kind=event.kind, at=event.at, staff_name=staff, to_name=to_staff or team, reason=event.reason)
        for event, staff, to_staff, team in rows
    ]


def notes_of(session: Session, conversation_id: str) -> list[Note]:
    """The internal notes of a conversation, oldest first."""
    rows = session.execute(
        select(NoteRow, StaffRow.name)
        .outerjoin(StaffRow, StaffRow.id == NoteRow.staff_id)
        .where(NoteRow.conversation_id == conversation_id)
        .order_by(NoteRow.id)
    )
    return [Note(id=note.id, staff_name=name, text=note.text, created_at=note.created_at) for note, name in rows]


def idle_handoffs(session: Session) -> Sequence[tuple[HandoffRow, ConversationRow]]:
    """Every open episode with its conversation, for the one who looks after the silent ones."""
    rows = session.execute(
        select(HandoffRow, ConversationRow)
        .join(ConversationRow, ConversationRow.id == HandoffRow.conversation_id)
        .where(HandoffRow.state.in_(OPEN_STATES))
        .order_by(HandoffRow.id)
    )
    return [(row[0], row[1]) for row in rows]


def last_word(session: Session, conversation_id: str) -> MessageRow | None:
    """The newest message of the citizen or a caseworker."""
    return session.scalar(
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.author.in_(("citizen", "caseworker")))
        .order_by(MessageRow.seq.desc())
        .limit(1)
    )
