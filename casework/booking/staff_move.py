"""Staff move a citizen's booked talk: the times that are free for it, and the move itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy.orm import Session

from casework.booking import booking_repository as bookings
from casework.booking import calendar_repository as repo
from casework.booking import events
from casework.booking import offer_repository as offers
from casework.booking import slot_repository as slots
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_records import StaffBooking
from casework.booking.calendar_week import booking_in
from casework.booking.closed_days import closing_days, is_closed
from casework.booking.kinds import kinds
from casework.booking.models import BookingRow, SlotRow
from casework.booking.moments import at_office, day_of
from casework.booking.offer_again import tell_in
from casework.booking.records import Slot
from casework.booking.slot_repository import Stretch
from casework.booking.staff_changes import checked_reason, locked
from casework.conversations.records import NewMessage
from casework.db import session_scope
from casework.handoff.records import Change

#: So far ahead, and so many times, are shown to choose from.
AHEAD = timedelta(days=60)
MOST_SHOWN = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class FreeTime:
    """A time that a talk can be moved to. `late` = it lies after the last day on which the talk should be held."""

    slot: Slot
    forms: tuple[str, ...]
    late: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveWish:
    """Where a talk is moved, in which form, and why, in words that the citizen reads. `close` = the old time is not
    offered to anybody else. `staff_id` = whose calendar both times must be in, None = any."""

    slot_id: int
    form: str
    reason: str
    staff_id: int | None
    close: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedTalk:
    """The talk as it stands now and as it stood; `told` = the message in the conversation, None when that is gone."""

    booking: StaffBooking
    before: StaffBooking
    told: Change | None


#: Writes what the citizen is told of the talk now and before; it must only make texts.
Tell = Callable[[StaffBooking, StaffBooking], Sequence[NewMessage]]


def times_for(booking_id: int, staff_id: int | None, *, now: datetime, today: date) -> list[FreeTime]:
    """Free times to which a talk can be moved, in order. `staff_id` = whose calendar, None = any.

    Raises CalendarGoneError for a booking that is not in this calendar.
    """
    moment = at_office(now, today)
    with session_scope(read_only=True) as session:
        booking_in(session, booking_id, staff_id)
        row = session.get_one(BookingRow, booking_id)
        forms, hold_by = _allowed(session, row)
        holder = session.get_one(SlotRow, row.slot_id).holder
        closed = closing_days(session, today)
        stretch = Stretch(kind=row.kind, holder=holder, start=moment, end=moment + AHEAD)
        found = (
            FreeTime(
                slot=slot,
                forms=tuple(form for form in slot.forms if form in forms),
                late=hold_by is not None and day_of(slot.starts_at) > hold_by,
            )
            for slot in slots.free(session, stretch)
            if slot.id != row.slot_id and staff_id in (None, slot.staff_id)
            if not is_closed(day_of(slot.starts_at), closed) and set(slot.forms) & set(forms)
        )
        return list(islice(found, MOST_SHOWN))


def move(booking_id: int, wish: MoveWish, *, tell: Tell, now: datetime, today: date) -> MovedTalk:
    """Move a talk: the new time is taken before the old one is given back; the number and its code stay.

    Raises CalendarError (cancel_reason, move_time for a time that is not one of `times_for` any more), and
    CalendarGoneError when the talk has begun, has ended or is not in this calendar.
    """
    reason, moment = checked_reason(wish.reason), at_office(now, today)
    with session_scope() as session:
        found = locked(session, [booking_id], wish.staff_id, moment)
        if not found:
            raise CalendarGoneError("The talk has changed meanwhile; look at the calendar again.")
        row, conversation = found[0]
        before = booking_in(session, row.id, None)
        slots.lock(session, {row.slot_id, wish.slot_id})
        _check(session, row, wish, moment)
        if not slots.take(session, wish.slot_id):
            raise CalendarError("move_time", "tid")
        made = _replace(session, row, wish, reason, now)
        slots.give_back(session, row.slot_id)
        if wish.close:
            repo.move_slot(session, row.slot_id, "open", "closed")
        events.changed(session, row.conversation_id, now)
        booking = booking_in(session, made.id, None)
        change = events.StaffChange(what="moved", starts_at=booking.starts_at, before=before.starts_at)
        events.changed_by_staff(session, row.conversation_id, change, now)
        told = tell_in(session, conversation, tell(booking, before), now) if conversation else None
        return MovedTalk(booking=booking, before=before, told=told)


def _allowed(session: Session, row: BookingRow) -> tuple[tuple[str, ...], date | None]:
    """The forms in which a talk may be held, and the last day for it."""
    if row.conversation_id and row.offer_id:
        offer = offers.offer_of(session, row.conversation_id, row.offer_id)
        if offer is not None:
            return tuple(offer.forms), offer.hold_by
    return kinds()[row.kind].forms, None


def _check(session: Session, row: BookingRow, wish: MoveWish, moment: datetime) -> None:
    """Raise CalendarError unless the talk can be moved to the time."""
    slot, old = slots.one(session, wish.slot_id), session.get_one(SlotRow, row.slot_id)
    if slot is None or slot.id == old.id or wish.staff_id not in (None, slot.staff_id):
        raise CalendarError("move_time", "tid")
    day, allowed = day_of(slot.starts_at), _allowed(session, row)[0]
    fits = (slot.kind, slot.holder) == (row.kind, old.holder) and wish.form in slot.forms and wish.form in allowed
    if not fits or slot.starts_at <= moment or is_closed(day, closing_days(session, day)):
        raise CalendarError("move_time", "tid")


def _replace(session: Session, old: BookingRow, wish: MoveWish, reason: str, now: datetime) -> BookingRow:
    """End the old booking and make the new one, which bears its number, code and all that the citizen has said."""
    number, sequence = old.number, old.sequence
    ended = {"state": "cancelled", "ended_at": now, "ended_by": "staff", "number": None, "reason": reason}
    bookings.move(session, old.id, "active", ended)
    made = BookingRow(
        number=number,
        code_hash=old.code_hash,
        offer_id=old.offer_id,
        slot_id=wish.slot_id,
        conversation_id=old.conversation_id,
        kind=old.kind,
        form=wish.form,
        topic=old.topic,
        preparation=old.preparation,
        wishes=old.wishes,
        state="active",
        sequence=sequence + 1,
        made_at=now,
        confirmed_at=now,
    )
    session.add(made)
    session.flush()
    bookings.move(session, old.id, "cancelled", {"replaced_by": made.id})
    return made
