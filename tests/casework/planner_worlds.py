"""Citizens, offers and times behind a planner: the own calendar, and one in memory."""

import uuid
from datetime import date, datetime

from booking_factories import NOW, Talk, make_offer, make_slot
from handoff_factories import open_talk

from casework.booking.moments import day_of
from casework.booking.planner import OwnPlanner, Planner
from casework.booking.records import Booked, BookingWish, Held, TimeChoice
from tests.support.memory_offers import MemoryOffers
from tests.support.memory_planner import MemoryPlanner


class OwnWorld:
    """Citizens, offers and times in the own calendar."""

    def __init__(self) -> None:
        self.planner: Planner = OwnPlanner()

    def citizen(self) -> Talk:
        return open_talk()

    def offer(self, talk: Talk, kind: str = "jobsamtale", hold_by: date | None = None, *, now: datetime = NOW) -> int:
        return make_offer(talk, kind=kind, hold_by=hold_by, now=now, today=day_of(now))

    def slot(self, start: datetime, kind: str = "jobsamtale", capacity: int = 1) -> int:
        return make_slot(start, kind=kind, capacity=capacity)


class MemoryWorld:
    """The same in memory."""

    def __init__(self) -> None:
        self.offers = MemoryOffers()
        self.memory = MemoryPlanner(self.offers)
        self.planner: Planner = self.memory

    def citizen(self) -> Talk:
        return self.offers.add_citizen()

    def offer(self, talk: Talk, kind: str = "jobsamtale", hold_by: date | None = None, *, now: datetime = NOW) -> int:
        return self.offers.add_offer(talk, kind, hold_by)

    def slot(self, start: datetime, kind: str = "jobsamtale", capacity: int = 1) -> int:
        return self.memory.add_slot(start, kind, capacity)


World = OwnWorld | MemoryWorld


def hold_in(world: World, talk: Talk, offer: int, slot: int, *, now: datetime = NOW, form: str = "fremmoede") -> Held:
    """A held time."""
    wish = TimeChoice(offer_id=offer, slot_id=slot, form=form, client_id=uuid.uuid4().hex)
    return world.planner.hold(*talk, wish, now=now)


def book_in(world: World, talk: Talk, offer: int, slot: int, *, now: datetime = NOW) -> Booked:
    """A booked time."""
    held = hold_in(world, talk, offer, slot, now=now)
    return world.planner.confirm(*talk, held.id, BookingWish(), now=now)
