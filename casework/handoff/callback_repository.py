"""Every query of the call-backs. Callers own the transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.conversations.models import ConversationRow, MessageRow
from casework.handoff.callback_records import Callback
from casework.handoff.models import CallbackRow
from casework.identity.models import StaffRow

#: A call-back that has not ended.
OPEN = ("open", "taken")
#: How many messages back the offer of a call may lie for a number alone to be an answer to it.
OFFER_LASTS = 6


def open_callback(session: Session, conversation_id: str) -> CallbackRow | None:
    """The call-back of a conversation that has not ended, if there is one."""
    return session.scalar(
        select(CallbackRow).where(CallbackRow.conversation_id == conversation_id, CallbackRow.state.in_(OPEN))
    )


def form_was_offered(session: Session, conversation: ConversationRow) -> bool:
    """Whether one of the last messages offered to call the citizen up."""
    answers = session.scalars(
        select(MessageRow.answer).where(
            MessageRow.conversation_id == conversation.id,
            MessageRow.seq >= conversation.next_seq - OFFER_LASTS,
            MessageRow.author.in_(("bot", "system")),
            MessageRow.answer.is_not(None),
        )
    )
    return any(((answer or {}).get("handoff") or {}).get("form") == "callback" for answer in answers)


def promises(session: Session, besides: int | None = None) -> list[datetime]:
    """Every promise that is still to be kept, but for that of the call-back `besides`."""
    query = select(CallbackRow.promised_by).where(CallbackRow.state.in_(OPEN), CallbackRow.promised_by.is_not(None))
    if besides is not None:
        query = query.where(CallbackRow.id != besides)
    return [promised for promised in session.scalars(query) if promised is not None]


def get_callback(session: Session, callback_id: int) -> CallbackRow | None:
    """The call-back with this number."""
    return session.get(CallbackRow, callback_id)


def move_callback(
    session: Session, callback_id: int, expected: Sequence[str], values: dict[str, Any], owner_id: int | None = None
) -> bool:
    """Compare-and-set of a call-back. False when its state was none of `expected`, or its owner not `owner_id`."""
    query = update(CallbackRow).where(CallbackRow.id == callback_id, CallbackRow.state.in_(expected))
    if owner_id is not None:
        query = query.where(CallbackRow.owner_id == owner_id)
    changed = session.execute(
        query.values(**values).returning(CallbackRow.id).execution_options(synchronize_session="fetch")
    )
    return changed.first() is not None


def open_callbacks(session: Session) -> list[tuple[CallbackRow, str | None]]:
    """Every call-back that has not ended with the name of who has taken it, oldest first."""
    rows = session.execute(
        select(CallbackRow, StaffRow.name)
        .outerjoin(StaffRow, StaffRow.id == CallbackRow.owner_id)
        .join(ConversationRow, ConversationRow.id == CallbackRow.conversation_id)
        .where(CallbackRow.state.in_(OPEN), ConversationRow.restricted_at.is_(None))
        .order_by(CallbackRow.asked_at, CallbackRow.id)
    )
    return [(row[0], row[1]) for row in rows]


def to_callback(row: CallbackRow, owner_name: str | None = None, *, late: bool = False) -> Callback:
    """The stored row as the value that leaves this part."""
    return Callback(
        id=row.id,
        conversation_id=row.conversation_id,
        state=row.state,
        asked_at=row.asked_at,
        why=row.why,
        phone=row.phone,
        name=row.name,
        wish=row.wish,
        nearest_deadline=row.nearest_deadline,
        nearest_rule=row.nearest_rule,
        promised_by=row.promised_by,
        owner_id=row.owner_id,
        owner_name=owner_name,
        attempts=row.attempts,
        late=late,
    )
