"""Which days the figures are about, and how they are cut: by day or by ISO week. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

DEFAULT_DAYS = 28
#: Days are told one by one up to so many; a longer period is told by week.
MOST_DAYS_ONE_BY_ONE = 92
#: Three years and a bit: what is asked for beyond it is cut off at the beginning.
LONGEST_DAYS = 1100


@dataclass(frozen=True, slots=True)
class Period:
    """From and to, both included, cut `by` "day" or "week"."""

    first: date
    last: date
    by: str = "week"

    @property
    def days(self) -> tuple[date, ...]:
        """Every day, oldest first."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    @property
    def weeks(self) -> tuple[date, ...]:
        """The Monday of every ISO week that the period touches, oldest first."""
        return tuple(dict.fromkeys(monday(day) for day in self.days))

    def within(self, week: date) -> tuple[date, date]:
        """The first and last day of a week (its Monday) that lie in the period."""
        return max(week, self.first), min(week + timedelta(days=6), self.last)

    @property
    def day_by_day(self) -> bool:
        """Whether the period is short enough to tell single days."""
        return len(self.days) <= MOST_DAYS_ONE_BY_ONE


def monday(day: date) -> date:
    """The Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def make_period(first: date | None, last: date | None, by: str | None, today: date) -> Period:
    """The period that was asked for, put right where it cannot be: dates the wrong way round are turned, the future and
    what lies more than three years back are cut off, and days of a long period become weeks."""
    last = min(last or today, today)
    first = first or last - timedelta(days=DEFAULT_DAYS - 1)
    first, last = min(first, last), min(max(first, last), today)
    first = max(first, last - timedelta(days=LONGEST_DAYS - 1))
    asked = Period(first, last, by if by in ("day", "week") else "week")
    return asked if asked.day_by_day else Period(first, last, "week")
