"""What is done once a night: conversations whose time is over are deleted."""

import asyncio
import logging
from typing import Final

from casework.clock import COPENHAGEN, Clock
from casework.privacy import retention
from casework.settings import Settings
from casework.statistics.service import keep_figures

logger = logging.getLogger(__name__)

#: How often it is asked whether the night's work is done.
LOOK_SECONDS: Final = 600.0
#: The hours in Denmark in which it may be done: few write then, and the clock changes only once within them.
HOURS: Final = range(2, 6)


class Nightly:
    """Asked again and again, by every web process; the work is done once."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._keep = settings.keep
        self._clock = clock

    async def look(self) -> None:
        """Delete what is overdue when it is night and nobody has done it yet."""
        local = self._clock.now().astimezone(COPENHAGEN)
        if local.hour not in HOURS:
            return
        done = await asyncio.to_thread(
            retention.purge_tonight, self._keep, local.date(), self._clock.now, keep_figures=keep_figures
        )
        if done is not None:
            logger.info("deleted by age: %s", done.deleted)
