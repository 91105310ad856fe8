"""Dates in the short notation of ``date_phrases``."""

from datetime import date

from bot.danish.dates import FoundDate, find_dates

FRIDAY = date(2026, 11, 20)


def short_date(found: FoundDate) -> str:
    """The result in the notation of ``date_phrases``."""
    if found.error == "vague":
        return "~"
    if found.error == "does_not_exist":
        return "!"
    if found.error == "ambiguous":
        return "|".join(day.isoformat() for day in found.alternatives)
    return f"{found.start}" if found.start == found.end else f"{found.start}/{found.end}"


def read_dates(text: str, today: date = FRIDAY) -> str:
    return " ".join(short_date(found) for found in find_dates(text, today)) or "-"
