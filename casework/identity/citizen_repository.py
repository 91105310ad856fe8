"""Every query of the logins of citizens. Callers own the transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.conversations.models import ConversationRow
from casework.db import locked
from casework.identity.models import CitizenLoginRow


def login_of(session: Session, conversation_id: str, *, lock: bool = False) -> CitizenLoginRow | None:
    """The login of a conversation, also one that is over."""
    query = select(CitizenLoginRow).where(CitizenLoginRow.conversation_id == conversation_id)
    return session.scalar(locked(query) if lock else query)


def note_use(session: Session, conversation_id: str, now: datetime, seen_after: datetime) -> None:
    """The login was used, if it still lives: one that has lapsed is not brought back."""
    alive = (
        CitizenLoginRow.conversation_id == conversation_id,
        CitizenLoginRow.ended_at.is_(None),
        CitizenLoginRow.seen_at > seen_after,
        CitizenLoginRow.expires_at > now,
    )
    session.execute(update(CitizenLoginRow).where(*alive).values(seen_at=now))


def renew_marks(session: Session, old: Sequence[str], new: str) -> None:
    """Let what was marked with an older key be found under the newest."""
    if old:
        session.execute(update(CitizenLoginRow).where(CitizenLoginRow.mark.in_(old)).values(mark=new))


def conversations_of(session: Session, mark: str) -> Sequence[tuple[str, datetime]]:
    """The conversations of one person with the moment of the last change, the newest first."""
    query = (
        select(ConversationRow.id, ConversationRow.updated_at)
        .join(CitizenLoginRow, CitizenLoginRow.conversation_id == ConversationRow.id)
        .where(CitizenLoginRow.mark == mark, CitizenLoginRow.taken.is_(True))
        .order_by(ConversationRow.updated_at.desc(), ConversationRow.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def forget_lapsed(session: Session, now: datetime, seen_before: datetime) -> int:
    """End logins that have lapsed, with what was kept to end them at the provider. Returns how many."""
    lapsed = CitizenLoginRow.ended_at.is_(None) & (
        (CitizenLoginRow.expires_at <= now) | (CitizenLoginRow.seen_at <= seen_before)
    )
    ended = session.execute(
        update(CitizenLoginRow)
        .where(lapsed)
        .values(ended_at=now, id_token=None, browser_hash=None, token_before=None)
        .returning(CitizenLoginRow.conversation_id)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())
