"""A moment as one says it in Danish: "i dag kl. 13", "mandag den 23. november kl. 9.30"."""

from datetime import date, datetime, timedelta

from casework.clock import COPENHAGEN
from casework.handoff.weekly_hours import MINUTES_OF_HOUR, clock_text
from rules_core.dates import MONTHS, WEEKDAYS


def danish_clock(moment: datetime) -> str:
    """'kl. 9.30' by the clock in Denmark."""
    local = moment.astimezone(COPENHAGEN)
    return f"kl. {clock_text(local.hour * MINUTES_OF_HOUR + local.minute)}"


def danish_day(day: date, today: date) -> str:
    """'i dag', 'i morgen', 'mandag den 23. november', with the year when it is another one."""
    if day == today:
        return "i dag"
    if day == today + timedelta(days=1):
        return "i morgen"
    year = f" {day.year}" if day.year != today.year else ""
    return f"{WEEKDAYS[day.weekday()]} den {day.day}. {MONTHS[day.month - 1]}{year}"


def danish_moment(moment: datetime, today: date) -> str:
    """'i dag kl. 13'. `today` = the date that counts as today in Denmark."""
    return f"{danish_day(moment.astimezone(COPENHAGEN).date(), today)} {danish_clock(moment)}"
