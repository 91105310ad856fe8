"""A bare day after a month or a week was named: "nej, det var i oktober" - "hvilken dato?" - "den 5."."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.danish.normalise import fold

_DAY = r"(?P<day>\d{1,2})"
_BARE_DAY = re.compile(
    rf"(?:(?:det var|vist|nok|jeg tror|ja|jo|oeh) ?,? ?)*(?:d(?:en|\.)? ?)?{_DAY}\.?(?: tror jeg| vist| nok)?"
)
_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "loerdag", "soendag")
_BARE_WEEKDAY = re.compile(rf"(?:(?:det var|vist|nok|ja|om|i|paa) ?)*(?P<name>{'|'.join(_WEEKDAYS)})(?:en|s)?[.!]?")


def day_within(text: str, first: date, last: date) -> date | None:
    """The day that a bare number or weekday means between two days; None when it means none of them, or several.

    Args:
        text: the whole message.
        first: the first day of the span that was named before.
        last: its last day.

    """
    said = fold(text).strip(" .!")
    number, weekday = _BARE_DAY.fullmatch(said), _BARE_WEEKDAY.fullmatch(said)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    if number:
        days = [day for day in days if day.day == int(number["day"])]
    elif weekday:
        days = [day for day in days if day.weekday() == _WEEKDAYS.index(weekday["name"])]
    else:
        return None
    return days[0] if len(days) == 1 else None
