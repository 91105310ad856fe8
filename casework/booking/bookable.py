"""What may be booked: the checks that stand before every search and every hold. All inside the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casework.booking import booking_repository as bookings
from casework.booking import offer_repository as offers
from casework.booking import slot_repository as slots
from casework.booking.closed_days import closing_days, is_closed
from casework.booking.errors import (
    AlreadyBookedError,
    FormNotAllowedError,
    OfferGoneError,
    SlotGoneError,
    TooLateError,
)
from casework.booking.models import BookingRow, OfferRow
from casework.booking.moments import LEAD, day_of, end_of
from casework.booking.records import Slot
from casework.booking.slot_repository import Stretch


@dataclass(frozen=True, kw_only=True, slots=True)
class Bookable:
    """An offer on which a time can be booked now, and the active booking that it would move (None = none)."""

    offer: OfferRow
    moves: BookingRow | None
    stretch: Stretch


def bookable(session: Session, conversation_id: str, offer_id: int, moment: datetime) -> Bookable:
    """The offer, when it can be booked on at `moment`.

    Raises OfferGoneError, and TooLateError when a deadline has passed or the talk that it would move has
    begun.
    """
    offer = offers.offer_of(session, conversation_id, offer_id)
    moves = bookings.active_of(session, conversation_id, offer.kind, moment) if offer else None
    if offer is None or offer.state == "withdrawn" or (offer.state == "met" and moves is None):
        raise OfferGoneError("The offer cannot be booked on any more; look at the offers again.")
    if offer.state == "lapsed" or not offers.in_time(offer, day_of(moment)):
        raise TooLateError("The last day to book has passed; turn to the authority.")
    if moves is not None and bookings.starts_at(session, moves) <= moment:
        raise TooLateError("The talk has begun; turn to the authority.")
    end = end_of(offer.hold_by) if offer.hold_by else None
    stretch = Stretch(kind=offer.kind, holder=offer.holder, start=moment + LEAD, end=end)
    return Bookable(offer=offer, moves=moves, stretch=stretch)


def check_slot(session: Session, found: Bookable, slot_id: int, form: str) -> Slot:
    """The time, when it is one of those that the offer allows. That it has a place left is shown by taking it.

    Raises SlotGoneError, FormNotAllowedError, and AlreadyBookedError for the time that is booked already.
    """
    stretch, slot = found.stretch, slots.one(session, slot_id)
    if slot is None or (slot.kind, slot.holder) != (stretch.kind, stretch.holder):
        raise SlotGoneError("There is no such time for this offer; choose another one.")
    if found.moves is not None and found.moves.slot_id == slot_id:
        raise AlreadyBookedError("This very time is booked already; choose another one to move to.")
    if slot.starts_at < stretch.start or (stretch.end is not None and slot.starts_at >= stretch.end):
        raise SlotGoneError("The time begins too soon, or after the last day of the offer; choose another one.")
    day = day_of(slot.starts_at)
    if not slots.is_open(session, slot_id) or is_closed(day, closing_days(session, day)):
        raise SlotGoneError("The time has been taken out of the calendar; choose another one.")
    if form not in found.offer.forms or form not in slot.forms:
        raise FormNotAllowedError("The talk cannot be held in this form; choose one that offer and time allow.")
    return slot
