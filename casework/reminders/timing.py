"""When a reminder is sent: so early, at a decent hour in Denmark, never too late. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from casework.clock import COPENHAGEN
from casework.reminders.kinds import Lead

#: The hour at which a reminder counted in days is sent.
MORNING: Final = time(10)
#: Sent earlier because it could not be sent later: not in the very last minute before the quiet hours.
BEFORE_QUIET: Final = timedelta(minutes=15)
#: So long before a talk begins a reminder is of use at the latest.
BEFORE_TALK: Final = timedelta(minutes=15)
_STEP: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Awake:
    """The hours in which people may be written to, by the clock in Denmark: from `first` until `last`, `last` not
    included. 0 and 24 = always."""

    first: int = 9
    last: int = 22

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.last <= 24:  # noqa: PLR2004 - hours of a day
            raise ValueError("The hours must lie in one day, the first before the last.")

    def allows(self, moment: datetime) -> bool:
        """Whether `moment` (aware) lies inside the hours."""
        return self.first <= moment.astimezone(COPENHAGEN).hour < self.last

    def next_after(self, moment: datetime) -> datetime:
        """The first allowed moment from `moment` on; aware UTC."""
        if self.allows(moment):
            return moment.astimezone(UTC)
        local = moment.astimezone(COPENHAGEN)
        day = local.date() if local.hour < self.first else local.date() + _STEP
        return at_clock(day, time(self.first))

    def last_before(self, moment: datetime) -> datetime:
        """The latest allowed moment up to `moment`, some minutes before the quiet hours begin; aware UTC."""
        if self.allows(moment):
            return moment.astimezone(UTC)
        local = moment.astimezone(COPENHAGEN)
        day = local.date() if local.hour >= self.last else local.date() - _STEP
        ends = datetime.combine(day, time(0), COPENHAGEN) + timedelta(hours=self.last) - BEFORE_QUIET
        return ends.astimezone(UTC)


def at_clock(day: date, clock: time) -> datetime:
    """The moment when the clock in Denmark shows `clock` on `day`; aware UTC."""
    return datetime.combine(day, clock, COPENHAGEN).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last minute of a day in Denmark; aware UTC."""
    return at_clock(day, time(23, 59))


def aimed_at(day: date, event_at: datetime, lead: Lead) -> datetime:
    """When a reminder would be sent if all hours were good: days are counted from `day`, minutes from the event."""
    if lead.minutes:
        return event_at.astimezone(UTC) - timedelta(minutes=lead.minutes)
    return at_clock(day - timedelta(days=lead.days), MORNING)


def send_at(aim: datetime, not_after: datetime, awake: Awake) -> datetime:
    """`aim`, or the next allowed moment; where that would be too late, the last allowed one before. Aware UTC.

    Never later than `not_after` when `aim` is not.
    """
    later = awake.next_after(aim)
    return later if later <= not_after else awake.last_before(min(aim, not_after))


def next_in_series(start: date, every_days: int, today: date) -> date:
    """The first day from `today` on that lies a whole number of periods, at least one, after `start`."""
    periods = max(1, -((start - today).days // every_days))
    return start + timedelta(days=periods * every_days)
