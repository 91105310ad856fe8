"""Every query of the nightly deletion. Callers own the transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, exists, func, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework.booking.models import AgreementRow, BookingRow, OfferRow, SlotRow
from casework.conversations.models import ConversationRow, MessageRow
from casework.handoff.models import CallbackRow, HandoffRow, NoteRow
from casework.journal.models import FilingRow
from casework.privacy.models import PurgeRow
from casework.reminders.models import ContactRow, ReminderRow

_TALK = ConversationRow.id


def count(session: Session, kind: str, *, before: datetime | None = None, now: datetime | None = None) -> int:
    """How many conversations of a kind there are; with `before` and `now` only those that would be deleted."""
    return session.scalar(select(func.count(_TALK)).where(_chosen(kind, before, now))) or 0


def overdue(session: Session, kind: str, *, before: datetime, now: datetime, limit: int) -> Sequence[str]:
    """Ids of conversations to delete, locked, the oldest first. One that somebody works on just now is left alone."""
    return session.scalars(
        select(_TALK)
        .where(_chosen(kind, before, now))
        .order_by(ConversationRow.updated_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=ConversationRow)
    ).all()


def run_of(session: Session, day: date, *, lock: bool = False) -> PurgeRow | None:
    """The deletion of a night."""
    return session.get(PurgeRow, day, with_for_update=lock)


def runs(session: Session, most: int) -> Sequence[PurgeRow]:
    """The last ones, newest first."""
    return session.scalars(select(PurgeRow).order_by(PurgeRow.day.desc()).limit(most)).all()


def _chosen(kind: str, before: datetime | None, now: datetime | None) -> ColumnElement[bool]:
    if before is None or now is None:
        return _is_of(kind)
    old = _filed(FilingRow.filed_at < before) if kind == "filed" else ConversationRow.updated_at < before
    return and_(_is_of(kind), old, not_(_going_on(now)))


def _is_of(kind: str) -> ColumnElement[bool]:
    case = or_(
        _has(MessageRow.conversation_id, MessageRow.author == "caseworker"),
        _has(BookingRow.conversation_id, BookingRow.state.not_in(("held", "lapsed"))),
        _has(AgreementRow.conversation_id),
        _has(OfferRow.conversation_id, OfferRow.source == "staff"),
        _has(NoteRow.conversation_id),
    )
    contact = or_(_has(HandoffRow.conversation_id), _has(CallbackRow.conversation_id), _has(ContactRow.conversation_id))
    if kind == "filed":
        return _filed()
    if kind == "case":
        return and_(case, not_(_filed()))
    return and_(not_(case), not_(_filed()), contact if kind == "contact" else not_(contact))


def _filed(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Everything that was written stands in a filing that is through."""
    return _has(
        FilingRow.conversation_id, FilingRow.state == "filed", FilingRow.to_seq >= ConversationRow.next_seq - 1, *where
    )


def _going_on(now: datetime) -> ColumnElement[bool]:
    ahead = (
        select(BookingRow.id)
        .join(SlotRow, SlotRow.id == BookingRow.slot_id)
        .where(BookingRow.conversation_id == _TALK, BookingRow.state.in_(("held", "active")), SlotRow.ends_at > now)
        .exists()
    )
    return or_(
        ConversationRow.restricted_at.is_not(None),
        ConversationRow.state.in_(("waiting", "caseworker")),
        _has(CallbackRow.conversation_id, CallbackRow.state.in_(("open", "taken"))),
        _has(ReminderRow.conversation_id, ReminderRow.status.in_(("due", "sending", "uncertain"))),
        ahead,
    )


def _has(column: InstrumentedAttribute[Any], *where: ColumnElement[bool]) -> Exists:
    return exists().where(column == _TALK, *where)
