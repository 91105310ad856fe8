"""Stretches that cannot be booked. Each function is one transaction.

A block closes the open times in it, so that nobody can book them; who has booked one already keeps the booking, and
the calendar shows the two as a conflict. When the block goes, the times that it closed are open again.
"""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from casework.booking import calendar_repository as repo
from casework.booking.calendar import obstacle
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_plan import day_span
from casework.booking.calendar_records import Block
from casework.booking.models import CalendarBlockRow, SlotRow
from casework.db import session_scope
from casework.handoff.opening_hours import Span
from casework.identity.models import StaffRow
from casework.privacy.masking import mask

LONGEST_REASON = 200
#: A block may last so long; a longer one is a slip of the keyboard.
LONGEST_BLOCK = timedelta(days=2 * 366)


def add_block(
    span: Span, *, staff_id: int | None, room_id: int | None = None, reason: str, made_by: int, now: datetime
) -> Block:
    """Block a stretch for a caseworker, for a room, or (neither) for everybody.

    Only staff see the reason; numbers of persons are hidden in it. Raises CalendarError (block_order, block_past,
    block_long, reason, staff, room).
    """
    reason = mask(" ".join(reason.split())).text
    for code, field, is_wrong in (
        ("block_order", "til-dag", span[1] <= span[0]),
        ("block_past", "til-dag", span[1] <= now),
        ("block_long", "til-dag", span[1] - span[0] > LONGEST_BLOCK),
        ("reason", "grund", not 1 <= len(reason) <= LONGEST_REASON),
    ):
        if is_wrong:
            raise CalendarError(code, field)
    with session_scope() as session:
        # Before the times are looked at: an opening that runs at the same moment must be seen, or see this.
        repo.lock_people(session, [staff_id] if staff_id is not None else None)
        person = session.get(StaffRow, staff_id) if staff_id is not None else None
        room = repo.get_room(session, room_id, lock=True) if room_id is not None else None
        if staff_id is not None and person is None:
            raise CalendarError("staff", "hvem")
        if room_id is not None and room is None:
            raise CalendarError("room", "hvem")
        row = CalendarBlockRow(
            staff_id=staff_id,
            room_id=room_id,
            starts_at=span[0],
            ends_at=span[1],
            reason=reason,
            created_at=now,
            created_by=made_by,
        )
        session.add(row)
        session.flush()
        repo.close_under(session, row)
        return repo.to_block(row, person.name if person else None, room.name if room else None)


def remove_block(block_id: int, staff_id: int | None, *, now: datetime) -> None:
    """Take a block away, and open what it closed where nothing else is in the way. `staff_id` = whose it must be, None
    = anybody's. Raises CalendarGoneError."""
    with session_scope() as session:
        row = session.get(CalendarBlockRow, block_id)
        if row is None or (staff_id is not None and row.staff_id != staff_id):
            raise CalendarGoneError("There is no such block in this calendar; look at the calendar again.")
        repo.lock_people(session, [row.staff_id] if row.staff_id is not None else None)
        closed = repo.closed_by(session, block_id)
        # First away, or it would stand in the way of its own times.
        for slot in closed:
            slot.block_id = None
        session.delete(row)
        session.flush()
        for slot in closed:
            _open_or_leave(session, slot, now)


def list_blocks(since: date, *, staff_id: int | None) -> list[Block]:
    """The blocks that end after the beginning of a day: of one caseworker and of everybody, or (None) all."""
    span = day_span(since, since + LONGEST_BLOCK)
    with session_scope(read_only=True) as session:
        staff_ids = [staff_id] if staff_id is not None else None
        return repo.blocks(session, span, staff_ids=staff_ids, everything=staff_id is None)


def _open_or_leave(session: Session, slot: SlotRow, now: datetime) -> None:
    code, other = obstacle(session, slot, now)
    if code == "":
        slot.state = "open"
    elif other is not None:
        # Another block covers it too: it is open again when that one goes.
        slot.block_id = other
    session.flush()
