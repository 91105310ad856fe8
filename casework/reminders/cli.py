"""The command `retpligt worker`: sends reminders until it is told to stop. Any number may run at once."""

import argparse
import asyncio
import logging
import signal
from typing import Any, Final

from casework import logs
from casework.booking import events
from casework.clock import SystemClock
from casework.db import use_database
from casework.reminders import notices, planner
from casework.reminders.channels import make_channels
from casework.reminders.worker import Worker
from casework.settings import Settings, load_settings

logger = logging.getLogger(__name__)

#: Between two looks at what is due.
PAUSE_SECONDS: Final = 2.0


def add_worker(commands: Any) -> None:
    """Add the command."""
    worker = commands.add_parser("worker", help="Send påmindelser, til processen stoppes.")
    worker.add_argument("--once", action="store_true", help="kun én runde")
    worker.set_defaults(run=run_worker)


def run_worker(arguments: argparse.Namespace) -> int:
    """Send until SIGTERM or Ctrl-C; what is on its way is finished first. Returns 0."""
    settings = load_settings()
    logs.set_up("worker", settings.log_format)
    use_database(settings.database_url)
    events.register(planner.bookings_changed)
    events.register_staff(notices.talk_changed)
    asyncio.run(_work(settings, once=arguments.once))
    return 0


async def _work(settings: Settings, *, once: bool) -> None:
    clock, stop = SystemClock(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    worker = Worker(settings, make_channels(settings, clock), clock)
    logger.info("the worker has started")
    while not stop.is_set():
        try:
            counts = await worker.look()
            if counts.claimed:
                logger.info(
                    "sent %d of %d, again %d, failed %d", counts.sent, counts.claimed, counts.again, counts.failed
                )
        except Exception as error:
            # Only the type: an exception's words may repeat what a citizen wrote.
            logger.error("a round failed: %s", type(error).__name__)
        if once:
            break
        try:
            await asyncio.wait_for(stop.wait(), 0.0 if worker.is_busy else PAUSE_SECONDS)
        except TimeoutError:
            continue
    await worker.close()
    logger.info("the worker has stopped")
