"""Every query of the bookings. Callers own the transaction.

Whoever changes bookings locks in this order: the conversation, its bookings, the times (see `slot_repository.lock`).
Holds that have run out are taken up by whoever comes first; nobody waits for them.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, select, update
from sqlalchemy.orm import Session

from casework.booking import slot_repository as slots
from casework.booking.kinds import kinds, topics
from casework.booking.models import BookingRow, OfferRow, RoomRow, SlotRow
from casework.booking.records import Booking, Wishes
from casework.identity.models import StaffRow

#: A booking with its time, whose it is, its room and its offer; the outer joins may leave the last two empty.
Joined = Row[BookingRow, SlotRow, StaffRow, RoomRow, OfferRow]


def active_of(session: Session, conversation_id: str, kind: str, moment: datetime) -> BookingRow | None:
    """The active booking of a kind whose talk has not ended at `moment`; there is at most one."""
    return session.scalar(
        select(BookingRow)
        .join(SlotRow, SlotRow.id == BookingRow.slot_id)
        .where(*_active(conversation_id, kind), SlotRow.ends_at > moment)
    )


def set_over(session: Session, conversation_id: str, kind: str, *, moment: datetime, now: datetime) -> None:
    """Let an active booking whose talk had ended at `moment` count for nothing any more. That it was held is not said:
    staff can still mark it."""
    ended = exists().where(SlotRow.id == BookingRow.slot_id, SlotRow.ends_at <= moment)
    session.execute(
        update(BookingRow)
        .where(*_active(conversation_id, kind), ended)
        .values(over_at=now)
        .execution_options(synchronize_session=False)
    )


def _active(conversation_id: str, kind: str) -> tuple[ColumnElement[bool], ...]:
    return (
        BookingRow.conversation_id == conversation_id,
        BookingRow.kind == kind,
        BookingRow.state == "active",
        BookingRow.over_at.is_(None),
    )


def by_client_id(session: Session, conversation_id: str, client_id: str) -> BookingRow | None:
    """What was made of a request with this id."""
    return session.scalar(
        select(BookingRow).where(BookingRow.conversation_id == conversation_id, BookingRow.client_id == client_id)
    )


def lock_booking(session: Session, booking_id: int) -> BookingRow | None:
    """A booking, locked, as it stands now."""
    return session.scalar(
        select(BookingRow)
        .where(BookingRow.id == booking_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def lock_numbered(session: Session, number: str) -> BookingRow | None:
    """The booking that bears a number now, locked."""
    found = session.scalar(select(BookingRow.id).where(BookingRow.number == number))
    row = lock_booking(session, found) if found is not None else None
    return row if row is not None and row.number == number else None


def hold_of(session: Session, conversation_id: str, now: datetime) -> BookingRow | None:
    """The hold of a conversation that has not run out, not locked."""
    return session.scalar(
        select(BookingRow).where(
            BookingRow.conversation_id == conversation_id, BookingRow.state == "held", BookingRow.held_until > now
        )
    )


def held_of(session: Session, conversation_id: str) -> BookingRow | None:
    """The hold of a conversation, locked, whether or not it has run out; there is at most one."""
    return session.scalar(
        select(BookingRow)
        .where(BookingRow.conversation_id == conversation_id, BookingRow.state == "held")
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def lapsed_holds(
    session: Session, now: datetime, *, slot_id: int | None = None, limit: int = 100
) -> Sequence[BookingRow]:
    """Holds that have run out, locked; those that somebody else is giving back already are left out."""
    query = select(BookingRow).where(BookingRow.state == "held", BookingRow.held_until <= now)
    if slot_id is not None:
        query = query.where(BookingRow.slot_id == slot_id)
    return session.scalars(
        query.order_by(BookingRow.held_until)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()


def any_lapsed(session: Session, now: datetime) -> bool:
    """Whether any hold has run out."""
    return bool(session.scalar(select(exists().where(BookingRow.state == "held", BookingRow.held_until <= now))))


def move(session: Session, booking_id: int, expected: str, values: dict[str, Any]) -> bool:
    """Compare-and-set of a booking. False when its state was no longer `expected`."""
    moved = session.execute(
        update(BookingRow)
        .where(BookingRow.id == booking_id, BookingRow.state == expected)
        .values(**values)
        .returning(BookingRow.id)
        .execution_options(synchronize_session=False)
    )
    return moved.first() is not None


def give_back_holds(
    session: Session, rows: Sequence[BookingRow], now: datetime, *, also_lock: Sequence[int] = ()
) -> int:
    """Let locked holds lapse and give their times back; `also_lock` = times that the caller changes next.

    Returns how many were given back.
    """
    ended = [
        row.slot_id
        for row in rows
        if move(session, row.id, "held", {"state": "lapsed", "ended_at": now, "ended_by": "system"})
    ]
    slots.lock(session, {*ended, *also_lock})
    for slot_id, places in sorted(Counter(ended).items()):
        slots.give_back(session, slot_id, places)
    return len(ended)


def number_in_use(session: Session, number: str) -> bool:
    """Whether a booking bears this number."""
    return bool(session.scalar(select(exists().where(BookingRow.number == number))))


def starts_at(session: Session, row: BookingRow) -> datetime:
    """When the talk of a booking begins."""
    found = session.scalar(select(SlotRow.starts_at).where(SlotRow.id == row.slot_id))
    assert found is not None, "a booking's time is never deleted"
    return found


def forget(session: Session, conversation_id: str) -> None:
    """Empty what the citizen has written, for the conversation is being deleted.

    The times stay booked, and number and code still open them. Nothing tells any more whose they are.
    """
    session.execute(
        update(BookingRow)
        .where(BookingRow.conversation_id == conversation_id)
        .values(preparation=None, wishes=None, reason=None, client_id=None)
        .execution_options(synchronize_session=False)
    )


def joined() -> Select[BookingRow, SlotRow, StaffRow, RoomRow, OfferRow]:
    """Bookings with all that is told of them; narrow it with `where`, and hand the rows to `to_booking`."""
    return (
        select(BookingRow, SlotRow, StaffRow, RoomRow, OfferRow)
        .join(SlotRow, SlotRow.id == BookingRow.slot_id)
        .join(StaffRow, StaffRow.id == SlotRow.staff_id)
        .outerjoin(RoomRow, RoomRow.id == SlotRow.room_id)
        .outerjoin(OfferRow, OfferRow.id == BookingRow.offer_id)
        .execution_options(populate_existing=True)
    )


def booking(session: Session, booking_id: int) -> Booking:
    """One booking as it stands now, with what this transaction has changed."""
    session.flush()
    return to_booking(session.execute(joined().where(BookingRow.id == booking_id)).one())


def all_of(session: Session, conversation_id: str) -> list[Booking]:
    """The bookings of a conversation that were more than a hold and were not moved, in order of time."""
    rows = session.execute(
        joined()
        .where(
            BookingRow.conversation_id == conversation_id,
            BookingRow.confirmed_at.is_not(None),
            BookingRow.replaced_by.is_(None),
        )
        .order_by(SlotRow.starts_at, BookingRow.id)
    )
    return [to_booking(row) for row in rows]


def to_booking(row: Joined) -> Booking:
    """The joined rows as the value that leaves this part."""
    made, slot, staff = row[0], row[1], row[2]
    room: RoomRow | None = row[3]
    offer: OfferRow | None = row[4]
    kind = kinds()[made.kind]
    topic = topics().get(made.topic or "")
    return Booking(
        id=made.id,
        number=made.number,
        kind=made.kind,
        kind_name=kind.name,
        holder=slot.holder,
        form=made.form,
        state=made.state,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        staff_id=staff.id,
        staff_name=staff.shown_name,
        room=room.name if room else None,
        place=(room.place if room else None) or (offer.place if offer else None),
        topic=made.topic,
        topic_name=topic.name if topic else None,
        bring=kind.bring,
        sequence=made.sequence,
        made_at=made.made_at,
        confirmed_at=made.confirmed_at,
        preparation=dict(made.preparation or {}),
        wishes=Wishes(**(made.wishes or {})),
        offer_id=made.offer_id,
        conversation_id=made.conversation_id,
        book_by=offer.book_by if offer else None,
        hold_by=offer.hold_by if offer else None,
        change_by=offer.book_by if offer and offer.source == "staff" else None,
        ended_at=made.ended_at,
        ended_by=made.ended_by,
        reason=made.reason,
    )
