"""The notice on top of every page: something the citizen must know now, from one moment to another."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from casework.municipality import current
from casework.municipality.errors import OwnSettingError
from casework.privacy.masking import mask

NAME: Final = "notice"
LEVELS: Final = ("info", "warning", "alarm")
LONGEST: Final = 300
#: Later than so far ahead is a slip of the keyboard.
FARTHEST: Final = timedelta(days=366)


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What it says, how loud, and when it is shown (aware). `until` None = until somebody takes it away."""

    text: str
    level: str
    since: datetime
    until: datetime | None = None

    def is_shown(self, now: datetime) -> bool:
        """Whether it is shown at `now`."""
        return self.since <= now and (self.until is None or now < self.until)

    def is_over(self, now: datetime) -> bool:
        """Whether its time has passed."""
        return self.until is not None and self.until <= now


def kept() -> Notice | None:
    """The notice that is set, whatever its time. Waits for nothing."""
    return _read(current.values().get(NAME))


def shown(now: datetime) -> Notice | None:
    """The notice that citizens see at `now`."""
    found = kept()
    return found if found is not None and found.is_shown(now) else None


def checked(text: str, level: str, since: datetime | None, until: datetime | None, *, now: datetime) -> str:
    """The notice as it is kept. `since` None = at once. Raises OwnSettingError with the first thing wrong."""
    said = " ".join(text.split())
    if not 1 <= len(said) <= LONGEST:
        raise OwnSettingError("notice_text", "text")
    if mask(said).text != said:
        raise OwnSettingError("cpr", "text")
    if level not in LEVELS:
        raise OwnSettingError("notice_level", "level")
    begins = since or now
    if until is not None and until <= max(begins, now):
        raise OwnSettingError("notice_until", "until")
    if max(begins, until or begins) > now + FARTHEST:
        raise OwnSettingError("notice_far", "since" if begins > now + FARTHEST else "until")
    made = asdict(Notice(text=said, level=level, since=begins, until=until))
    return json.dumps(made, default=datetime.isoformat, ensure_ascii=False)


def text_of(value: str) -> str:
    """What a notice said, from how it is kept."""
    found = _read(value)
    return found.text if found else ""


@lru_cache(maxsize=8)
def _read(value: str | None) -> Notice | None:
    if value is None:
        return None
    made = json.loads(value)
    until = datetime.fromisoformat(made["until"]) if made["until"] else None
    return Notice(text=made["text"], level=made["level"], since=datetime.fromisoformat(made["since"]), until=until)
