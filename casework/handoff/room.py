"""A conversation as the staff's page shows it: who answers, and up to where each side has read."""

from dataclasses import dataclass
from datetime import datetime

from casework.conversations import repository as talks
from casework.conversations.records import Message
from casework.conversations.service import PAGE_SIZE
from casework.db import session_scope
from casework.handoff import repository as repo
from casework.identity.models import StaffRow, TeamRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """How a conversation stands for staff. `meant_for` = the colleague or team it was sent on to; `to_take` = its case
    is in the queue, whoever answers the citizen now."""

    conversation_id: str
    state: str
    owner_id: int | None
    owner_name: str | None
    topic: str | None
    on_behalf_of: str | None
    created_at: datetime
    citizen_seen_at: datetime | None
    read_by_citizen: int
    read_by_staff: int
    last_seq: int
    asked_at: datetime | None = None
    meant_for: str | None = None
    to_take: bool = False


def room(conversation_id: str) -> Room:
    """How a conversation stands. Raises ConversationNotFoundError."""
    with session_scope(read_only=True) as session:
        conversation = talks.get_conversation(session, conversation_id)
        owner = session.get(StaffRow, conversation.owner_id) if conversation.owner_id else None
        handoff = repo.open_handoff(session, conversation_id)
        wanted = session.get(StaffRow, handoff.owner_id) if handoff and handoff.owner_id else None
        team = session.get(TeamRow, handoff.team_id) if handoff and handoff.team_id else None
        return Room(
            conversation_id=conversation.id,
            state=conversation.state,
            owner_id=conversation.owner_id,
            owner_name=owner.name if owner else None,
            topic=conversation.topic,
            on_behalf_of=conversation.on_behalf_of,
            created_at=conversation.created_at,
            citizen_seen_at=conversation.citizen_seen_at,
            read_by_citizen=conversation.read_by_citizen,
            read_by_staff=conversation.read_by_staff,
            last_seq=conversation.next_seq - 1,
            asked_at=handoff.asked_at if handoff else None,
            meant_for=wanted.name if wanted else team.name if team else None,
            to_take=handoff is not None and handoff.state == "waiting",
        )


def all_messages(conversation_id: str, after: int = 0) -> list[Message]:
    """Every message newer than `after`, however many there are. Raises ConversationNotFoundError."""
    found: list[Message] = []
    with session_scope(read_only=True) as session:
        talks.get_conversation(session, conversation_id)
        while True:
            rows = talks.messages_after(session, conversation_id, found[-1].seq if found else after, PAGE_SIZE)
            found += [talks.to_message(row) for row in rows]
            if len(rows) < PAGE_SIZE:
                return found
