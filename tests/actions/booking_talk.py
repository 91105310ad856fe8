"""A conversation in which talks are booked. What the assistant says is stored: words answer the buttons in it."""

import json
from datetime import UTC, date, datetime, timedelta

from action_factories import Talk, entity, titles
from sqlalchemy import delete, select

from casework.booking import offers
from casework.booking.models import (
    BookingReceiptRow,
    BookingRow,
    OfferRow,
    SlotRow,
)
from casework.booking.records import OfferWish
from casework.clock import COPENHAGEN
from casework.conversations import repository as talks
from casework.conversations.records import DialogueChange, NewMessage
from casework.db import session_scope
from casework.handoff.models import HandoffRow
from casework.identity.models import StaffRow

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
ALL_FORMS = ("fremmoede", "telefon", "video")
NOTHING = DialogueChange()
BY_PHONE = {"form": "telefon"}
MON, TUE, WED, THU = (
    "Man. 23. nov. kl. 10",
    "Tirs. 24. nov. kl. 10",
    "Ons. 25. nov. kl. 13",
    "Tors. 26. nov. kl. 9.30",
)


def clear() -> None:
    """No staff, no times, nothing booked."""
    with session_scope() as session:
        for table in (BookingReceiptRow, BookingRow, OfferRow, SlotRow, HandoffRow, StaffRow):
            session.execute(delete(table))


def staff(name: str = "mette") -> int:
    """A member of staff who is not at the screen; returns the id."""
    with session_scope() as session:
        found = session.scalar(select(StaffRow.id).where(StaffRow.username == name))
        if found is not None:
            return found
        row = StaffRow(username=name, name="Mette Madsen", shown_name="Mette", role="caseworker", created_at=NOW)
        session.add(row)
        session.flush()
        return row.id


def slot(day: int, hour: int, minute: int = 0, *, forms=ALL_FORMS, kind="jobsamtale", month: int = 11) -> int:
    """A free time by the clock in Denmark; returns the id."""
    start = datetime(2026, month, day, hour, minute, tzinfo=COPENHAGEN).astimezone(UTC)
    holder = staff(f"m{month}-{day}-{hour}-{minute}")
    with session_scope() as session:
        row = SlotRow(
            staff_id=holder,
            kind=kind,
            starts_at=start,
            ends_at=start + timedelta(minutes=45),
            forms=list(forms),
            taken=0,
        )
        session.add(row)
        session.flush()
        return row.id


def fill(slot_id: int) -> None:
    """Somebody else takes the time."""
    with session_scope() as session:
        session.get_one(SlotRow, slot_id).taken = 1


def offer(conversation_id: str, **wish) -> int:
    """A caseworker's offer; returns the id."""
    wish = OfferWish(**{"kind": "jobsamtale", "book_by": date(2026, 11, 30), "hold_by": date(2026, 12, 11), **wish})
    return offers.make(conversation_id, staff(), wish, now=NOW, today=TODAY).id


def rows(table) -> list:
    """Everything in a table, oldest first."""
    with session_scope(read_only=True) as session:
        return list(session.scalars(select(table).order_by(table.id)))


class BookingTalk(Talk):
    """Stores what is answered, as the gateway does, and reads wishes as the language engine hands them on."""

    def __init__(self, executor, **more) -> None:
        super().__init__(executor, now=NOW, **more)

    def says(self, intent, *entities, **more):
        reply = super().says(intent, *entities, **more)
        with session_scope() as session:
            row = talks.get_conversation(session, self.id, lock=True)
            said = [NewMessage(text=one["text"], buttons=tuple(one["buttons"])) for one in (reply, *self.more)]
            talks.add_replies(session, row, said, in_reply_to=None, now=NOW)
        return reply

    def wishes(self, text: str, **wish):
        """Words while something is shown."""
        return self.says("booking_said", *([entity("oenske", wish)] if wish else []), text=text)

    def waits(self, minutes: float) -> None:
        """Time passes."""
        self.now += timedelta(minutes=minutes)


def carried(reply, title: str) -> dict:
    """What the button with this title carries."""
    payload = next(button["payload"] for button in reply["buttons"] if button["title"] == title)
    return json.loads(payload[payload.index("{") :])["valg"]


def topic(reply):
    """What the message was understood as."""
    return reply["custom"]["answer"]["topic"]


def booked(talk, title=TUE):
    """The whole way: a time, its form, no topic, no wishes, yes."""
    reply = talk.presses(talk.says("book_talk"), title)
    if "Telefon" in titles(reply):
        reply = talk.presses(reply, "Telefon")
    reply = talk.presses(talk.presses(reply, "Det ved jeg ikke endnu"), "Nej, ingen")
    return talk.presses(reply, "Ja, book tiden" if "Ja, book tiden" in titles(reply) else "Ja, flyt tiden")
