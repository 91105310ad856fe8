"""From a free time to a booking: held for ten minutes, confirmed, moved, cancelled.

Every function is one transaction that locks the conversation first, so of two requests of one citizen one waits. A
place in a time is taken by one conditional UPDATE and a hold becomes a booking by a compare-and-set, so of two
citizens exactly one gets the last place. Moments are aware UTC; `today` = the date in Denmark that counts as today,
None = the real one.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.booking import booking_repository as repo
from casework.booking import events, numbers
from casework.booking import offer_repository as offers
from casework.booking import slot_repository as slots
from casework.booking.bookable import bookable, check_slot
from casework.booking.errors import HoldLapsedError, NoBookingError, OfferGoneError, SlotGoneError, TooLateError
from casework.booking.models import BookingRow, OfferRow
from casework.booking.moments import HOLD_FOR, at_office, day_of
from casework.booking.records import Booked, Booking, BookingWish, Cancelled, Held, TimeChoice
from casework.booking.wishes import checked_reason, checked_wish
from casework.conversations import repository as talks
from casework.conversations.errors import ConversationNotFoundError
from casework.conversations.service import authorised
from casework.db import session_scope


def hold(conversation_id: str, token: str, choice: TimeChoice, *, now: datetime, today: date | None = None) -> Held:
    """Keep a time for ten minutes; another hold of the citizen is given back, but only when this one succeeds.

    The same `client_id` again returns what it gave the first time. Raises NotAllowedError, OfferGoneError,
    SlotGoneError, FormNotAllowedError, AlreadyBookedError, TooLateError, ExemptError, and HoldLapsedError when the hold
    of this `client_id` has been given back meanwhile.
    """
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True)
        known = repo.by_client_id(session, conversation_id, choice.client_id)
        if known is not None:
            return _known(session, known, now)
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
    moment = at_office(now, today)
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True)
        row = _own(session, conversation_id, hold_id)
        if row.state == "active":
            return Booked(booking=repo.booking(session, row.id), code=_new_code(session, row))
        offer, old = _confirmable(session, conversation_id, row, now=now, moment=moment)
        said = checked_wish(wish, offer.topics)
        replaced = _replace(session, old, row, now) if old is not None else None
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
        code = _new_code(session, row)
        events.changed(session, conversation_id, now)
        return Booked(booking=repo.booking(session, row.id), code=code, replaced=replaced)


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
        return _cancel(session, row, checked_reason(reason), now=now, moment=at_office(now, today))


def cancel_by_code(
    number: str, code: str, *, now: datetime, reason: str | None = None, today: date | None = None
) -> Cancelled:
    """The same with number and code of the receipt, also when the conversation is gone. Raises NoBookingError,
    TooLateError and BadWishError."""
    conversation_id = find_by_code(number, code).conversation_id
    with session_scope() as session:
        if conversation_id is not None:
            _lock_if_there(session, conversation_id)
        row = repo.lock_numbered(session, numbers.tidy(number))
        if row is None or not numbers.matches(row, code):
            raise NoBookingError("Number and code do not belong together; look at the receipt again.")
        return _cancel(session, row, checked_reason(reason), now=now, moment=at_office(now, today))


def find_by_code(number: str, code: str) -> Booking:
    """The booking that number and code of the receipt open, whatever its state. Raises NoBookingError."""
    with session_scope(read_only=True) as session:
        row = session.execute(repo.joined().where(BookingRow.number == numbers.tidy(number))).first()
        if row is None or not numbers.matches(row[0], code):
            raise NoBookingError("Number and code do not belong together; look at the receipt again.")
        return repo.to_booking(row)


def mine(conversation_id: str, token: str, *, now: datetime) -> list[Booking]:
    """The citizen's bookings: those to come first, the next one first, then those that are over, newest first.

    Holds, and times that were moved, are not among them. Raises NotAllowedError.
    """
    with session_scope(read_only=True) as session:
        authorised(session, conversation_id, token)
        found = repo.all_of(session, conversation_id)
    ahead = [booking for booking in found if booking.state == "active" and booking.ends_at > now]
    return ahead + [booking for booking in reversed(found) if booking not in ahead]


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
    old = repo.active_of(session, conversation_id, row.kind)
    if offer is None or offer.state == "withdrawn" or (offer.state == "met" and old is None):
        raise OfferGoneError("The offer was withdrawn meanwhile; look at the offers again.")
    if any(repo.starts_at(session, talk) <= moment for talk in (row, old) if talk is not None):
        raise TooLateError("The talk has begun; turn to the authority.")
    return offer, old


def _known(session: Session, row: BookingRow, now: datetime) -> Held:
    """What the first request with this id gave. Raises HoldLapsedError when it is over."""
    over = row.state not in ("held", "active") or (row.held_until is not None and row.held_until <= now)
    if over:
        raise HoldLapsedError("The time was held for ten minutes and has been given back; choose a time again.")
    moves = repo.active_of(session, row.conversation_id or "", row.kind) if row.state == "held" else None
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


def _new_code(session: Session, row: BookingRow) -> str:
    code, code_hash = numbers.new_code()
    row.code_hash = code_hash
    session.flush()
    return code


def _replace(session: Session, old: BookingRow, new: BookingRow, now: datetime) -> Booking:
    """End the booking that is moved; its number is free for the new one. Its time is given back after that."""
    before = repo.booking(session, old.id)
    ended = {"state": "cancelled", "ended_at": now, "ended_by": "rebooked", "number": None, "replaced_by": new.id}
    if not repo.move(session, old.id, "active", ended):
        raise NoBookingError("The booking has ended meanwhile; look at the bookings again.")
    return before


def _cancel(session: Session, row: BookingRow, reason: str | None, *, now: datetime, moment: datetime) -> Cancelled:
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


def _lock_if_there(session: Session, conversation_id: str) -> None:
    """Lock the conversation unless it has been deleted a moment ago."""
    try:
        talks.get_conversation(session, conversation_id, lock=True)
    except ConversationNotFoundError:
        return
