"""A worker in a process of its own, to be killed: short leases, and a clock that a file can put wrong."""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from casework.db import use_database
from casework.reminders.channels import Channel
from casework.reminders.channels.email import EmailChannel, MailServer
from casework.reminders.channels.sms import CpSms
from casework.reminders.queue import Pace
from casework.reminders.worker import Worker
from casework.settings import load_settings

#: As the real ones, some fifty times as fast.
PACE = Pace(
    lease=timedelta(seconds=3),
    back_off=tuple(timedelta(seconds=seconds) for seconds in (0.5, 1, 2)),
    look_ups=tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4, 8, 16)),
)


class WrongClock:
    """The machine's clock and so many seconds as the file says."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        try:
            seconds = float(self._file.read_text())
        except (OSError, ValueError):
            seconds = 0.0
        return datetime.now(UTC) + timedelta(seconds=seconds)


async def main(options: dict[str, str]) -> None:
    settings = load_settings()
    use_database(settings.database_url)
    clock = WrongClock(Path(options["clock"]))
    server = MailServer(
        host="127.0.0.1", port=int(options["smtp"]), security="none", sender="a@b.dk", sender_name="A", timeout=1.0
    )
    mail = EmailChannel(server, clock)
    sms = CpSms(user="u", token="t", sender="Ret", url=options["sms"], timeout=1.0)
    channels: dict[str, Channel] = {"email": mail, "sms": sms}
    worker = Worker(settings, channels, clock, pace=PACE)
    while os.getppid() != 1:
        try:
            await worker.look()
        except Exception as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
