"""A booking opened with number and code of its receipt, from any device, also when the conversation is gone.

How often a code may be guessed is counted outside, see `casework.booking.code_tries`.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.booking import booking_repository as repo
from casework.booking import numbers, steps
from casework.booking.errors import NoBookingError
from casework.booking.models import BookingRow
from casework.booking.moments import at_office
from casework.booking.records import Booking, Cancelled
from casework.booking.wishes import checked_reason
from casework.conversations import repository as talks
from casework.conversations.errors import ConversationNotFoundError
from casework.db import session_scope


def find(number: str, code: str) -> Booking:
    """The booking that number and code of the receipt open, whatever its state. Raises NoBookingError."""
    with session_scope(read_only=True) as session:
        row = session.execute(repo.joined().where(BookingRow.number == numbers.tidy(number))).first()
        if row is None or not numbers.matches(row[0], code):
            raise NoBookingError("Number and code do not belong together; look at the receipt again.")
        return repo.to_booking(row)


def cancel(number: str, code: str, *, now: datetime, reason: str | None = None, today: date | None = None) -> Cancelled:
    """Cancel it; cancelling it again returns the same. Raises NoBookingError, TooLateError and BadWishError."""
    conversation_id = find(number, code).conversation_id
    with session_scope() as session:
        if conversation_id is not None:
            _lock_if_there(session, conversation_id)
        row = repo.lock_numbered(session, numbers.tidy(number))
        if row is None or not numbers.matches(row, code):
            raise NoBookingError("Number and code do not belong together; look at the receipt again.")
        return steps.cancel(session, row, checked_reason(reason), now=now, moment=at_office(now, today))


def _lock_if_there(session: Session, conversation_id: str) -> None:
    """Lock the conversation unless it has been deleted a moment ago."""
    try:
        talks.get_conversation(session, conversation_id, lock=True)
    except ConversationNotFoundError:
        return
