"""What a calendar is made of: working hours with breaks, and rooms. Each function is one transaction."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sqlalchemy import delete
from sqlalchemy.orm import Session

from casework.booking import calendar_repository as repo
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_records import Room, WorkingHours
from casework.booking.kinds import kinds
from casework.booking.models import FORMS, RoomRow, WorkingHoursRow
from casework.db import session_scope
from casework.handoff.weekly_hours import MINUTES_OF_DAY, Period

LONGEST_ROOM, LONGEST_PLACE = 80, 200
LARGEST_ROOM = 500


def hours_of(staff_id: int) -> WorkingHours:
    """The working week of a caseworker; without hours when none was written down."""
    with session_scope(read_only=True) as session:
        return hours_in(session, staff_id)


def hours_in(session: Session, staff_id: int) -> WorkingHours:
    """The same inside the caller's transaction."""
    work: list[list[Period]] = [[] for _ in range(7)]
    breaks: list[list[Period]] = [[] for _ in range(7)]
    found = WorkingHours()
    for row in repo.hours(session, [staff_id]):
        (work if row.what == "work" else breaks)[row.weekday].append(Period(row.opens_minute, row.closes_minute))
        if row.what == "work":
            found = WorkingHours(kinds=tuple(row.kinds or ()), forms=tuple(row.forms or ()), room_id=row.room_id)
    return WorkingHours(
        work=tuple(tuple(day) for day in work),
        breaks=tuple(tuple(day) for day in breaks),
        kinds=found.kinds,
        forms=found.forms,
        room_id=found.room_id,
    )


def save_hours(staff_id: int, hours: WorkingHours) -> None:
    """Write down the working week of a caseworker; the one before is forgotten. Times that are open stay open.

    Raises CalendarError (hours, break, kind, forms, room); the field is that of the day, e.g. "dag-0".
    """
    for day, (work, breaks) in enumerate(zip(hours.work, hours.breaks, strict=True)):
        _check_day(day, work, breaks)
    if not set(hours.kinds) <= set(kinds()):
        raise CalendarError("kind", "slags")
    if not set(hours.forms) <= set(FORMS):
        raise CalendarError("forms", "former")
    with session_scope() as session:
        if hours.room_id is not None and repo.get_room(session, hours.room_id) is None:
            raise CalendarError("room", "lokale")
        repo.lock_people(session, [staff_id])
        session.execute(delete(WorkingHoursRow).where(WorkingHoursRow.staff_id == staff_id))
        session.add_all(_hour_rows(staff_id, hours))


def list_rooms(*, only_active: bool = False) -> list[Room]:
    """The rooms by name."""
    with session_scope(read_only=True) as session:
        return repo.rooms(session, only_active=only_active)


def save_room(room_id: int | None, *, name: str, place: str, capacity: int, active: bool = True) -> Room:
    """Make a room, or change one.

    Raises CalendarError (room_name, room_name_taken, place, seats), CalendarGoneError.
    """
    name, place = " ".join(name.split()), " ".join(place.split())
    for code, field, is_wrong in (
        ("room_name", "navn", not 1 <= len(name) <= LONGEST_ROOM),
        ("place", "sted", len(place) > LONGEST_PLACE),
        ("seats", "pladser", not 1 <= capacity <= LARGEST_ROOM),
    ):
        if is_wrong:
            raise CalendarError(code, field)
    with session_scope() as session:
        row = repo.get_room(session, room_id, lock=True) if room_id is not None else RoomRow()
        if row is None:
            raise CalendarGoneError("There is no such room; look at the list again.")
        other = repo.room_named(session, name)
        if other is not None and other is not row:
            raise CalendarError("room_name_taken", "navn")
        row.name, row.place, row.capacity, row.active = name, place or None, capacity, active
        session.add(row)
        session.flush()
        return repo.to_room(row)


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
                if what == "work":
                    row.kinds, row.forms = list(hours.kinds) or None, list(hours.forms) or None
                    row.room_id = hours.room_id
                yield row
