"""A caseworker's bookings for their own calendar program, behind a secret address.

The address is a key: it is told once, kept as a hash, and can be made anew. What it opens says that there is a talk,
its number, form and place - never who comes, or what about.
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from icalendar import Calendar, Event, vDuration
from sqlalchemy import delete, select

from casework.booking.calendar_records import StaffBooking
from casework.booking.calendar_week import coming
from casework.booking.ics import copenhagen_zone
from casework.booking.models import CalendarFeedRow
from casework.clock import COPENHAGEN
from casework.db import session_scope
from casework.identity.models import StaffRow

#: Talks that are over stay in the calendar program so long.
KEPT_DAYS: Final = 31
#: How often a program should look.
_REFRESH: Final = timedelta(minutes=15)
_TEXTS: Final = Path(__file__).parent / "data" / "feed.yml"


def make_token(staff_id: int, now: datetime) -> str:
    """A new secret for a caseworker's address; the one before stops working. It cannot be shown again."""
    token = secrets.token_urlsafe(32)
    with session_scope() as session:
        row = session.get(CalendarFeedRow, staff_id) or CalendarFeedRow(staff_id=staff_id)
        row.token_hash, row.made_at = _hash(token), now
        session.add(row)
    return token


def stop(staff_id: int) -> None:
    """Let the address stop working. Nothing happens when there is none."""
    with session_scope() as session:
        session.execute(delete(CalendarFeedRow).where(CalendarFeedRow.staff_id == staff_id))


def made_at(staff_id: int) -> datetime | None:
    """When the address that works now was made; None when there is none."""
    with session_scope(read_only=True) as session:
        row = session.get(CalendarFeedRow, staff_id)
        return row.made_at if row else None


def owner_of(token: str) -> int | None:
    """Whose calendar an address opens; None for one that does not work (any more), or whose account is closed."""
    query = (
        select(CalendarFeedRow.staff_id)
        .join(StaffRow, StaffRow.id == CalendarFeedRow.staff_id)
        .where(CalendarFeedRow.token_hash == _hash(token), StaffRow.active.is_(True))
    )
    with session_scope(read_only=True) as session:
        return session.scalar(query)


def feed_of(token: str, *, name: str, now: datetime) -> bytes | None:
    """The calendar file behind an address; None as in `owner_of`. `name` = what the calendar is called."""
    staff_id = owner_of(token)
    return None if staff_id is None else calendar_file(coming(staff_id, now - timedelta(days=KEPT_DAYS)), name)


def calendar_file(bookings: list[StaffBooking], name: str) -> bytes:
    """Bookings as an iCalendar file (RFC 5545) with Danish time. Talks that were not held are marked cancelled."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ret & Pligt//kalender//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(_REFRESH, params={"VALUE": "DURATION"}))
    # The older name of the same, which some programs read.
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    calendar.add_component(copenhagen_zone())
    for one in bookings:
        calendar.add_component(_event(one))
    made: bytes = calendar.to_ical()
    return made


def _event(one: StaffBooking) -> Event:
    event = Event()
    event.add("uid", f"{one.number}@retpligt")
    event.add("sequence", one.sequence)
    event.add("dtstamp", (one.made_at or one.starts_at).astimezone(UTC))
    event.add("dtstart", one.starts_at.astimezone(COPENHAGEN))
    event.add("dtend", one.ends_at.astimezone(COPENHAGEN))
    event.add("summary", _texts()["summary"].format(number=one.number, form=_texts()["forms"][one.form]))
    place = ", ".join(part for part in (one.room_name, one.place) if part)
    if place and one.form == "fremmoede":
        event.add("location", place)
    event.add("status", "CANCELLED" if one.state == "no_show" else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = yaml.safe_load(_TEXTS.read_text(encoding="utf-8"))
    return texts


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
