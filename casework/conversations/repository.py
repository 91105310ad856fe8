"""Every query of the conversations. Callers own the transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from casework.conversations.errors import ConversationNotFoundError
from casework.conversations.models import UNANSWERED_STATES, ConversationRow, FactRow, MessageRow
from casework.conversations.records import Message, NewMessage, StoredFact
from casework.db import locked

#: After this many failed tries a message no longer holds up the newer ones; it is tried in the background only.
BLOCKING_ATTEMPTS = 5

# Written into the statement, not bound: the planner must see that it is the condition of the partial index,
# or every look would read every message ever stored.
_UNANSWERED = MessageRow.answer_state.in_(
    bindparam("unanswered", UNANSWERED_STATES, expanding=True, literal_execute=True)
)


def get_conversation(session: Session, conversation_id: str, *, lock: bool = False) -> ConversationRow:
    """The conversation, locked against other writers when asked. Raises ConversationNotFoundError."""
    query = select(ConversationRow).where(ConversationRow.id == conversation_id)
    row = session.scalar(locked(query) if lock else query)
    if row is None:
        raise ConversationNotFoundError("This conversation does not exist; open a new one.")
    return row


def message_by_client_id(session: Session, conversation_id: str, client_id: str) -> MessageRow | None:
    """The message that the client sent under this id, if it arrived before."""
    return session.scalar(
        select(MessageRow).where(MessageRow.conversation_id == conversation_id, MessageRow.client_id == client_id)
    )


def messages_after(session: Session, conversation_id: str, seq: int, limit: int) -> Sequence[MessageRow]:
    """Messages newer than `seq`, oldest first."""
    return session.scalars(
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.seq > seq)
        .order_by(MessageRow.seq)
        .limit(limit)
    ).all()


def replies_to(session: Session, conversation_id: str, seq: int) -> Sequence[MessageRow]:
    """What was answered to the message with this `seq`, oldest first."""
    return session.scalars(
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.in_reply_to == seq)
        .order_by(MessageRow.seq)
    ).all()


def newest_with_buttons(session: Session, conversation_id: str, limit: int = 50) -> Sequence[MessageRow]:
    """The newest messages that offered buttons, newest first."""
    return session.scalars(
        select(MessageRow)
        .where(
            MessageRow.conversation_id == conversation_id,
            MessageRow.author != "citizen",
            MessageRow.buttons.is_not(None),
        )
        .order_by(MessageRow.seq.desc())
        .limit(limit)
    ).all()


def add_replies(
    session: Session,
    conversation: ConversationRow,
    replies: Sequence[NewMessage],
    *,
    in_reply_to: int | None,
    now: datetime,
) -> list[MessageRow]:
    """Append messages of the bot or the system; the conversation must be locked."""
    rows = []
    for reply in replies:
        rows.append(
            MessageRow(
                conversation_id=conversation.id,
                seq=conversation.next_seq,
                author=reply.author,
                text=reply.text,
                buttons=[dict(button) for button in reply.buttons] or None,
                answer=dict(reply.answer) if reply.answer is not None else None,
                in_reply_to=in_reply_to,
                created_at=now,
            )
        )
        conversation.next_seq += 1
    session.add_all(rows)
    return rows


def is_restricted(session: Session, conversation_id: str) -> bool:
    """Whether the use of a conversation is restricted; False for one that does not exist."""
    query = select(ConversationRow.restricted_at).where(ConversationRow.id == conversation_id)
    return session.scalar(query) is not None


def facts_of(session: Session, conversation_id: str) -> tuple[StoredFact, ...]:
    """The facts of a conversation in the order of their ids."""
    rows = session.scalars(select(FactRow).where(FactRow.conversation_id == conversation_id).order_by(FactRow.fact))
    return tuple(
        StoredFact(
            fact=row.fact,
            value=row.value,
            given_by=row.given_by,
            message_id=row.message_id,
            updated_at=row.updated_at,
        )
        for row in rows
    )


def delete_facts(session: Session, conversation_id: str) -> None:
    """Remove every fact of a conversation."""
    session.execute(delete(FactRow).where(FactRow.conversation_id == conversation_id))


def close_message(session: Session, message_id: int, lease_owner: str, values: dict[str, Any]) -> bool:
    """Compare-and-set of a message that is being answered. False when the lease went to somebody else."""
    closed = session.execute(
        update(MessageRow)
        .where(
            MessageRow.id == message_id,
            MessageRow.answer_state == "answering",
            MessageRow.lease_owner == lease_owner,
        )
        .values(lease_owner=None, lease_until=None, **values)
        .returning(MessageRow.id)
        .execution_options(synchronize_session=False)
    )
    return closed.first() is not None


def change_state(session: Session, conversation_id: str, expected: str, new: str, now: datetime) -> bool:
    """Compare-and-set of who answers. False when the state was no longer `expected`."""
    changed = session.execute(
        update(ConversationRow)
        .where(ConversationRow.id == conversation_id, ConversationRow.state == expected)
        .values(state=new, updated_at=now)
        .returning(ConversationRow.id)
    )
    return changed.first() is not None


def has_unanswered(session: Session, conversation_id: str) -> bool:
    """Whether any message of the conversation waits for an answer or is being answered."""
    return bool(session.scalar(select(exists().where(MessageRow.conversation_id == conversation_id, _UNANSWERED))))


def being_answered(session: Session, conversation_id: str, now: datetime) -> bool:
    """Whether somebody holds a valid lease on a message of this conversation."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    MessageRow.conversation_id == conversation_id,
                    _UNANSWERED,
                    MessageRow.answer_state == "answering",
                    MessageRow.lease_until >= now,
                )
            )
        )
    )


def _expired(now: datetime) -> ColumnElement[bool]:
    return and_(MessageRow.answer_state == "answering", MessageRow.lease_until < now)


def oldest_unanswered(
    session: Session,
    conversation_id: str,
    *,
    now: datetime,
    up_to: int | None,
    skip: Sequence[int],
    since: datetime,
) -> MessageRow | None:
    """The next message to answer, oldest first.

    `up_to` (a message id) is an interactive turn: messages that failed often stand back so that one bad message
    cannot silence a conversation, and a message that was apologised for ends its own turn. None is the background's
    turn: an apologised message waits for its `retry_at`.
    """
    query = select(MessageRow).where(
        MessageRow.conversation_id == conversation_id,
        MessageRow.created_at >= since,
        _UNANSWERED,
        or_(MessageRow.answer_state != "answering", _expired(now)),
    )
    if skip:
        query = query.where(MessageRow.id.not_in(skip))
    if up_to is None:
        query = query.where(or_(MessageRow.answer_state != "apologised", MessageRow.retry_at <= now))
    else:
        own = and_(MessageRow.id == up_to, MessageRow.answer_state != "apologised")
        older = and_(MessageRow.id < up_to, MessageRow.attempts < BLOCKING_ATTEMPTS)
        query = query.where(or_(own, older))
    return session.scalar(query.order_by(MessageRow.seq).limit(1))


def conversations_to_answer(session: Session, *, now: datetime, since: datetime, limit: int) -> Sequence[str]:
    """Conversations whose turn it is in the background: due again, or left behind by a process that stopped."""
    due = or_(and_(MessageRow.answer_state != "answering", MessageRow.retry_at <= now), _expired(now))
    return session.scalars(
        select(MessageRow.conversation_id)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(_UNANSWERED, due, MessageRow.created_at >= since, ConversationRow.state == "bot")
        .group_by(MessageRow.conversation_id)
        .limit(limit)
    ).all()


def hasten_retries(session: Session, now: datetime) -> None:
    """Make every apologised message due now; the service behind has come back."""
    session.execute(
        update(MessageRow)
        .where(_UNANSWERED, MessageRow.answer_state == "apologised", MessageRow.retry_at > now)
        .values(retry_at=now)
    )


def to_message(row: MessageRow) -> Message:
    """The stored row as the value that leaves this part."""
    return Message(
        id=row.id,
        seq=row.seq,
        author=row.author,
        text=row.text,
        buttons=tuple(row.buttons or ()),
        answer=row.answer,
        in_reply_to=row.in_reply_to,
        client_id=row.client_id,
        name=row.author_name,
        thumb=row.thumb,
        created_at=row.created_at,
    )
