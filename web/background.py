"""What the web process does beside answering: rounds of work, each at its own pace.

    background.add("review", 60, collector.look)

Every web process runs them, so a round must do no harm when another process does the same one.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)

Work = Callable[[], Awaitable[object]]


class Background:
    """Rounds of work that run from start to stop. A round that fails is logged and comes again at its time."""

    def __init__(self) -> None:
        self._rounds: list[tuple[str, float, Work]] = []
        self._tasks: list[asyncio.Task[None]] = []

    def add(self, name: str, seconds: float, work: Work) -> None:
        """Run `work` `seconds` after the start and again so long after each end. Call it before `start`."""
        self._rounds.append((name, seconds, work))

    def start(self) -> None:
        """Begin."""
        self._tasks = [asyncio.create_task(_run(*each), name=each[0]) for each in self._rounds]

    async def stop(self) -> None:
        """End what is running."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _run(name: str, seconds: float, work: Work) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except Exception as error:
            # Only the type: an exception's words may repeat what a citizen wrote.
            logger.error("the round of %s failed: %s", name, type(error).__name__)
