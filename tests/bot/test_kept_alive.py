"""The action connection is kept, carries the token, and gives up in time. Against a real little server."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.patches.kept_alive import CALL_SECONDS, KeptAliveEndpoint


class Server:
    """Counts connections and remembers headers; answers with ``status`` after ``delay`` seconds."""

    def __init__(self, status=200, delay=0.0):
        self.status, self.delay = status, delay
        self.connections, self.tokens = set(), []

    async def answer(self, request):
        self.connections.add(request.transport.get_extra_info("peername"))
        self.tokens.append(request.headers.get("Authorization"))
        await asyncio.sleep(self.delay)
        return web.json_response({"events": [], "responses": []}, status=self.status)

    async def __aenter__(self):
        app = web.Application()
        app.router.add_post("/webhook", self.answer)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/webhook"
        return self

    async def __aexit__(self, *_):
        await self.runner.cleanup()


def endpoint_for(server, call_seconds=CALL_SECONDS):
    return KeptAliveEndpoint.like(
        EndpointConfig(server.url, headers={"Authorization": "Bearer hemmelig"}), call_seconds
    )


async def call_often(endpoint, times):
    for _ in range(times):
        await endpoint.request(method="post", json={"next_action": "x"})
    if hasattr(endpoint, "close"):
        await endpoint.close()


def connections_used(make_endpoint):
    async def scene():
        async with Server() as server:
            await call_often(make_endpoint(server), 5)
            return len(server.connections), server.tokens

    return asyncio.run(scene())


def test_five_calls_use_one_connection_and_carry_the_token():
    assert connections_used(endpoint_for) == (1, ["Bearer hemmelig"] * 5)


def test_stock_rasa_uses_a_connection_per_call():
    used, _ = connections_used(lambda server: EndpointConfig(server.url))
    assert used == 5


def test_an_error_answer_is_raised():
    async def scene():
        async with Server(status=500) as server:
            await call_often(endpoint_for(server), 1)

    with pytest.raises(ClientResponseError):
        asyncio.run(scene())


def test_a_server_that_does_not_answer_is_given_up():
    async def scene():
        async with Server(delay=1.0) as server:
            await call_often(endpoint_for(server, call_seconds=0.1), 1)

    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(scene())


def test_giving_up_leaves_the_gateway_time_to_say_so():
    assert CALL_SECONDS < 8
