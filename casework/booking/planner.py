"""The seam to the planner that a municipality has already. The own calendar is what stands behind it by default.

Whatever stands behind it keeps these promises, and one contract test checks them:
a time is never given to more people than it has room for; a held time is kept for ten minutes and not longer; a
citizen has at most one hold, and at most one active booking of a kind; moving takes the new time before it gives back
the old one; the same request again does nothing again.
"""

from datetime import datetime
from typing import Protocol

from casework.booking.records import Booked, Booking, BookingWish, Cancelled, Held, TimeChoice, Times, TimeWish


class Planner(Protocol):
    """What booking asks of a calendar. `now` = the moment, aware UTC. Every method may raise NotAllowedError for a
    token that does not open the conversation."""

    def find_times(
        self, conversation_id: str, token: str, offer_id: int, *, wish: TimeWish, now: datetime, limit: int = 12
    ) -> Times:
        """Free times for an offer, at most `limit` beside the suggestions. Raises OfferGoneError, ExemptError,
        TooLateError, BadWishError."""
        ...

    def hold(self, conversation_id: str, token: str, choice: TimeChoice, *, now: datetime) -> Held:
        """Keep a time for ten minutes; another hold of the citizen is given back. The same `client_id` again returns
        what it gave the first time.

        Raises OfferGoneError, SlotGoneError, FormNotAllowedError, TooLateError, ExemptError, and HoldLapsedError when
        the hold of this `client_id` has been given back meanwhile.
        """
        ...

    def release(self, conversation_id: str, token: str, hold_id: int, *, now: datetime) -> None:
        """Give a held time back. Nothing happens when it is not held any more. Raises NoBookingError for a hold that
        is not the citizen's."""
        ...

    def confirm(self, conversation_id: str, token: str, hold_id: int, wish: BookingWish, *, now: datetime) -> Booked:
        """Book the held time. With an active booking of the kind it moves that one: same number, `sequence` + 1.

        Confirming again changes nothing and gives a new code. Raises HoldLapsedError, NoBookingError, BadWishError,
        TooLateError, OfferGoneError.
        """
        ...

    def cancel(
        self, conversation_id: str, token: str, number: str, *, now: datetime, reason: str | None = None
    ) -> Cancelled:
        """Cancel an active booking; cancelling it again returns the same. The offer is open again unless its dates
        have passed. Raises NoBookingError, and TooLateError when the talk has begun."""
        ...

    def bookings(self, conversation_id: str, token: str) -> list[Booking]:
        """The citizen's bookings, the next one first, then those that are over, newest first. Holds are not among
        them."""
        ...
