"""From a request to a booking: the services, each refusal as a problem that a citizen can act on, and JSON back.

Used by the citizen's routes. Times come from a planner: the own calendar, or the one a municipality has already.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar

from fastapi.responses import Response

from casework.booking import agreements, called_off, code_tries, confirming, ics, offers, receipts
from casework.booking.confirming import Hold
from casework.booking.errors import (
    AlreadyBookedError,
    BadWishError,
    BookingError,
    FormNotAllowedError,
    HoldLapsedError,
    NeedsProofError,
    NoBookingError,
    OfferGoneError,
    SlotGoneError,
    TooLateError,
    TooManyTriesError,
)
from casework.booking.ics import Authority
from casework.booking.planner import Planner, make_planner
from casework.booking.records import Booking, BookingWish, Offer, Receipt, TimeChoice, TimeWish, Tried
from casework.clock import Clock, on_day, today_copenhagen
from casework.conversations.service import authorise
from casework.identity import citizens
from casework.municipality.branding import NowSettings
from casework.reminders.channels import public_url
from casework.settings import Settings
from rules_core import fact_registry
from web.booking_view import (
    agreement_json,
    booking_json,
    called_off_json,
    file_name,
    held_json,
    offer_json,
    receipt_json,
    times_json,
)
from web.errors import ProblemError
from web.handoff_desk import HandoffDesk

T = TypeVar("T")

#: So often held times that have run out are given back.
FREE_EVERY_SECONDS = 60.0
#: What each refusal is as an HTTP status and a text of texts/problems.yml.
REFUSALS: Mapping[type[BookingError], tuple[int, str]] = MappingProxyType(
    {
        SlotGoneError: (409, "slot_gone"),
        HoldLapsedError: (409, "hold_lapsed"),
        OfferGoneError: (404, "offer_gone"),
        AlreadyBookedError: (409, "already_booked"),
        TooLateError: (409, "too_late"),
        NoBookingError: (404, "no_booking"),
        FormNotAllowedError: (409, "form_not_allowed"),
        BadWishError: (422, "bad_wish"),
    }
)

#: What must be shown first, as a refusal.
NEEDS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {"contact": (403, "booking_needs_contact"), "login": (403, "booking_needs_login")}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarFile:
    """A file for a calendar program. `method` = REQUEST, or CANCEL to take the talk out again."""

    content: bytes
    name: str
    method: str

    def response(self) -> Response:
        """The file as a download."""
        headers = {"Content-Disposition": f'attachment; filename="{self.name}"'}
        return Response(self.content, media_type=f"text/calendar; charset=utf-8; method={self.method}", headers=headers)


class BookingDesk:
    """Everything that a citizen does about a booking."""

    settings = NowSettings()

    def __init__(self, settings: Settings, clock: Clock, desk: HandoffDesk) -> None:
        self.settings = settings
        self.clock = clock
        self.desk = desk
        self.planner: Planner = make_planner(settings.booking_planner)

    @property
    def today(self) -> date:
        """The date in Denmark that counts as today."""
        return today_copenhagen(self.clock, self.settings)

    @property
    def authority(self) -> Authority:
        """Who invites to a talk, for calendars."""
        settings = self.settings
        return Authority(
            name=settings.authority_name,
            email=settings.authority_email,
            phone=settings.authority_phone,
            address=settings.authority_address,
            url=f"{public_url(settings).rstrip('/')}/booking",
        )

    @property
    def moment(self) -> datetime:
        """The moment as calendars and deadlines see it."""
        return on_day(self.clock.now(), self.today)

    async def offers(self, conversation_id: str, token: str) -> dict[str, Any]:
        """What can be booked, what is booked, what was agreed, and what we would have to know to say more."""
        return await self.ask(self._overview, conversation_id, token)

    async def times(self, conversation_id: str, token: str, offer_id: int, wish: TimeWish) -> dict[str, Any]:
        """Free times for an offer."""
        found = await self.ask(
            self.planner.find_times, conversation_id, token, offer_id, wish=wish, now=self.clock.now(), today=self.today
        )
        return times_json(found, self.settings)

    async def hold(self, conversation_id: str, token: str, choice: TimeChoice) -> dict[str, Any]:
        """Hold a time for ten minutes."""
        now = self.clock.now()
        held = await self.ask(self.planner.hold, conversation_id, token, choice, now=now, today=self.today)
        await asyncio.to_thread(citizens.note_use, conversation_id, now)
        return held_json(held, self.settings, now)

    async def release(self, conversation_id: str, token: str, hold_id: int) -> None:
        """Give a held time back."""
        await self.ask(self.planner.release, conversation_id, token, hold_id, now=self.clock.now())

    async def book(self, conversation_id: str, token: str, hold_id: int, wish: BookingWish) -> dict[str, Any]:
        """Book the held time, or move what is booked to it."""
        hold, now = Hold(conversation_id=conversation_id, token=token, id=hold_id), self.clock.now()
        booked = await self.ask(
            confirming.confirm, self.planner, hold, wish, settings=self.settings, now=now, today=self.today
        )
        found = await self.ask(offers.for_staff, conversation_id, today=self.today)
        solved = await self.ask(receipts.solved, conversation_id, booked.booking.kind, now=self.clock.now())
        if solved is not None:
            await self.desk.show(solved)
        return {
            "booking": self._json(booked.booking, found),
            "code": booked.code,
            "replaced": self._json(booked.replaced, found) if booked.replaced else None,
        }

    async def bookings(self, conversation_id: str, token: str) -> dict[str, Any]:
        """The citizen's bookings, those to come first."""
        return {"bookings": await self.ask(self._own, conversation_id, token)}

    async def cancel(self, conversation_id: str, token: str, number: str, reason: str | None) -> dict[str, Any]:
        """Give a booked time back; the offer can be booked again unless its dates have passed."""
        done = await self.ask(
            self.planner.cancel,
            conversation_id,
            token,
            number,
            now=self.clock.now(),
            reason=reason,
            today=self.today,
        )
        shown = offer_json(done.offer, self.settings) if done.offer else None
        return {"booking": self._json(done.booking), "offer": shown}

    async def new_code(self, conversation_id: str, token: str, number: str) -> dict[str, Any]:
        """Another code for a booking; the one before opens it no longer. It is handed out here and kept nowhere."""
        booked = await self.ask(self.planner.new_code, conversation_id, token, number)
        return {"number": booked.booking.number, "code": booked.code}

    async def calendar_file(self, conversation_id: str, token: str, number: str) -> CalendarFile:
        """The file of one of the citizen's bookings."""
        found = await self.ask(self.planner.bookings, conversation_id, token, now=self.moment)
        booking = next((one for one in found if one.number == number), None)
        if booking is None:
            raise ProblemError(404, "no_booking")
        return self.file(booking)

    async def receipt(self, conversation_id: str, token: str, tried: Tried) -> dict[str, Any]:
        """Store that no time could be had, and show those who look at the conversation that it waits for a person."""
        made = await self.ask(self._tried, conversation_id, token, tried)
        if made.change is not None:
            await self.desk.show(made.change)
        return receipt_json(made)

    async def free_lapsed(self) -> int:
        """Give back the times of holds that have run out; how many. Staff see free times without a citizen's search."""
        await asyncio.to_thread(code_tries.sweep, self.clock.now())
        return await asyncio.to_thread(self.planner.free_lapsed, self.clock.now())

    def _tried(self, conversation_id: str, token: str, tried: Tried) -> Receipt:
        """Blocks. Raises NotAllowedError, BookingError."""
        now, today, local = self.clock.now(), self.today, self.settings.local_rules
        authorise(conversation_id, token)
        none_free = receipts.none_free(self.planner, conversation_id, token, tried.offer_id, now=now, today=today)
        tried = replace(tried, none_free=none_free)
        return receipts.no_times(conversation_id, token, tried, now=now, today=today, local=local)

    def _overview(self, conversation_id: str, token: str) -> dict[str, Any]:
        """Blocks. Raises NotAllowedError."""
        now, today, local = self.clock.now(), self.today, self.settings.local_rules
        found = offers.for_citizen(conversation_id, token, now=now, today=today, local=local)
        missing = () if found else offers.needed_facts(conversation_id, token, today=today, local=local)
        agreed = agreements.latest(conversation_id, token, now=now)
        gone = called_off.for_citizen(conversation_id, token, now=self.moment)
        known = fact_registry()
        return {
            "needs": self._needs(conversation_id),
            "offers": [offer_json(offer, self.settings) for offer in found],
            "bookings": [one for one in self._own(conversation_id, token) if one["ahead"]],
            "called_off": [called_off_json(one) for one in gone],
            "agreements": [agreement_json(agreed)] if agreed else [],
            "receipts": [receipt_json(one) for one in receipts.list_receipts(conversation_id, token)],
            "missing": [known[fact].question for fact in missing if fact in known],
        }

    def _needs(self, conversation_id: str) -> dict[str, Any]:
        """What must be shown before a time is booked, and whether it was. Blocks."""
        settings = self.settings
        openid = settings.citizen_openid
        return {
            "what": confirming.needs(settings),
            "met": confirming.is_met(conversation_id, settings, self.clock.now()),
            "ways": list(confirming.ways(settings)),
            "login": openid.citizen_oidc_label if openid.on else None,
        }

    def _own(self, conversation_id: str, token: str) -> list[dict[str, Any]]:
        """Blocks. Raises NotAllowedError."""
        booked = self.planner.bookings(conversation_id, token, now=self.moment)
        made = offers.for_staff(conversation_id, today=self.today)
        return [self._json(booking, made) for booking in booked]

    def _json(self, booking: Booking, made: Sequence[Offer] = ()) -> dict[str, Any]:
        offer = next((offer for offer in made if offer.id == booking.offer_id), None)
        return self.json(booking, offer_json(offer, self.settings) if offer else None)

    def json(self, booking: Booking, offer: dict[str, Any] | None = None) -> dict[str, Any]:
        """A booking as the page gets it; `offer` = what another time is looked for with."""
        return booking_json(booking, self.settings, now=self.moment, today=self.today, offer=offer)

    def file(self, booking: Booking) -> CalendarFile:
        """A booking for a calendar; one that is cancelled is taken out of it."""
        method = "CANCEL" if booking.state == "cancelled" else "REQUEST"
        content = ics.invitation(booking, self.authority, method, now=self.clock.now())
        return CalendarFile(content=content, name=file_name(booking), method=method)

    async def ask(self, call: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """A blocking call in a thread; its refusals as problems. Raises ProblemError and what is no refusal."""
        try:
            return await asyncio.to_thread(call, *args, **kwargs)
        except TooManyTriesError:
            raise
        except NeedsProofError as error:
            raise ProblemError(*NEEDS[error.what]) from error
        except BookingError as error:
            status, code = REFUSALS.get(type(error), (409, "refused"))
            raise ProblemError(status, code) from error
