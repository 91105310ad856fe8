"""From a free time to a booking: held for ten minutes, confirmed, moved, cancelled.

Every function is one transaction that locks the conversation first, so of two requests of one citizen one waits. A
place in a time is taken by one conditional UPDATE and a hold becomes a booking by a compare-and-set, so of two
citizens exactly one gets the last place. Moments are aware UTC; `today` = the date in Denmark that counts as today,
None = the real one.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.booking import booking_repository as repo
from casework.booking import events, numbers, steps
from casework.booking import offer_repository as offers
from casework.booking import slot_repository as slots
from casework.booking.bookable import bookable, check_slot
from casework.booking.errors import HoldLapsedError, NoBookingError, OfferGoneError, SlotGoneError, TooLateError
from casework.booking.models import BookingRow, OfferRow
from casework.booking.moments import HOLD_FOR, at_office
from casework.booking.records import Booked, Booking, BookingWish, Cancelled, Held, TimeChoice
from casework.booking.wishes import checked_reason, checked_wish
from casework.conversations.service import authorised
from casework.db import session_scope


def hold(conversation_id: str, token: str, choice: TimeChoice, *, now: datetime, today: date | None = None) -> Held:
    """Keep a time for ten minutes; another hold of the citizen is given back, but only when this one succeeds.

    The same `client_id` again returns what it gave the first time. Raises NotAllowedError, OfferGoneError,
    SlotGoneError, FormNotAllowedError, AlreadyBookedError, TooLateError, and HoldLapsedError when the hold
    of this `client_id` has been given back meanwhile.
    """
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True)
        known = repo.by_client_id(session, conversation_id, choice.client_id)
        if known is not None:
            return _known(session, known, now, at_office(now, today))
        found = bookable(session, conversation_id, choice.offer_id, at_office(now, today))
        check_slot(session, found, choice.slot_id, choice.form)
        own = repo.held_of(session, conversation_id)
        run_out = repo.lapsed_holds(session, now, slot_id=choice.slot_id)
        if own is not None and own not in run_out:
            run_out = [*run_out, own]
        repo.give_back_holds(session, run_out, now, also_lock=[choice.slot_id])
        if not slots.take(session, choice.slot_id):
            raise SlotGoneError("Somebody was faster; choose another time.")
        row = BookingRow(
            offer_id=choice.offer_id,
            slot_id=choice.slot_id,
            conversation_id=conversation_id,
            kind=found.offer.kind,
            form=choice.form,
            state="held",
            held_until=now + HOLD_FOR,
            sequence=0,
            client_id=choice.client_id,
            made_at=now,
        )
        session.add(row)
        session.flush()
        return _held(session, row, found.moves)


def extend(conversation_id: str, token: str, hold_id: int, *, now: datetime) -> None:
    """Keep a held time for ten minutes from now, once: while a code is awaited. Nothing happens the second time, and
    to a hold that has run out. Raises NotAllowedError and NoBookingError."""
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True)
        row = _own(session, conversation_id, hold_id)
        first = row.held_until is not None and row.held_until <= row.made_at + HOLD_FOR
        if row.state == "held" and first and row.held_until is not None and row.held_until > now:
            row.held_until = now + HOLD_FOR


def release(conversation_id: str, token: str, hold_id: int, *, now: datetime) -> None:
    """Give a held time back. Nothing happens when it is not held any more.

    Raises NotAllowedError, and NoBookingError for a hold that is not the citizen's.
    """
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True)
        row = _own(session, conversation_id, hold_id)
        if row.state == "held":
            repo.give_back_holds(session, [row], now)


def confirm(
    conversation_id: str,
    token: str,
    hold_id: int,
    wish: BookingWish,
    *,
    now: datetime,
    today: date | None = None,
) -> Booked:
    """Book the held time; the offer is met. With an active booking of the kind it moves that one: the new time is
    booked, then the old one is given back; the number stays, and `sequence` grows by one.

    Confirming again changes nothing and gives a new code, for the first one may never have arrived. Raises
    NotAllowedError, NoBookingError, HoldLapsedError, OfferGoneError, TooLateError and BadWishError.
    """
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True)
        row = _own(session, conversation_id, hold_id)
        replaced = None if row.state == "active" else _confirm(session, row, wish, now=now, today=today)
        return Booked(booking=repo.booking(session, row.id), code=steps.new_code(session, row), replaced=replaced)


def move(
    conversation_id: str,
    token: str,
    hold_id: int,
    wish: BookingWish,
    *,
    now: datetime,
    today: date | None = None,
) -> Booked:
    """The same, only to move what is booked, and the code stays: whoever has nothing but the code must not lose it with
    an answer that never arrives. Raises NoBookingError too when nothing is booked that could be moved."""
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True)
        row = _own(session, conversation_id, hold_id)
        if row.state == "active":
            return Booked(booking=repo.booking(session, row.id), code=None)
        replaced = _confirm(session, row, wish, now=now, today=today)
        if replaced is None:
            raise NoBookingError("The booking that was to be moved has ended; look at the bookings again.")
        old = session.get_one(BookingRow, replaced.id)
        row.code_hash = old.code_hash
        session.flush()
        return Booked(booking=repo.booking(session, row.id), code=None, replaced=replaced)


def cancel(
    conversation_id: str,
    token: str,
    number: str,
    *,
    now: datetime,
    reason: str | None = None,
    today: date | None = None,
) -> Cancelled:
    """Cancel an active booking; cancelling it again returns the same. The offer is open again unless its dates have
    passed. Raises NotAllowedError, NoBookingError, TooLateError (the talk has begun) and BadWishError."""
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True)
        row = repo.lock_numbered(session, numbers.tidy(number))
        if row is None or row.conversation_id != conversation_id:
            raise NoBookingError("There is no such booking; look at the bookings again.")
        return steps.cancel(session, row, checked_reason(reason), now=now, moment=at_office(now, today))


def mine(conversation_id: str, token: str, *, now: datetime) -> list[Booking]:
    """The citizen's bookings: those to come first, the next one first, then those that are over, newest first.

    Holds, and times that were moved, are not among them. Raises NotAllowedError.
    """
    with session_scope(read_only=True) as session:
        authorised(session, conversation_id, token)
        found = repo.all_of(session, conversation_id)
    ahead = [booking for booking in found if booking.state == "active" and booking.ends_at > now]
    return ahead + [booking for booking in reversed(found) if booking not in ahead]


def held_now(conversation_id: str, token: str, *, now: datetime, today: date | None = None) -> Held | None:
    """The time that is kept for the citizen at this moment; None = none is. Raises NotAllowedError."""
    with session_scope(read_only=True) as session:
        authorised(session, conversation_id, token)
        row = repo.hold_of(session, conversation_id, now)
        if row is None:
            return None
        return _held(session, row, repo.active_of(session, conversation_id, row.kind, at_office(now, today)))


def new_code(conversation_id: str, token: str, number: str) -> Booked:
    """Another code for an active booking, for the first one cannot be shown again; that one opens it no longer.

    Raises NotAllowedError and NoBookingError.
    """
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True)
        row = repo.lock_numbered(session, numbers.tidy(number))
        if row is None or row.conversation_id != conversation_id or row.state != "active":
            raise NoBookingError("There is no such active booking; look at the bookings again.")
        return Booked(booking=repo.booking(session, row.id), code=steps.new_code(session, row))


def free_lapsed(now: datetime, *, limit: int = 100) -> int:
    """Give back the times of holds that have run out, at most `limit`. Returns how many there were."""
    with session_scope() as session:
        return repo.give_back_holds(session, repo.lapsed_holds(session, now, limit=limit), now)


def _own(session: Session, conversation_id: str, booking_id: int) -> BookingRow:
    row = repo.lock_booking(session, booking_id)
    if row is None or row.conversation_id != conversation_id:
        raise NoBookingError("There is no such hold; look at the bookings again.")
    return row


def _confirmable(
    session: Session, conversation_id: str, row: BookingRow, *, now: datetime, moment: datetime
) -> tuple[OfferRow, BookingRow | None]:
    """The offer of a held time, and the active booking that it moves. Whoever held the time on the last day may still
    confirm it a few minutes after midnight."""
    if row.state not in ("held", "lapsed"):
        raise NoBookingError("The booking has ended; book a new time.")
    if row.state == "lapsed" or row.held_until is None or row.held_until <= now:
        raise HoldLapsedError("The time was held for ten minutes and has been given back; choose a time again.")
    offer = offers.offer_of(session, conversation_id, row.offer_id or 0)
    old = repo.active_of(session, conversation_id, row.kind, moment)
    if offer is None or offer.state == "withdrawn" or (offer.state == "met" and old is None):
        raise OfferGoneError("The offer was withdrawn meanwhile; look at the offers again.")
    if any(repo.starts_at(session, talk) <= moment for talk in (row, old) if talk is not None):
        raise TooLateError("The talk has begun; turn to the authority.")
    return offer, old


def _confirm(
    session: Session, row: BookingRow, wish: BookingWish, *, now: datetime, today: date | None
) -> Booking | None:
    """Book a held time; the booking that it moved, as it was before."""
    conversation_id = row.conversation_id or ""
    moment = at_office(now, today)
    offer, old = _confirmable(session, conversation_id, row, now=now, moment=moment)
    said = checked_wish(wish, offer.topics)
    repo.set_over(session, conversation_id, row.kind, moment=moment, now=now)
    replaced = steps.replace(session, old, row, now) if old is not None else None
    values = {
        **said,
        "state": "active",
        "number": (replaced and replaced.number) or numbers.new_number(session),
        "sequence": replaced.sequence + 1 if replaced else 0,
        "held_until": None,
        "confirmed_at": now,
    }
    if not repo.move(session, row.id, "held", values):
        raise HoldLapsedError("The time has been given back meanwhile; choose a time again.")
    if old is not None:
        slots.give_back(session, old.slot_id)
    offer.state = "met"
    session.flush()
    session.refresh(row)
    events.changed(session, conversation_id, now)
    return replaced


def _known(session: Session, row: BookingRow, now: datetime, moment: datetime) -> Held:
    """What the first request with this id gave. Raises HoldLapsedError when it is over."""
    over = row.state not in ("held", "active") or (row.held_until is not None and row.held_until <= now)
    if over:
        raise HoldLapsedError("The time was held for ten minutes and has been given back; choose a time again.")
    moves = repo.active_of(session, row.conversation_id or "", row.kind, moment) if row.state == "held" else None
    return _held(session, row, moves)


def _held(session: Session, row: BookingRow, moves: BookingRow | None) -> Held:
    slot = slots.one(session, row.slot_id)
    assert slot is not None, "a booking's time is never deleted"
    return Held(
        id=row.id,
        offer_id=row.offer_id or 0,
        slot=slot,
        form=row.form,
        held_until=row.held_until or row.made_at + HOLD_FOR,
        moves=moves.number if moves else None,
    )
