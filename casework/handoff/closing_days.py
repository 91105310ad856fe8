"""Days on which this authority alone is closed, and the holidays beside them."""

from datetime import date, timedelta

from casework.db import session_scope
from casework.handoff import setup_repository as repo
from casework.handoff.models import ClosingDayRow
from casework.handoff.setup_errors import SetupError
from casework.handoff.setup_records import ClosingDay
from casework.handoff.weekly_hours import WeeklyHours
from casework.privacy.masking import mask

LONGEST_NAME = 80
#: So far ahead a day can be named; farther is a slip of the keyboard.
FARTHEST = timedelta(days=2 * 366)
_YEAR = timedelta(days=365)


def list_days(since: date) -> list[ClosingDay]:
    """The closing days from `since`, in order."""
    with session_scope(read_only=True) as session:
        return [ClosingDay(day=row.day, name=row.name) for row in repo.days_since(session, since)]


def add_day(day: date, name: str, *, today: date) -> ClosingDay:
    """Close on `day`; the same day again changes its name. Raises SetupError (past, too far, no name)."""
    name = mask(" ".join(name.split())).text
    if not 1 <= len(name) <= LONGEST_NAME:
        raise SetupError("day_name", "name")
    if day < today:
        raise SetupError("day_past", "day")
    if day > today + FARTHEST:
        raise SetupError("day_far", "day")
    with session_scope() as session:
        row = session.get(ClosingDayRow, day)
        if row is None:
            session.add(ClosingDayRow(day=day, name=name))
        else:
            row.name = name
        return ClosingDay(day=day, name=name)


def remove_day(day: date) -> None:
    """Open on `day` again. Nothing happens when it was no closing day."""
    with session_scope() as session:
        row = session.get(ClosingDayRow, day)
        if row is not None:
            session.delete(row)


def holidays_of_year(week: WeeklyHours, today: date) -> list[ClosingDay]:
    """The days of the coming year that are closed without anybody doing anything, in order."""
    days = (today + timedelta(days=number) for number in range(_YEAR.days + 1))
    return [ClosingDay(day=day, name=name) for day in days if (name := week.calendar.name_of(day))]
