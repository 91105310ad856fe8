"""Calendars, times and bookings for tests of the staff calendar."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from itertools import count

import pytest
from handoff_factories import make_staff, open_talk

from casework.booking import calendar
from casework.booking.calendar_errors import CalendarError
from casework.booking.calendar_plan import OpeningWish, Plan, wall_span
from casework.booking.calendar_records import WorkingHours
from casework.booking.models import BookingRow, SlotRow
from casework.clock import COPENHAGEN
from casework.db import session_scope
from casework.handoff.weekly_hours import Period
from casework.settings import Settings

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
MONDAY = date(2026, 12, 7)
SETTINGS = Settings(internal_token="x" * 16)
_numbers = count(1)
#: Monday to Thursday from 9 to 15 with a break at noon, and Friday morning.
WEEK = WorkingHours(
    work=((Period(540, 900),),) * 4 + ((Period(540, 720),),) + ((),) * 2,
    breaks=((Period(720, 750),),) * 4 + ((),) * 3,
)

__all__ = [
    "MONDAY",
    "NOW",
    "SETTINGS",
    "TODAY",
    "WEEK",
    "at",
    "book",
    "make_slot",
    "make_staff",
    "open_talk",
    "opened",
    "refused",
    "state_of",
    "wish",
]


def at(text: str) -> datetime:
    """A moment by the clock in Denmark, e.g. "2026-12-07 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN).astimezone(UTC)


def wish(first: date = MONDAY, last: date | None = None, **changes: object) -> OpeningWish:
    """Three hours of a morning, by telephone, every weekday of the span."""
    values = {"weekdays": frozenset(range(5)), "period": Period(540, 720), "kind": "jobsamtale", "minutes": 60}
    return OpeningWish(first=first, last=last or first, **{**values, "forms": ("telefon",), **changes})  # type: ignore[arg-type]  # the fields by name


def opened(staff_ids: list[int], wished: OpeningWish | None = None, now: datetime = NOW, today: date = TODAY) -> Plan:
    """What opening gave."""
    return calendar.bulk_open(staff_ids, wished or wish(), settings=SETTINGS, now=now, today=today)


def make_slot(staff_id: int, day: date = MONDAY, minute: int = 540, **changes: object) -> int:
    """An open time of an hour; returns its number."""
    span = wall_span(day, minute, 60)
    assert span is not None
    values = {"kind": "jobsamtale", "forms": ["telefon"], "state": "open", "capacity": 1, "taken": 0, **changes}
    with session_scope() as session:
        row = SlotRow(staff_id=staff_id, starts_at=span[0], ends_at=span[1], **values)
        session.add(row)
        session.flush()
        return row.id


def book(slot_id: int, conversation_id: str | None, state: str = "active", **changes: object) -> int:
    """A booking of a time; returns its number in the table."""
    with session_scope() as session:
        slot = session.get_one(SlotRow, slot_id)
        number = next(_numbers)
        values = {"kind": slot.kind, "form": "telefon", "made_at": NOW, "number": f"RP-{number:04}-KM", **changes}
        row = BookingRow(slot_id=slot_id, conversation_id=conversation_id, state=state, **values)
        slot.taken += state in ("held", "active")
        session.add(row)
        session.flush()
        return row.id


def refused(code: str) -> AbstractContextManager[object]:
    """What follows is refused with this code."""
    return pytest.raises(CalendarError, match=rf"\b{code} \(")


def state_of(slot_id: int) -> str:
    """How a time stands."""
    with session_scope(read_only=True) as session:
        return session.get_one(SlotRow, slot_id).state
