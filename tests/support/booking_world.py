"""A calendar with times, and offers to book them, for tests of the pages. Clock times are those in Denmark."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from casework.booking import offers
from casework.booking.models import OfferRow, RoomRow, SlotRow
from casework.booking.records import OfferWish
from casework.clock import COPENHAGEN, FrozenClock
from casework.db import session_scope
from casework.handoff.models import HandoffRow
from casework.identity.records import StaffMember
from tests.support.staff import make_staff
from tests.web.conftest import TODAY, RunningWeb

#: A Friday morning, 10 o'clock in Denmark: the day that is frozen in every test.
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
#: Tuesday to Thursday of the next week.
DAYS = (date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26))
BOOK_BY = date(2026, 11, 26)
HOLD_BY = date(2026, 12, 4)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the clock in Denmark, as aware UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=COPENHAGEN).astimezone(UTC)


def set_clock(web: RunningWeb, moment: datetime = NOW) -> FrozenClock:
    """Let booking live at this moment; returns the clock, which stands still until it is moved."""
    clock = FrozenClock(moment)
    web.app.state.booking_desk.clock = clock
    return clock


class Calendar:
    """One caseworker's times. Every calendar has a kind of talk of its own to be apart from other tests' times."""

    def __init__(self, kind: str = "jobsamtale", *, room: bool = True) -> None:
        self.kind = kind
        self.staff: StaffMember = make_staff()
        self.room = self._make_room() if room else None

    def _make_room(self) -> int:
        with session_scope() as session:
            row = RoomRow(name=f"Lokale {self.staff.id}", place="Rådhuspladsen 1, 1. sal")
            session.add(row)
            session.flush()
            return row.id

    def slot(self, start: datetime, *, minutes: int = 45, **more: Any) -> int:
        """A free time; returns its id."""
        values = {"kind": self.kind, "forms": ["fremmoede", "telefon", "video"], "room_id": self.room, **more}
        with session_scope() as session:
            row = SlotRow(staff_id=self.staff.id, starts_at=start, ends_at=start + timedelta(minutes=minutes), **values)
            session.add(row)
            session.flush()
            return row.id

    def week(self, hours: tuple[int, ...] = (9, 10, 13, 14)) -> list[int]:
        """Times on each of `DAYS`."""
        return [self.slot(at(day, hour)) for day in DAYS for hour in hours]

    def offer(self, conversation_id: str, **wish: Any) -> int:
        """An offer that the caseworker makes; returns its id. By default with both dates."""
        wished = {"kind": self.kind, "book_by": BOOK_BY, "hold_by": HOLD_BY, **wish}
        made = offers.make(conversation_id, self.staff.id, OfferWish(**wished), now=NOW, today=TODAY)
        return made.id


def change_offer(offer_id: int, **values: Any) -> None:
    """Give an offer what no caseworker could give it now, e.g. a deadline that has passed."""
    with session_scope() as session:
        row = session.get_one(OfferRow, offer_id)
        for name, value in values.items():
            setattr(row, name, value)


def places_taken(slot_id: int) -> int:
    """How many places of a time are held or booked."""
    with session_scope(read_only=True) as session:
        return session.get_one(SlotRow, slot_id).taken


def cause_of(conversation_id: str) -> str | None:
    """How the queue marks the conversation's case; None = it is not in the queue."""
    with session_scope(read_only=True) as session:
        rows = session.query(HandoffRow).filter_by(conversation_id=conversation_id, ended_at=None).all()
        return rows[0].cause if rows else None


def close_calendars() -> None:
    """Take every free time out, so that the next test sees only its own."""
    with session_scope() as session:
        session.execute(update(SlotRow).values(state="closed"))
