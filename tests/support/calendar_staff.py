"""A caseworker's calendar with a bit of everything, in the database of this process."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from casework.booking import calendar_blocks, calendar_hours, calendar_setup
from casework.booking.calendar_plan import day_span, wall_span
from casework.booking.calendar_records import WorkingHours
from casework.booking.models import BookingRow, SlotRow
from casework.conversations import service as conversations
from casework.db import session_scope
from casework.handoff.weekly_hours import Period
from casework.identity.records import StaffMember

_numbers = count(4821)


def open_talk() -> str:
    """A citizen's conversation; returns its id."""
    return conversations.open_conversation([], now=datetime.now(UTC))[0]


def add_slot(staff_id: int, day: date, minute: int, **changes: object) -> int:
    """An open time of 45 minutes by telephone; returns its number."""
    span = wall_span(day, minute, 45)
    assert span is not None
    values = {"kind": "jobsamtale", "forms": ["telefon"], "state": "open", "capacity": 1, "taken": 0, **changes}
    with session_scope() as session:
        row = SlotRow(staff_id=staff_id, starts_at=span[0], ends_at=span[1], **values)
        session.add(row)
        session.flush()
        return row.id


def add_booking(slot_id: int, conversation_id: str | None, **changes: object) -> int:
    """An active booking of a time; returns its number in the table."""
    with session_scope() as session:
        slot = session.get_one(SlotRow, slot_id)
        now = datetime.now(UTC)
        said = {"kind": slot.kind, "form": "telefon", "made_at": now, "confirmed_at": now}
        values = {**said, "state": "active", **changes}
        row = BookingRow(slot_id=slot_id, conversation_id=conversation_id, number=f"RP-{next(_numbers)}-KM", **values)
        slot.taken += 1
        session.add(row)
        session.flush()
        return row.id


def full_week(member: StaffMember, monday: date, *, talk: str) -> int:
    """A week of work from `monday`, a morning booked on it, a course on Wednesday; returns the first booking."""
    work = ((Period(540, 900),),) * 4 + ((Period(540, 780),), (), ())
    breaks = ((Period(720, 750),),) * 5 + ((), ())
    room = calendar_setup.save_room(None, name=f"Lokale {next(_numbers)}", place="Rådhuspladsen 1, 1. sal", capacity=12)
    calendar_hours.save_hours(member.id, WorkingHours(work=work, breaks=breaks))
    for number in range(5):
        for minute in (540, 585, 630, 675, 750, 795, 840):
            form = {"forms": ["fremmoede", "telefon"], "room_id": room.id} if number % 2 else {}
            add_slot(member.id, monday + timedelta(days=number), minute, **form)
    group = {"kind": "gruppemoede", "forms": ["fremmoede"], "room_id": room.id, "capacity": 12}
    meeting = add_slot(member.id, monday + timedelta(days=3), 900, **group)
    for _ in range(2):
        add_booking(meeting, open_talk(), form="fremmoede")
    first = add_slot(member.id, monday, 480)
    wishes = {"interpreter": "arabisk", "companion": True}
    said = {"droemmejob": "Gartner", "foerste_skridt": "Jeg vil skrive til tre gartnerier."}
    booking = add_booking(first, talk, topic="jobsoegningsstrategi", preparation=said, wishes=wishes)
    add_booking(add_slot(member.id, monday + timedelta(days=2), 480), open_talk())
    course = day_span(monday + timedelta(days=2), monday + timedelta(days=2))
    made = {"made_by": member.id, "now": course[0] - timedelta(days=30)}
    calendar_blocks.add_block(course, staff_id=member.id, reason="Kursus i Odense", **made)
    return booking
