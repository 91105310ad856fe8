"""What was agreed for next time ("aftale til næste samtale"), as its citizen sees it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casework.booking.kinds import kinds
from casework.booking.models import AgreementRow
from casework.conversations.models import MessageRow
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


def latest(conversation_id: str, token: str, *, now: datetime) -> Agreement | None:
    """The newest agreement of a conversation, for a page that shows it; older ones no longer hold.

    That it is seen is written down, once, for the caseworker. Raises NotAllowedError.
    """
    with session_scope(read_only=True) as session:
        authorised(session, conversation_id, token)
        row = _newest(session, conversation_id)
        if row is None:
            return None
        found, unseen = _agreement(row), row.id if row.seen_at is None else None
    if unseen is not None:
        with session_scope() as session:
            # The words may have been corrected between the two: those are not seen yet.
            seen = (AgreementRow.id == unseen) & (AgreementRow.made_at == found.made_at)
            session.execute(update(AgreementRow).where(seen, AgreementRow.seen_at.is_(None)).values(seen_at=now))
    return found


def read_up_to(conversation_id: str, seq: int, *, now: datetime) -> None:
    """The citizen's chat has shown every message up to `seq`: the agreements told in them are seen."""
    shown = (
        select(func.max(MessageRow.created_at))
        .where(MessageRow.conversation_id == conversation_id, MessageRow.seq <= seq)
        .scalar_subquery()
    )
    # An agreement and its message are stored in the same moment.
    told = (AgreementRow.conversation_id == conversation_id) & (AgreementRow.made_at <= shown)
    with session_scope() as session:
        session.execute(update(AgreementRow).where(told, AgreementRow.seen_at.is_(None)).values(seen_at=now))


def _newest(session: Session, conversation_id: str) -> AgreementRow | None:
    return session.scalar(
        select(AgreementRow)
        .where(AgreementRow.conversation_id == conversation_id)
        .order_by(AgreementRow.made_at.desc(), AgreementRow.id.desc())
        .limit(1)
    )


def _agreement(row: AgreementRow) -> Agreement:
    kind = kinds().get(row.next_kind or "")
    return Agreement(
        text=row.text,
        next_kind=row.next_kind,
        next_kind_name=kind.name if kind else None,
        next_by=row.next_by,
        made_at=row.made_at,
    )
