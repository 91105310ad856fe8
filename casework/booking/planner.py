"""The seam to the planner that a municipality has already. The own calendar is what stands behind it by default.

Whatever stands behind it keeps these promises, and one contract test checks them:
a time is never given to more people than it has room for; a held time is kept for ten minutes and not longer; a
citizen has at most one hold, and at most one active booking of a kind; moving takes the new time before it gives back
the old one; the same request again does nothing again.
"""

from datetime import date, datetime
from typing import Protocol

from casework.booking import service, times
from casework.booking.records import Booked, Booking, BookingWish, Cancelled, Held, TimeChoice, Times, TimeWish


class Planner(Protocol):
    """What booking asks of a calendar. `now` = the moment, aware UTC; `today` = the date in Denmark that counts as
    today, None = the real one. Every method raises NotAllowedError for a token that does not open the conversation."""

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
        """Free times for an offer, three suggestions first. Raises OfferGoneError, ExemptError, TooLateError,
        FormNotAllowedError, BadWishError."""
        ...

    def hold(
        self, conversation_id: str, token: str, choice: TimeChoice, *, now: datetime, today: date | None = None
    ) -> Held:
        """Keep a time for ten minutes; another hold of the citizen is given back. The same `client_id` again returns
        what it gave the first time.

        Raises OfferGoneError, SlotGoneError, FormNotAllowedError, AlreadyBookedError, TooLateError, ExemptError, and
        HoldLapsedError when the hold of this `client_id` has been given back meanwhile.
        """
        ...

    def release(self, conversation_id: str, token: str, hold_id: int, *, now: datetime) -> None:
        """Give a held time back. Nothing happens when it is not held any more. Raises NoBookingError for a hold that
        is not the citizen's."""
        ...

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
        """Book the held time. With an active booking of the kind it moves that one: same number, `sequence` + 1.

        Confirming again changes nothing and gives a new code. Raises HoldLapsedError, NoBookingError, BadWishError,
        TooLateError, OfferGoneError.
        """
        ...

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
        """Cancel an active booking; cancelling it again returns the same. The offer is open again unless its dates
        have passed. Raises NoBookingError, BadWishError, and TooLateError when the talk has begun."""
        ...

    def bookings(self, conversation_id: str, token: str, *, now: datetime) -> list[Booking]:
        """The citizen's bookings: those to come first, the next one first, then those that are over, newest first.
        Holds are not among them."""
        ...


class OwnPlanner:
    """The calendar in the product's own database."""

    find_times = staticmethod(times.find)
    hold = staticmethod(service.hold)
    release = staticmethod(service.release)
    confirm = staticmethod(service.confirm)
    cancel = staticmethod(service.cancel)
    bookings = staticmethod(service.mine)
