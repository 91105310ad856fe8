"""Every query of filings. Callers own the transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from casework.journal.models import FilingContentRow, FilingRow


def filings_of(session: Session, conversation_id: str) -> list[FilingRow]:
    """Every filing of a conversation, oldest first."""
    query = select(FilingRow).where(FilingRow.conversation_id == conversation_id).order_by(FilingRow.number)
    return list(session.scalars(query))


def waiting(session: Session, now: datetime, limit: int) -> list[str]:
    """Conversations with a filing that is not through and that nobody is trying, the one that waits longest first."""
    given_up = and_(FilingRow.state == "pending", FilingRow.lease_until <= now)
    query = (
        select(FilingRow.conversation_id)
        .join(FilingContentRow, FilingContentRow.filing_id == FilingRow.id)
        .where(or_(FilingRow.state == "failed", given_up))
        .group_by(FilingRow.conversation_id)
        .order_by(func.min(FilingRow.made_at))
        .limit(limit)
    )
    return list(session.scalars(query))


def content_of(session: Session, filing_id: int) -> FilingContentRow:
    """The documents of a filing that is not through."""
    return session.get_one(FilingContentRow, filing_id)


def end(session: Session, filing_id: int, lease_until: datetime, values: dict[str, Any]) -> bool:
    """Compare-and-set of a filing that is being tried. False when the try was given up and somebody else took it."""
    changed = session.execute(
        update(FilingRow)
        .where(FilingRow.id == filing_id, FilingRow.state == "pending", FilingRow.lease_until == lease_until)
        .values(lease_until=None, **values)
        .returning(FilingRow.id)
    )
    return changed.first() is not None


def drop_content(session: Session, filing_id: int) -> None:
    """Remove the documents of a filing that is through."""
    session.execute(delete(FilingContentRow).where(FilingContentRow.filing_id == filing_id))
