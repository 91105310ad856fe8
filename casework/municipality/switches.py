"""What is switched on and off for all citizens at once. Reading costs nothing; who turned what is in the history."""

from datetime import datetime
from typing import Final

from casework.municipality import current, service
from casework.municipality.records import Change

PREFIX: Final = "switch."
BOT, BOOKING, CALLBACK, EMAIL, SMS = "bot", "booking", "callback", "email", "sms"
_OFF: Final = "off"


def is_on(name: str) -> bool:
    """Whether it is on; everything is until somebody turns it off."""
    return current.values().get(PREFIX + name) != _OFF


def turn(name: str, *, on: bool, staff_id: int, now: datetime) -> None:
    """Turn it on or off."""
    service.save({PREFIX + name: None if on else _OFF}, staff_id=staff_id, now=now)


def last_turned(name: str) -> Change | None:
    """Who turned it last; None = nobody has."""
    found = service.history(PREFIX + name, limit=1)
    return found[0] if found else None
