"""What a person and a citizen do while they talk: writing, reading, being there."""

from datetime import datetime

from casework.conversations import repository as talks
from casework.conversations.models import MessageRow
from casework.conversations.records import Message, Standing
from casework.conversations.service import PAGE_SIZE, authorised
from casework.db import session_scope
from casework.handoff import repository as repo
from casework.handoff.errors import NotOwnerError
from casework.identity.models import StaffRow
from casework.privacy.masking import mask


def reply(conversation_id: str, staff_id: int, *, client_id: str, text: str, now: datetime) -> tuple[Message, bool]:
    """Store what a caseworker writes to the citizen, once per `client_id`. Returns it, and whether it is new.

    CPR numbers are hidden. Raises NotOwnerError when the conversation is not this person's (any more), and while its
    use is restricted.
    """
    with session_scope() as session:
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        known = talks.message_by_client_id(session, conversation_id, client_id)
        if known is not None and known.staff_id == staff_id:
            return talks.to_message(known), False
        theirs = conversation.state == "caseworker" and conversation.owner_id == staff_id
        if known is not None or not theirs or conversation.restricted_at is not None:
            raise NotOwnerError("The conversation is not yours; take it over before you write.")
        row = MessageRow(
            conversation_id=conversation_id,
            seq=conversation.next_seq,
            client_id=client_id,
            author="caseworker",
            text=mask(text).text,
            created_at=now,
            staff_id=staff_id,
            author_name=session.get_one(StaffRow, staff_id).shown_name,
        )
        conversation.next_seq += 1
        conversation.updated_at = now
        conversation.read_by_staff = row.seq
        handoff = repo.open_handoff(session, conversation_id)
        if handoff is not None:
            handoff.idle_warned_at = None
        session.add(row)
        session.flush()
        return talks.to_message(row), True


def read_by_citizen(conversation_id: str, token: str, seq: int, *, now: datetime) -> bool:
    """The citizen's page has shown everything up to `seq`. True when that is news. Raises NotAllowedError."""
    with session_scope() as session:
        conversation = authorised(session, conversation_id, token, lock=True)
        conversation.citizen_seen_at = now
        up_to = min(seq, conversation.next_seq - 1)
        if up_to <= conversation.read_by_citizen:
            return False
        conversation.read_by_citizen = up_to
        return True


def read_by_staff(conversation_id: str, staff_id: int, seq: int) -> bool:
    """The owner's page has shown everything up to `seq`. True when that is news; a reader who is not the owner leaves
    no trace, for the citizen would take it for an answer to come."""
    with session_scope() as session:
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        up_to = min(seq, conversation.next_seq - 1)
        if conversation.owner_id != staff_id or up_to <= conversation.read_by_staff:
            return False
        conversation.read_by_staff = up_to
        return True


def standing(conversation_id: str, token: str) -> Standing:
    """How the conversation stands for its citizen. Raises NotAllowedError."""
    with session_scope(read_only=True) as session:
        conversation = authorised(session, conversation_id, token)
        owner = session.get(StaffRow, conversation.owner_id) if conversation.owner_id else None
        return Standing(
            state=conversation.state,
            mode=conversation.mode,
            owner_name=owner.shown_name if owner else None,
            on_behalf_of=conversation.on_behalf_of,
            read_by_citizen=conversation.read_by_citizen,
            read_by_staff=conversation.read_by_staff,
            rating=conversation.rating,
            last_seq=conversation.next_seq - 1,
        )


def who_answers(conversation_id: str) -> tuple[str, str | None]:
    """The state and the name that the citizen sees. Raises ConversationNotFoundError."""
    with session_scope(read_only=True) as session:
        conversation = talks.get_conversation(session, conversation_id)
        owner = session.get(StaffRow, conversation.owner_id) if conversation.owner_id else None
        return conversation.state, owner.shown_name if owner else None


def messages_for_staff(conversation_id: str, after: int = 0) -> tuple[list[Message], str]:
    """Messages newer than `after` and the state, for staff who may see them. Raises ConversationNotFoundError."""
    with session_scope(read_only=True) as session:
        conversation = talks.get_conversation(session, conversation_id)
        rows = talks.messages_after(session, conversation_id, after, PAGE_SIZE)
        return [talks.to_message(row) for row in rows], conversation.state


def is_owner(conversation_id: str, staff_id: int) -> bool:
    """Whether this person answers in the conversation now."""
    with session_scope(read_only=True) as session:
        conversation = talks.get_conversation(session, conversation_id)
        return conversation.state == "caseworker" and conversation.owner_id == staff_id
