"""What was agreed for next time ("aftale til næste samtale"), as its citizen sees it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from casework.booking.kinds import kinds
from casework.booking.models import AgreementRow
from casework.conversations.service import authorised
from casework.db import session_scope


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """What was agreed. `next_by` = the day before which the next talk should be held, when that was said."""

    text: str
    next_kind: str | None
    next_kind_name: str | None
    next_by: date | None
    made_at: datetime


def latest(conversation_id: str, token: str) -> Agreement | None:
    """The newest agreement of a conversation; older ones no longer hold. Raises NotAllowedError."""
    with session_scope(read_only=True) as session:
        authorised(session, conversation_id, token)
        row = session.scalar(
            select(AgreementRow)
            .where(AgreementRow.conversation_id == conversation_id)
            .order_by(AgreementRow.made_at.desc(), AgreementRow.id.desc())
            .limit(1)
        )
        if row is None:
            return None
        kind = kinds().get(row.next_kind or "")
        return Agreement(
            text=row.text,
            next_kind=row.next_kind,
            next_kind_name=kind.name if kind else None,
            next_by=row.next_by,
            made_at=row.made_at,
        )
