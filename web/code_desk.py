"""A booking opened with the number and the code of its receipt: seeing it, moving it, cancelling it.

Whoever has both needs no conversation. Every call is counted until it has shown that it knows the code, and what the
citizen has written for the talk is never handed out: number and code may be read over a shoulder.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from casework.booking import code_tries, offers
from casework.booking.errors import NoBookingError, TooManyTriesError
from casework.booking.records import Booking, BookingWish, TimeChoice, TimeWish
from casework.conversations.errors import ConversationNotFoundError, NotAllowedError
from casework.conversations.service import INSIDE
from web.booking_desk import BookingDesk, CalendarFile
from web.booking_view import held_json, offer_json, times_json
from web.errors import ProblemError
from web.texts import load_texts

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """Number and code, and from where they came (None = nobody knows)."""

    number: str
    code: str
    address: str | None = None


class CodeDesk:
    """Everything that can be done about a booking with number and code. Each method raises ProblemError."""

    def __init__(self, desk: BookingDesk) -> None:
        self.desk = desk

    async def look_up(self, proof: Proof) -> dict[str, Any]:
        """The booking."""
        return {"booking": await self._with(proof, self._shown)}

    async def calendar_file(self, proof: Proof) -> CalendarFile:
        """Its file for a calendar."""
        return await self._with(proof, self.desk.file)

    async def cancel(self, proof: Proof, reason: str | None) -> dict[str, Any]:
        """Cancel it."""

        def call(booking: Booking) -> Booking:
            return self.desk.planner.cancel_by_code(
                booking.number or "", proof.code, now=self.desk.clock.now(), reason=reason, today=self.desk.today
            ).booking

        return {"booking": self._shown(await self._with(proof, call))}

    async def times(self, proof: Proof, wish: TimeWish) -> dict[str, Any]:
        """Free times to move it to."""
        desk = self.desk

        def call(booking: Booking) -> dict[str, Any]:
            talk, offer = _movable(booking)
            found = desk.planner.find_times(talk, INSIDE, offer, wish=wish, now=desk.clock.now(), today=desk.today)
            return times_json(found, desk.settings)

        return await self._with(proof, call)

    async def hold(self, proof: Proof, slot: int, form: str, client_id: str) -> dict[str, Any]:
        """Hold a time to move it to for ten minutes."""
        desk = self.desk

        def call(booking: Booking) -> dict[str, Any]:
            talk, offer = _movable(booking)
            now, choice = desk.clock.now(), TimeChoice(offer_id=offer, slot_id=slot, form=form, client_id=client_id)
            held = desk.planner.hold(talk, INSIDE, choice, now=now, today=desk.today)
            return held_json(held, desk.settings, now)

        return await self._with(proof, call)

    async def release(self, proof: Proof, hold: int) -> None:
        """Give a held time back."""

        def call(booking: Booking) -> None:
            self.desk.planner.release(_movable(booking)[0], INSIDE, hold, now=self.desk.clock.now())

        await self._with(proof, call)

    async def move(self, proof: Proof, hold: int) -> dict[str, Any]:
        """Move it to the held time. Topic, preparation, wishes, number and code stay as they are."""
        desk = self.desk

        def call(booking: Booking) -> dict[str, Any]:
            talk, _ = _movable(booking)
            wish = BookingWish(topic=booking.topic, preparation=booking.preparation, wishes=booking.wishes)
            moved = desk.planner.move(talk, INSIDE, hold, wish, now=desk.clock.now(), today=desk.today)
            replaced = self._shown(moved.replaced) if moved.replaced else None
            return {"booking": self._shown(moved.booking), "replaced": replaced}

        return await self._with(proof, call)

    async def _with(self, proof: Proof, call: Callable[[Booking], T]) -> T:
        """Open the booking and do something about it."""
        try:
            return await self.desk.ask(self._opened, proof, call)
        except TooManyTriesError as error:
            raise ProblemError(429, "too_many_tries", self._wait_words(error)) from error
        except (ConversationNotFoundError, NotAllowedError) as error:
            # The citizen has deleted the conversation a moment ago.
            raise ProblemError(404, "offer_gone") from error

    def _opened(self, proof: Proof, call: Callable[[Booking], T]) -> T:
        """Blocks. Raises BookingError."""
        secret = self.desk.settings.internal_token
        guess = code_tries.Guess(number=proof.number, address=proof.address, secret=secret)
        code_tries.count(guess, now=self.desk.clock.now())
        booking = self.desk.planner.find_by_code(proof.number, proof.code)
        code_tries.right(guess)
        return call(booking)

    def _shown(self, booking: Booking) -> dict[str, Any]:
        """Blocks."""
        offer = None
        if booking.conversation_id is not None:
            made = offers.for_staff(booking.conversation_id, today=self.desk.today)
            offer = next((one for one in made if one.id == booking.offer_id), None)
        # Why booking may be hard for the citizen, and why the talk is held, is nobody else's business.
        shown = offer_json(offer, self.desk.settings) | {"exempt": None, "rules": []} if offer else None
        return self.desk.json(booking, shown) | {"preparation": {}, "wishes": {}}

    def _wait_words(self, error: TooManyTriesError) -> str:
        minutes = max(1, math.ceil((error.until - self.desk.clock.now()).total_seconds() / 60))
        text: str = load_texts("booking")["too_many_tries"]["one" if minutes == 1 else "many"]
        settings = self.desk.settings
        return text.format(
            minutes=minutes, authority_name=settings.authority_name, authority_phone=settings.authority_phone
        )


def _movable(booking: Booking) -> tuple[str, int]:
    """The conversation and the offer of a booking that may be moved. Raises NoBookingError."""
    if booking.state != "active" or booking.conversation_id is None or booking.offer_id is None:
        raise NoBookingError("The booking has ended, or its conversation was deleted; turn to the authority.")
    return booking.conversation_id, booking.offer_id
