"""The rooms in which talks are held. Each function is one transaction."""

from casework.booking import calendar_repository as repo
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_records import Room
from casework.booking.models import RoomRow
from casework.db import session_scope

LONGEST_ROOM, LONGEST_PLACE = 80, 200
LARGEST_ROOM = 500


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
