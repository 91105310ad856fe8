"""The single steps that a change of a booking is made of. All inside the caller's transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.booking import booking_repository as repo
from casework.booking import events, numbers
from casework.booking import offer_repository as offers
from casework.booking import slot_repository as slots
from casework.booking.errors import NoBookingError, TooLateError
from casework.booking.models import BookingRow
from casework.booking.moments import day_of
from casework.booking.records import Booking, Cancelled


def new_code(session: Session, row: BookingRow) -> str:
    """A new code for a locked booking; the one before opens it no longer."""
    code, code_hash = numbers.new_code()
    row.code_hash = code_hash
    session.flush()
    return code


def replace(session: Session, old: BookingRow, new: BookingRow, now: datetime) -> Booking:
    """End the booking that is moved; its number is free for the new one. Its time is given back after that.

    Raises NoBookingError when it has ended meanwhile.
    """
    before = repo.booking(session, old.id)
    ended = {"state": "cancelled", "ended_at": now, "ended_by": "rebooked", "number": None, "replaced_by": new.id}
    if not repo.move(session, old.id, "active", ended):
        raise NoBookingError("The booking has ended meanwhile; look at the bookings again.")
    return before


def cancel(session: Session, row: BookingRow, reason: str | None, *, now: datetime, moment: datetime) -> Cancelled:
    """End a locked booking and open its offer again unless its dates have passed; one that was cancelled stays so.

    `moment` = now as calendars see it. Raises TooLateError (the talk has begun) and NoBookingError (it has ended).
    """
    today = day_of(moment)
    offer = (
        offers.offer_of(session, row.conversation_id, row.offer_id) if row.conversation_id and row.offer_id else None
    )
    if row.state == "active":
        if repo.starts_at(session, row) <= moment:
            raise TooLateError("The talk has begun; turn to the authority.")
        ended = {"state": "cancelled", "ended_at": now, "ended_by": "citizen", "reason": reason}
        repo.move(session, row.id, "active", {**ended, "sequence": row.sequence + 1})
        slots.give_back(session, row.slot_id)
        if offer is not None and offer.state == "met":
            offer.state = "open" if offers.in_time(offer, today) else "lapsed"
        events.changed(session, row.conversation_id, now)
    elif row.state != "cancelled":
        raise NoBookingError("The booking has ended; there is nothing to cancel.")
    open_again = offers.to_offer(session, offer, today) if offer is not None and offer.state == "open" else None
    return Cancelled(booking=repo.booking(session, row.id), offer=open_again)
