"""A planner that keeps everything in memory: what a municipality's own planner looks like from the outside."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from casework.booking.errors import (
    AlreadyBookedError,
    BadWishError,
    FormNotAllowedError,
    HoldLapsedError,
    NoBookingError,
    OfferGoneError,
    SlotGoneError,
    TooLateError,
)
from casework.booking.kinds import kinds
from casework.booking.records import Booked, Booking, BookingWish, Cancelled, Held, Slot, TimeChoice, Times, TimeWish
from casework.clock import COPENHAGEN
from casework.conversations.errors import NotAllowedError

HOLD_FOR, LEAD = timedelta(minutes=10), timedelta(hours=1)


@dataclass
class _Offer:
    id: int
    conversation_id: str
    kind: str
    hold_by: date | None
    forms: tuple[str, ...]
    open: bool = True


@dataclass
class _Entry:
    """A hold or a booking; `state` as in the tables."""

    id: int
    conversation_id: str
    client_id: str
    offer: _Offer
    slot: Slot
    form: str
    made_at: datetime
    state: str = "held"
    number: str | None = None
    sequence: int = 0
    topic: str | None = None
    reason: str | None = None


@dataclass
class MemoryPlanner:
    """Implements `casework.booking.planner.Planner`; the `add_` methods are what a municipality does in its own."""

    tokens: dict[str, str] = field(default_factory=dict)
    offers: dict[int, _Offer] = field(default_factory=dict)
    slots: dict[int, Slot] = field(default_factory=dict)
    entries: list[_Entry] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def add_citizen(self) -> tuple[str, str]:
        """A citizen; returns id and token."""
        conversation_id, token = secrets.token_hex(16), secrets.token_hex(16)
        self.tokens[conversation_id] = token
        return conversation_id, token

    def add_offer(self, talk: tuple[str, str], kind: str, hold_by: date | None = None) -> int:
        """An offer to book; returns the id."""
        offer = _Offer(len(self.offers) + 1, talk[0], kind, hold_by, kinds()[kind].forms)
        self.offers[offer.id] = offer
        return offer.id

    def add_slot(self, start: datetime, kind: str, capacity: int = 1) -> int:
        """A free time of 45 minutes; returns the id."""
        slot = Slot(
            id=len(self.slots) + 1,
            kind=kind,
            holder="kommune",
            starts_at=start,
            ends_at=start + timedelta(minutes=45),
            forms=kinds()[kind].forms,
            staff_id=1,
            staff_name="Mette",
            room=None,
            place=None,
            capacity=capacity,
            free=capacity,
        )
        self.slots[slot.id] = slot
        return slot.id

    def find_times(
        self,
        conversation_id: str,
        token: str,
        offer_id: int,
        *,
        wish: TimeWish,
        now: datetime,
        today: date | None = None,
    ) -> Times:
        with self.lock:
            self._check(conversation_id, token)
            offer = self._offer(conversation_id, offer_id, now)
            if wish.form and wish.form not in offer.forms:
                raise FormNotAllowedError
            free = sorted(
                (self._now(slot, now) for slot in self.slots.values() if self._allowed(offer, slot, now)),
                key=lambda slot: (slot.starts_at, slot.id),
            )
            free = [slot for slot in free if slot.free > 0]
            days: dict[date, Slot] = {}
            for slot in free:
                days.setdefault(slot.starts_at.astimezone(COPENHAGEN).date(), slot)
            first = (list(days.values()) + [slot for slot in free if slot not in days.values()])[:3]
            more = tuple(slot for slot in free if slot not in first)
            return Times(suggestions=tuple(first), more=more, none_before_deadline=not free)

    def hold(
        self, conversation_id: str, token: str, choice: TimeChoice, *, now: datetime, today: date | None = None
    ) -> Held:
        with self.lock:
            self._check(conversation_id, token)
            known = self._find(lambda entry: entry.client_id == choice.client_id, conversation_id)
            if known is not None:
                if not self._takes(known, now):
                    raise HoldLapsedError
                return self._held(known)
            offer, slot = self._offer(conversation_id, choice.offer_id, now), self.slots.get(choice.slot_id)
            active = self._active(conversation_id, offer.kind)
            if active is not None and active.slot.id == choice.slot_id:
                raise AlreadyBookedError
            own = self._find(lambda entry: entry.state == "held", conversation_id)
            if (
                slot is None
                or not self._allowed(offer, slot, now)
                or self._taken(slot, now, besides=own) >= slot.capacity
            ):
                raise SlotGoneError
            if choice.form not in offer.forms:
                raise FormNotAllowedError
            if own is not None:
                own.state = "lapsed"
            entry = _Entry(len(self.entries) + 1, conversation_id, choice.client_id, offer, slot, choice.form, now)
            self.entries.append(entry)
            return self._held(entry)

    def release(self, conversation_id: str, token: str, hold_id: int, *, now: datetime) -> None:
        with self.lock:
            self._check(conversation_id, token)
            entry = self._own(conversation_id, hold_id)
            if entry.state == "held":
                entry.state = "lapsed"

    def confirm(
        self,
        conversation_id: str,
        token: str,
        hold_id: int,
        wish: BookingWish,
        *,
        now: datetime,
        today: date | None = None,
    ) -> Booked:
        with self.lock:
            self._check(conversation_id, token)
            entry = self._own(conversation_id, hold_id)
            if entry.state == "active":
                return Booked(booking=self._booking(entry), code=secrets.token_hex(5))
            if entry.state == "lapsed" or not self._takes(entry, now):
                raise HoldLapsedError
            if wish.topic is not None and wish.topic not in kinds()[entry.offer.kind].topics:
                raise BadWishError("topic")
            old = self._active(conversation_id, entry.offer.kind)
            replaced = self._booking(old) if old else None
            entry.number = old.number if old else f"RP-{len(self.entries):04}-AA"
            entry.sequence = old.sequence + 1 if old else 0
            if old is not None:
                old.state, old.number = "moved", None
            entry.state, entry.topic, entry.offer.open = "active", wish.topic, False
            return Booked(booking=self._booking(entry), code=secrets.token_hex(5), replaced=replaced)

    def cancel(
        self,
        conversation_id: str,
        token: str,
        number: str,
        *,
        now: datetime,
        reason: str | None = None,
        today: date | None = None,
    ) -> Cancelled:
        with self.lock:
            self._check(conversation_id, token)
            entry = self._find(lambda entry: entry.number == number, conversation_id)
            if entry is None:
                raise NoBookingError
            if entry.state == "active":
                if entry.slot.starts_at <= now:
                    raise TooLateError
                entry.state, entry.sequence, entry.reason = "cancelled", entry.sequence + 1, reason
                entry.offer.open = True
            return Cancelled(booking=self._booking(entry))

    def bookings(self, conversation_id: str, token: str, *, now: datetime) -> list[Booking]:
        with self.lock:
            self._check(conversation_id, token)
            mine = [entry for entry in self.entries if entry.conversation_id == conversation_id and entry.number]
            found = sorted((self._booking(entry) for entry in mine), key=lambda booking: booking.starts_at)
            ahead = [booking for booking in found if booking.state == "active" and booking.ends_at > now]
            return ahead + [booking for booking in reversed(found) if booking not in ahead]

    def _check(self, conversation_id: str, token: str) -> None:
        if self.tokens.get(conversation_id) != token:
            raise NotAllowedError

    def _offer(self, conversation_id: str, offer_id: int, now: datetime) -> _Offer:
        offer = self.offers.get(offer_id)
        if offer is None or offer.conversation_id != conversation_id:
            raise OfferGoneError
        if not offer.open and self._active(conversation_id, offer.kind) is None:
            raise OfferGoneError
        if offer.hold_by and now.astimezone(COPENHAGEN).date() > offer.hold_by:
            raise TooLateError
        return offer

    def _allowed(self, offer: _Offer, slot: Slot, now: datetime) -> bool:
        day = slot.starts_at.astimezone(COPENHAGEN).date()
        return (
            slot.kind == offer.kind and slot.starts_at >= now + LEAD and (offer.hold_by is None or day <= offer.hold_by)
        )

    def _takes(self, entry: _Entry, now: datetime) -> bool:
        return entry.state == "active" or (entry.state == "held" and now < entry.made_at + HOLD_FOR)

    def _taken(self, slot: Slot, now: datetime, besides: _Entry | None = None) -> int:
        return sum(
            entry.slot.id == slot.id and entry is not besides and self._takes(entry, now) for entry in self.entries
        )

    def _now(self, slot: Slot, now: datetime) -> Slot:
        return replace(slot, free=slot.capacity - self._taken(slot, now))

    def _find(self, wanted: Callable[[_Entry], bool], conversation_id: str) -> _Entry | None:
        mine = (entry for entry in self.entries if entry.conversation_id == conversation_id)
        return next((entry for entry in mine if wanted(entry)), None)

    def _active(self, conversation_id: str, kind: str) -> _Entry | None:
        return self._find(lambda entry: entry.state == "active" and entry.offer.kind == kind, conversation_id)

    def _own(self, conversation_id: str, entry_id: int) -> _Entry:
        entry = self._find(lambda entry: entry.id == entry_id, conversation_id)
        if entry is None:
            raise NoBookingError
        return entry

    def _held(self, entry: _Entry) -> Held:
        active = self._active(entry.conversation_id, entry.offer.kind) if entry.state == "held" else None
        return Held(
            id=entry.id,
            offer_id=entry.offer.id,
            slot=entry.slot,
            form=entry.form,
            held_until=entry.made_at + HOLD_FOR,
            moves=active.number if active else None,
        )

    def _booking(self, entry: _Entry) -> Booking:
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
            reason=entry.reason,
        )
