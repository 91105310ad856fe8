"""Staff cancel booked talks, one or several at once, and the citizens are told and offered another time.

The rules are those of the citizen's own side (`casework.booking.service`): conversations are locked first, then
bookings, then times; every booking ends by a compare-and-set. Who is written to reads it in the same transaction, so
no talk is cancelled in silence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.booking import booking_repository as bookings
from casework.booking import calendar_repository as repo
from casework.booking import events
from casework.booking import offer_repository as offers
from casework.booking import slot_repository as slots
from casework.booking.calendar_errors import CalendarError
from casework.booking.calendar_records import StaffBooking
from casework.booking.calendar_week import booking_in
from casework.booking.entitlement import CALLED_IN, exemption
from casework.booking.models import BookingRow, SlotRow
from casework.booking.moments import at_office
from casework.booking.offer_again import conversation_in, new_offer, tell_in
from casework.booking.records import Offer
from casework.conversations import repository as talks
from casework.conversations.models import ConversationRow
from casework.conversations.records import NewMessage
from casework.db import session_scope
from casework.handoff.records import Change
from casework.privacy.masking import mask

LONGEST_REASON = 300
#: So many talks are cancelled in one go.
MOST_AT_ONCE = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelWish:
    """Why talks are cancelled, in words that the citizen reads, and by whom. `close` = nobody else may book the time.

    `staff_id` = whose calendar the talks must be in, None = any.
    """

    reason: str
    made_by: int
    staff_id: int | None
    close: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelledTalk:
    """A talk that was cancelled. `offer` = what the citizen can book on now; None = the citizen does not book here.

    `told` = the message in the conversation; None when the citizen has deleted it.
    """

    booking: StaffBooking
    offer: Offer | None
    told: Change | None


#: Writes what the citizen is told; called inside the transaction, so it must only make texts.
Tell = Callable[[StaffBooking, Offer | None], Sequence[NewMessage]]


def cancel(
    booking_ids: Sequence[int], wish: CancelWish, *, tell: Tell, now: datetime, today: date, only_look: bool = False
) -> tuple[CancelledTalk, ...]:
    """Cancel talks that have not begun. All of it is one transaction.

    Those that somebody has cancelled, moved or marked meanwhile are left out of the answer. Each citizen has an offer
    to book on afterwards, the old one when its dates allow, else a new one: a talk that staff cancel must not cost the
    citizen the right to book. `only_look` = the same is answered, and nothing has happened: what is shown first is
    then what will be done. Raises CalendarError (cancel_reason, cancel_many).
    """
    reason = checked_reason(wish.reason)
    if len(booking_ids) > MOST_AT_ONCE:
        raise CalendarError("cancel_many", "samtaler")
    moment = at_office(now, today)
    with session_scope() as session:
        found = locked(session, booking_ids, wish.staff_id, moment)
        slots.lock(session, {row.slot_id for row, _ in found})
        work = _Work(session=session, wish=wish, reason=reason, tell=tell, now=now, today=today)
        done = tuple(_cancel(work, row, conversation) for row, conversation in found)
        if only_look:
            session.rollback()
        return done


def checked_reason(reason: str) -> str:
    """The reason as the citizen reads it; numbers of persons are hidden in it. Raises CalendarError."""
    clean = mask(" ".join(reason.split())).text
    if not 1 <= len(clean) <= LONGEST_REASON:
        raise CalendarError("cancel_reason", "egne-ord")
    return clean


def locked(
    session: Session, booking_ids: Sequence[int], staff_id: int | None, moment: datetime
) -> list[tuple[BookingRow, ConversationRow | None]]:
    """The active bookings among these that have not begun and are in this calendar, locked, each with its conversation.

    Conversations first and in one order, as everybody does it: two who change the same talks never wait in a ring.
    """
    query = (
        select(BookingRow.id, BookingRow.conversation_id)
        .join(SlotRow, SlotRow.id == BookingRow.slot_id)
        .where(BookingRow.id.in_(booking_ids), BookingRow.state == "active", SlotRow.starts_at > moment)
        .order_by(BookingRow.conversation_id, BookingRow.id)
    )
    if staff_id is not None:
        query = query.where(SlotRow.staff_id == staff_id)
    wanted = [(row[0], row[1]) for row in session.execute(query)]
    conversations = {one: conversation_in(session, one) for one in dict.fromkeys(one for _, one in wanted)}
    rows = [(bookings.lock_booking(session, booking_id), conversations[one]) for booking_id, one in wanted]
    return [(row, talk) for row, talk in rows if row is not None and row.state == "active"]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Work:
    """What every talk of one cancelling shares."""

    session: Session
    wish: CancelWish
    reason: str
    tell: Tell
    now: datetime
    today: date


def _cancel(work: _Work, row: BookingRow, conversation: ConversationRow | None) -> CancelledTalk:
    session, now = work.session, work.now
    before = booking_in(session, row.id, None)
    ended = {"state": "cancelled", "ended_at": now, "ended_by": "staff", "reason": work.reason}
    bookings.move(session, row.id, "active", {**ended, "sequence": row.sequence + 1})
    slots.give_back(session, row.slot_id)
    if work.wish.close:
        repo.move_slot(session, row.slot_id, "open", "closed")
    offer = _offer_again(work, row, conversation) if conversation is not None else None
    events.changed(session, row.conversation_id, now)
    change = events.StaffChange(what="cancelled", starts_at=before.starts_at, before=before.starts_at)
    events.changed_by_staff(session, row.conversation_id, change, now)
    told = tell_in(session, conversation, work.tell(before, offer), now) if conversation is not None else None
    return CancelledTalk(booking=before, offer=offer, told=told)


def _offer_again(work: _Work, row: BookingRow, conversation: ConversationRow) -> Offer | None:
    """The offer on which the citizen can book another time; None for who is exempt from booking."""
    session = work.session
    before = offers.offer_of(session, conversation.id, row.offer_id) if row.offer_id else None
    reason = exemption({fact.fact: fact.value for fact in talks.facts_of(session, conversation.id)})
    if reason == CALLED_IN:
        if before is not None and before.state == "met":
            before.state = "withdrawn"
        return None
    found = offers.open_offer(session, conversation.id, row.kind)
    if found is None and before is not None and before.state == "met":
        before.state = "open" if offers.in_time(before, work.today) else "lapsed"
        found = before if before.state == "open" else None
    found = found or new_offer(session, row, before, made_by=work.wish.made_by, now=work.now, today=work.today)
    session.flush()
    return offers.to_offer(session, found, work.today, reason)
