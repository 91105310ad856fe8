"""Times, offers and bookings for tests. Clock times are those in Denmark."""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from handoff_factories import make_staff, open_talk
from sqlalchemy import func, select

from casework.booking import offers, service
from casework.booking.models import TAKING_STATES, BookingRow, OfferRow, RoomRow, SlotRow
from casework.booking.records import Booked, BookingWish, Held, OfferWish, TimeChoice
from casework.clock import COPENHAGEN
from casework.db import session_scope

#: A Friday morning, 10 o'clock in Denmark.
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
#: On cash benefits since two days ago: the first talk is due a week after the first contact, on 25 November.
CASH = {"ydelse": "kontanthjaelp", "visitation": "jobparat", "foerste_henvendelse": "2026-11-18"}

Talk = tuple[str, str]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the clock in Denmark, as aware UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=COPENHAGEN).astimezone(UTC)


def make_room(name: str = "Lokale 2", place: str = "Rådhuspladsen 1, 1. sal") -> int:
    """A room; returns the id."""
    with session_scope() as session:
        row = RoomRow(name=f"{name} {uuid.uuid4().hex[:6]}", place=place)
        session.add(row)
        session.flush()
        return row.id


def make_slot(start: datetime, *, minutes: int = 45, **more: object) -> int:
    """A free time; returns the id. By default a jobsamtale in every form, held by somebody of its own."""
    values = {"kind": "jobsamtale", "forms": ["fremmoede", "telefon", "video"], "holder": "kommune", **more}
    values.setdefault("staff_id", None)
    if values["staff_id"] is None:
        values["staff_id"] = make_staff()
    with session_scope() as session:
        row = SlotRow(starts_at=start, ends_at=start + timedelta(minutes=minutes), taken=0, **values)
        session.add(row)
        session.flush()
        return row.id


def make_slots(starts: Sequence[datetime], *, capacity: int = 1, kind: str = "jobsamtale") -> list[int]:
    """Free times at once, held by two who take turns; returns the ids in the order given."""
    staff = [make_staff(), make_staff()]
    rows = [
        SlotRow(
            staff_id=staff[number % 2],
            kind=kind,
            holder="kommune",
            forms=["fremmoede", "telefon", "video"],
            starts_at=start,
            ends_at=start + timedelta(minutes=45),
            capacity=capacity,
            taken=0,
        )
        for number, start in enumerate(starts)
    ]
    with session_scope() as session:
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def make_offer(talk: Talk, *, now: datetime = NOW, today: date = TODAY, **wish: object) -> int:
    """A caseworker's offer of a jobsamtale; returns the id."""
    return offers.make(talk[0], make_staff(), OfferWish(**{"kind": "jobsamtale", **wish}), now=now, today=today).id


def chosen(offer: int, slot: int, *, form: str = "fremmoede", client_id: str | None = None) -> TimeChoice:
    """A choice of a time, under an id of its own unless told."""
    return TimeChoice(offer_id=offer, slot_id=slot, form=form, client_id=client_id or uuid.uuid4().hex)


def hold(talk: Talk, offer: int, slot: int, *, now: datetime = NOW, form: str = "fremmoede") -> Held:
    """A held time."""
    return service.hold(*talk, chosen(offer, slot, form=form), now=now)


def book(
    talk: Talk, offer: int, slot: int, *, now: datetime = NOW, form: str = "fremmoede", wish: BookingWish | None = None
) -> Booked:
    """A booked time."""
    held = hold(talk, offer, slot, now=now, form=form)
    return service.confirm(*talk, held.id, wish or BookingWish(), now=now)


def scene(*, slots: int = 2, day: date = date(2026, 11, 24), **wish: object) -> SimpleNamespace:
    """A citizen with an offer, and free times from 9 o'clock, one an hour."""
    talk = open_talk()
    offer = make_offer(talk, **wish)
    return SimpleNamespace(talk=talk, offer=offer, slots=[make_slot(at(day, 9 + number)) for number in range(slots)])


def taken(slot: int) -> int:
    """How many places of a time are counted as taken."""
    with session_scope(read_only=True) as session:
        return session.scalar(select(SlotRow.taken).where(SlotRow.id == slot)) or 0


def states(slot: int) -> list[str]:
    """The states of every booking of a time, oldest first."""
    with session_scope(read_only=True) as session:
        return list(session.scalars(select(BookingRow.state).where(BookingRow.slot_id == slot).order_by(BookingRow.id)))


def offer_state(offer: int) -> str:
    """How an offer stands."""
    with session_scope(read_only=True) as session:
        row = session.get(OfferRow, offer)
        return row.state if row else "gone"


def miscounted() -> list[int]:
    """Times whose `taken` is not the number of their holds and active bookings. Must be empty at all times."""
    counted = (
        select(BookingRow.slot_id, func.count().label("number"))
        .where(BookingRow.state.in_(TAKING_STATES))
        .group_by(BookingRow.slot_id)
        .subquery()
    )
    query = (
        select(SlotRow.id)
        .outerjoin(counted, counted.c.slot_id == SlotRow.id)
        .where(SlotRow.taken != func.coalesce(counted.c.number, 0))
    )
    with session_scope(read_only=True) as session:
        return list(session.scalars(query))
