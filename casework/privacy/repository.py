"""Every query of the reading log and of deletion. Callers own the transaction.

Rows of the log are added and read, never changed.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casework.conversations.models import ConversationRow
from casework.privacy.models import AccessRow
from casework.privacy.records import Reader


def add_readings(
    session: Session, conversation_ids: Iterable[str], staff: Reader, purpose: str, reason: str | None, now: datetime
) -> None:
    """Append one row for each conversation."""
    rows = [
        {
            "at": now,
            "conversation_id": conversation_id,
            "staff_id": staff.id,
            "staff_name": staff.name,
            "role": staff.role,
            "purpose": purpose,
            "reason": reason,
        }
        for conversation_id in conversation_ids
    ]
    if rows:
        session.execute(insert(AccessRow), rows)


def readings_of(session: Session, conversation_id: str) -> Sequence[AccessRow]:
    """Every opening of a conversation, oldest first."""
    return session.scalars(
        select(AccessRow).where(AccessRow.conversation_id == conversation_id).order_by(AccessRow.at, AccessRow.id)
    ).all()


def opened_since(
    session: Session, conversation_id: str, staff_id: int, since: datetime, purpose: str | None = None
) -> bool:
    """Whether this person has opened the conversation at or after `since`."""
    query = select(AccessRow.id).where(
        AccessRow.conversation_id == conversation_id,
        AccessRow.staff_id == staff_id,
        AccessRow.at >= since,
        # A list holds no messages: whoever took one out has not opened the thousands of conversations in it.
        AccessRow.purpose != "export",
    )
    if purpose is not None:
        query = query.where(AccessRow.purpose == purpose)
    return session.scalar(query.limit(1)) is not None


def delete_conversation(session: Session, conversation_id: str) -> None:
    """Delete a conversation; the keys of the schema take every row that belongs to it along."""
    session.execute(
        delete(ConversationRow)
        .where(ConversationRow.id == conversation_id)
        .execution_options(synchronize_session=False)
    )
