"""How many pages one key may hold: those that are open are counted, and those that have gone are not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import socketio

from tests.web.test_handoff_live import OpenDesk, open_desk, settings  # noqa: F401 - fixtures
from web.live import CHAT
from web.socket_guard import MOST_LINES, Doorstep, GuardedNamespace
from web.sockets import make_server


class Door(GuardedNamespace):
    """Lets everybody in under one key; `going` = the line closes meanwhile, `failing` = it is found out by an error."""

    going = failing = False

    async def on_connect(self, sid: str, _environ: dict[str, Any], _auth: Any = None) -> None:
        self.take_place(sid, "key")
        if self.going:
            self.server.eio.sockets.clear()
        if self.failing:
            raise KeyError(sid)


@pytest.fixture
def door() -> Door:
    door = Door(CHAT)
    make_server([]).register_namespace(door)
    return door


async def come(door: Door, number: int) -> str:
    """A page's first packet, as far as the library takes it before it holds the page for connected."""
    line = f"line {number}"
    door.server.eio.sockets[line] = SimpleNamespace(closed=False)
    sid: str = await door.server.manager.pre_connect(line, CHAT)
    await door.trigger_event("connect", sid, {}, None)
    return sid


async def test_so_many_pages_of_one_key_come_in_and_no_more(door: Door):
    for number in range(MOST_LINES):
        await come(door, number)
    with pytest.raises(socketio.exceptions.ConnectionRefusedError):
        await come(door, MOST_LINES)


@pytest.mark.parametrize("failing", [False, True])
async def test_pages_that_go_while_they_are_let_in_leave_nothing_behind(door: Door, failing: bool):
    door.going, door.failing = True, failing
    for number in range(MOST_LINES):
        with pytest.raises(socketio.exceptions.ConnectionRefusedError):
            await come(door, number)
    door.going = door.failing = False
    assert await come(door, MOST_LINES)


async def test_pages_that_go_before_the_library_knows_them_are_forgotten_at_the_next_look(door: Door):
    for number in range(MOST_LINES):
        await come(door, number)
    door.server.eio.sockets.clear()
    await Doorstep(door.server).look()
    assert await come(door, MOST_LINES)
    assert len(list(door.server.manager.get_participants(CHAT, None))) == 1


async def test_pages_of_one_login_are_counted_together_whatever_else_the_browser_sends_along(
    open_desk: OpenDesk,  # noqa: F811 - the fixture
):
    mette = await open_desk()
    pages = [type(mette)(mette.url, mette.member.username) for _ in range(MOST_LINES)]
    try:
        for number, page in enumerate(pages[1:]):
            await page.connect_staff(f"{mette.cookie}; side={number}", transports=["websocket"])
        with pytest.raises(socketio.exceptions.ConnectionError):
            await pages[0].connect_staff(f"{mette.cookie}; side=x", transports=["websocket"])
    finally:
        for page in pages:
            await page.client.disconnect()
