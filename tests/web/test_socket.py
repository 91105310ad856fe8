"""The chat over a real Socket.IO connection."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import socketio

from tests.web.conftest import Citizen, RunningWeb, open_conversation
from tests.web.fake_rasa import FakeRasa


class Page:
    """What a connected page has seen."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.client = socketio.AsyncClient(reconnection=False)
        self.replays: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        self.typing: list[bool] = []
        self.refusals: list[Any] = []
        self.client.on("replay", self.replays.append, namespace="/chat")
        self.client.on("message", self.messages.append, namespace="/chat")
        self.client.on("typing", lambda event: self.typing.append(event["on"]), namespace="/chat")
        self.client.on("connect_error", self.refusals.append, namespace="/chat")

    async def connect(self, auth: Any, **options: Any) -> None:
        await self.client.connect(self.url, auth=auth, namespaces=["/chat"], wait_timeout=3, **options)

    async def call(self, event: str, data: Any) -> Any:
        return await self.client.call(event, data, namespace="/chat", timeout=5)


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    """Wait until something is so, and fail when it never is."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture
async def open_page(web: RunningWeb) -> AsyncIterator[OpenPage]:
    pages: list[Page] = []

    async def open_one(citizen: Citizen, last: int = 0, **options: Any) -> Page:
        page = Page(f"http://127.0.0.1:{web.settings.port}")
        pages.append(page)
        await page.connect({"conversation": citizen.id, "token": citizen.token, "last": last}, **options)
        return page

    yield open_one
    for page in pages:
        # Not waiting: a long poll hangs on until its next ping, and the page is gone anyway.
        await page.client.eio.disconnect(abort=True)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_connecting_replays_what_was_missed(citizen: Citizen, open_page: OpenPage, transport: str):
    await asyncio.to_thread(citizen.say, "hej")
    page = await open_page(citizen, last=1, transports=[transport])
    await until(lambda: bool(page.replays))
    assert [message["seq"] for message in page.replays[0]["messages"]] == [2, 3]
    assert page.replays[0]["state"] == "bot"


@pytest.mark.parametrize("last", [True, "1", -1, 10**40, None, [1]])
async def test_a_place_in_the_conversation_that_is_no_number_replays_everything(
    citizen: Citizen, open_page: OpenPage, last: object
):
    page = await open_page(citizen, last=last)
    await until(lambda: bool(page.replays))
    assert [message["seq"] for message in page.replays[0]["messages"]] == [1]


async def test_a_message_is_acknowledged_before_it_is_answered(citizen: Citizen, open_page: OpenPage, rasa: FakeRasa):
    rasa.delay = 0.3
    page = await open_page(citizen)
    receipt = await page.call("send", {"client_id": "a", "text": "hej"})
    assert receipt["ok"] is True
    assert receipt["seq"] == 2
    assert [message["author"] for message in page.messages] == ["citizen"]
    await until(lambda: len(page.messages) == 2)
    assert page.messages[1]["text"] == "svar: hej"
    assert page.messages[1]["seq"] == 3
    await until(lambda: page.typing == [True, False])


async def test_both_pages_of_a_conversation_see_every_message(citizen: Citizen, open_page: OpenPage):
    first, second = await open_page(citizen), await open_page(citizen)
    await first.call("send", {"client_id": "a", "text": "hej"})
    await until(lambda: len(first.messages) == 2 and len(second.messages) == 2)
    assert first.messages == second.messages


async def test_a_message_over_http_reaches_the_socket_too(citizen: Citizen, open_page: OpenPage):
    page = await open_page(citizen)
    await asyncio.to_thread(citizen.say, "hej")
    await until(lambda: len(page.messages) == 2)


async def test_nobody_sees_another_citizens_messages(client, citizen: Citizen, open_page: OpenPage):
    stranger = await asyncio.to_thread(open_conversation, client)
    page = await open_page(stranger)
    await asyncio.to_thread(citizen.say, "hemmeligt")
    await asyncio.to_thread(stranger.say, "mit")
    await until(lambda: len(page.messages) == 2)
    assert [message["text"] for message in page.messages] == ["mit", "svar: mit"]


async def test_sending_twice_is_stored_once(citizen: Citizen, open_page: OpenPage, rasa: FakeRasa):
    page = await open_page(citizen)
    first = await page.call("send", {"client_id": "a", "text": "hej"})
    second = await page.call("send", {"client_id": "a", "text": "hej"})
    assert first["seq"] == second["seq"]
    await until(lambda: len(page.messages) == 2)
    assert len(rasa.asked) == 1


async def test_sync_gives_what_is_newer(citizen: Citizen, open_page: OpenPage):
    page = await open_page(citizen)
    await asyncio.to_thread(citizen.say, "hej")
    answer = await page.call("sync", {"after": 2})
    assert [message["seq"] for message in answer["messages"]] == [3]


@pytest.mark.parametrize("after", [None, "x", -1, 2**40, 1.5, {}])
async def test_sync_with_a_strange_number_gives_everything(citizen: Citizen, open_page: OpenPage, after: Any):
    page = await open_page(citizen)
    assert len((await page.call("sync", {"after": after}))["messages"]) == 1


@pytest.mark.parametrize(
    "data",
    [
        None,
        "hej",
        7,
        [],
        {},
        {"client_id": "a"},
        {"client_id": "a", "text": "  "},
        {"client_id": "a", "text": 7},
        {"client_id": "a", "text": "x", "payload": "/x"},
        {"client_id": "a", "payload": "x"},
        {"client_id": "æ", "text": "x"},
    ],
)
async def test_a_message_of_the_wrong_form_is_refused_in_danish(citizen: Citizen, open_page: OpenPage, data: Any):
    page = await open_page(citizen)
    receipt = await page.call("send", data)
    assert receipt["ok"] is False
    assert receipt["status"] == 422
    assert receipt["detail"]
    assert len((await page.call("sync", {"after": 0}))["messages"]) == 1


@pytest.mark.parametrize("change", [{"token": "forkert"}, {"token": None}, {"conversation": "0" * 32}])
async def test_a_wrong_token_is_refused(citizen: Citizen, web: RunningWeb, change: dict[str, Any]):
    page = Page(f"http://127.0.0.1:{web.settings.port}")
    with pytest.raises(socketio.exceptions.ConnectionError):
        await page.connect({"conversation": citizen.id, "token": citizen.token} | change)
    assert page.refusals[0]["message"] == "Vi kan ikke åbne samtalen"


async def test_a_foreign_origin_is_refused(citizen: Citizen, web: RunningWeb):
    page = Page(f"http://127.0.0.1:{web.settings.port}")
    with pytest.raises(socketio.exceptions.ConnectionError):
        await page.connect(
            {"conversation": citizen.id, "token": citizen.token}, headers={"Origin": "https://example.org"}
        )


async def test_our_own_origin_is_let_in(citizen: Citizen, open_page: OpenPage, web: RunningWeb):
    page = await open_page(citizen, headers={"Origin": f"http://127.0.0.1:{web.settings.port}"})
    await until(lambda: bool(page.replays))


async def test_an_apology_and_the_late_answer_come_over_the_socket(
    citizen: Citizen, open_page: OpenPage, rasa: FakeRasa
):
    page = await open_page(citizen)
    rasa.stop()
    await page.call("send", {"client_id": "a", "text": "hej"})
    await until(lambda: len(page.messages) == 2)
    assert "Din besked er gemt" in page.messages[1]["text"]
    rasa.start()
    await until(lambda: len(page.messages) == 4)
    assert page.messages[3]["text"] == "svar: hej"


async def test_a_page_that_comes_back_after_a_restart_has_everything(
    citizen: Citizen, open_page: OpenPage, web: RunningWeb
):
    page = await open_page(citizen)
    await page.call("send", {"client_id": "a", "text": "hej"})
    await until(lambda: len(page.messages) == 2)
    await asyncio.to_thread(web.restart)
    again = await open_page(citizen, last=1)
    await until(lambda: bool(again.replays))
    assert [message["seq"] for message in again.replays[0]["messages"]] == [2, 3]
