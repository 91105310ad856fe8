"""The receipt of a citizen who tried to book and got no time: stored, with its time, and handed to a person.

No free time before the deadline, a system that fails, or an exemption must never leave a citizen with nothing. The
receipt says what was tried and when, and the same transaction puts the case in the queue, marked with why. The
assistant goes on answering: a case in the queue needs no citizen who sits and waits.
"""

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.booking import numbers
from casework.booking import offer_repository as offers
from casework.booking.entitlement import TIME_TO_BOOK
from casework.booking.errors import BadWishError, BookingError, NoBookingError, OfferGoneError
from casework.booking.kinds import asked_for, kinds
from casework.booking.models import BookingReceiptRow, OfferRow
from casework.booking.planner import Planner
from casework.booking.records import Receipt, TimeWish, Tried
from casework.conversations import repository as talks
from casework.conversations.models import ConversationRow
from casework.conversations.service import authorised
from casework.db import session_scope
from casework.errors import DatabaseAwayError
from casework.handoff import repository as handoffs
from casework.handoff import steps
from casework.handoff.desk import build_sheet
from casework.handoff.errors import AlreadyWaitingError
from casework.handoff.models import HandoffRow
from casework.handoff.records import CaseSheet, Change

#: Why no time was booked, and how the queue marks the case.
CAUSES = {"no_times": "no_times", "failure": "booking_failure", "exempt": "booking_exempt"}


def no_times(
    conversation_id: str,
    token: str,
    tried: Tried,
    *,
    now: datetime,
    today: date,
    local: Path | None = None,
) -> Receipt:
    """Store that the citizen tried to book without getting a time, and put the case in the queue, marked so.

    Whoever waits or talks with a person already keeps the place; a case that waits for no other reason is marked now.
    Nobody is made to wait by it.
    Trying again gives another receipt and no second place. `today` = the date in Denmark that counts as today; `local`
    = a municipality's own rules. Raises NotAllowedError, BadWishError (why), and OfferGoneError for an offer that is
    not the citizen's.
    """
    if tried.why not in CAUSES:
        raise BadWishError("why")
    with session_scope(read_only=True) as session:
        authorised(session, conversation_id, token)
    sheet = build_sheet(conversation_id, today, local=local)
    with session_scope() as session:
        conversation = authorised(session, conversation_id, token, lock=True)
        offer = _offer(session, conversation_id, tried)
        row = BookingReceiptRow(
            number=numbers.new_receipt_number(),
            conversation_id=conversation_id,
            offer_id=offer.id if offer else None,
            kind=offer.kind if offer else asked_for("next", sheet.group).id,
            why=tried.why,
            tried={**tried.wish.to_json(), "none_before_deadline": tried.none_free},
            book_by=offer.book_by if offer else None,
            hold_by=offer.hold_by if offer else None,
            made_at=now,
        )
        change = _queue(session, conversation, row, sheet, now)
        session.add(row)
        session.flush()
        return _record(row, change)


def none_free(
    planner: Planner, conversation_id: str, token: str, offer_id: int | None, *, now: datetime, today: date
) -> bool | None:
    """Whether the planner has no time at all for the offer now, for `Tried`; None = the offer cannot be booked on, or
    nobody can say."""
    if offer_id is None:
        return None
    try:
        return planner.find_times(
            conversation_id, token, offer_id, wish=TimeWish(), now=now, today=today
        ).none_before_deadline
    except BookingError:
        return None
    except DatabaseAwayError:
        raise
    except Exception:
        return None


def solved(conversation_id: str, kind: str, *, now: datetime) -> Change | None:
    """A talk of this kind was booked after all: a case that is in the queue for nothing else leaves it, unless the
    citizen waits for a person. None = there was none. Raises ConversationNotFoundError."""
    with session_scope() as session:
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        handoff = handoffs.open_handoff(session, conversation_id)
        if handoff is None or not steps.stays(handoff) or conversation.state == "waiting":
            return None
        tried = {row.kind for row in _rows(session, conversation_id) if row.handoff_id == handoff.id}
        if tried != {kind}:
            return None
        steps.end(session, handoff, "left", now, by="citizen")
        return steps.change(session, conversation, (), now)


def list_receipts(conversation_id: str, token: str) -> list[Receipt]:
    """The citizen's receipts, newest first. Raises NotAllowedError."""
    with session_scope(read_only=True) as session:
        authorised(session, conversation_id, token)
        return [_record(row) for row in _rows(session, conversation_id)]


def get_receipt(conversation_id: str, token: str, number: str) -> Receipt:
    """One receipt. Raises NotAllowedError and NoBookingError."""
    with session_scope(read_only=True) as session:
        authorised(session, conversation_id, token)
        for row in _rows(session, conversation_id):
            if row.number == numbers.tidy(number):
                return _record(row)
    raise NoBookingError("There is no such receipt; look at the receipts again.")


def for_staff(conversation_id: str) -> list[Receipt]:
    """The receipts of a conversation that a caseworker has open, newest first."""
    with session_scope(read_only=True) as session:
        return [_record(row) for row in _rows(session, conversation_id)]


def _rows(session: Session, conversation_id: str) -> list[BookingReceiptRow]:
    query = select(BookingReceiptRow).where(BookingReceiptRow.conversation_id == conversation_id)
    return list(session.scalars(query.order_by(BookingReceiptRow.id.desc())))


def _offer(session: Session, conversation_id: str, tried: Tried) -> OfferRow | None:
    if tried.offer_id is None:
        return None
    offer = offers.offer_of(session, conversation_id, tried.offer_id)
    if offer is None:
        raise OfferGoneError("There is no such offer; look at the offers again.")
    return offer


def _queue(
    session: Session, conversation: ConversationRow, row: BookingReceiptRow, sheet: CaseSheet, now: datetime
) -> Change | None:
    """Put the case in the queue. None = a person has it, or it waits, already; or there is no citizen to wait."""
    if conversation.mode != "citizen":
        return None
    cause = CAUSES[row.why]
    try:
        handoff = steps.put_aside(session, conversation.id, sheet=sheet, cause=cause, now=now)
    except AlreadyWaitingError:
        waits: HandoffRow | None = handoffs.open_handoff(session, conversation.id)
        if waits is not None:
            row.handoff_id = waits.id
            if waits.cause == "asked":
                waits.cause = cause
        return None
    row.handoff_id = handoff.id
    due = row.book_by or row.hold_by
    if due is not None and (handoff.nearest_deadline is None or due < handoff.nearest_deadline):
        # The queue is ordered by what presses most, and this is what the case is about.
        handoff.nearest_deadline, handoff.nearest_rule = due, TIME_TO_BOOK
    return steps.change(session, conversation, (), now)


def _record(row: BookingReceiptRow, change: Change | None = None) -> Receipt:
    return Receipt(
        number=row.number,
        conversation_id=row.conversation_id,
        offer_id=row.offer_id,
        kind=row.kind,
        kind_name=kinds()[row.kind].name,
        why=row.why,
        tried=dict(row.tried),
        book_by=row.book_by,
        hold_by=row.hold_by,
        made_at=row.made_at,
        queued=row.handoff_id is not None,
        change=change,
    )
