"""After a talk to which the citizen did not come: what stands for the next one, and a new offer in one step.

Nothing here decides what follows from staying away; a person asks for the reason first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.booking import booking_repository as bookings
from casework.booking import offer_repository as offers
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_records import StaffBooking
from casework.booking.calendar_week import booking_in
from casework.booking.entitlement import CALLED_IN, exemption
from casework.booking.models import BookingRow, OfferRow
from casework.booking.offer_again import conversation_in, new_offer, tell_in
from casework.booking.records import Offer
from casework.clock import on_day
from casework.conversations import repository as talks
from casework.conversations.records import NewMessage
from casework.db import session_scope
from casework.handoff.records import Change


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferedAgain:
    """The offer that the citizen has now. `told` = the message about it; None when the offer was open already."""

    offer: Offer
    told: Change | None


#: Writes what the citizen is told of the missed talk and the new offer; it must only make texts.
Tell = Callable[[StaffBooking, Offer], Sequence[NewMessage]]


def outlook(booking: StaffBooking, moment: datetime) -> str:
    """What stands for the next talk of the kind: `nothing`, `offered` (an offer is open), `booked` (and not over at
    `moment`), `exempt` (the citizen is exempt from booking), or `gone` (the conversation has been deleted)."""
    if booking.conversation_id is None:
        return "gone"
    with session_scope(read_only=True) as session:
        return _outlook(session, booking.conversation_id, booking.kind, moment)


def offer_again(
    booking_id: int, staff_id: int | None, made_by: int, *, tell: Tell, now: datetime, today: date
) -> OfferedAgain:
    """Give the citizen a new offer for the talk that was missed, and write to them; doing it twice gives one.

    `staff_id` = whose calendar the talk must be in, None = any. Raises CalendarGoneError, and CalendarError:
    not_missed, missed_booked (a talk of the kind is booked), missed_exempt.
    """
    with session_scope() as session:
        booking = booking_in(session, booking_id, staff_id)
        conversation = conversation_in(session, booking.conversation_id)
        if conversation is None:
            raise CalendarGoneError("The citizen has deleted the conversation; nobody could read the offer.")
        row = bookings.lock_booking(session, booking_id)
        if row is None or row.state != "no_show":
            raise CalendarError("not_missed", f"booking-{booking_id}")
        stands = _outlook(session, conversation.id, row.kind, on_day(now, today))
        if stands in ("booked", "exempt"):
            raise CalendarError(f"missed_{stands}", f"booking-{booking_id}")
        found = offers.open_offer(session, conversation.id, row.kind)
        if found is not None:
            return OfferedAgain(offer=offers.to_offer(session, found, today), told=None)
        made = new_offer(session, row, _offer_of(session, row), made_by=made_by, now=now, today=today)
        session.flush()
        offer = offers.to_offer(session, made, today)
        return OfferedAgain(offer=offer, told=tell_in(session, conversation, tell(booking, offer), now))


def _outlook(session: Session, conversation_id: str, kind: str, moment: datetime) -> str:
    if exemption({fact.fact: fact.value for fact in talks.facts_of(session, conversation_id)}) == CALLED_IN:
        return "exempt"
    if offers.is_booked(session, conversation_id, kind, moment):
        return "booked"
    return "offered" if offers.open_offer(session, conversation_id, kind) is not None else "nothing"


def _offer_of(session: Session, row: BookingRow) -> OfferRow | None:
    if row.conversation_id is None or row.offer_id is None:
        return None
    return offers.offer_of(session, row.conversation_id, row.offer_id)
