"""What staff leave a citizen with when a talk did not take place: an offer to book, and a message that says so.

All inside the caller's transaction.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.booking.kinds import kinds
from casework.booking.models import BookingRow, OfferRow, SlotRow
from casework.conversations import repository as talks
from casework.conversations.errors import ConversationNotFoundError
from casework.conversations.models import ConversationRow
from casework.conversations.records import NewMessage
from casework.handoff.records import Change


def new_offer(
    session: Session, row: BookingRow, before: OfferRow | None, *, made_by: int, now: datetime, today: date
) -> OfferRow:
    """A caseworker's offer of the same talk, without the dates of the one before that have passed.

    `before` = the offer that was booked on, if it is there still; `today` = the date in Denmark.
    """
    kind, hold_by = kinds()[row.kind], before.hold_by if before else None
    made = OfferRow(
        conversation_id=row.conversation_id or "",
        kind=row.kind,
        holder=session.get_one(SlotRow, row.slot_id).holder,
        forms=list(before.forms if before else kind.forms),
        place=before.place if before else None,
        topics=list(before.topics if before else kind.topics),
        hold_by=hold_by if hold_by and hold_by >= today else None,
        source="staff",
        rules=[],
        state="open",
        told_on=today,
        created_at=now,
        created_by=made_by,
    )
    session.add(made)
    return made


def tell_in(session: Session, conversation: ConversationRow, messages: Sequence[NewMessage], now: datetime) -> Change:
    """Write to the citizen in a locked conversation; what comes back is for the open pages that show it."""
    conversation.updated_at = now
    rows = talks.add_replies(session, conversation, messages, in_reply_to=None, now=now)
    session.flush()
    told = tuple(talks.to_message(row) for row in rows)
    return Change(conversation_id=conversation.id, state=conversation.state, messages=told)


def conversation_in(session: Session, conversation_id: str | None) -> ConversationRow | None:
    """The conversation, locked; None when the citizen has deleted it."""
    if conversation_id is None:
        return None
    try:
        return talks.get_conversation(session, conversation_id, lock=True)
    except ConversationNotFoundError:
        return None
