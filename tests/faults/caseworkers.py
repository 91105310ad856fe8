"""Caseworkers who log in, take who waits, answer and hand back, while things break under them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import socketio

from tests.faults.page import Line, NotDeliveredError, request

COOKIE = "retpligt_staff"
PASSWORD = "en lang kode til prøver 4711"
WAITING = re.compile(r'action="/sagsbehandler/samtale/([0-9a-f]{32})/tag"')
TOKEN = re.compile(r'data-csrf="([^"]+)"')
PULSE_SECONDS = 10.0
REPLIES = 4
CONFLICT = 409


class Room(Line):
    """The caseworker's page of one conversation."""

    namespace = "/staff"

    def __init__(self, worker: Caseworker, conversation_id: str) -> None:
        super().__init__(worker.url, worker.http, worker.dice)
        self.id = conversation_id
        self._worker = worker

    async def connect(self, client: socketio.AsyncClient) -> None:
        await client.connect(
            self.url,
            headers={"Cookie": f"{COOKIE}={self._worker.cookie}"},
            namespaces=[self.namespace],
            transports=["websocket"],
            wait_timeout=5,
        )
        await self.call("join", {"conversation": self.id})

    def heard(self, message: dict[str, Any]) -> None:
        if message.get("conversation", self.id) == self.id:
            super().heard(message)

    async def deliver(self, client_id: str, text: str) -> None:
        if self.connected:
            sent = {"client_id": client_id, "text": text, "conversation": self.id}
            self.heard((await self.call("send", sent))["message"])
            return
        answer = await self._worker.post(f"samtale/{self.id}/svar", {"client_id": client_id, "text": text})
        self.heard(json.loads(answer)["message"])

    async def fetch(self, after: int) -> dict[str, Any]:
        if self.connected:
            return dict(await self.call("sync", {"conversation": self.id, "after": after}))
        path = f"/sagsbehandler/samtale/{self.id}/beskeder?after={after}"
        return dict(await self.request("GET", path, headers=self._worker.headers))


class Caseworker:
    """One member of staff at work."""

    def __init__(self, url: str, http: aiohttp.ClientSession, number: int) -> None:
        self.url = url
        self.http = http
        self.number = number
        self.username = f"sagsbehandler{number}"
        self.dice = random.Random(1000 + number)
        self.cookie = ""
        self.rooms: list[Room] = []
        self.ended: set[str] = set()
        self._csrf = ""

    @property
    def headers(self) -> dict[str, str]:
        """What a script of the console sends."""
        return {"Cookie": f"{COOKIE}={self.cookie}", "X-CSRF-Token": self._csrf, "Accept": "application/json"}

    async def open(self) -> None:
        """Log in and be present."""
        form = {"username": self.username, "password": PASSWORD}
        url = f"{self.url}/sagsbehandler/login"
        async with self.http.post(url, data=form, allow_redirects=False) as response:
            self.cookie = response.cookies[COOKIE].value
        page = await self._page("/sagsbehandler")
        found = TOKEN.search(page)
        assert found, "the console's page has no token"
        self._csrf = found.group(1)
        await self.post("tilstede", {"presence": "here"})

    async def talk(self, over: asyncio.Event) -> None:
        """Take one after the other until it is over; give a sign of life meanwhile."""
        pulse = asyncio.create_task(self._pulse())
        while not over.is_set():
            with contextlib.suppress(NotDeliveredError):
                waiting = WAITING.findall(await self._page("/sagsbehandler/koe"))
                if waiting and await self.claim(self.dice.choice(waiting)):
                    await self._serve(self.rooms[-1])
            await asyncio.sleep(0.5 + self.dice.random())
        pulse.cancel()

    async def post(self, path: str, form: dict[str, str]) -> str:
        """Send one of the console's forms as its scripts do. Raises NotDeliveredError."""
        options: dict[str, Any] = {"data": form, "headers": self.headers, "allow_redirects": False}
        return await request(self.http, "POST", f"{self.url}/sagsbehandler/{path}", **options)

    async def close(self) -> None:
        """Close the pages."""
        for room in self.rooms:
            await room.stop()

    async def claim(self, conversation_id: str) -> bool:
        """Take a conversation. When the answer is lost on the way, the page of the conversation tells whose it is."""
        try:
            await self.post(f"samtale/{conversation_id}/tag", {})
        except NotDeliveredError as error:
            if error.status == CONFLICT or not await self._is_mine(conversation_id):
                return False
        await self._until(lambda: self._page(f"/sagsbehandler/samtale/{conversation_id}"))
        room = Room(self, conversation_id)
        self.rooms.append(room)
        room.start()
        return True

    async def _is_mine(self, conversation_id: str) -> bool:
        async def ask() -> str:
            await self._page(f"/sagsbehandler/samtale/{conversation_id}")
            path = f"/sagsbehandler/samtale/{conversation_id}/beskeder"
            return await request(self.http, "GET", self.url + path, headers=self.headers)

        return bool(json.loads(await self._until(ask) or "{}").get("mine"))

    async def _serve(self, room: Room) -> None:
        """Write some messages, wait until they are sent, and let the assistant answer again."""
        for number in range(REPLIES):
            room.write(f"Svar {number + 1} fra {self.username}")
            await asyncio.sleep(self.dice.uniform(1.0, 3.0))
        while room.store.unsent:
            await asyncio.sleep(0.2)
        await self._until(lambda: self.post(f"samtale/{room.id}/tilbage", {}))
        self.ended.add(room.id)

    async def _page(self, path: str) -> str:
        headers = {"Cookie": f"{COOKIE}={self.cookie}", "Accept": "text/html"}
        return await request(self.http, "GET", self.url + path, headers=headers)

    async def _until(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """Try again until it succeeds; a conflict means that an earlier try had succeeded."""
        async with asyncio.timeout(90):
            while True:
                try:
                    return await call()
                except NotDeliveredError as error:
                    if error.status == CONFLICT:
                        return None
                await asyncio.sleep(0.5)

    async def _pulse(self) -> None:
        while True:
            with contextlib.suppress(NotDeliveredError):
                await self.post("puls", {})
            await asyncio.sleep(PULSE_SECONDS)
