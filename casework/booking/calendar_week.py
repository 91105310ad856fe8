"""A caseworker's week and day as they stand, and the bookings that lie where nobody can hold them."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from casework.booking import calendar_repository as repo
from casework.booking.calendar_errors import CalendarGoneError
from casework.booking.calendar_hours import weeks_in
from casework.booking.calendar_plan import day_span, on_day, overlap
from casework.booking.calendar_records import (
    Block,
    CalendarDay,
    CalendarSlot,
    Conflict,
    StaffBooking,
)
from casework.booking.kinds import kinds, topics
from casework.booking.models import AgreementRow, BookingRow, OfferRow, RoomRow, SlotRow
from casework.clock import COPENHAGEN
from casework.db import session_scope
from casework.handoff.opening_hours import OpeningHours
from casework.handoff.reception import opening_hours
from casework.settings import Settings

#: So far ahead conflicts are looked for.
AHEAD = timedelta(days=366)


def days(staff_id: int, first: date, count: int, *, settings: Settings) -> tuple[CalendarDay, ...]:
    """`count` days of a calendar from `first` on, each with its times, bookings, blocks, hours and closing."""
    last = first + timedelta(days=count - 1)
    span = day_span(first, last)
    with session_scope(read_only=True) as session:
        closing = opening_hours(session, settings, span[0])
        weeks = weeks_in(session, staff_id)
        found = _slots(session, staff_id, first, last)
        blocks = repo.blocks(session, span, staff_ids=[staff_id])
    made = []
    for number in range(count):
        day = first + timedelta(days=number)
        of_day, hours = day_span(day, day), on_day(weeks, day)
        made.append(
            CalendarDay(
                day=day,
                closed=closing.closed_on(day),
                work=hours.work[day.weekday()] if hours else (),
                breaks=hours.breaks[day.weekday()] if hours else (),
                slots=tuple(one for one in found if of_day[0] <= one.starts_at < of_day[1]),
                blocks=tuple(one for one in blocks if overlap((one.starts_at, one.ends_at), of_day)),
            )
        )
    return tuple(made)


def conflicts(staff_id: int, *, settings: Settings, now: datetime, ahead: timedelta = AHEAD) -> tuple[Conflict, ...]:
    """The coming bookings of a caseworker that a block, a holiday or a closing day covers, in order of time.

    `now` = the moment as the calendar sees it; talks that have begun are no conflicts any more.
    """
    with session_scope(read_only=True) as session:
        closing = opening_hours(session, settings, now)
        coming = (SlotRow.staff_id == staff_id) & (SlotRow.starts_at > now) & (SlotRow.starts_at < now + ahead)
        booked = repo.bookings(session, coming, ("active",))
        rooms = {row[1].room_id for row in booked if row[1].room_id is not None}
        blocks = repo.blocks(session, (now, now + ahead), staff_ids=[staff_id], room_ids=sorted(rooms))
        return tuple(_conflicts(booked, blocks, closing))


def booking(booking_id: int, staff_id: int | None) -> StaffBooking:
    """One booking with all that prepares for the talk. `staff_id` = whose calendar it must be in, None = any.

    Raises CalendarGoneError.
    """
    with session_scope(read_only=True) as session:
        return booking_in(session, booking_id, staff_id)


def booking_in(session: Session, booking_id: int, staff_id: int | None) -> StaffBooking:
    """The same inside the caller's transaction."""
    for row in repo.bookings(session, BookingRow.id == booking_id):
        if staff_id in (None, row[1].staff_id):
            return to_booking(*row)
    raise CalendarGoneError("There is no such booking in this calendar; look at the calendar again.")


def ahead(booking_ids: Sequence[int], staff_id: int | None, *, now: datetime) -> list[StaffBooking]:
    """Those of these bookings that are to come, in order of time; others are left out. `staff_id` = whose calendar
    they must be in, None = any; `now` = the moment as the calendar sees it."""
    where = BookingRow.id.in_(booking_ids) & (SlotRow.starts_at > now)
    if staff_id is not None:
        where &= SlotRow.staff_id == staff_id
    with session_scope(read_only=True) as session:
        return [to_booking(*row) for row in repo.bookings(session, where, ("active",))]


def booked_on(days: Collection[date], *, now: datetime) -> dict[date, int]:
    """How many talks are booked on each of these days and are still to come; days without any are left out."""
    if not days:
        return {}
    span = day_span(min(days), max(days))
    where = (SlotRow.starts_at > max(now, span[0])) & (SlotRow.starts_at < span[1])
    with session_scope(read_only=True) as session:
        starts = [row[1].starts_at for row in repo.bookings(session, where, ("active",))]
    return dict(Counter(day for start in starts if (day := start.astimezone(COPENHAGEN).date()) in days))


def coming(staff_id: int, since: datetime) -> list[StaffBooking]:
    """The bookings of a caseworker that begin after a moment, in order; for the calendar program."""
    with session_scope(read_only=True) as session:
        where = (SlotRow.staff_id == staff_id) & (SlotRow.starts_at > since)
        return [to_booking(*row) for row in repo.bookings(session, where)]


def holds_talk_with(staff_id: int, conversation_id: str) -> bool:
    """Whether a talk with this citizen stands, or stood, in the caseworker's calendar."""
    with session_scope(read_only=True) as session:
        where = (SlotRow.staff_id == staff_id) & (BookingRow.conversation_id == conversation_id)
        return bool(repo.bookings(session, where))


def to_booking(
    row: BookingRow, slot: SlotRow, room: RoomRow | None, offer: OfferRow | None, agreement: AgreementRow | None
) -> StaffBooking:
    """The stored rows as the value that leaves this part."""
    asked = {question.id: question.text for topic in topics().values() for question in topic.questions}
    said, topic = row.preparation or {}, topics().get(row.topic or "")
    return StaffBooking(
        id=row.id,
        number=row.number or "",
        state=row.state,
        kind=row.kind,
        kind_name=kind_name(row.kind),
        form=row.form,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        staff_id=slot.staff_id,
        slot_id=slot.id,
        room_name=room.name if room else None,
        place=(room.place if room else None) or (offer.place if offer else None),
        conversation_id=row.conversation_id,
        topic_name=topic.name if topic else None,
        preparation=tuple((asked.get(question, question), str(text)) for question, text in said.items() if text),
        wishes=row.wishes or {},
        sequence=row.sequence,
        made_at=row.made_at,
        ended_at=row.ended_at,
        agreement=agreement.text if agreement else None,
        next_kind=agreement.next_kind if agreement else None,
        next_by=agreement.next_by if agreement else None,
        seen_at=agreement.seen_at if agreement else None,
    )


def kind_name(kind: str) -> str:
    """'jobsamtale'; the id itself when the file of kinds no longer has it."""
    found = kinds().get(kind)
    return found.name if found else kind


def _slots(session: Session, staff_id: int, first: date, last: date) -> list[CalendarSlot]:
    span = day_span(first, last)
    rows = repo.slots(session, span, staff_ids=[staff_id])
    booked = repo.bookings(session, BookingRow.slot_id.in_([row.id for row, _ in rows]))
    of_slot: dict[int, list[StaffBooking]] = {}
    for found in booked:
        of_slot.setdefault(found[1].id, []).append(to_booking(*found))
    return [
        CalendarSlot(
            id=row.id,
            kind=row.kind,
            kind_name=kind_name(row.kind),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            forms=tuple(row.forms),
            room_name=room.name if room else None,
            capacity=row.capacity,
            taken=row.taken,
            state=row.state,
            bookings=tuple(of_slot.get(row.id, ())),
        )
        for row, room in rows
    ]


def _conflicts(
    booked: Sequence[tuple[BookingRow, SlotRow, RoomRow | None, OfferRow | None, AgreementRow | None]],
    blocks: Sequence[Block],
    closing: OpeningHours,
) -> Iterator[Conflict]:
    for row in booked:
        slot = row[1]
        closed = closing.closed_on(slot.starts_at.astimezone(COPENHAGEN).date())
        if closed is not None:
            yield Conflict(booking=to_booking(*row), why=closed.kind, name=closed.name)
            continue
        span = (slot.starts_at, slot.ends_at)
        for one in blocks:
            of_room = one.room_id is not None and one.room_id != slot.room_id
            if not of_room and overlap(span, (one.starts_at, one.ends_at)):
                name = one.room_name or one.reason
                yield Conflict(booking=to_booking(*row), why="block", name=name, block_id=one.id)
                break
