"""What is done without anybody asking: the reading log is sealed, and once a night what is too old is deleted."""

import asyncio
import logging
from typing import Final

from casework.clock import COPENHAGEN, Clock
from casework.privacy import retention, sealing
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
        """Seal what has settled, and delete what is overdue when it is night and nobody has done it yet."""
        await asyncio.to_thread(self._seal)
        local = self._clock.now().astimezone(COPENHAGEN)
        if local.hour not in HOURS:
            return
        done = await asyncio.to_thread(
            retention.purge_tonight, self._keep, local.date(), self._clock.now, keep_figures=keep_figures
        )
        if done is not None:
            logger.info("deleted by age: %s", done.deleted)

    def _seal(self) -> None:
        """Blocks. The hash goes to the log of the process, which is kept elsewhere than the database."""
        made = sealing.seal(self._clock.now())
        if made is not None:
            logger.info("reading log sealed: %d up to row %d is %s", made.number, made.last_id, made.hash)
