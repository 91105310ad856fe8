"""Citizens who are reminded, with talks and offers, for tests."""

import uuid
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from casework.booking.models import BookingRow, OfferRow, SlotRow
from casework.db import session_scope
from casework.reminders import contacts, service
from casework.reminders.models import ReminderRow
from casework.reminders.planner import Rules
from casework.reminders.timing import Awake
from rules_core.loader import load_ruleset
from tests.casework.handoff_factories import make_staff, open_talk

#: A Friday at 10 in the morning in Denmark.
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
#: The CV must be there on Sunday 29 November; the last open day before is the Friday.
CV = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-15", "foedselsdato": "1990-01-01"}
AWAKE = Awake()


def rules(today: date = TODAY, awake: Awake = AWAKE) -> Rules:
    """The rule book on a day."""
    return Rules(book=load_ruleset(), today=today, awake=awake, hash="as it is")


def reachable(conversation_id: str, channel: str = "email", address: str = "ida@eksempel.dk") -> None:
    """Confirm an address."""
    _, code = contacts.ask_code(conversation_id, channel, address, NOW)
    contacts.confirm(conversation_id, code, NOW)


def reminded(*kinds: str, channel: str = "email", now: datetime = NOW, **facts: object) -> str:
    """A citizen with these facts who is reminded of these kinds; the conversation's id."""
    conversation_id, _ = open_talk(**facts)
    if channel != "chat":
        reachable(conversation_id, channel, "20304050" if channel == "sms" else "ida@eksempel.dk")
    service.switch_on(conversation_id, kinds=kinds, channel=channel, now=now, rules=rules())
    return conversation_id


def book(conversation_id: str, starts_at: datetime, state: str = "active") -> int:
    """A booked talk; the booking's id."""
    staff_id = make_staff("Mette")
    with session_scope() as session:
        slot = SlotRow(
            staff_id=staff_id,
            kind="jobsamtale",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=45),
            forms=["fremmoede"],
            taken=1,
        )
        session.add(slot)
        session.flush()
        booking = BookingRow(
            number=f"RP-{uuid.uuid4().hex[:8]}",
            slot_id=slot.id,
            conversation_id=conversation_id,
            kind="jobsamtale",
            form="fremmoede",
            state=state,
            made_at=NOW,
        )
        session.add(booking)
        session.flush()
        return booking.id


def offer(conversation_id: str, book_by: date, state: str = "open") -> int:
    """An offer to book; its id."""
    with session_scope() as session:
        row = OfferRow(
            conversation_id=conversation_id,
            kind="jobsamtale",
            holder="kommune",
            forms=["fremmoede"],
            topics=[],
            book_by=book_by,
            hold_by=book_by + timedelta(days=14),
            source="staff",
            told_on=TODAY,
            rules=[],
            state=state,
            created_at=NOW,
        )
        session.add(row)
        session.flush()
        return row.id


def stored(conversation_id: str, **only: object) -> list[ReminderRow]:
    """The stored reminders of a citizen, the earliest first."""
    with session_scope(read_only=True) as session:
        query = select(ReminderRow).where(ReminderRow.conversation_id == conversation_id).filter_by(**only)
        return list(session.scalars(query.order_by(ReminderRow.due_at, ReminderRow.id)))


def change(row_id: int, **values: object) -> None:
    """Set columns of a reminder."""
    with session_scope() as session:
        row = session.get(ReminderRow, row_id)
        for name, value in values.items():
            setattr(row, name, value)
