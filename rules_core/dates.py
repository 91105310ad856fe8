"""Calendar arithmetic and Danish dates. Weeks and months are never converted into each other."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from rules_core.errors import CalendarError

WEEKDAYS: Final = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS: Final = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
_LENGTHS: Final = {"days": ("dag", "dage"), "weeks": ("uge", "uger"), "months": ("måned", "måneder")}


# The same few hundred days are written again and again.
@lru_cache(maxsize=4096)
def danish_date(day: date, *, weekday: bool = True) -> str:
    """'mandag den 16. november 2026', or '16. november 2026' without the weekday."""
    plain = f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} den {plain}" if weekday else plain


def danish_length(unit: str, amount: int) -> str:
    """'1 uge', '3 måneder': unit is days, weeks or months."""
    singular, plural = _LENGTHS[unit]
    return f"{amount} {singular if amount == 1 else plural}"


def add_months(day: date, months: int, month_end: str = "same_day_or_last") -> date:
    """The same day number `months` later (negative = earlier), or the month's last day when it is shorter.

    `month_end` names one of two Danish policies: "same_day_or_last" (forældelsesloven § 27), or "last_to_last",
    where a period that begins on a month's last day also ends on one (restaurationsloven § 36 a).
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = monthrange(year, month + 1)[1]
    starts_on_last = day.day == monthrange(day.year, day.month)[1]
    number = last if month_end == "last_to_last" and starts_on_last else min(day.day, last)
    return date(year, month + 1, number)


def add_length(day: date, unit: str, amount: int, month_end: str = "same_day_or_last") -> date:
    """`amount` days, weeks or months after `day`; a negative amount counts backwards.

    The first day counted is the day after `day`, so two weeks from a Monday end on a Monday. Raises CalendarError when
    the result lies outside the years 1 to 9999.
    """
    try:
        if unit == "months":
            return add_months(day, amount, month_end)
        return day + timedelta(**{unit: amount})
    except (OverflowError, ValueError) as error:
        raise CalendarError(day, danish_length(unit, amount)) from error


def age_on(born: date, day: date) -> int:
    """Whole years on `day`; someone born on 29 February turns a year older on 1 March in common years."""
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had_birthday else 1)
