"""Every query of the staff calendar. Callers own the transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session

from casework.booking.calendar_records import Block, Room
from casework.booking.models import (
    AgreementRow,
    BookingRow,
    CalendarBlockRow,
    OfferRow,
    RoomRow,
    SlotRow,
    WorkingHoursRow,
)
from casework.handoff.opening_hours import Span
from casework.identity.models import StaffRow

#: Bookings that a caseworker sees: booked, or how the talk went. Holds are only a number on their time.
SHOWN = ("active", "kept", "no_show")


def lock_people(session: Session, staff_ids: Sequence[int] | None) -> None:
    """Lock these accounts (None = all) in one order, so that two changes of a calendar come one after the other."""
    query = select(StaffRow.id).order_by(StaffRow.id)
    if staff_ids is not None:
        query = query.where(StaffRow.id.in_(staff_ids))
    # Rows that point at an account may still be written meanwhile.
    session.execute(query.with_for_update(key_share=True)).all()


def get_room(session: Session, room_id: int, *, lock: bool = False) -> RoomRow | None:
    """A room."""
    query = select(RoomRow).where(RoomRow.id == room_id)
    return session.scalar(query.with_for_update() if lock else query)


def rooms(session: Session, *, only_active: bool) -> list[Room]:
    """The rooms by name."""
    query = select(RoomRow).order_by(RoomRow.name, RoomRow.id)
    return [to_room(row) for row in session.scalars(query.where(RoomRow.active.is_(True)) if only_active else query)]


def room_named(session: Session, name: str) -> RoomRow | None:
    """The room of this name."""
    return session.scalar(select(RoomRow).where(RoomRow.name == name))


def hours(session: Session, staff_ids: Sequence[int]) -> Sequence[WorkingHoursRow]:
    """Working hours and breaks of these people, in order of the week."""
    query = select(WorkingHoursRow).where(WorkingHoursRow.staff_id.in_(staff_ids))
    return session.scalars(query.order_by(WorkingHoursRow.weekday, WorkingHoursRow.opens_minute)).all()


def slots(session: Session, span: Span, *, staff_ids: Sequence[int]) -> Sequence[tuple[SlotRow, RoomRow | None]]:
    """The times of these people that touch a span, in order, with their room."""
    query = (
        select(SlotRow, RoomRow)
        .outerjoin(RoomRow, RoomRow.id == SlotRow.room_id)
        .where(SlotRow.staff_id.in_(staff_ids), SlotRow.starts_at < span[1], SlotRow.ends_at > span[0])
        .order_by(SlotRow.starts_at, SlotRow.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def busy(session: Session, span: Span, where: ColumnElement[bool]) -> Sequence[tuple[int, Span]]:
    """Whose time (the caseworker's number) lies where within a span: open ones, and closed ones with citizens."""
    query = select(SlotRow.staff_id, SlotRow.starts_at, SlotRow.ends_at).where(
        where,
        or_(SlotRow.state == "open", SlotRow.taken > 0),
        SlotRow.starts_at < span[1],
        SlotRow.ends_at > span[0],
    )
    return [(row[0], (row[1], row[2])) for row in session.execute(query)]


def get_slot(session: Session, slot_id: int) -> SlotRow | None:
    """One time."""
    return session.get(SlotRow, slot_id)


def move_slot(session: Session, slot_id: int, expected: str, new: str) -> bool:
    """Compare-and-set of a time. False when its state was not `expected`."""
    changed = session.execute(
        update(SlotRow)
        .where(SlotRow.id == slot_id, SlotRow.state == expected)
        # Whoever opens or closes it by hand takes it out of the hands of a block.
        .values(state=new, block_id=None)
        .returning(SlotRow.id)
        .execution_options(synchronize_session="fetch")
    )
    return changed.first() is not None


def close_under(session: Session, block: CalendarBlockRow) -> None:
    """Close the open times that a block covers, and remember that it was the block."""
    query = select(SlotRow).where(
        SlotRow.state == "open", SlotRow.starts_at < block.ends_at, SlotRow.ends_at > block.starts_at
    )
    if block.staff_id is not None:
        query = query.where(SlotRow.staff_id == block.staff_id)
    if block.room_id is not None:
        query = query.where(SlotRow.room_id == block.room_id)
    for row in _locked(session, query):
        row.state, row.block_id = "closed", block.id
    session.flush()


def closed_by(session: Session, block_id: int) -> Sequence[SlotRow]:
    """The times that a block has closed, locked."""
    return _locked(session, select(SlotRow).where(SlotRow.block_id == block_id))


def _locked(session: Session, query: Select[SlotRow]) -> Sequence[SlotRow]:
    # In the order in which everybody locks several times, so that nobody waits in a ring.
    return session.scalars(query.order_by(SlotRow.id).with_for_update(key_share=True)).all()


def blocks(
    session: Session,
    span: Span,
    *,
    staff_ids: Sequence[int] | None = None,
    room_ids: Sequence[int] = (),
    everything: bool = False,
) -> list[Block]:
    """The blocks that touch a span: of these people, of these rooms and of everybody; or every one."""
    query = (
        select(CalendarBlockRow, StaffRow.name, RoomRow.name)
        .outerjoin(StaffRow, StaffRow.id == CalendarBlockRow.staff_id)
        .outerjoin(RoomRow, RoomRow.id == CalendarBlockRow.room_id)
        .where(CalendarBlockRow.starts_at < span[1], CalendarBlockRow.ends_at > span[0])
        .order_by(CalendarBlockRow.starts_at, CalendarBlockRow.id)
    )
    if not everything:
        query = query.where(
            or_(
                CalendarBlockRow.staff_id.in_(staff_ids or ()),
                CalendarBlockRow.room_id.in_(room_ids),
                CalendarBlockRow.staff_id.is_(None) & CalendarBlockRow.room_id.is_(None),
            )
        )
    return [to_block(row[0], row[1], row[2]) for row in session.execute(query)]


def bookings(
    session: Session, where: ColumnElement[bool], states: Sequence[str] = SHOWN
) -> list[tuple[BookingRow, SlotRow, RoomRow | None, OfferRow | None, AgreementRow | None]]:
    """Bookings with all that is told of them, in order of time."""
    query = (
        select(BookingRow, SlotRow, RoomRow, OfferRow, AgreementRow)
        .join(SlotRow, SlotRow.id == BookingRow.slot_id)
        .outerjoin(RoomRow, RoomRow.id == SlotRow.room_id)
        .outerjoin(OfferRow, OfferRow.id == BookingRow.offer_id)
        .outerjoin(AgreementRow, AgreementRow.booking_id == BookingRow.id)
        .where(where, BookingRow.state.in_(states))
        .order_by(SlotRow.starts_at, BookingRow.id)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in session.execute(query)]


def move_booking(session: Session, booking_id: int, expected: Sequence[str], values: dict[str, Any]) -> bool:
    """Compare-and-set of a booking. False when its state was none of `expected`."""
    changed = session.execute(
        update(BookingRow)
        .where(BookingRow.id == booking_id, BookingRow.state.in_(expected))
        .values(**values)
        .returning(BookingRow.id)
        .execution_options(synchronize_session="fetch")
    )
    return changed.first() is not None


def count_place(session: Session, slot_id: int, change: int) -> None:
    """Give a place of a time back (-1) or take it again (+1); capacity was checked when it was booked."""
    session.execute(
        update(SlotRow)
        .where(SlotRow.id == slot_id)
        .values(taken=SlotRow.taken + change)
        .execution_options(synchronize_session="fetch")
    )


def to_room(row: RoomRow) -> Room:
    """The stored row as the value that leaves this part."""
    return Room(id=row.id, name=row.name, place=row.place, capacity=row.capacity, active=row.active)


def to_block(row: CalendarBlockRow, staff_name: str | None, room_name: str | None) -> Block:
    """The stored row as the value that leaves this part."""
    return Block(
        id=row.id,
        staff_id=row.staff_id,
        staff_name=staff_name,
        room_id=row.room_id,
        room_name=room_name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        reason=row.reason,
    )
