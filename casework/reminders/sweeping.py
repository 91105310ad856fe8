"""Puts right what no worker holds: what senders left that died, and what a wrong clock has left."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select, text
from sqlalchemy.orm import Session

from casework.db import session_scope
from casework.reminders.models import ReminderRow
from casework.reminders.queue import NEVER, PACE, STATUS, UNREPEATABLE, Pace, change, ended, lease_is_over

#: So many rows of each sort are put right at a time; the next round takes the next ones.
MOST: Final = 1_000
#: Written out, because they are the conditions of partial indexes.
_TRIED: Final = text("ended_at IS NULL AND attempts > 0")
_TOO_LATE: Final = text("reason = 'too_late'")


def sweep(now: datetime, pace: Pace = PACE) -> None:
    """SMS whose sender died, what was called off on its way, and times of a wrong clock."""
    with session_scope() as session:
        dead = and_(ReminderRow.status == "sending", lease_is_over(now, pace), ReminderRow.wire_at.is_not(None))
        uncertain = {
            "status": "uncertain",
            "reason": "lease_lost",
            "owner": None,
            "lease_until": None,
            "due_at": now + pace.look_ups[0],
        }
        _put_right(session, and_(dead, ReminderRow.channel.in_(UNREPEATABLE)), uncertain)
        _put_right(session, and_(dead, ReminderRow.called_off), ended("cancelled", "called_off", now))
        _after_a_wrong_clock(session, now, pace)


def _after_a_wrong_clock(session: Session, now: datetime, pace: Pace) -> None:
    """A clock that was wrong for a while must not cost anybody a reminder, or an hour."""
    again = and_(
        _TRIED,
        STATUS == "due",
        ReminderRow.due_at > now + pace.back_off[-1],
        or_(ReminderRow.reason.is_(None), ReminderRow.reason != "quiet"),
    )
    _put_right(session, again, {"due_at": now})
    asked = and_(
        ReminderRow.status == "uncertain",
        ReminderRow.due_at > now + pace.look_ups[-1],
        ReminderRow.due_at < now + NEVER / 2,
    )
    _put_right(session, asked, {"due_at": now})
    # Taken in a time that has not come yet, by a worker that died: nobody would look at it before then.
    held = and_(
        ReminderRow.status == "sending", ReminderRow.lease_until > now + 2 * pace.lease, ReminderRow.due_at > now
    )
    _put_right(session, held, {"due_at": now})
    early = and_(_TOO_LATE, STATUS == "failed", ReminderRow.not_after >= now, ReminderRow.called_off.is_(False))
    _put_right(session, early, {"status": "due", "reason": None, "ended_at": None})


def _put_right(session: Session, where: ColumnElement[bool], values: dict[str, Any]) -> None:
    # Rows that somebody else holds are left to them: waiting here could be waiting for each other.
    ids = session.scalars(select(ReminderRow.id).where(where).limit(MOST).with_for_update(skip_locked=True)).all()
    change(session, ids, values)
