"""Fifty citizens at once, twenty times, and every path through booking: nobody gets a time that somebody else has, and
nobody who was told that a time is theirs has lost it."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from booking_factories import NOW, TODAY, Talk, at, chosen, make_slots, miscounted
from handoff_factories import open_talk
from sqlalchemy import select

from casework.booking import service
from casework.booking.errors import BookingError, HoldLapsedError, SlotGoneError
from casework.booking.models import TAKING_STATES, BookingRow, OfferRow, SlotRow
from casework.booking.records import BookingWish
from casework.db import Database, session_scope

pytestmark = pytest.mark.slow

CITIZENS, SLOTS = 50, 20
#: So many times each citizen who moves about tries to move.
MOVES = 8
ROUNDS = 8
DAY = TODAY + timedelta(days=4)


class Citizen(threading.Thread):
    """One citizen with an offer. `slot` and `holds` = what this citizen was told is booked and held."""

    def __init__(self, talk: Talk, offer: int, slots: list[int], start: threading.Barrier, number: int) -> None:
        super().__init__(daemon=True)
        self.talk, self.offer, self.slots, self.number = talk, offer, slots, number
        self.slot: int | None = None
        self.booking: str | None = None
        self.holds: tuple[int, int] | None = None
        self.failed: list[BaseException] = []
        self.told: Counter[str] = Counter()
        self.random = random.Random(number)
        self._start = start
        #: The holds of every other citizen run out while the race is on.
        self.now = NOW - timedelta(minutes=10) if number % 2 else NOW
        self.path: Callable[[Citizen], None] = do_anything

    def run(self) -> None:
        self._start.wait(60)
        try:
            self.path(self)
        except BaseException as error:
            self.failed.append(error)

    def hold(self, slot: int) -> bool:
        try:
            held = service.hold(*self.talk, chosen(self.offer, slot), now=self.now)
        except BookingError as error:
            self.told[type(error).__name__] += 1
            return False
        self.holds = (held.id, slot)
        self.told["held"] += 1
        return True

    def confirm(self) -> bool:
        if self.holds is None:
            return False
        (held, slot), self.holds = self.holds, None
        try:
            booked = service.confirm(*self.talk, held, BookingWish(), now=self.now)
        except HoldLapsedError:
            self.told["lapsed"] += 1
            return False
        self.told["moved" if self.slot is not None else "booked"] += 1
        self.slot, self.booking = slot, booked.booking.number
        return True

    def cancel(self) -> None:
        if self.booking is not None:
            service.cancel(*self.talk, self.booking, now=self.now)
            self.slot = self.booking = None
            self.told["cancelled"] += 1

    def release(self) -> None:
        if self.holds is not None:
            service.release(*self.talk, self.holds[0], now=self.now)
            self.holds = None
            self.told["released"] += 1


def book_the_first_free(citizen: Citizen) -> None:
    """Book the first time that can be had."""
    for slot in citizen.slots:
        if citizen.hold(slot) and citizen.confirm():
            return


def move_about(citizen: Citizen) -> None:
    """Book a time, then move from one to the next, in an order of the citizen's own."""
    for slot in citizen.random.sample(citizen.slots, MOVES):
        if citizen.hold(slot):
            citizen.confirm()


def change_places(citizen: Citizen) -> None:
    """Hold the two times in turn; who holds the one wants the other at the moment when it is the other way round."""
    for turn in range(ROUNDS):
        citizen.hold(citizen.slots[(turn + citizen.number) % 2])


def do_anything(citizen: Citizen) -> None:
    """Everything a citizen can do, in an order of the citizen's own."""
    for _ in range(len(citizen.slots)):
        step = citizen.random.choice(["hold", "book", "book", "confirm", "cancel", "release", "sweep"])
        if step == "sweep":
            service.free_lapsed(NOW)
        elif step in ("hold", "book"):
            if citizen.hold(citizen.random.choice(citizen.slots)) and step == "book":
                citizen.confirm()
        else:
            {"confirm": citizen.confirm, "cancel": citizen.cancel, "release": citizen.release}[step]()


def race(path: Callable[[Citizen], None], *, capacity: int = 1, lapsing: bool = False) -> list[Citizen]:
    """Let fifty citizens go at the same moment; returns them when all have come home."""
    slots = make_slots([at(DAY, 8) + timedelta(minutes=20 * number) for number in range(SLOTS)], capacity=capacity)
    start = threading.Barrier(CITIZENS)
    talks = [open_talk() for _ in range(CITIZENS)]
    with session_scope() as session:
        rows = [_offer(talk) for talk in talks]
        session.add_all(rows)
    citizens = [
        Citizen(talk, row.id, slots, start, number) for number, (talk, row) in enumerate(zip(talks, rows, strict=True))
    ]
    for citizen in citizens:
        citizen.path, citizen.now = path, citizen.now if lapsing else NOW
        citizen.start()
    for citizen in citizens:
        citizen.join(120)
    assert [error for citizen in citizens for error in citizen.failed] == []
    return citizens


def _offer(talk: Talk) -> OfferRow:
    return OfferRow(
        conversation_id=talk[0],
        kind="jobsamtale",
        holder="kommune",
        forms=["fremmoede"],
        topics=[],
        source="staff",
        rules=[],
        state="open",
        told_on=TODAY,
        created_at=NOW,
    )


def check(citizens: list[Citizen], *, capacity: int = 1) -> None:
    """No time is with more citizens than it has room for, and everybody has exactly what they were told."""
    with session_scope(read_only=True) as session:
        slots = {row.id: row.taken for row in session.scalars(select(SlotRow))}
        rows = session.scalars(select(BookingRow).where(BookingRow.state.in_(TAKING_STATES))).all()
        offers = dict(session.execute(select(OfferRow.conversation_id, OfferRow.state)).all())
    assert miscounted() == []
    assert max(Counter(row.slot_id for row in rows).values(), default=0) <= capacity
    assert max(slots.values()) <= capacity
    active = {row.conversation_id: row.slot_id for row in rows if row.state == "active"}
    assert len(active) == sum(row.state == "active" for row in rows)
    assert active == {citizen.talk[0]: citizen.slot for citizen in citizens if citizen.slot is not None}
    held = {row.conversation_id: row.slot_id for row in rows if row.state == "held"}
    told = {citizen.talk[0]: citizen.holds[1] for citizen in citizens if citizen.holds is not None}
    ran_out = {citizen.talk[0] for citizen in citizens if citizen.now != NOW}
    assert held.items() <= told.items()
    assert told.keys() - held.keys() <= ran_out
    # Never an open deadline beside a booking that meets it.
    assert {talk for talk, state in offers.items() if state == "met"} == set(active)


def test_every_time_is_booked_exactly_once_when_all_want_it(database: Database):
    citizens = race(book_the_first_free)
    check(citizens)
    assert sorted(citizen.slot for citizen in citizens if citizen.slot) == sorted(citizens[0].slots)
    assert sum(citizen.told["booked"] for citizen in citizens) == SLOTS
    assert sum(citizen.told[SlotGoneError.__name__] for citizen in citizens) > 0


def test_moving_about_loses_no_booking_and_no_time(database: Database):
    # Room for all, and ten places to move to.
    citizens = race(move_about, capacity=3)
    check(citizens, capacity=3)
    assert sum(citizen.told["moved"] for citizen in citizens) > 0


@pytest.mark.parametrize("capacity", [1, 3])
def test_holding_booking_moving_cancelling_and_running_out_at_once(database: Database, capacity: int):
    citizens = race(do_anything, capacity=capacity, lapsing=True)
    check(citizens, capacity=capacity)
    told = sum((citizen.told for citizen in citizens), Counter())
    # Had one of them never happened, its path would not have been raced.
    assert all(told[what] > 0 for what in ("held", "booked", "moved", "cancelled", "released", "lapsed")), told


def test_holds_that_change_places_never_wait_for_each_other_in_a_ring(database: Database):
    citizens = race(change_places, capacity=CITIZENS)
    check(citizens, capacity=CITIZENS)
    assert {citizen.told["held"] for citizen in citizens} == {ROUNDS}
