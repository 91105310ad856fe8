"""Taking reminders from the table: those whose time has come, and those whose end nobody saw."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from casework.db import session_scope
from casework.reminders.kinds import CHANGES, TEST, chosen_as
from casework.reminders.models import ChoiceRow, ContactRow, ReminderRow
from casework.reminders.queue import NEVER, PACE, STATUS, UNREPEATABLE, Pace, change, lease_is_over
from casework.reminders.records import Job


def claim(owner: str, now: datetime, limit: int, pace: Pace = PACE) -> list[Job]:
    """Take up to `limit` reminders whose time has come, or whose worker has died, the oldest first."""
    with session_scope() as session:
        ids = session.scalars(
            select(ReminderRow.id)
            .where(
                ReminderRow.ended_at.is_(None),
                ReminderRow.due_at <= now,
                or_(STATUS == "due", _to_take_over(now, pace)),
            )
            .order_by(ReminderRow.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        values = {
            "status": "sending",
            "owner": owner,
            "lease_until": now + pace.lease,
            "attempts": ReminderRow.attempts + 1,
        }
        change(session, ids, values)
        return _jobs(session, ids)


def claim_uncertain(now: datetime, limit: int, pace: Pace = PACE) -> list[Job]:
    """Take uncertain reminders that somebody should ask about now; the next question is put off at once."""
    with session_scope() as session:
        rows = session.scalars(
            select(ReminderRow)
            .where(ReminderRow.status == "uncertain", ReminderRow.due_at <= now)
            .order_by(ReminderRow.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            row.look_ups += 1
            row.due_at = now + (pace.look_ups[row.look_ups] if row.look_ups < len(pace.look_ups) else NEVER)
        session.flush()
        return _jobs(session, [row.id for row in rows])


def _to_take_over(now: datetime, pace: Pace) -> ColumnElement[bool]:
    perhaps_seen = ReminderRow.wire_at.is_not(None) & ReminderRow.channel.in_(UNREPEATABLE)
    return and_(STATUS == "sending", lease_is_over(now, pace), ~perhaps_seen, ReminderRow.called_off.is_(False))


#: What a job is made of, beside its address and its stop link.
_COLUMNS = tuple(
    getattr(ReminderRow, name) for name in Job.__dataclass_fields__ if name not in {"address", "stop_token"}
)


_ANY = aliased(ChoiceRow)
#: A test is of no kind of its own: its link stops the first of those that come by its channel.
_FIRST_CHOICE = (
    select(func.min(_ANY.id))
    .where(_ANY.conversation_id == ReminderRow.conversation_id, _ANY.channel == ReminderRow.channel, _ANY.on)
    .correlate(ReminderRow)
    .scalar_subquery()
)


def _jobs(session: Session, ids: Collection[int]) -> list[Job]:
    if not ids:
        return []
    same = (ContactRow.conversation_id == ReminderRow.conversation_id) & (ContactRow.channel == ReminderRow.channel)
    chosen = (
        (ChoiceRow.conversation_id == ReminderRow.conversation_id)
        & (ChoiceRow.channel == ReminderRow.channel)
        & or_(
            ChoiceRow.kind == ReminderRow.kind,
            ReminderRow.kind.in_(CHANGES) & (ChoiceRow.kind == chosen_as(CHANGES[0])),
            (ReminderRow.kind == TEST) & (ChoiceRow.id == _FIRST_CHOICE),
        )
    )
    rows = session.execute(
        select(*_COLUMNS, ContactRow.address, ContactRow.confirmed_at, ChoiceRow.stop_token)
        .outerjoin(ContactRow, same)
        .outerjoin(ChoiceRow, chosen)
        .where(ReminderRow.id.in_(ids))
        .order_by(ReminderRow.due_at, ReminderRow.id)
    )
    names = [column.key for column in _COLUMNS]
    return [
        Job(
            **dict(zip(names, row, strict=False)),
            address=row.address if row.confirmed_at else "",
            stop_token=row.stop_token or "",
        )
        for row in rows
    ]
