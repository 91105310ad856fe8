"""The seam to the planner that a municipality has already. The own calendar is what stands behind it by default.

A planner knows times and bookings. What may be booked at all comes from the rules and the caseworkers and stays ours;
another planner asks for it with the `OfferBook` that it is made with.

Whatever stands behind it keeps these promises, and one contract test checks them:
a time is never given to more people than it has room for; a held time is kept for ten minutes and not longer, or once
for ten more where there is an `extend`; a citizen has at most one hold, and at most one active booking of a kind whose
talk has not ended; moving takes the new time before it gives back the old one;
the same request again does nothing again; a code opens one booking, and a new one ends the one before.
"""

from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module
from typing import Protocol, cast

from casework.booking import by_code, service, times
from casework.booking.offer_book import OfferBook, OwnOffers
from casework.booking.records import Booked, Booking, BookingWish, Cancelled, Held, TimeChoice, Times, TimeWish
from casework.settings_words import wrong

SETTING = "RETPLIGT_BOOKING_PLANNER"


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
        """Free times for an offer, three suggestions first. Raises OfferGoneError, TooLateError,
        FormNotAllowedError, BadWishError."""
        ...

    def hold(
        self, conversation_id: str, token: str, choice: TimeChoice, *, now: datetime, today: date | None = None
    ) -> Held:
        """Keep a time for ten minutes; another hold of the citizen is given back. The same `client_id` again returns
        what it gave the first time.

        Raises OfferGoneError, SlotGoneError, FormNotAllowedError, AlreadyBookedError, TooLateError, and
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
        """The same, only to move what is booked; its code stays. Raises NoBookingError too when nothing is booked."""
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

    def held(self, conversation_id: str, token: str, *, now: datetime, today: date | None = None) -> Held | None:
        """The time that is kept for the citizen now; None = none is."""
        ...

    def new_code(self, conversation_id: str, token: str, number: str) -> Booked:
        """Another code for an active booking, which ends the one before. Raises NoBookingError."""
        ...

    def find_by_code(self, number: str, code: str) -> Booking:
        """The booking that number and code open, whatever its state; how they are written does not matter. Raises
        NoBookingError, for a wrong number as for a wrong code."""
        ...

    def cancel_by_code(
        self, number: str, code: str, *, now: datetime, reason: str | None = None, today: date | None = None
    ) -> Cancelled:
        """The same as `cancel` for whoever has number and code."""
        ...

    def free_lapsed(self, now: datetime) -> int:
        """Give back the times of holds that have run out, called every minute. Returns how many; 0 when the planner
        does so by itself."""
        ...


class OwnPlanner:
    """The calendar in the product's own database."""

    find_times = staticmethod(times.find)
    hold = staticmethod(service.hold)
    release = staticmethod(service.release)
    confirm = staticmethod(service.confirm)
    move = staticmethod(service.move)
    cancel = staticmethod(service.cancel)
    bookings = staticmethod(service.mine)
    held = staticmethod(service.held_now)
    new_code = staticmethod(service.new_code)
    find_by_code = staticmethod(by_code.find)
    cancel_by_code = staticmethod(by_code.cancel)
    free_lapsed = staticmethod(service.free_lapsed)
    extend = staticmethod(service.extend)


#: What a planner may have beside: `extend` keeps a held time once more while the citizen confirms an address.
OPTIONAL = ("extend",)
METHODS = tuple(name for name in vars(OwnPlanner) if not name.startswith("_") and name not in OPTIONAL)


def make_planner(name: str, offers: OfferBook | None = None) -> Planner:
    """The planner of the installation. `name` = "module:factory", and the factory gets the offers; "" = our own.

    Raises SettingsError when it cannot be imported or made, or lacks something.
    """
    if not name:
        return OwnPlanner()
    module, _, factory = name.partition(":")
    try:
        make = cast(Callable[[OfferBook], Planner], getattr(import_module(module), factory))
        planner = make(offers or OwnOffers())
    except Exception as error:
        # Whatever its maker raises, the installation cannot book: the start stops, and says which setting it was.
        raise wrong("planner", SETTING, given=name, why=f"{type(error).__name__}: {error}") from error
    missing = [method for method in METHODS if not callable(getattr(planner, method, None))]
    if missing:
        raise wrong("planner_lacks", SETTING, given=name, lacks=", ".join(missing))
    return planner
