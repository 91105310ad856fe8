"""What the pages are told when two things happen at once."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from casework.clock import FrozenClock
from casework.conversations.errors import NotAllowedError
from casework.conversations.records import Message
from casework.db import use_database
from casework.db.migrate import upgrade
from casework.handoff import service
from casework.privacy.deletion import delete_conversation
from casework.settings import Settings
from casework.statistics.service import keep_figures
from tests.casework.handoff_factories import NOW, make_staff, open_talk
from web.handoff_desk import HandoffDesk
from web.live import LiveEvents
from web.sockets import make_server


class Told(LiveEvents):
    """Remembers who is said to answer. Somebody takes the citizen before the citizen has been told the place."""

    def __init__(self) -> None:
        super().__init__(make_server([]))
        self.states: list[tuple[str, str | None]] = []
        self.quick: Callable[[], None] | None = None

    async def messages(self, conversation_id: str, messages: Sequence[Message], state: str) -> None:
        if self.quick is not None:
            await asyncio.to_thread(self.quick)
        await super().messages(conversation_id, messages, state)

    async def state(self, _conversation_id: str, standing: dict[str, Any]) -> None:
        self.states.append((standing["state"], standing["name"]))


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    hours = tmp_path / "hours.yml"
    hours.write_text('calendar: offentlig\ndays:\n  friday: "0-24"\n', encoding="utf-8")
    database = use_database(f"sqlite:///{tmp_path}/retpligt.db")
    upgrade(database)
    yield Settings(internal_token="x" * 16, opening_hours=hours)
    database.dispose()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def desk(settings: Settings, told: Told) -> HandoffDesk:
    return HandoffDesk(settings, FrozenClock(NOW), told)


async def test_who_is_taken_at_once_is_not_said_to_wait(desk: HandoffDesk, told: Told):
    staff, talk = make_staff("Mette"), open_talk()
    told.quick = lambda: service.claim(talk[0], staff, now=NOW)
    assert (await desk.ask(*talk))["state"] == "caseworker"
    assert told.states == [("caseworker", "Mette")]


async def test_who_is_not_taken_at_once_is_said_to_wait(desk: HandoffDesk, told: Told):
    make_staff("Mette")
    assert (await desk.ask(*open_talk()))["state"] == "waiting"
    assert told.states == [("waiting", None)]


async def test_who_deletes_at_once_is_not_told_anything(desk: HandoffDesk, told: Told):
    make_staff("Mette")
    talk = open_talk()
    told.quick = lambda: delete_conversation(*talk, keep_figures=keep_figures)
    with pytest.raises(NotAllowedError):
        await desk.ask(*talk)
    assert told.states == []
