"""Booked talks, and staff who cancel and move them."""

from collections.abc import Sequence
from datetime import date

from booking_factories import NOW, TODAY, at, book, make_offer, make_slot, make_staff, open_talk
from sqlalchemy import select

from casework.booking import staff_changes, staff_move
from casework.booking.calendar_records import StaffBooking
from casework.booking.ics import Authority
from casework.booking.models import BookingRow, SlotRow
from casework.booking.records import Booking, Offer
from casework.booking.staff_changes import CancelledTalk, CancelWish
from casework.booking.staff_move import MovedTalk, MoveWish
from casework.conversations.models import MessageRow
from casework.conversations.records import NewMessage
from casework.db import session_scope

DAY = date(2026, 12, 8)
AUTHORITY = Authority(name="Kommunen", email="job@kommunen.dk", phone="", address="", url="")


def talk_booked(staff_id: int, hour: int = 9, **offer: object) -> tuple[tuple[str, str], Booking, str]:
    """A citizen who has booked an hour of this caseworker's: the conversation, the booking and its code."""
    talk = open_talk()
    slot = make_slot(at(DAY, hour), staff_id=staff_id)
    booked = book(talk, make_offer(talk, **offer), slot, form="telefon")
    return talk, booked.booking, booked.code


def say_cancelled(booking: StaffBooking, offer: Offer | None) -> Sequence[NewMessage]:
    """What the citizen reads of it."""
    return [NewMessage(text=f"Aflyst {booking.number}, tilbud {offer.id if offer else '-'}", author="system")]


def say_moved(booking: StaffBooking, before: StaffBooking) -> Sequence[NewMessage]:
    """What the citizen reads of it."""
    return [NewMessage(text=f"Flyttet {before.starts_at:%H.%M} {booking.starts_at:%H.%M}", author="system")]


def cancelled(
    ids: Sequence[int], staff_id: int | None = None, today: date = TODAY, *, only_look: bool = False, **more: object
) -> Sequence[CancelledTalk]:
    """What came of cancelling these."""
    wish = CancelWish(**{"reason": "Vi har lukket den dag.", "made_by": make_staff(), "staff_id": staff_id, **more})  # type: ignore[arg-type]  # fields by name
    return staff_changes.cancel(ids, wish, tell=say_cancelled, now=NOW, today=today, only_look=only_look)


def moved(booking_id: int, slot_id: int, staff_id: int | None = None, **more: object) -> MovedTalk:
    """What came of moving it to this time."""
    wish = MoveWish(**{"slot_id": slot_id, "form": "telefon", "reason": "Kursus", "staff_id": staff_id, **more})  # type: ignore[arg-type]  # fields by name
    return staff_move.move(booking_id, wish, tell=say_moved, now=NOW, today=TODAY)


def slot_row(slot_id: int) -> SlotRow:
    """A time as it is stored."""
    with session_scope(read_only=True) as session:
        return session.get_one(SlotRow, slot_id)


def row_of(booking_id: int) -> BookingRow:
    """A booking as it is stored."""
    with session_scope(read_only=True) as session:
        return session.get_one(BookingRow, booking_id)


def said_to(conversation_id: str) -> list[str]:
    """Every message of a conversation, oldest first."""
    with session_scope(read_only=True) as session:
        query = select(MessageRow.text).where(MessageRow.conversation_id == conversation_id).order_by(MessageRow.seq)
        return list(session.scalars(query))
