"""The services of booking as the chat uses them: whose conversation it is was made sure of before."""

from collections.abc import Mapping
from typing import Any

from actions._booking_wishes import asked_for
from actions._turn import Turn
from actions._wiring import planner, settings
from casework.booking import confirming, receipts
from casework.booking import offers as offer_service
from casework.booking.confirming import Hold
from casework.booking.errors import NoBookingError, OfferGoneError
from casework.booking.records import (
    Booked,
    Booking,
    BookingWish,
    Cancelled,
    Held,
    Offer,
    Receipt,
    TimeChoice,
    Times,
    TimeWish,
    Tried,
)
from casework.clock import on_day
from casework.conversations.service import INSIDE


def offers(turn: Turn) -> list[Offer]:
    """The citizen's open offers, the one to be booked first first."""
    return offer_service.for_citizen(
        turn.conversation_id, INSIDE, now=turn.now, today=turn.today, local=settings().local_rules
    )


def offer(turn: Turn, offer_id: Any) -> Offer:
    """One of the citizen's offers, also one that is met and may be moved. Raises OfferGoneError."""
    every = offer_service.for_staff(turn.conversation_id, today=turn.today)
    found = next((one for one in every if one.id == offer_id), None)
    if found is None:
        raise OfferGoneError("The offer is not open any more; look at the offers again.")
    return found


def needed_facts(turn: Turn) -> tuple[str, ...]:
    """What must be known before it can be said which talk there is to book."""
    return offer_service.needed_facts(turn.conversation_id, INSIDE, today=turn.today, local=settings().local_rules)


def find(turn: Turn, offer_id: int, wish: TimeWish) -> Times:
    """Free times. Raises BookingError."""
    return planner().find_times(turn.conversation_id, INSIDE, offer_id, wish=wish, now=turn.now, today=turn.today)


def hold(turn: Turn, offer_id: int, slot_id: int, form: str) -> Held:
    """Keep a time. The same message again keeps the same one. Raises BookingError."""
    choice = TimeChoice(offer_id=offer_id, slot_id=slot_id, form=form, client_id=f"chat-{turn.message_id}-{slot_id}")
    return planner().hold(turn.conversation_id, INSIDE, choice, now=turn.now, today=turn.today)


def release(turn: Turn, hold_id: int) -> None:
    """Give a time back."""
    planner().release(turn.conversation_id, INSIDE, hold_id, now=turn.now)


def confirm(turn: Turn, hold_id: int, wish: BookingWish) -> Booked:
    """Book the held time. Raises BookingError, NeedsProofError when something must be shown first."""
    hold = Hold(conversation_id=turn.conversation_id, token=INSIDE, id=hold_id)
    booked = confirming.confirm(planner(), hold, wish, settings=settings(), now=turn.now, today=turn.today)
    receipts.solved(turn.conversation_id, booked.booking.kind, now=turn.now)
    return booked


def cancel(turn: Turn, number: str) -> Cancelled:
    """Cancel a booking. Raises BookingError."""
    return planner().cancel(turn.conversation_id, INSIDE, number, now=turn.now, today=turn.today)


def bookings(turn: Turn) -> list[Booking]:
    """The citizen's active bookings, the next one first."""
    moment = on_day(turn.now, turn.today)
    found = planner().bookings(turn.conversation_id, INSIDE, now=moment)
    return [one for one in found if one.state == "active" and one.ends_at > moment]


def held(turn: Turn) -> Held | None:
    """The time that is kept for the citizen while they decide; None = none is."""
    return planner().held(turn.conversation_id, INSIDE, now=turn.now, today=turn.today)


def booking(turn: Turn, number: Any) -> Booking:
    """One of them. Raises NoBookingError."""
    found = next((one for one in bookings(turn) if one.number == number), None)
    if found is None:
        raise NoBookingError("There is no such booking any more; look at the bookings again.")
    return found


def receipt(turn: Turn, offer_id: int, wish: Mapping[str, Any], why: str) -> Receipt:
    """Store what was tried and pass the case on. `why` = no_times or failure."""
    now, today, local = turn.now, turn.today, settings().local_rules
    none_free = receipts.none_free(planner(), turn.conversation_id, INSIDE, offer_id, now=now, today=today)
    tried = Tried(offer_id=offer_id, wish=asked_for(wish, ()), why=why, none_free=none_free)
    return receipts.no_times(turn.conversation_id, INSIDE, tried, now=now, today=today, local=local)
