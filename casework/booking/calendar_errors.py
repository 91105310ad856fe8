"""What can be wrong with what staff do in their calendar."""

from casework.booking.errors import BookingError


class CalendarError(BookingError):
    """It cannot be as wished; `code` says why, `field` where on the form."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"The calendar cannot do that: {code} ({field}); change the field.")
        self.code = code
        self.field = field


class CalendarGoneError(BookingError):
    """There is no such row in this calendar, or it has changed meanwhile; look at the calendar again."""
