"""A caseworker at the desk of a web process that runs in this test's own process."""

import asyncio
import uuid
from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from casework.conversations.records import NewMessage
from casework.settings import Settings
from tests.support.staff import make_staff
from tests.support.told import tell
from tests.web.conftest import RunningWeb
from web.handoff_desk import HandoffDesk
from web.idle import IdleWatch

T = TypeVar("T")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def open_on(settings: Settings, folder: Path, days: tuple[str, ...] = WEEKDAYS) -> Settings:
    """Settings of an office that is open day and night on these days, so that no test depends on when it runs."""
    file = folder / f"opening_hours_{len(days)}.yml"
    lines = "\n".join(f'  {day}: "0-24"' for day in days)
    file.write_text(f"calendar: offentlig\ndays:\n{lines}\n", encoding="utf-8")
    return replace(settings, opening_hours=file)


class DeskStaff:
    """Takes over, writes and leaves, by the same calls as the console's pages."""

    def __init__(self, web: RunningWeb, name: str = "Mette") -> None:
        server = web._server
        self._loop = server.servers[0].get_loop()
        self._desk: HandoffDesk = server.config.app.state.desk
        self.member = make_staff(here=True, name=f"{name} Madsen", shown_name=name, now=datetime.now(UTC))

    def claim(self, conversation: str) -> None:
        self._do(self._desk.claim(conversation, self.member))

    def write(self, conversation: str, text: str) -> None:
        self._do(self._desk.reply(conversation, self.member, uuid.uuid4().hex, text))

    def read(self, conversation: str, seq: int) -> None:
        self._do(self._desk.read_by_staff(conversation, self.member, seq))

    def types(self, conversation: str, on: bool = True) -> None:
        self._do(self._desk.events.typing(conversation, on, author="caseworker", name=self.member.shown_name))

    def close(self, conversation: str) -> None:
        self._do(self._desk.close(conversation, self.member))

    def give_back(self, conversation: str) -> None:
        self._do(self._desk.give_back(conversation, self.member))

    def tell(self, conversation: str, message: NewMessage) -> None:
        """Let the chat say something, as the assistant would."""
        stored = tell(conversation, [message])
        self._do(self._desk.events.messages(conversation, stored, "bot"))

    def look_for_idle(self, warn_minutes: float, close_minutes: float) -> None:
        """One round of the watch with this much patience."""
        self._look(replace(self._desk.settings, idle_warn_minutes=warn_minutes, idle_close_minutes=close_minutes))

    def close_office(self, folder: Path) -> None:
        """One round of the watch on a day when the office is closed (the tests' day is a Friday)."""
        self._look(open_on(self._desk.settings, folder, ("monday",)))

    def _look(self, settings: Settings) -> None:
        self._do(IdleWatch(HandoffDesk(settings, self._desk.clock, self._desk.events)).look())

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)
