"""What the database knows about whether a person can be offered. Callers own the transaction."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.handoff.models import ClosingDayRow, SwitchRow
from casework.handoff.repository import ANSWERING_ROLES
from casework.identity.models import StaffRow

HANDOFF_SWITCH = "handoff"


def switched_on(session: Session) -> bool:
    """Whether handing over is switched on; it is until an administrator switches it off."""
    row = session.get(SwitchRow, HANDOFF_SWITCH)
    return row is None or row.on


def is_staffed(session: Session) -> bool:
    """Whether there is anybody at all who may answer citizens."""
    query = select(StaffRow.id).where(StaffRow.active, StaffRow.role.in_(ANSWERING_ROLES)).limit(1)
    return session.scalar(query) is not None


def closing_days(session: Session, since: date) -> dict[date, str]:
    """The days from `since` on which this authority alone is closed."""
    rows = session.scalars(select(ClosingDayRow).where(ClosingDayRow.day >= since))
    return {row.day: row.name for row in rows}
