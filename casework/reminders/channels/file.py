"""For development: each message becomes a mail file in a folder."""

import asyncio
import os
from pathlib import Path

from casework.clock import Clock
from casework.reminders.channels.base import Fate, Outcome, Outgoing, Trace, sent, temporary
from casework.reminders.channels.mail import make_mail


class FileChannel:
    """Writes `<reference>.eml`, which any mail program opens. The same reference is the same file."""

    name = "file"
    repeatable = True

    def __init__(self, folder: Path, *, sender: str, sender_name: str, clock: Clock) -> None:
        self._folder = folder
        self._sender, self._sender_name = sender, sender_name
        self._clock = clock

    async def send(self, message: Outgoing) -> Outcome:
        """Write the file, whole or not at all."""
        try:
            await asyncio.to_thread(self._write, message)
        except OSError:
            return temporary("file_write")
        return sent()

    def _write(self, message: Outgoing) -> None:
        mail = make_mail(message, sender=self._sender, sender_name=self._sender_name, clock=self._clock)
        mail["X-Short"] = message.short.replace("\n", " ")
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / f".{message.reference}.{os.getpid()}"
        half.write_bytes(mail.as_bytes())
        half.replace(self._folder / f"{message.reference}.eml")

    async def look_up(self, trace: Trace) -> Fate:
        """Whether the file is there."""
        there = await asyncio.to_thread((self._folder / f"{trace.reference}.eml").exists)
        return "sent" if there else "absent"

    async def close(self) -> None:
        """Nothing is open."""
