"""After the talk: it was held, or the citizen did not come, and what was agreed for next time.

Each function is one transaction; each click is a compare-and-set, so two at once do not both count.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.booking import calendar_repository as repo
from casework.booking import events
from casework.booking import offer_repository as offers
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_records import StaffBooking
from casework.booking.calendar_week import booking_in
from casework.booking.kinds import kinds
from casework.booking.models import AgreementRow, BookingRow
from casework.booking.offer_again import conversation_in, tell_in
from casework.clock import COPENHAGEN
from casework.conversations import repository as talks
from casework.conversations.records import Message, NewMessage
from casework.db import session_scope
from casework.handoff.records import Change
from casework.privacy.masking import mask

ENDED = ("kept", "no_show")
LONGEST_AGREEMENT = 1_000
#: An agreement reaches so far ahead; farther is a slip of the keyboard.
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementWish:
    """What was agreed, and by whom: in words, and perhaps the kind of the next talk and the last day for it."""

    text: str
    made_by: int
    next_kind: str | None = None
    next_by: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreed:
    """The booking with its agreement, and the message that the citizen gets of it (none when it says nothing new)."""

    booking: StaffBooking
    messages: tuple[Message, ...]
    state: str


#: Writes what the citizen is told; called inside the transaction, so it must only make texts.
Tell = Callable[[StaffBooking], Sequence[NewMessage]]


def kept(booking_id: int, staff_id: int | None, *, now: datetime) -> StaffBooking:
    """The talk was held. `staff_id` = whose calendar it must be in, None = any; `now` = the moment as the calendar
    sees it. Raises CalendarGoneError, and CalendarError: early (it has not begun), ended (it was marked otherwise)."""
    return _end(booking_id, staff_id, "kept", now)


def no_show(booking_id: int, staff_id: int | None, *, now: datetime) -> StaffBooking:
    """The citizen did not come. Otherwise as `kept`."""
    return _end(booking_id, staff_id, "no_show", now)


def undo(booking_id: int, staff_id: int | None, *, now: datetime) -> StaffBooking:
    """Take a mark back on the day on which it was made; an agreement that the citizen has got stays.

    An offer for the same kind of talk that is open is withdrawn: the talk that is booked again answers it.

    Raises CalendarGoneError, and CalendarError: undo_late (another day), undo_agreed (there is an agreement),
    undo_rebooked (the citizen has booked the same kind of talk again).
    """
    with session_scope() as session:
        row = _locked(session, booking_id, staff_id)
        if row.state == "active":
            return booking_in(session, booking_id, staff_id)
        if row.ended_at is None or _day(row.ended_at) != _day(now):
            raise CalendarError("undo_late", f"booking-{booking_id}")
        if session.scalar(select(AgreementRow.id).where(AgreementRow.booking_id == booking_id)) is not None:
            raise CalendarError("undo_agreed", f"booking-{booking_id}")
        _back_to_active(session, row)
        if row.conversation_id is not None:
            again = offers.open_offer(session, row.conversation_id, row.kind)
            if again is not None:
                again.state = "withdrawn"
        events.changed(session, row.conversation_id, now)
        return booking_in(session, booking_id, staff_id)


def agree(
    booking_id: int, staff_id: int | None, wish: AgreementWish, *, tell: Tell, now: datetime, today: date
) -> Agreed:
    """Write down what was agreed for next time, and tell the citizen in the conversation.

    The same again says nothing again; other words are told as a correction. CPR numbers are hidden. Raises
    CalendarGoneError, and CalendarError: not_held, agreement, next_kind, next_by, talk_gone (the citizen has deleted
    the conversation, so nobody could read it).
    """
    text = mask(wish.text.strip()).text
    for code, field, is_wrong in (
        ("agreement", "aftale", not 1 <= len(text) <= LONGEST_AGREEMENT),
        ("next_kind", "naeste", wish.next_kind is not None and wish.next_kind not in kinds()),
        ("next_by", "senest", wish.next_by is not None and not today < wish.next_by <= today + FARTHEST),
    ):
        if is_wrong:
            raise CalendarError(code, field)
    with session_scope() as session:
        row = _locked(session, booking_id, staff_id)
        if row.state != "kept":
            raise CalendarError("not_held", "aftale")
        conversation = conversation_in(session, row.conversation_id)
        if conversation is None:
            raise CalendarError("talk_gone", "aftale")
        found = session.scalar(select(AgreementRow).where(AgreementRow.booking_id == booking_id))
        made = found or AgreementRow(booking_id=booking_id, conversation_id=conversation.id)
        wished = (text, wish.next_kind, wish.next_by)
        if found is not None and (found.text, found.next_kind, found.next_by) == wished:
            return Agreed(booking=booking_in(session, booking_id, staff_id), messages=(), state=conversation.state)
        made.text, made.next_kind, made.next_by = wished
        made.made_at, made.made_by, made.seen_at = now, wish.made_by, None
        session.add(made)
        session.flush()
        booking = booking_in(session, booking_id, staff_id)
        told = tell_in(session, conversation, tell(booking), now)
        return Agreed(booking=booking, messages=told.messages, state=told.state)


def tell_citizen(conversation_id: str, messages: Sequence[NewMessage], *, now: datetime) -> Change:
    """Store messages of the system in a conversation. Raises ConversationNotFoundError."""
    with session_scope() as session:
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        return tell_in(session, conversation, messages, now)


def _end(booking_id: int, staff_id: int | None, state: str, now: datetime) -> StaffBooking:
    with session_scope() as session:
        row = _locked(session, booking_id, staff_id)
        if row.state == state:
            return booking_in(session, booking_id, staff_id)
        booking = booking_in(session, booking_id, staff_id)
        if booking.starts_at > now:
            raise CalendarError("early", f"booking-{booking_id}")
        values = {"state": state, "ended_at": now, "ended_by": "staff"}
        if not repo.move_booking(session, booking_id, ("active",), values):
            raise CalendarError("ended", f"booking-{booking_id}")
        # `taken` counts the bookings that are still to come.
        repo.count_place(session, row.slot_id, -1)
        events.changed(session, row.conversation_id, now)
        return booking_in(session, booking_id, staff_id)


def _back_to_active(session: Session, row: BookingRow) -> None:
    values = {"state": "active", "ended_at": None, "ended_by": None}
    try:
        with session.begin_nested():
            repo.move_booking(session, row.id, ENDED, values)
    except IntegrityError:
        # The index that allows one active booking of a kind.
        raise CalendarError("undo_rebooked", f"booking-{row.id}") from None
    repo.count_place(session, row.slot_id, 1)


def _locked(session: Session, booking_id: int, staff_id: int | None) -> BookingRow:
    """The booking, its conversation locked first, as the citizen's side does it: the other way round the two could
    wait for each other."""
    found = booking_in(session, booking_id, staff_id)
    conversation_in(session, found.conversation_id)
    row = session.get(BookingRow, booking_id, with_for_update=True, populate_existing=True)
    if row is None or row.state not in ("active", *ENDED):
        raise CalendarGoneError("The booking has changed; look at the calendar again.")
    return row


def _day(moment: datetime) -> date:
    return moment.astimezone(COPENHAGEN).date()
