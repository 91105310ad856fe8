"""Two web processes and a Redis of their own: everybody sees everything, also while Redis is gone."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from casework.settings import Settings
from tests.support.services import RedisServer, running
from tests.web.conftest import Citizen, RunningWeb, free_port, open_conversation, running_client, running_web
from tests.web.test_socket import Page, until
from web.redis_rooms import CALL_SECONDS


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    with running(server):
        yield server


@pytest.fixture
def settings(settings: Settings, redis: RedisServer) -> Settings:
    return replace(settings, redis_url=redis.url)


@pytest.fixture
def other_web(web: RunningWeb) -> Iterator[RunningWeb]:
    """A second process on the same database."""
    with running_web(replace(web.settings, port=free_port())) as running:
        yield running


@pytest.fixture
def clients(client: httpx.Client, other_web: RunningWeb) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """A browser at each process."""
    with running_client(other_web) as other:
        yield client, other


def at(client: httpx.Client, citizen: Citizen) -> Citizen:
    """The same conversation through another process."""
    return Citizen(client, citizen.id, citizen.token, citizen.greeting, sent=100)


async def page_of(citizen: Citizen, web: RunningWeb) -> Page:
    page = Page(f"http://127.0.0.1:{web.settings.port}")
    await page.connect({"conversation": citizen.id, "token": citizen.token, "last": 1}, transports=["websocket"])
    return page


async def seconds_to_answer(citizen: Citizen) -> float:
    began = time.monotonic()
    answer = await asyncio.to_thread(citizen.say, "hej")
    assert answer["messages"][0]["text"] == "svar: hej"
    return time.monotonic() - began


def redis_check(client: httpx.Client) -> str:
    return client.get("/readyz").json()["checks"]["redis"]


async def until_redis(client: httpx.Client, state: str) -> None:
    end = time.monotonic() + 15
    while await asyncio.to_thread(redis_check, client) != state:
        assert time.monotonic() < end
        await asyncio.sleep(0.1)


async def test_a_message_at_one_process_is_shown_at_the_other(citizen, web, clients):
    _, other_client = clients
    for each in clients:
        await until_redis(each, "ok")
    page = await page_of(citizen, web)
    await asyncio.to_thread(at(other_client, citizen).say, "hej")
    await until(lambda: [message["seq"] for message in page.messages] == [2, 3])
    await page.client.disconnect()


@pytest.mark.parametrize("outage", ["killed", "hanging"])
async def test_without_redis_a_message_is_answered_at_once_and_pages_ask_when_it_is_back(
    citizen, web, clients, redis, outage
):
    client, other_client = clients
    for each in clients:
        await until_redis(each, "ok")
    page = await page_of(citizen, web)
    asked: list[object] = []
    page.client.on("ask", asked.append, namespace="/chat")
    usual = max([await seconds_to_answer(open_conversation(other_client)) for _ in range(3)])
    (redis.kill if outage == "killed" else redis.pause)()
    # Each of the events of an answer would wait this long for Redis, so not even one of them has.
    assert await seconds_to_answer(at(other_client, citizen)) < usual + CALL_SECONDS
    await until_redis(client, "no answer")
    assert client.get("/readyz").status_code == 200
    (redis.start if outage == "killed" else redis.resume)()
    await until(lambda: bool(asked), seconds=15)
    missed = await page.call("sync", {"after": 1})
    assert [message["seq"] for message in missed["messages"]] == [2, 3]
    await page.client.disconnect()


def test_starting_while_redis_is_away_is_no_obstacle(tmp_path, settings, redis):
    redis.kill()
    with running_web(settings) as web, running_client(web) as client:
        assert open_conversation(client).say("hej")["messages"][0]["text"] == "svar: hej"
        redis.start()
        asyncio.run(until_redis(client, "ok"))
