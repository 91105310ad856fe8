"""What becomes of claimed reminders: handed to a channel or not, and how it went. Each call is one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from casework.db import session_scope
from casework.reminders.channels.base import Outcome
from casework.reminders.models import ReminderRow
from casework.reminders.queue import PACE, UNREPEATABLE, Pace, change, ended, lock_mine
from casework.reminders.records import Job

#: So much of a provider's own number is kept.
LONGEST_REF = 128


@dataclass(kw_only=True, slots=True)
class Decisions:
    """What to do with claimed reminders: send them, send them later (by moment), drop them as too late, or withdraw
    them (by reason)."""

    send: list[Job] = field(default_factory=list)
    put_off: dict[datetime, list[Job]] = field(default_factory=dict)
    late: list[Job] = field(default_factory=list)
    withdrawn: dict[str, list[Job]] = field(default_factory=dict)


def hand_over(decided: Decisions, owner: str, now: datetime) -> set[int]:
    """Write down what was decided. Returns the ids that go to their channel now.

    What is missing of `decided.send` was called off meanwhile or belongs to somebody else, and must not be sent.
    """
    groups = [decided.send, decided.late, *decided.put_off.values(), *decided.withdrawn.values()]
    with session_scope() as session:
        mine = set(lock_mine(session, [job.id for group in groups for job in group], owner))

        def own(jobs: Sequence[Job]) -> set[int]:
            return mine & {job.id for job in jobs}

        change(session, own(decided.late), ended("failed", "too_late", now))
        for until, jobs in decided.put_off.items():
            change(session, own(jobs), _later(until))
        for reason, jobs in decided.withdrawn.items():
            change(session, own(jobs), ended("cancelled", reason, now))
        return change(session, own(decided.send), {"wire_at": now}, ReminderRow.called_off.is_(False))


def finish(results: Sequence[tuple[Job, Outcome]], owner: str, now: datetime, pace: Pace = PACE) -> Mapping[int, str]:
    """Write down what became of some tries; by id how each reminder stands now ("lost" = it is somebody else's)."""
    told = {job.id: outcome for job, outcome in results}
    with session_scope() as session:
        rows = session.scalars(
            select(ReminderRow).where(ReminderRow.id.in_(told)).order_by(ReminderRow.id).with_for_update()
        ).all()
        for row in rows:
            outcome = told[row.id]
            if not _may_tell(row, owner, outcome):
                del told[row.id]
                continue
            row.last_error, row.owner, row.lease_until = outcome.error, None, None
            row.provider_ref = (outcome.provider_ref or row.provider_ref or "")[:LONGEST_REF] or None
            _set(row, _next(row, outcome, now, pace))
        written = {row.id: row.status for row in rows if row.id in told}
    return {job.id: written.get(job.id, "lost") for job, _outcome in results}


def settle(job: Job, fate: str, now: datetime) -> str:
    """Write down what was found out about an uncertain reminder; returns how it stands now."""
    with session_scope() as session:
        row = session.get(ReminderRow, job.id, with_for_update=True)
        if row is None or row.status != "uncertain":
            return "lost"
        if fate == "sent":
            _set(row, {**ended("sent", None, now), "sent_at": row.wire_at or now})
        elif fate == "failed":
            _set(row, ended("failed", "refused", now))
        elif fate == "absent":
            _set(row, _again(row, now, now))
        return row.status


def _may_tell(row: ReminderRow, owner: str, outcome: Outcome) -> bool:
    mine = row.status == "sending" and row.owner == owner
    # A sender that was thought dead knows best whether it succeeded.
    return mine or (outcome.result == "sent" and row.status == "uncertain")


def _later(until: datetime) -> dict[str, Any]:
    """In hours in which nobody is written to. It does not count as a try."""
    return {
        "status": "due",
        "reason": "quiet",
        "due_at": until,
        "owner": None,
        "lease_until": None,
        "attempts": ReminderRow.attempts - 1,
    }


def _next(row: ReminderRow, outcome: Outcome, now: datetime, pace: Pace) -> dict[str, Any]:
    if outcome.result == "sent":
        return {**ended("sent", None, now), "sent_at": now}
    if outcome.result == "permanent":
        return ended("failed", "refused", now)
    if outcome.result == "uncertain" and row.channel in UNREPEATABLE:
        return {"status": "uncertain", "reason": "no_answer", "due_at": now + pace.look_ups[0]}
    if outcome.result == "temporary":
        row.wire_at = None
    return _again(row, now, now + pace.back_off[min(row.attempts, len(pace.back_off)) - 1])


def _again(row: ReminderRow, now: datetime, at: datetime) -> dict[str, Any]:
    if row.called_off:
        return ended("cancelled", "called_off", now)
    if at > row.not_after:
        return ended("failed", "gave_up", now)
    return {"status": "due", "reason": None, "due_at": at}


def _set(row: ReminderRow, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
