"""The messages that are on their way: handed to their channels, and their ends not written down yet.

There are never more than `at_once` of them, and that is how many a worker that is killed can leave to be repeated.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from casework.errors import DatabaseAwayError
from casework.reminders.channels import Channel, Outcome, Outgoing
from casework.reminders.channels.base import uncertain
from casework.reminders.records import Job

logger = logging.getLogger(__name__)

#: No channel takes longer; what does is cut off and its end unknown.
LONGEST_SEND_SECONDS: Final = 45.0
#: So long the first end waits for others, to be written down together with them.
TOGETHER_SECONDS: Final = 0.02
#: When the database is away: what was sent is known here only, so it is worth some patience. Shorter than a lease.
PATIENCE_SECONDS: Final = (0.2, 1.0, 5.0)

Ends = Sequence[tuple[Job, Outcome]]
#: Writes down some ends in one transaction.
Write = Callable[[Ends], Awaitable[None]]


class Flight:
    """`start` sends and returns at once; `land` waits for the next ends and writes them down."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        write: Write,
        at_once: int,
        *,
        patience: Sequence[float] = PATIENCE_SECONDS,
    ) -> None:
        self._channels = channels
        self._write = write
        self._at_once = at_once
        self._patience = patience
        self._tasks: set[asyncio.Task[tuple[Job, Outcome]]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    @property
    def free(self) -> int:
        """How many more may be started."""
        return self._at_once - len(self._tasks)

    def start(self, job: Job, message: Outgoing) -> None:
        """Send one message."""
        self._tasks.add(asyncio.create_task(self._send(job, message)))

    async def land(self, *, everything: bool = False) -> None:
        """Wait for the first end and for those right behind it, or for `everything`, and write them down."""
        while self._tasks:
            done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            if len(done) < len(self._tasks):
                done, _ = await asyncio.wait(self._tasks, timeout=TOGETHER_SECONDS)
            self._tasks -= done
            await self._written([task.result() for task in done])
            if not everything:
                return

    async def _send(self, job: Job, message: Outgoing) -> tuple[Job, Outcome]:
        try:
            async with asyncio.timeout(LONGEST_SEND_SECONDS):
                return job, await self._channels[job.channel].send(message)
        except TimeoutError:
            return job, uncertain("slow")
        except Exception as error:
            # Only the type: words may hold an address.
            logger.error("reminder %s could not be sent: %s", job.id, type(error).__name__)
            return job, uncertain("broken")

    async def _written(self, ends: Ends) -> None:
        for pause in self._patience:
            try:
                await self._write(ends)
            except DatabaseAwayError:
                await asyncio.sleep(pause)
            else:
                return
        await self._write(ends)
