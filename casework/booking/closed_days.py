"""On which days no talk is held: holidays, and the days on which this authority alone is closed."""

from collections.abc import Set as AbstractSet
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.handoff.models import ClosingDayRow
from casework.handoff.weekly_hours import read_weekly_hours
from casework.settings import opening_hours_file


def closing_days(session: Session, since: date) -> AbstractSet[date]:
    """The authority's own closing days from `since` on."""
    return frozenset(session.scalars(select(ClosingDayRow.day).where(ClosingDayRow.day >= since)))


def is_closed(day: date, own: AbstractSet[date]) -> bool:
    """Whether no talk is held on a day. `own` = the authority's closing days.

    Holidays, 5 June, 24 and 31 December are closed. Saturdays and Sundays are open when somebody has opened times on
    them. A deadline does not move because of it.
    """
    return day in own or read_weekly_hours(opening_hours_file()).calendar.name_of(day) is not None
