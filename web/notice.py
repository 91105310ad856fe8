"""The notice on top of every page, as pages, scripts and open lines get it."""

from typing import Any, Final

from casework.clock import Clock
from casework.municipality import notices
from web.live import LiveEvents
from web.texts import load_texts

#: The open pages are told of a notice that came, changed or went within so many seconds.
LOOK_SECONDS: Final = 3.0


def notice_json(clock: Clock) -> dict[str, Any] | None:
    """{text, level, label} of the notice that is shown now; None = there is none."""
    found = notices.shown(clock.now())
    if found is None:
        return None
    return {"text": found.text, "level": found.level, "label": load_texts("operations")["notice_labels"][found.level]}


class NoticeWatch:
    """Tells the pages that are connected to this process when the notice comes, changes or goes."""

    def __init__(self, clock: Clock, events: LiveEvents) -> None:
        self._clock = clock
        self._events = events
        self._told: dict[str, Any] | None = None

    async def look(self) -> None:
        """One round."""
        now = notice_json(self._clock)
        if now != self._told:
            self._told = now
            await self._events.notice(now)
