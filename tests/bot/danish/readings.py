"""Dates and times in the short notation of ``date_phrases`` and ``clock_phrases``."""

from datetime import date

from bot.danish.clock import FoundTime, find_times
from bot.danish.dates import FoundDate, find_dates

FRIDAY = date(2026, 11, 20)


def short_date(found: FoundDate) -> str:
    """The result in the notation of ``date_phrases``; ``<=``, ``<`` and ``>`` are by, before and after a day."""
    if found.error == "vague":
        return "~"
    if found.error == "does_not_exist":
        return "!"
    if found.error == "ambiguous":
        return "|".join(day.isoformat() for day in found.alternatives)
    bound = {"by": "<=", "before": "<", "after": ">"}.get(found.bound or "", "")
    return f"{bound}{found.start}" if found.start == found.end else f"{found.start}/{found.end}"


def read_dates(text: str, today: date = FRIDAY) -> str:
    return " ".join(short_date(found) for found in find_dates(text, today)) or "-"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _window(begin: int, until: int) -> str:
    return _clock(begin) if begin == until else f"{_clock(begin)}-{_clock(until)}"


def short_time(found: FoundTime) -> str:
    """The result in the notation of ``clock_phrases``."""
    if found.error == "ambiguous":
        said = "|".join(sorted(_window(each.begin, each.until) for each in found.alternatives))
    else:
        said = {"vague": "~", "does_not_exist": "!"}.get(found.error, found.error)
    said = said or _window(found.begin, found.until)
    day = f"{short_date(found.day)} " if found.day else ""
    return f"{'not ' if found.denied else ''}{day}{'?' if found.about else ''}{said}"


def read_times(text: str, today: date = FRIDAY, now: int | None = 600) -> str:
    """The times of a text; what is said without a clock is ten o'clock in the morning."""
    return "; ".join(short_time(found) for found in find_times(text, today, now=now)) or "-"
