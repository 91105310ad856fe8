"""Every query of the offers to book. Callers own the transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from casework.booking import booking_repository as bookings
from casework.booking import slot_repository as slots
from casework.booking.kinds import kinds
from casework.booking.models import BookingRow, OfferRow
from casework.booking.records import Offer
from casework.conversations import repository as talks


def offers_of(session: Session, conversation_id: str, state: str | None = None) -> Sequence[OfferRow]:
    """The offers of a conversation, oldest first; with `state` only those."""
    query = select(OfferRow).where(OfferRow.conversation_id == conversation_id).order_by(OfferRow.id)
    return session.scalars(query.where(OfferRow.state == state) if state else query).all()


def offer_of(session: Session, conversation_id: str, offer_id: int) -> OfferRow | None:
    """An offer, when it is this conversation's."""
    return session.scalar(select(OfferRow).where(OfferRow.id == offer_id, OfferRow.conversation_id == conversation_id))


def open_offer(session: Session, conversation_id: str, kind: str) -> OfferRow | None:
    """The open offer of a kind; there is at most one."""
    return session.scalar(
        select(OfferRow).where(
            OfferRow.conversation_id == conversation_id, OfferRow.kind == kind, OfferRow.state == "open"
        )
    )


def has_booking(session: Session, conversation_id: str, kinds_: Sequence[str], state: str) -> bool:
    """Whether the conversation has a booking of one of the kinds in this state."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    BookingRow.conversation_id == conversation_id,
                    BookingRow.kind.in_(kinds_),
                    BookingRow.state == state,
                )
            )
        )
    )


def is_booked(session: Session, conversation_id: str, kind: str, moment: datetime) -> bool:
    """Whether a talk of the kind is booked that has not ended at `moment`. One that has ended and that nobody has
    marked stands in nobody's way."""
    return bookings.active_of(session, conversation_id, kind, moment) is not None


def last_booking_state(session: Session, offer_id: int) -> str | None:
    """The state of the newest booking on an offer that was more than a hold."""
    return session.scalar(
        select(BookingRow.state)
        .where(BookingRow.offer_id == offer_id, BookingRow.confirmed_at.is_not(None))
        .order_by(BookingRow.id.desc())
        .limit(1)
    )


def is_late(row: OfferRow, today: date) -> bool:
    """Whether the last day to book has passed."""
    return row.book_by is not None and row.book_by < today


def in_time(row: OfferRow, today: date) -> bool:
    """Whether a time can still be booked on an offer.

    After `hold_by` never. After `book_by` not on a caseworker's offer. The `book_by` of the rules is the shortest time
    that the authority must give, counted from when it was first told here; after it the rules say to book at once
    (selvbooking.udeblivelse), so it closes nothing.
    """
    if row.hold_by is not None and row.hold_by < today:
        return False
    return row.source == "rules" or not is_late(row, today)


def to_offer(session: Session, row: OfferRow, today: date, exempt_reason: str | None = None) -> Offer:
    """The stored row as the value that leaves this part."""
    kind = kinds()[row.kind]
    other = next(holder for holder in ("kommune", "akasse") if holder != row.holder)
    return Offer(
        id=row.id,
        conversation_id=row.conversation_id,
        kind=row.kind,
        kind_name=kind.name,
        about=kind.about,
        holder=row.holder,
        forms=tuple(row.forms),
        place=row.place,
        topics=tuple(row.topics),
        book_by=row.book_by,
        hold_by=row.hold_by,
        source=row.source,
        rules=tuple(row.rules),
        state=row.state,
        created_at=row.created_at,
        late=row.state == "open" and is_late(row, today),
        # A calendar that is empty altogether is not somebody else's: it is just not filled in yet.
        elsewhere=not slots.holder_has_calendar(session, row.holder) and slots.holder_has_calendar(session, other),
        exempt=exempt_reason is not None,
        exempt_reason=exempt_reason,
        akasse_may_join=row.holder == "kommune" and _may_have_akasse(session, row.conversation_id),
    )


def _may_have_akasse(session: Session, conversation_id: str) -> bool:
    told = {fact.fact: fact.value for fact in talks.facts_of(session, conversation_id)}
    return told.get("ydelse") in {None, "dagpenge"}
