"""Each event of a connection is checked anew: the key, the right, the form, the size and how many."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import engineio
import pytest
import socketio
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.identity import service as identity
from tests.web.conftest import Citizen, RunningWeb
from tests.web.test_handoff_live import Desk, OpenDesk, open_desk  # noqa: F401 - a fixture
from tests.web.test_problems import ANY_JSON
from tests.web.test_socket import OpenPage, Page, open_page, until  # noqa: F401 - a fixture
from web.live import CHAT, STAFF
from web.socket_guard import BURST, JOIN_SECONDS, MOST_LINES, PER_SECOND, Budget, Doorstep
from web.sockets import LARGEST_PACKET, ChatNamespace
from web.staff_sockets import StaffNamespace

FOREIGN = "https://example.org"
#: What the library sends itself, and what nobody has heard of.
NOT_FOR_PAGES = ["connect", "disconnect", "look", "trigger_event", "nothing", "__class__", ""]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_budget_gives_as_many_as_it_holds_and_not_one_more():
    budget = Budget(Clock())
    assert [budget.take() for _ in range(BURST + 1)] == [True] * BURST + [False]


def test_a_budget_that_is_used_up_comes_back_with_time_and_never_holds_more_than_at_first():
    clock = Clock()
    budget = Budget(clock)
    for _ in range(BURST):
        budget.take()
    clock.now += 1 / PER_SECOND
    assert [budget.take(), budget.take()] == [True, False]
    clock.now += 1_000_000
    assert [budget.take() for _ in range(BURST + 1)] == [True] * BURST + [False]


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_page_of_another_site_cannot_use_the_login_of_staff(
    web: RunningWeb,
    open_desk: OpenDesk,  # noqa: F811 - the fixture
    transport: str,
):
    mette = await open_desk()
    stolen = Desk(mette.url, mette.member.username)
    headers = {"Cookie": f"retpligt_staff={stolen.cookie}", "Origin": FOREIGN}
    options = {"namespaces": [STAFF], "headers": headers, "transports": [transport], "wait_timeout": 3}
    with pytest.raises(socketio.exceptions.ConnectionError):
        await stolen.client.connect(stolen.url, **options)
    headers["Origin"] = stolen.url
    await stolen.client.connect(stolen.url, **options)
    await stolen.client.eio.disconnect(abort=True)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_line_that_joins_nothing_is_closed_and_one_that_is_inside_stays(
    web: RunningWeb,
    citizen: Citizen,
    open_page: OpenPage,  # noqa: F811 - the fixture
    transport: str,
):
    page, clock = await open_page(citizen, transports=[transport]), Clock()
    stranger = engineio.AsyncClient()
    await stranger.connect(page.url, transports=[transport], engineio_path="socket.io")
    doorstep = Doorstep(web.app.state.sockets, clock)
    await web.call(lambda _app: doorstep.look())
    clock.now = JOIN_SECONDS - 0.1
    await web.call(lambda _app: doorstep.look())
    assert await open_lines(web) == {page.client.eio.sid, stranger.sid}
    clock.now = JOIN_SECONDS
    await web.call(lambda _app: doorstep.look())
    assert await open_lines(web) == {page.client.eio.sid}
    await until(lambda: stranger.state == "disconnected")
    assert (await page.call("sync", {"after": 0}))["ok"]


async def test_a_line_that_was_thrown_out_and_stays_on_is_closed(
    web: RunningWeb,
    citizen: Citizen,
    open_page: OpenPage,  # noqa: F811 - the fixture
):
    page, clock = await open_page(citizen, transports=["websocket"]), Clock()
    stranger = engineio.AsyncClient()
    await stranger.connect(page.url, transports=["websocket"], engineio_path="socket.io")
    heard: list[str] = []
    stranger.on("message", heard.append)
    await stranger.send(f"0{CHAT}," + json.dumps({"conversation": citizen.id, "token": "forkert"}))
    await until(lambda: any(one.startswith(f"4{CHAT}") for one in heard))
    doorstep = Doorstep(web.app.state.sockets, clock)
    await web.call(lambda _app: doorstep.look())
    clock.now = JOIN_SECONDS
    await web.call(lambda _app: doorstep.look())
    assert await open_lines(web) == {page.client.eio.sid}


async def open_lines(web: RunningWeb) -> set[str]:
    async def look(app: FastAPI) -> set[str]:
        return {sid for sid, line in app.state.sockets.eio.sockets.items() if not line.closed}

    found: set[str] = await web.call(look)
    return found


@pytest.mark.parametrize("name", NOT_FOR_PAGES)
async def test_a_page_cannot_send_what_only_the_library_says(
    citizen: Citizen,
    open_page: OpenPage,  # noqa: F811 - the fixture
    open_desk: OpenDesk,  # noqa: F811 - the fixture
    name: str,
):
    page, mette = await open_page(citizen), await open_desk()
    assert (await page.call(name, {}))["status"] == 422
    assert (await mette.ask(name, {}))["status"] == 422


async def test_whoever_says_that_they_have_gone_does_not_go_on_listening_after_the_login(
    web: RunningWeb,
    open_desk: OpenDesk,  # noqa: F811 - the fixture
):
    mette = await open_desk()
    await mette.client.emit("disconnect", {}, namespace=STAFF)
    await mette.ask("typing", {})  # answered after the one before
    await asyncio.to_thread(identity.log_out, mette.cookie, datetime.now(UTC))
    await web.call(lambda app: app.state.staff_pages.look())
    await until(lambda: not mette.client.connected)


async def deleted_under(citizen: Citizen, open_page: OpenPage, event: str, data: Any) -> Page:  # noqa: F811 - its type
    """A page whose event was taken, and whose conversation has been deleted since."""
    page = await open_page(citizen)
    assert (await page.call(event, data))["ok"]
    url = f"/api/v1/conversations/{citizen.id}"
    await asyncio.to_thread(lambda: citizen.client.delete(url, headers=citizen.auth))
    return page


@pytest.mark.parametrize(("event", "data"), [("send", {"client_id": "x", "text": "hej"}), ("sync", {"after": 0})])
async def test_a_key_that_opens_nothing_any_more_is_refused_at_the_next_event(
    citizen: Citizen,
    open_page: OpenPage,  # noqa: F811 - the fixture
    event: str,
    data: Any,
):
    page = await deleted_under(citizen, open_page, event, data)
    assert (await page.call(event, {**data, "client_id": "y"} if event == "send" else data))["status"] == 401


@pytest.mark.parametrize(("event", "data"), [("typing", {"on": True}), ("read", {"seq": 1})])
async def test_what_a_page_says_by_itself_needs_the_key_too(
    citizen: Citizen,
    open_page: OpenPage,  # noqa: F811 - the fixture
    event: str,
    data: Any,
):
    page = await deleted_under(citizen, open_page, event, data)
    await page.client.emit(event, data, namespace=CHAT)
    await until(lambda: not page.client.connected)


@pytest.mark.parametrize("event", ["join", "send", "typing", "read", "sync"])
async def test_no_event_of_staff_does_anything_after_the_login(
    citizen: Citizen,
    open_desk: OpenDesk,  # noqa: F811 - the fixture
    event: str,
):
    mette = await open_desk()
    mette.open(citizen)
    await asyncio.to_thread(identity.log_out, mette.cookie, datetime.now(UTC))
    await mette.client.emit(event, {"conversation": citizen.id, "after": 0}, namespace=STAFF)
    await until(lambda: not mette.client.connected)


async def test_a_flood_is_refused_and_the_line_is_taken_when_it_goes_on(
    citizen: Citizen,
    open_page: OpenPage,  # noqa: F811 - the fixture
):
    page = await open_page(citizen)
    answers: list[dict[str, Any]] = []
    async with asyncio.timeout(60):
        while page.client.connected:
            await page.client.emit("read", {"seq": "x"}, namespace=CHAT, callback=answers.append)
            await asyncio.sleep(0)
    assert len(answers) >= BURST
    statuses = {answer["status"] for answer in answers}
    assert statuses == {422, 429}


async def test_so_many_pages_may_be_open_and_no_more(
    citizen: Citizen,
    open_page: OpenPage,  # noqa: F811 - the fixture
):
    pages = [await open_page(citizen, transports=["websocket"]) for _ in range(MOST_LINES)]
    with pytest.raises(socketio.exceptions.ConnectionError):
        await open_page(citizen, transports=["websocket"])
    await pages[0].client.disconnect()
    await until(lambda: not pages[0].client.connected)
    await asyncio.sleep(0.2)
    await open_page(citizen, transports=["websocket"])


@pytest.mark.parametrize(
    "raw",
    [
        f"2{CHAT},1" + json.dumps(["send", {"client_id": "x", "text": "x" * LARGEST_PACKET}]),
        f"2{CHAT},1" + '["sync",' + "[" * 20_000 + "]" * 20_000 + "]",
        f"2{CHAT},1" + '["sync",{"after":' + "9" * 20_000 + "}]",
        f"2{CHAT},1" + "{not json",
        f"2{CHAT},1" + '"sync"',
        f"2{CHAT},1" + "[]",
        f"2{CHAT},1" + "[1,2]",
        f"2{CHAT},1" + '["sync",{},{},{}]',
        f"52-{CHAT},1" + '["sync",{"_placeholder":true,"num":0}]',
        "2/none,1" + '["sync",{}]',
        f"0{CHAT}," + '{"conversation":"x"}',
        "9",
    ],
)
async def test_no_packet_takes_the_server_down(
    citizen: Citizen,
    open_page: OpenPage,  # noqa: F811 - the fixture
    raw: str,
):
    bad, other = await open_page(citizen, transports=["websocket"]), await open_page(citizen)
    await bad.client.eio.ws.send_str("4" + raw)
    await asyncio.sleep(0.05)
    assert (await other.call("sync", {"after": 0}))["ok"] is True
    # Whatever became of the line, nothing was stored.
    assert len((await other.call("sync", {"after": 0}))["messages"]) == 1


ANYTHING = ANY_JSON | st.dictionaries(
    st.sampled_from(["conversation", "client_id", "text", "payload", "seq", "after", "on"]),
    st.sampled_from(["0" * 32, "x", "hej", "/cv", "\ud800", "\0", True, 2**31, -1, 10**40, ""]) | ANY_JSON,
)


def made_up(events: frozenset[str]) -> list[tuple[str, Any]]:
    """Events with data of every form, fewer than a connection may send at once."""
    found: list[tuple[str, Any]] = []

    @settings(max_examples=BURST // 2, deadline=None, database=None, derandomize=True)
    @given(st.sampled_from(sorted(events)), ANYTHING)
    def collect(event: str, data: Any) -> None:
        found.append((event, data))

    collect()
    return found


async def test_no_event_makes_the_server_fail(
    citizen: Citizen,
    open_page: OpenPage,  # noqa: F811 - the fixture
    open_desk: OpenDesk,  # noqa: F811 - the fixture
):
    # Made first: a page that is busy with that answers no ping and loses its line.
    of_page, of_staff = made_up(ChatNamespace.events), made_up(StaffNamespace.events)
    page, mette = await open_page(citizen), await open_desk()
    for ask, events in ((page.call, of_page), (mette.ask, of_staff)):
        for event, data in events:
            answer = await ask(event, data)
            assert answer.get("status") in {None, 403, 404, 409, 413, 422}, (event, data, answer)
