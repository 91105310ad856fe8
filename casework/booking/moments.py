"""Days and moments of booking: the clock in Denmark at the edge, aware UTC inside."""

from datetime import UTC, date, datetime, time, timedelta

from casework.clock import COPENHAGEN, on_day

#: A held time is given back after this long.
HOLD_FOR = timedelta(minutes=10)
#: A talk can be booked until so long before it begins.
LEAD = timedelta(hours=1)


def day_of(moment: datetime) -> date:
    """The date in Denmark at this moment."""
    return moment.astimezone(COPENHAGEN).date()


def start_of(day: date) -> datetime:
    """The first moment of a day in Denmark, as aware UTC; a day of 23 or 25 hours begins at midnight too."""
    return datetime.combine(day, time(), COPENHAGEN).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first moment after a day in Denmark, as aware UTC."""
    return start_of(day + timedelta(days=1))


def at_office(now: datetime, today: date | None) -> datetime:
    """The moment as calendars and deadlines see it; `today` = the date that counts as today, None = the real one."""
    return on_day(now, today) if today is not None else now.astimezone(UTC)
