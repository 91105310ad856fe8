"""The calendar behind the planner in memory: its times, and who has one."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from casework.booking.errors import NoBookingError, OfferGoneError
from casework.booking.kinds import kinds
from casework.booking.offer_book import OfferBook
from casework.booking.records import Booking, Held, Offer, Slot
from casework.clock import COPENHAGEN

HOLD_FOR, LEAD = timedelta(minutes=10), timedelta(hours=1)
FORMS = ("fremmoede", "telefon", "video")


@dataclass
class Entry:
    """A hold or a booking; `state` as in the tables."""

    id: int
    conversation_id: str
    client_id: str
    offer: Offer
    slot: Slot
    form: str
    made_at: datetime
    state: str = "held"
    number: str | None = None
    code: str | None = None
    sequence: int = 0
    topic: str | None = None
    reason: str | None = None


@dataclass
class MemoryTimes:
    """Times and who holds or has booked them; `add_slot` is what a municipality does in its own calendar."""

    offers: OfferBook
    slots: dict[int, Slot] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def add_slot(self, start: datetime, kind: str, capacity: int = 1) -> int:
        """A free time of 45 minutes; returns the id."""
        slot = Slot(
            id=len(self.slots) + 1,
            kind=kind,
            holder="kommune",
            starts_at=start,
            ends_at=start + timedelta(minutes=45),
            forms=FORMS,
            staff_id=1,
            staff_name="Mette",
            room=None,
            place=None,
            capacity=capacity,
            free=capacity,
        )
        self.slots[slot.id] = slot
        return slot.id

    def _offer(self, conversation_id: str, token: str, offer_id: int, now: datetime, today: date | None) -> Offer:
        offer = self.offers.offer(conversation_id, token, offer_id, now=now, today=today)
        if offer.state == "met" and self._active(conversation_id, offer.kind, now) is None:
            raise OfferGoneError
        return offer

    def _allowed(self, offer: Offer, slot: Slot, now: datetime) -> bool:
        day = slot.starts_at.astimezone(COPENHAGEN).date()
        return (
            slot.kind == offer.kind and slot.starts_at >= now + LEAD and (offer.hold_by is None or day <= offer.hold_by)
        )

    def _takes(self, entry: Entry, now: datetime) -> bool:
        return entry.state == "active" or (entry.state == "held" and now < entry.made_at + HOLD_FOR)

    def _taken(self, slot: Slot, now: datetime, besides: Entry | None = None) -> int:
        return sum(
            entry.slot.id == slot.id and entry is not besides and self._takes(entry, now) for entry in self.entries
        )

    def _now(self, slot: Slot, now: datetime) -> Slot:
        return replace(slot, free=slot.capacity - self._taken(slot, now))

    def _find(self, wanted: Callable[[Entry], bool], conversation_id: str) -> Entry | None:
        mine = (entry for entry in self.entries if entry.conversation_id == conversation_id)
        return next((entry for entry in mine if wanted(entry)), None)

    def _active(self, conversation_id: str, kind: str, now: datetime) -> Entry | None:
        def ahead(entry: Entry) -> bool:
            return entry.state == "active" and entry.offer.kind == kind and entry.slot.ends_at > now

        return self._find(ahead, conversation_id)

    def _own(self, conversation_id: str, entry_id: int) -> Entry:
        entry = self._find(lambda entry: entry.id == entry_id, conversation_id)
        if entry is None:
            raise NoBookingError
        return entry

    def _held(self, entry: Entry) -> Held:
        active = self._active(entry.conversation_id, entry.offer.kind, entry.made_at) if entry.state == "held" else None
        return Held(
            id=entry.id,
            offer_id=entry.offer.id,
            slot=entry.slot,
            form=entry.form,
            held_until=entry.made_at + HOLD_FOR,
            moves=active.number if active else None,
        )

    def _booking(self, entry: Entry) -> Booking:
        kind = kinds()[entry.offer.kind]
        return Booking(
            id=entry.id,
            number=entry.number,
            kind=kind.id,
            kind_name=kind.name,
            holder="kommune",
            form=entry.form,
            state=entry.state,
            starts_at=entry.slot.starts_at,
            ends_at=entry.slot.ends_at,
            staff_id=1,
            staff_name="Mette",
            room=None,
            place=None,
            topic=entry.topic,
            topic_name=None,
            bring=kind.bring,
            sequence=entry.sequence,
            made_at=entry.made_at,
            confirmed_at=entry.made_at,
            offer_id=entry.offer.id,
            conversation_id=entry.conversation_id,
            reason=entry.reason,
        )
