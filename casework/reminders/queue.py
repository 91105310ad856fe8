"""The table as a queue: what claiming, outcomes and sweeping share.

Several workers may run it at once. Every step is one short transaction and a compare-and-set; nothing is open while a
message is on its way. Whoever changes several rows locks them in the order of their ids, so that two never wait for
each other. Moments are aware UTC.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from casework.reminders.models import ReminderRow

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
#: The status, where its index must not be used: most of what it finds lies far ahead, and only few are looked for.
STATUS: Final = func.coalesce(ReminderRow.status, "")
#: Nobody asks again before then.
NEVER: Final = timedelta(days=3650)


def lease_is_over(now: datetime, pace: Pace) -> ColumnElement[bool]:
    """Whether whoever holds a row has died."""
    # A lease from far ahead is one of a clock that was wrong.
    return or_(ReminderRow.lease_until < now, ReminderRow.lease_until > now + 2 * pace.lease)


def ended(status: str, reason: str | None, now: datetime) -> dict[str, Any]:
    """The columns of a reminder that is done with."""
    return {"status": status, "reason": reason, "ended_at": now, "owner": None, "lease_until": None}


def lock_mine(session: Session, ids: Collection[int], owner: str) -> Sequence[int]:
    """Those of the ids that are still being sent by `owner`, locked."""
    return session.scalars(
        select(ReminderRow.id)
        .where(ReminderRow.id.in_(ids), ReminderRow.owner == owner, STATUS == "sending")
        .order_by(ReminderRow.id)
        .with_for_update()
    ).all()


def change(session: Session, ids: Collection[int], values: dict[str, Any], *where: ColumnElement[bool]) -> set[int]:
    """Set columns of these rows where the conditions still hold; the ids that were changed."""
    if not ids:
        return set()
    changed = session.scalars(
        update(ReminderRow)
        .where(ReminderRow.id.in_(ids), *where)
        .values(**values)
        .returning(ReminderRow.id)
        .execution_options(synchronize_session=False)
    )
    return set(changed.all())
