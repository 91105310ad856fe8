"""The table as a queue: claiming with a lease, handing to a channel, writing down what became of it.

Several workers may run it at once. Every step is one short transaction and a compare-and-set; nothing is open while a
message is on its way. Moments are aware UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select, text, update
from sqlalchemy.orm import Session

from casework.db import session_scope
from casework.reminders.channels.base import Outcome
from casework.reminders.models import ChoiceRow, ContactRow, ReminderRow
from casework.reminders.records import Job

#: A channel gives up after half a minute, so whoever holds a lease longer than this has died.
LEASE: Final = timedelta(minutes=2)
#: When to try again after a failure that may pass: the last one again and again until it would come too late.
BACK_OFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
#: When to ask what became of an uncertain message; gateways allow such a question every other minute.
LOOK_UPS: Final = tuple(timedelta(minutes=minutes) for minutes in (3, 10, 30, 120, 720))


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How long a lease lasts, and when to try and to ask again."""

    lease: timedelta = LEASE
    back_off: tuple[timedelta, ...] = BACK_OFF
    look_ups: tuple[timedelta, ...] = LOOK_UPS


PACE: Final = Pace()
#: Sending these twice would be seen twice.
UNREPEATABLE: Final = ("sms", "nemsms", "digital_post")
#: Written out, so that the planner sees that it is the condition of the partial index.
_WAITS: Final = text("status IN ('due', 'sending', 'uncertain')")
#: Nobody asks again before then.
_NEVER: Final = timedelta(days=3650)
_PLANNED_AHEAD: Final = timedelta(days=90)


def claim(owner: str, now: datetime, limit: int, pace: Pace = PACE) -> list[Job]:
    """Take up to `limit` reminders whose time has come, or whose worker has died, the oldest first."""
    with session_scope() as session:
        ids = session.scalars(
            select(ReminderRow.id)
            .where(_WAITS, ReminderRow.due_at <= now, or_(ReminderRow.status == "due", _to_take_over(now, pace)))
            .order_by(ReminderRow.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        if not ids:
            return []
        values = {
            "status": "sending",
            "owner": owner,
            "lease_until": now + pace.lease,
            "attempts": ReminderRow.attempts + 1,
        }
        _change(session, ReminderRow.id.in_(ids), values)
        return _jobs(session, ids)


def claim_uncertain(now: datetime, limit: int, pace: Pace = PACE) -> list[Job]:
    """Take uncertain reminders that somebody should ask about now; the next question is put off at once."""
    with session_scope() as session:
        rows = session.scalars(
            select(ReminderRow)
            .where(_WAITS, ReminderRow.status == "uncertain", ReminderRow.due_at <= now)
            .order_by(ReminderRow.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            row.look_ups += 1
            row.due_at = now + (pace.look_ups[row.look_ups] if row.look_ups < len(pace.look_ups) else _NEVER)
        session.flush()
        return _jobs(session, [row.id for row in rows])


def hand_over(job: Job, owner: str, now: datetime) -> bool:
    """Say that the message goes to its channel now. False when it was called off or belongs to somebody else: then it
    must not be sent."""
    with session_scope() as session:
        return _change(session, _mine(job, owner) & ReminderRow.called_off.is_(False), {"wire_at": now})


def withdraw(job: Job, owner: str, now: datetime, reason: str) -> bool:
    """The message is not wanted any more, seen just before sending."""
    values = {"status": "cancelled", "reason": reason, "ended_at": now, "owner": None, "lease_until": None}
    with session_scope() as session:
        return _change(session, _mine(job, owner), values)


def put_off(job: Job, owner: str, until: datetime) -> bool:
    """Send it later: these are hours in which nobody is written to. It does not count as a try."""
    values = {
        "status": "due",
        "reason": "quiet",
        "due_at": until,
        "owner": None,
        "lease_until": None,
        "attempts": ReminderRow.attempts - 1,
    }
    with session_scope() as session:
        return _change(session, _mine(job, owner), values)


def too_late(job: Job, owner: str, now: datetime) -> bool:
    """It would come too late."""
    with session_scope() as session:
        return _change(session, _mine(job, owner), _ended("failed", "too_late", now))


def finish(job: Job, owner: str, outcome: Outcome, now: datetime, pace: Pace = PACE) -> str:
    """Write down what became of a try; returns how the reminder stands now ("lost" = it is somebody else's)."""
    with session_scope() as session:
        row = session.get(ReminderRow, job.id, with_for_update=True)
        if row is None:
            return "lost"
        mine = row.status == "sending" and row.owner == owner
        # A sender that was thought dead knows best whether it succeeded.
        if not mine and not (outcome.result == "sent" and row.status == "uncertain"):
            return "lost"
        row.last_error, row.owner, row.lease_until = outcome.error, None, None
        row.provider_ref = outcome.provider_ref or row.provider_ref
        _set(row, _next(row, outcome, now, pace))
        return row.status


def settle(job: Job, fate: str, now: datetime) -> str:
    """Write down what was found out about an uncertain reminder; returns how it stands now."""
    with session_scope() as session:
        row = session.get(ReminderRow, job.id, with_for_update=True)
        if row is None or row.status != "uncertain":
            return "lost"
        if fate == "sent":
            _set(row, {**_ended("sent", None, now), "sent_at": row.wire_at or now})
        elif fate == "failed":
            _set(row, _ended("failed", "refused", now))
        elif fate == "absent":
            _set(row, _again(row, now, now))
        return row.status


def sweep(now: datetime, pace: Pace = PACE) -> None:
    """Put right what no worker holds: SMS whose sender died, what was called off on its way, what would be too late."""
    with session_scope() as session:
        dead = and_(
            _WAITS, ReminderRow.status == "sending", _lease_is_over(now, pace), ReminderRow.wire_at.is_not(None)
        )
        uncertain = {
            "status": "uncertain",
            "reason": "lease_lost",
            "owner": None,
            "lease_until": None,
            "due_at": now + pace.look_ups[0],
        }
        _change(session, and_(dead, ReminderRow.channel.in_(UNREPEATABLE)), uncertain)
        _change(session, and_(dead, ReminderRow.called_off), _ended("cancelled", "called_off", now))
        late = and_(_WAITS, ReminderRow.status == "due", ReminderRow.due_at <= now, ReminderRow.not_after < now)
        _change(session, late, _ended("failed", "too_late", now))
        _after_a_wrong_clock(session, now, pace)


def _after_a_wrong_clock(session: Session, now: datetime, pace: Pace) -> None:
    """A clock that was wrong for a while must not cost anybody a reminder, or an hour."""
    again = and_(
        _WAITS,
        ReminderRow.status == "due",
        ReminderRow.attempts > 0,
        ReminderRow.due_at > now + pace.back_off[-1],
        or_(ReminderRow.reason.is_(None), ReminderRow.reason != "quiet"),
    )
    asked = and_(
        _WAITS,
        ReminderRow.status == "uncertain",
        ReminderRow.due_at > now + pace.look_ups[-1],
        ReminderRow.due_at < now + _NEVER / 2,
    )
    _change(session, or_(again, asked), {"due_at": now})
    early = and_(
        ReminderRow.status == "failed",
        ReminderRow.reason == "too_late",
        ReminderRow.due_at > now - _PLANNED_AHEAD,
        ReminderRow.not_after >= now,
        ReminderRow.called_off.is_(False),
    )
    _change(session, early, {"status": "due", "reason": None, "ended_at": None})


def _next(row: ReminderRow, outcome: Outcome, now: datetime, pace: Pace) -> dict[str, Any]:
    if outcome.result == "sent":
        return {**_ended("sent", None, now), "sent_at": now}
    if outcome.result == "permanent":
        return _ended("failed", "refused", now)
    if outcome.result == "uncertain" and row.channel in UNREPEATABLE:
        return {"status": "uncertain", "reason": "no_answer", "due_at": now + pace.look_ups[0]}
    if outcome.result == "temporary":
        row.wire_at = None
    return _again(row, now, now + pace.back_off[min(row.attempts, len(pace.back_off)) - 1])


def _again(row: ReminderRow, now: datetime, at: datetime) -> dict[str, Any]:
    if row.called_off:
        return _ended("cancelled", "called_off", now)
    if at > row.not_after:
        return _ended("failed", "gave_up", now)
    return {"status": "due", "reason": None, "due_at": at}


def _ended(status: str, reason: str | None, now: datetime) -> dict[str, Any]:
    return {"status": status, "reason": reason, "ended_at": now, "owner": None, "lease_until": None}


def _set(row: ReminderRow, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _mine(job: Job, owner: str) -> ColumnElement[bool]:
    return and_(ReminderRow.id == job.id, ReminderRow.owner == owner, ReminderRow.status == "sending")


def _lease_is_over(now: datetime, pace: Pace) -> ColumnElement[bool]:
    # A lease from far ahead is one of a clock that was wrong.
    return or_(ReminderRow.lease_until < now, ReminderRow.lease_until > now + 2 * pace.lease)


def _to_take_over(now: datetime, pace: Pace) -> ColumnElement[bool]:
    perhaps_seen = ReminderRow.wire_at.is_not(None) & ReminderRow.channel.in_(UNREPEATABLE)
    return and_(
        ReminderRow.status == "sending", _lease_is_over(now, pace), ~perhaps_seen, ReminderRow.called_off.is_(False)
    )


def _change(session: Session, where: ColumnElement[bool], values: dict[str, Any]) -> bool:
    """Compare-and-set; whether any row was changed."""
    changed = session.execute(
        update(ReminderRow)
        .where(where)
        .values(**values)
        .returning(ReminderRow.id)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.all())


def _jobs(session: Session, ids: Sequence[int]) -> list[Job]:
    same = (ContactRow.conversation_id == ReminderRow.conversation_id) & (ContactRow.channel == ReminderRow.channel)
    chosen = (
        (ChoiceRow.conversation_id == ReminderRow.conversation_id)
        & (ChoiceRow.channel == ReminderRow.channel)
        & (ChoiceRow.kind == ReminderRow.kind)
    )
    rows = session.execute(
        select(ReminderRow, ContactRow.address, ContactRow.confirmed_at, ChoiceRow.stop_token)
        .outerjoin(ContactRow, same)
        .outerjoin(ChoiceRow, chosen)
        .where(ReminderRow.id.in_(ids))
        .order_by(ReminderRow.due_at, ReminderRow.id)
        .execution_options(populate_existing=True)
    )
    return [_job(row, address if confirmed else "", token or "") for row, address, confirmed, token in rows]


def _job(row: ReminderRow, address: str, stop_token: str) -> Job:
    return Job(
        id=row.id,
        conversation_id=row.conversation_id,
        kind=row.kind,
        channel=row.channel,
        duty=row.duty,
        due_on=row.due_on,
        event_at=row.event_at,
        not_after=row.not_after,
        attempts=row.attempts,
        wire_at=row.wire_at,
        called_off=row.called_off,
        address=address,
        stop_token=stop_token,
        look_ups=row.look_ups,
        provider_ref=row.provider_ref,
    )
