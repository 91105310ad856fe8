"""Opening times in the calendars of caseworkers, many at once or one by one. Each function is one transaction."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from casework.booking import calendar_repository as repo
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_hours import weeks_in
from casework.booking.calendar_plan import OpeningWish, Person, Plan, day_span, overlap, plan
from casework.booking.kinds import kinds
from casework.booking.models import SlotRow
from casework.db import session_scope
from casework.handoff.opening_hours import Span
from casework.handoff.reception import opening_hours
from casework.settings import Settings

#: So far ahead times can be opened, and so many in one go.
FARTHEST = timedelta(days=366)
MOST_TIMES = 2_000
MINUTES = range(5, 481)
PAUSES = range(121)
CAPACITIES = range(1, 201)


def preview(staff_ids: Sequence[int], wish: OpeningWish, *, settings: Settings, now: datetime, today: date) -> Plan:
    """What opening these times would do. `today` = the date in Denmark. Raises CalendarError."""
    check(wish, today)
    with session_scope(read_only=True) as session:
        return _plan(session, staff_ids, wish, settings, now)


def bulk_open(staff_ids: Sequence[int], wish: OpeningWish, *, settings: Settings, now: datetime, today: date) -> Plan:
    """Open every time of the wish that can be opened, reckoned anew; two at once cannot open the same hour twice.

    Raises CalendarError (dates, order, past, far, weekdays, period, kind, minutes, pause, forms, capacity, staff, room,
    room_small, many).
    """
    check(wish, today)
    with session_scope() as session:
        repo.lock_people(session, staff_ids)
        if wish.room_id is not None:
            repo.get_room(session, wish.room_id, lock=True)
        made = _plan(session, staff_ids, wish, settings, now)
        session.add_all(
            SlotRow(
                staff_id=one.staff_id,
                kind=wish.kind,
                holder="kommune",
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                forms=list(one.forms),
                room_id=wish.room_id,
                capacity=wish.capacity,
                taken=0,
                state="open",
            )
            for one in made.opened
        )
        return made


def check(wish: OpeningWish, today: date) -> None:
    """Raise CalendarError when the wish makes no sense, whoever's calendar it is for."""
    kind = kinds().get(wish.kind)
    wrong = (
        ("order", "til", wish.last < wish.first),
        ("past", "fra", wish.first < today),
        ("far", "til", wish.last > today + FARTHEST),
        ("weekdays", "dage", not wish.weekdays or not wish.weekdays <= set(range(7))),
        ("period", "slutter", wish.period.opens >= wish.period.closes),
        ("kind", "slags", kind is None),
        ("minutes", "minutter", wish.minutes not in MINUTES),
        ("pause", "pause", wish.pause not in PAUSES),
        ("forms", "former", not wish.forms or (kind is not None and not set(wish.forms) <= set(kind.forms))),
        ("capacity", "pladser", wish.capacity not in CAPACITIES),
    )
    for code, field, is_wrong in wrong:
        if is_wrong:
            raise CalendarError(code, field)


def close_slot(slot_id: int, staff_id: int | None) -> None:
    """Take a time out of the calendar; who has booked it keeps the booking. `staff_id` = whose calendar it must be in,
    None = any. A time that is closed already stays so. Raises CalendarGoneError."""
    with session_scope() as session:
        _own(session, slot_id, staff_id)
        repo.move_slot(session, slot_id, "open", "closed")


def open_slot(slot_id: int, staff_id: int | None, *, now: datetime) -> None:
    """Open a closed time again. Raises CalendarGoneError, and CalendarError when it has begun (past), or when another
    time (own_slot), a block (block) or its room (room_taken) has come in between."""
    with session_scope() as session:
        row = _own(session, slot_id, staff_id)
        repo.lock_people(session, [row.staff_id])
        if row.room_id is not None:
            repo.get_room(session, row.room_id, lock=True)
        session.refresh(row)
        if row.state == "open":
            return
        code, _ = obstacle(session, row, now)
        if code:
            raise CalendarError(code, f"tid-{slot_id}")
        repo.move_slot(session, slot_id, "closed", "open")


def obstacle(session: Session, row: SlotRow, now: datetime) -> tuple[str, int | None]:
    """What stands in the way of opening a closed time: past, own_slot, block (and which one), room_taken, or ""."""
    if row.starts_at <= now:
        return "past", None
    span, other = (row.starts_at, row.ends_at), SlotRow.id != row.id
    rooms = [row.room_id] if row.room_id is not None else []
    blocks = repo.blocks(session, span, staff_ids=[row.staff_id], room_ids=rooms)
    if blocks:
        return "block", blocks[0].id
    if _busy(session, span, (SlotRow.staff_id == row.staff_id) & other):
        return "own_slot", None
    if rooms and _busy(session, span, (SlotRow.room_id == row.room_id) & other):
        return "room_taken", None
    return "", None


def _plan(session: Session, staff_ids: Sequence[int], wish: OpeningWish, settings: Settings, now: datetime) -> Plan:
    span, days = day_span(wish.first, wish.last), (wish.last - wish.first).days + 1
    if not staff_ids:
        raise CalendarError("staff", "hvem")
    times_a_day = (wish.period.closes - wish.period.opens) // (wish.minutes + wish.pause) + 1
    if days * len(wish.weekdays) / 7 * times_a_day * len(staff_ids) > MOST_TIMES:
        raise CalendarError("many", "til")
    room = _room_busy(session, wish, span)
    blocks = repo.blocks(session, span, staff_ids=staff_ids)
    busy = repo.busy(session, span, SlotRow.staff_id.in_(staff_ids))
    people = [
        Person(
            staff_id=staff_id,
            weeks=[one.dated() for one in weeks_in(session, staff_id)],
            slots=[one for whose, one in busy if whose == staff_id],
            blocks=[(one.starts_at, one.ends_at) for one in blocks if one.staff_id in (None, staff_id)],
        )
        for staff_id in staff_ids
    ]
    closing = opening_hours(session, settings, span[0])
    return plan(wish, people, closed_on=closing.closed_on, room=room, now=now)


def _room_busy(session: Session, wish: OpeningWish, span: Span) -> list[Span]:
    if wish.room_id is None:
        return []
    row = repo.get_room(session, wish.room_id)
    if row is None or not row.active:
        raise CalendarError("room", "lokale")
    if row.capacity < wish.capacity:
        raise CalendarError("room_small", "pladser")
    blocked = [
        (one.starts_at, one.ends_at)
        for one in repo.blocks(session, span, room_ids=[wish.room_id])
        if one.room_id == wish.room_id
    ]
    return [one for _, one in repo.busy(session, span, SlotRow.room_id == wish.room_id)] + blocked


def _busy(session: Session, span: Span, where: ColumnElement[bool]) -> bool:
    return any(overlap(span, one) for _, one in repo.busy(session, span, where))


def _own(session: Session, slot_id: int, staff_id: int | None) -> SlotRow:
    row = repo.get_slot(session, slot_id)
    if row is None or staff_id not in (None, row.staff_id):
        raise CalendarGoneError("There is no such time in this calendar; look at the calendar again.")
    return row
