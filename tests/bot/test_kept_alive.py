"""The action connection is kept, carries the token, and gives up in time. Against a real little server."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from aiohttp import ClientConnectionError, web
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.patches.kept_alive import CALL_SECONDS, REPEATED, KeptAliveEndpoint, each_address


class Server:
    """Counts connections and remembers headers; answers with ``status`` after ``delay`` seconds, or dies of it."""

    def __init__(self, status=200, delay=0.0, dies=False):
        self.status, self.delay, self.dies = status, delay, dies
        self.connections, self.tokens, self.repeated = set(), [], []

    async def answer(self, request):
        self.connections.add(request.transport.get_extra_info("peername"))
        self.tokens.append(request.headers.get("Authorization"))
        self.repeated.append(request.headers.get(*REPEATED))
        if self.dies:
            request.transport.abort()
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
    try:
        for _ in range(times):
            await endpoint.request(method="post", json={"next_action": "x"})
    finally:
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


def servers_asked(kill=None, calls=4):
    """How many calls each of two servers got; `kill` = the one that is gone before the calls."""

    async def scene():
        async with Server() as first, Server() as second:
            servers = [first, second]
            addresses = ",".join(server.url.removesuffix("/webhook") for server in servers) + "/webhook"
            endpoint = KeptAliveEndpoint.like(EndpointConfig(addresses, headers={"Authorization": "Bearer hemmelig"}))
            if kill is not None:
                await servers[kill].runner.cleanup()
            await call_often(endpoint, calls)
            return [len(server.tokens) for server in servers], {token for each in servers for token in each.tokens}

    return asyncio.run(scene())


def test_two_action_servers_take_turns_and_both_get_the_token():
    assert servers_asked() == ([2, 2], {"Bearer hemmelig"})


@pytest.mark.parametrize(("kill", "asked"), [(0, [0, 4]), (1, [4, 0])])
def test_a_dead_action_server_is_passed_over(kill, asked):
    assert servers_asked(kill)[0] == asked


def marks_after(*servers, gone=()):
    """What each server was told of the one call that is asked of them in turn; ``gone`` = those that are not there."""

    async def scene():
        async with contextlib.AsyncExitStack() as stack:
            for server in servers:
                await stack.enter_async_context(server)
            endpoint = KeptAliveEndpoint.like(
                EndpointConfig(",".join(server.url for server in servers), headers={"Authorization": "Bearer hemmelig"})
            )
            for server in gone:
                await server.runner.cleanup()
            await call_often(endpoint, 1)
            return [server.repeated for server in servers]

    return asyncio.run(scene())


def test_a_call_whose_server_died_under_it_is_told_to_the_next_one_as_repeated():
    assert marks_after(Server(dies=True), Server()) == [[None], ["1"]]
    assert marks_after(Server(dies=True), Server(dies=True), Server()) == [[None], ["1"], ["1"]]


def test_a_call_that_nobody_can_have_seen_is_not_repeated():
    first = Server()
    assert marks_after(first, Server(), gone=[first]) == [[], [None]]


def test_a_call_stays_repeated_when_a_copy_is_not_there():
    second = Server()
    assert marks_after(Server(dies=True), second, Server(), gone=[second]) == [[None], [], ["1"]]


def test_a_call_to_another_machine_of_the_same_name_is_told_as_repeated():
    async def scene():
        async with Server(dies=True) as server:
            # This machine, written so that it must be looked up, as a name must.
            server.url = server.url.replace("127.0.0.1", "127.1")
            with pytest.raises(ClientConnectionError):
                await call_often(endpoint_for(server), 1)
            return server.repeated

    assert asyncio.run(scene()) == [None, "1"]


def test_an_error_answer_is_not_asked_for_again_elsewhere():
    async def scene():
        async with Server(status=500) as first, Server() as second:
            endpoint = KeptAliveEndpoint.like(EndpointConfig(f"{first.url},{second.url}"))
            with pytest.raises(ClientResponseError):
                await endpoint.request(method="post", json={})
            await endpoint.close()
            return len(second.tokens)

    assert asyncio.run(scene()) == 0


def test_addresses_share_the_path_after_the_last_one():
    assert each_address("http://a:1, http://b:2/webhook") == ["http://a:1/webhook", "http://b:2/webhook"]
    assert each_address("http://a:1/webhook") == ["http://a:1/webhook"]
