"""Bookings and offers to book as events to be reminded of."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.booking.models import BookingRow, OfferRow, SlotRow
from casework.clock import COPENHAGEN
from casework.reminders.planning import Event, deadline_event, talk_event

TALK: Final = "talk"
BOOK_BY: Final = "book_by"


def events(session: Session, conversation_id: str, now: datetime) -> list[Event]:
    """The talks that are booked and the days by which talks must be booked, from `now` on."""
    return [*_talks(session, conversation_id, now), *_offers(session, conversation_id, now)]


def _talks(session: Session, conversation_id: str, now: datetime) -> list[Event]:
    rows = session.execute(
        select(BookingRow.id, SlotRow.starts_at)
        .join(SlotRow, SlotRow.id == BookingRow.slot_id)
        .where(BookingRow.conversation_id == conversation_id, BookingRow.state == "active", SlotRow.starts_at > now)
        .order_by(SlotRow.starts_at)
    )
    # The row, not the number: a rebooking keeps its number and needs reminders of its own.
    return [
        talk_event(f"booking:{booking_id}", starts_at.astimezone(COPENHAGEN).date(), starts_at)
        for booking_id, starts_at in rows
    ]


def _offers(session: Session, conversation_id: str, now: datetime) -> list[Event]:
    today = now.astimezone(COPENHAGEN).date()
    rows = session.execute(
        select(OfferRow.id, OfferRow.book_by)
        .where(OfferRow.conversation_id == conversation_id, OfferRow.state == "open", OfferRow.book_by >= today)
        .order_by(OfferRow.book_by)
    )
    return [deadline_event(BOOK_BY, f"offer:{offer_id}", book_by) for offer_id, book_by in rows if book_by is not None]
