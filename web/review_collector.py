"""Fills the review queue: in the background, and when somebody opens the page."""

import asyncio
from datetime import datetime

from casework.clock import Clock
from casework.review import service

#: How often the background looks. Opening the page looks too, so nobody waits for it.
EVERY_SECONDS = 300.0


class ReviewCollector:
    """Remembers how far it has come, so that each look reads only what is new."""

    def __init__(self, clock: Clock, sample_percent: float) -> None:
        self._clock = clock
        self._percent = sample_percent
        self._upto: tuple[datetime, str] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def look(self) -> int:
        """Collect what has become worth reading since the last look. Returns how many conversations that were."""
        async with self._one_at_a_time:
            found = await asyncio.to_thread(
                service.collect, self._clock.now(), after=self._upto, sample_percent=self._percent
            )
            self._upto = found.upto
            return found.added
