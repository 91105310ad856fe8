"""What can go wrong when a talk is booked, each once, in words that say what to do."""

from datetime import datetime

from casework.errors import CaseworkError


class BookingError(CaseworkError):
    """Root of the errors of this part."""


class SlotGoneError(BookingError):
    """Somebody was faster, or the time was taken out of the calendar; choose another time."""


class HoldLapsedError(BookingError):
    """The time was held for ten minutes and has been given back; choose a time again."""


class OfferGoneError(BookingError):
    """The offer to book does not exist, was withdrawn or belongs to somebody else; look at the offers again."""


class AlreadyBookedError(BookingError):
    """There is an active booking that answers this; move that one, or cancel it first."""


class TooLateError(BookingError):
    """The deadline has passed, or the talk has begun; turn to the authority."""


class NoBookingError(BookingError):
    """There is no such active booking, or number and code do not belong together; look at the bookings again."""


class TooManyTriesError(BookingError):
    """Number and code were guessed wrong too often; try again after `until` (aware UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Number and code were guessed wrong too often; try again later, or turn to the authority.")
        self.until = until


class NeedsProofError(BookingError):
    """Nothing is booked before the citizen has shown `what`: "contact" (an address whose code came back, or a login)
    or "login". The time stays held."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Nothing is booked before there is a {what}; the held time is kept meanwhile.")
        self.what = what


class FormNotAllowedError(BookingError):
    """The talk cannot be held in this form; choose one that offer and time allow."""


class BadWishError(BookingError):
    """Something in the wish cannot be kept. `code` says what: kind, topic, holder, dates, days, minutes,
    part_of_day, form, after, preparation or text."""

    def __init__(self, code: str) -> None:
        super().__init__(f"The wish cannot be kept as it is ({code}); correct it and send it again.")
        self.code = code
