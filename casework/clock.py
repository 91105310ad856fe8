"""The one place where time comes from. Services are handed a clock or a moment; they never ask the system."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from casework.settings import Settings

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class Clock(Protocol):
    """Tells the moment as aware UTC."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return datetime.now(UTC)


class FrozenClock:
    """A clock that stands still until it is moved; for tests and demos."""

    def __init__(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("A clock needs an aware moment; add a time zone.")
        self.moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment


def today_copenhagen(clock: Clock, settings: Settings) -> date:
    """The date in Denmark, or the date that `RETPLIGT_TODAY` freezes it to."""
    return settings.today or clock.now().astimezone(COPENHAGEN).date()


def on_day(moment: datetime, today: date) -> datetime:
    """The moment by the clock in Denmark, on the date that counts as today: `RETPLIGT_TODAY` freezes dates only.

    Aware UTC. What is reckoned from deadlines and opening hours uses it; stamps and leases use the moment itself.
    """
    local = moment.astimezone(COPENHAGEN)
    if local.date() == today:
        return moment.astimezone(UTC)
    return datetime.combine(today, local.time(), COPENHAGEN).astimezone(UTC)
