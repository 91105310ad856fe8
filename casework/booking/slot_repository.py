"""Every query of the times in the calendars. Callers own the transaction.

`taken` is changed here only, by conditional updates. Whoever changes more than one time in a transaction locks them
together first, with `lock`, so that two who do so never wait for each other in a ring.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, exists, select, tuple_, update
from sqlalchemy.orm import Session

from casework.booking.models import RoomRow, SlotRow
from casework.booking.records import Slot
from casework.identity.models import StaffRow

CHUNK = 300
#: A time, whose it is, and its room if it has one (the outer join leaves it empty).
Joined = Row[SlotRow, StaffRow, RoomRow]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Which times are looked at: of one kind and holder, from `start` and before `end` (None = open)."""

    kind: str
    holder: str
    start: datetime
    end: datetime | None


def take(session: Session, slot_id: int) -> bool:
    """Take one place of an open time. False when it is full, closed or gone: somebody was faster."""
    taken = session.execute(
        update(SlotRow)
        .where(SlotRow.id == slot_id, SlotRow.taken < SlotRow.capacity, SlotRow.state == "open")
        .values(taken=SlotRow.taken + 1)
        .returning(SlotRow.id)
        .execution_options(synchronize_session=False)
    )
    return taken.first() is not None


def give_back(session: Session, slot_id: int, places: int = 1) -> None:
    """Give places of a time back. The database refuses to count below zero."""
    session.execute(
        update(SlotRow)
        .where(SlotRow.id == slot_id)
        .values(taken=SlotRow.taken - places)
        .execution_options(synchronize_session=False)
    )


def lock(session: Session, slot_ids: Collection[int]) -> None:
    """Lock times for a change of several, always in the same order."""
    if not slot_ids:
        return
    session.execute(
        select(SlotRow.id).where(SlotRow.id.in_(slot_ids)).order_by(SlotRow.id).with_for_update(key_share=True)
    ).all()


def one(session: Session, slot_id: int) -> Slot | None:
    """A time as it stands now."""
    row = session.execute(_joined().where(SlotRow.id == slot_id).execution_options(populate_existing=True)).first()
    return to_slot(row) if row else None


def is_open(session: Session, slot_id: int) -> bool:
    """Whether a time is still offered."""
    return session.scalar(select(SlotRow.state).where(SlotRow.id == slot_id)) == "open"


def free(session: Session, stretch: Stretch) -> Iterator[Slot]:
    """The times with a place left, in order of time, read in portions."""
    query = _joined().where(
        SlotRow.kind == stretch.kind,
        SlotRow.holder == stretch.holder,
        SlotRow.state == "open",
        SlotRow.starts_at >= stretch.start,
        SlotRow.taken < SlotRow.capacity,
    )
    if stretch.end is not None:
        query = query.where(SlotRow.starts_at < stretch.end)
    query = query.order_by(SlotRow.starts_at, SlotRow.id).limit(CHUNK)
    rows = session.execute(query).all()
    while rows:
        yield from (to_slot(row) for row in rows)
        last = rows[-1][0]
        after = tuple_(SlotRow.starts_at, SlotRow.id) > (last.starts_at, last.id)
        rows = session.execute(query.where(after)).all() if len(rows) == CHUNK else []


def holder_has_calendar(session: Session, holder: str) -> bool:
    """Whether any time of this holder stands in the calendars here."""
    return bool(session.scalar(select(exists().where(SlotRow.holder == holder))))


def _joined() -> Select[SlotRow, StaffRow, RoomRow]:
    return (
        select(SlotRow, StaffRow, RoomRow)
        .join(StaffRow, StaffRow.id == SlotRow.staff_id)
        .outerjoin(RoomRow, RoomRow.id == SlotRow.room_id)
    )


def to_slot(row: Joined) -> Slot:
    """The joined rows as the value that leaves this part."""
    slot, staff = row[0], row[1]
    room: RoomRow | None = row[2]
    return Slot(
        id=slot.id,
        kind=slot.kind,
        holder=slot.holder,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        forms=tuple(slot.forms),
        staff_id=slot.staff_id,
        staff_name=staff.shown_name,
        room=room.name if room else None,
        place=room.place if room else None,
        capacity=slot.capacity,
        free=slot.capacity - slot.taken,
    )
