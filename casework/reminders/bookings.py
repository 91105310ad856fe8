"""Bookings and offers to book as events to be reminded of."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.booking.models import BookingRow, OfferRow, SlotRow
from casework.clock import COPENHAGEN
from casework.reminders.planning import Event, deadline_event, talk_event

TALK: Final = "talk"
BOOK_BY: Final = "book_by"


def events_of(session: Session, ids: Collection[str], now: datetime) -> Mapping[str | None, list[Event]]:
    """The talks that are booked and the days by which talks must be booked, from `now` on, by conversation."""
    found: dict[str | None, list[Event]] = defaultdict(list)
    talks = session.execute(
        select(BookingRow.conversation_id, BookingRow.id, SlotRow.starts_at)
        .join(SlotRow, SlotRow.id == BookingRow.slot_id)
        .where(BookingRow.conversation_id.in_(ids), BookingRow.state == "active", SlotRow.starts_at > now)
        .order_by(SlotRow.starts_at)
    )
    # The row, not the number: a rebooking keeps its number and needs reminders of its own.
    for conversation_id, booking_id, starts_at in talks:
        day = starts_at.astimezone(COPENHAGEN).date()
        found[conversation_id].append(talk_event(f"booking:{booking_id}", day, starts_at))
    today = now.astimezone(COPENHAGEN).date()
    offers = session.execute(
        select(OfferRow.conversation_id, OfferRow.id, OfferRow.book_by)
        .where(OfferRow.conversation_id.in_(ids), OfferRow.state == "open", OfferRow.book_by >= today)
        .order_by(OfferRow.book_by)
    )
    for conversation_id, offer_id, book_by in offers:
        if book_by is not None:
            found[conversation_id].append(deadline_event(BOOK_BY, f"offer:{offer_id}", book_by))
    return found
