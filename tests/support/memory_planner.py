"""A planner that keeps everything in memory: what a municipality's own planner looks like from the outside."""

import secrets
from dataclasses import replace
from datetime import date, datetime

from casework.booking.errors import (
    AlreadyBookedError,
    BadWishError,
    FormNotAllowedError,
    HoldLapsedError,
    NoBookingError,
    SlotGoneError,
    TooLateError,
)
from casework.booking.records import Booked, Booking, BookingWish, Cancelled, Held, Slot, TimeChoice, Times, TimeWish
from casework.clock import COPENHAGEN
from tests.support.memory_times import Entry, MemoryTimes


class MemoryPlanner(MemoryTimes):
    """Implements `casework.booking.planner.Planner`."""

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
            offer = self._offer(conversation_id, token, offer_id, now, today)
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
            self.offers.check(conversation_id, token)
            known = self._find(lambda entry: entry.client_id == choice.client_id, conversation_id)
            if known is not None:
                if not self._takes(known, now):
                    raise HoldLapsedError
                return self._held(known)
            offer = self._offer(conversation_id, token, choice.offer_id, now, today)
            slot = self.slots.get(choice.slot_id)
            active = self._active(conversation_id, offer.kind, now)
            if active is not None and active.slot.starts_at <= now:
                raise TooLateError
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
            entry = Entry(len(self.entries) + 1, conversation_id, choice.client_id, offer, slot, choice.form, now)
            self.entries.append(entry)
            return self._held(entry)

    def release(self, conversation_id: str, token: str, hold_id: int, *, now: datetime) -> None:
        with self.lock:
            self.offers.check(conversation_id, token)
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
            entry, replaced = self._confirm((conversation_id, token), hold_id, wish, now, today)
            return replace(self._told(entry), replaced=replaced)

    def move(
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
            if (
                self._own(conversation_id, hold_id).state == "held"
                and not self.held(conversation_id, token, now=now).moves
            ):
                raise NoBookingError
            entry, replaced = self._confirm((conversation_id, token), hold_id, wish, now, today)
            return Booked(booking=self._booking(entry), code=None, replaced=replaced)

    def _confirm(
        self, talk: tuple[str, str], hold_id: int, wish: BookingWish, now: datetime, today: date | None
    ) -> tuple[Entry, Booking | None]:
        self.offers.check(*talk)
        entry = self._own(talk[0], hold_id)
        if entry.state == "active":
            return entry, None
        if entry.state == "lapsed" or not self._takes(entry, now):
            raise HoldLapsedError
        if wish.topic is not None and wish.topic not in entry.offer.topics:
            raise BadWishError("topic")
        old = self._active(talk[0], entry.offer.kind, now)
        replaced = self._booking(old) if old else None
        entry.number = old.number if old else f"RP-{len(self.entries):04}-AA"
        entry.sequence, entry.code = (old.sequence + 1, old.code) if old else (0, None)
        if old is not None:
            old.state, old.number = "moved", None
        entry.state, entry.topic = "active", wish.topic
        self.offers.settle(talk[0], entry.offer.id, met=True, now=now, today=today)
        return entry, replaced

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
            self.offers.check(conversation_id, token)
            entry = self._find(lambda entry: entry.number == number, conversation_id)
            if entry is None:
                raise NoBookingError
            return self._cancel(entry, reason, now, today)

    def bookings(self, conversation_id: str, token: str, *, now: datetime) -> list[Booking]:
        with self.lock:
            self.offers.check(conversation_id, token)
            mine = [entry for entry in self.entries if entry.conversation_id == conversation_id and entry.number]
            found = sorted((self._booking(entry) for entry in mine), key=lambda booking: booking.starts_at)
            ahead = [booking for booking in found if booking.state == "active" and booking.ends_at > now]
            return ahead + [booking for booking in reversed(found) if booking not in ahead]

    def held(self, conversation_id: str, token: str, *, now: datetime, today: date | None = None) -> Held | None:
        with self.lock:
            self.offers.check(conversation_id, token)
            entry = self._find(lambda entry: entry.state == "held" and self._takes(entry, now), conversation_id)
            return self._held(entry) if entry else None

    def new_code(self, conversation_id: str, token: str, number: str) -> Booked:
        with self.lock:
            self.offers.check(conversation_id, token)
            entry = self._find(lambda entry: entry.number == number and entry.state == "active", conversation_id)
            if entry is None:
                raise NoBookingError
            return self._told(entry)

    def find_by_code(self, number: str, code: str) -> Booking:
        with self.lock:
            return self._booking(self._by_code(number, code))

    def cancel_by_code(
        self, number: str, code: str, *, now: datetime, reason: str | None = None, today: date | None = None
    ) -> Cancelled:
        with self.lock:
            return self._cancel(self._by_code(number, code), reason, now, today)

    def free_lapsed(self, now: datetime) -> int:
        """Whether a hold has run out is looked at whenever it matters."""
        return 0

    def _by_code(self, number: str, code: str) -> Entry:
        number, code = _signs(number), _signs(code)
        for entry in self.entries:
            if entry.number and _signs(entry.number) == number and entry.code == code:
                return entry
        raise NoBookingError

    def _told(self, entry: Entry) -> Booked:
        entry.code = secrets.token_hex(5).upper()
        return Booked(booking=self._booking(entry), code=entry.code)

    def _cancel(self, entry: Entry, reason: str | None, now: datetime, today: date | None) -> Cancelled:
        offer = None
        if entry.state == "active":
            if entry.slot.starts_at <= now:
                raise TooLateError
            entry.state, entry.sequence, entry.reason = "cancelled", entry.sequence + 1, reason
            offer = self.offers.settle(entry.conversation_id, entry.offer.id, met=False, now=now, today=today)
        return Cancelled(booking=self._booking(entry), offer=offer if offer and offer.state == "open" else None)


def _signs(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())
