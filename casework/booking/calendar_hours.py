"""The working weeks of a caseworker: hours with breaks, for always or from one day to another.

Each function that is not handed a session is one transaction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, pairwise

from sqlalchemy import delete
from sqlalchemy.orm import Session

from casework.booking import calendar_repository as repo
from casework.booking.calendar_errors import CalendarError
from casework.booking.calendar_plan import on_day
from casework.booking.calendar_records import WorkingHours
from casework.booking.kinds import kinds
from casework.booking.models import FORMS, WorkingHoursRow
from casework.db import session_scope
from casework.handoff.weekly_hours import MINUTES_OF_DAY, Period

#: So many weeks of different dates one caseworker can have written down.
MOST_WEEKS = 30


def weeks_of(staff_id: int) -> tuple[WorkingHours, ...]:
    """The working weeks of a caseworker, the one without a beginning first; () = nothing was written down."""
    with session_scope(read_only=True) as session:
        return weeks_in(session, staff_id)


def weeks_in(session: Session, staff_id: int) -> tuple[WorkingHours, ...]:
    """The same inside the caller's transaction."""
    rows = sorted(repo.hours(session, [staff_id]), key=_begins)
    return tuple(_week(list(group)) for _, group in groupby(rows, key=_begins))


def hours_of(staff_id: int, day: date) -> WorkingHours:
    """The working week that counts on a day; without hours when there is none."""
    return on_day(weeks_of(staff_id), day) or WorkingHours()


def save_hours(staff_id: int, hours: WorkingHours, *, edits: WorkingHours | None = None) -> None:
    """Write a working week down. `edits` = the one that it takes the place of; None = it is a new one.

    A week without hours that counts always is no week: it is taken away. Times that are open stay open. Raises
    CalendarError (hours, break, with the field of the day, e.g. "dag-0"; kind, forms, room; hours_order, hours_twice
    for another that begins on the same day, hours_empty, hours_many).
    """
    for day, (work, breaks) in enumerate(zip(hours.work, hours.breaks, strict=True)):
        _check_day(day, work, breaks)
    dated = hours.valid_from is not None or hours.valid_to is not None
    for code, field, is_wrong in (
        ("kind", "slags", not set(hours.kinds) <= set(kinds())),
        ("forms", "former", not set(hours.forms) <= set(FORMS)),
        ("hours_order", "gaelder-til", hours.valid_to is not None and hours.valid_to < (hours.valid_from or date.min)),
        ("hours_empty", "dag-0", dated and not hours.written),
    ):
        if is_wrong:
            raise CalendarError(code, field)
    with session_scope() as session:
        if hours.room_id is not None and repo.get_room(session, hours.room_id) is None:
            raise CalendarError("room", "lokale")
        repo.lock_people(session, [staff_id])
        others = [one for one in weeks_in(session, staff_id) if edits is None or one.valid_from != edits.valid_from]
        if any(one.valid_from == hours.valid_from for one in others):
            raise CalendarError("hours_twice", "gaelder-fra")
        if len(others) >= MOST_WEEKS:
            raise CalendarError("hours_many", "gaelder-fra")
        if edits is not None:
            _delete(session, staff_id, edits.valid_from)
        session.add_all(_hour_rows(staff_id, hours))


def remove_hours(staff_id: int, valid_from: date | None) -> None:
    """Take the working week that begins on a day (None = the one without a beginning) away; times stay open."""
    with session_scope() as session:
        repo.lock_people(session, [staff_id])
        _delete(session, staff_id, valid_from)


def _delete(session: Session, staff_id: int, valid_from: date | None) -> None:
    begins = WorkingHoursRow.valid_from.is_(None) if valid_from is None else WorkingHoursRow.valid_from == valid_from
    session.execute(delete(WorkingHoursRow).where(WorkingHoursRow.staff_id == staff_id, begins))


def _begins(row: WorkingHoursRow) -> date:
    return row.valid_from or date.min


def _week(rows: Sequence[WorkingHoursRow]) -> WorkingHours:
    work: list[list[Period]] = [[] for _ in range(7)]
    breaks: list[list[Period]] = [[] for _ in range(7)]
    found = WorkingHours(valid_from=rows[0].valid_from, valid_to=rows[0].valid_to)
    for row in sorted(rows, key=lambda row: row.opens_minute):
        (work if row.what == "work" else breaks)[row.weekday].append(Period(row.opens_minute, row.closes_minute))
        if row.what == "work":
            found = replace(found, kinds=tuple(row.kinds or ()), forms=tuple(row.forms or ()), room_id=row.room_id)
    return replace(found, work=tuple(map(tuple, work)), breaks=tuple(map(tuple, breaks)))


def _check_day(day: int, work: Sequence[Period], breaks: Sequence[Period]) -> None:
    for code, periods in (("hours", work), ("break", breaks)):
        in_order = all(earlier.closes <= later.opens for earlier, later in pairwise(periods))
        if not in_order or any(not 0 <= one.opens < one.closes <= MINUTES_OF_DAY for one in periods):
            raise CalendarError(code, f"dag-{day}")
    for pause in breaks:
        if not any(one.opens <= pause.opens and pause.closes <= one.closes for one in work):
            raise CalendarError("break", f"dag-{day}")


def _hour_rows(staff_id: int, hours: WorkingHours) -> Iterator[WorkingHoursRow]:
    for what, days in (("work", hours.work), ("break", hours.breaks)):
        for weekday, periods in enumerate(days):
            for one in periods:
                row = WorkingHoursRow(
                    staff_id=staff_id,
                    what=what,
                    weekday=weekday,
                    opens_minute=one.opens,
                    closes_minute=one.closes,
                )
                row.valid_from, row.valid_to = hours.valid_from, hours.valid_to
                if what == "work":
                    row.kinds, row.forms = list(hours.kinds) or None, list(hours.forms) or None
                    row.room_id = hours.room_id
                yield row
