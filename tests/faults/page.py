"""A page without a screen: the store, outbox and asking of web/static/js, spoken by Python over the same lines."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import uuid
from abc import ABC, abstractmethod
from collections.abc import Awaitable
from typing import Any

import aiohttp
import socketio

Message = dict[str, Any]
ACK_SECONDS = 10.0
HTTP_SECONDS = 15.0
CLOSE_SECONDS = 3.0
SYNC_SECONDS = 15.0
SYNC_WITHOUT_LINE_SECONDS = 3.0
RECONNECT_SECONDS = 1.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 15.0
REPLAY_WITHIN_SECONDS = 2.0
PIECE = 500


class NotDeliveredError(Exception):
    """A call that did not succeed. `status` is 0 when the server was not reached."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(status)
        self.status = status


async def request(http: aiohttp.ClientSession, method: str, url: str, **options: Any) -> str:
    """What the server answers. Raises NotDeliveredError when it refuses or cannot be reached."""
    try:
        async with asyncio.timeout(HTTP_SECONDS), http.request(method, url, **options) as response:
            if response.status >= 400:
                raise NotDeliveredError(response.status)
            return await response.text()
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise NotDeliveredError from error


class Store:
    """What the page knows: messages by number, what is not confirmed yet, and what has been shown in which order."""

    def __init__(self) -> None:
        self.by_seq: dict[int, Message] = {}
        self.unsent: dict[str, str] = {}
        self.shown: list[tuple[int, str, str]] = []

    @property
    def contiguous(self) -> int:
        """The number up to which nothing is missing."""
        seq = len(self.shown)
        while seq + 1 in self.by_seq:
            seq += 1
        return seq

    @property
    def has_gap(self) -> bool:
        return len(self.by_seq) > self.contiguous

    def add(self, message: Message) -> None:
        """Take in a message; doubles are dropped; what may be shown now is shown, in order."""
        if message["seq"] not in self.by_seq:
            self.by_seq[message["seq"]] = message
            self.unsent.pop(message.get("client_id") or "", None)
        for seq in range(len(self.shown) + 1, self.contiguous + 1):
            known = self.by_seq[seq]
            self.shown.append((seq, known["author"], known["text"]))


class Line(ABC):
    """A conversation as one page has it. Subclasses say how it is reached."""

    namespace = ""

    def __init__(self, url: str, http: aiohttp.ClientSession, dice: random.Random) -> None:
        self.url = url
        self.http = http
        self.dice = dice
        self.store = Store()
        self.state = ""
        self.sent: list[str] = []
        self._client: socketio.AsyncClient | None = None
        self._down = asyncio.Event()
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._failures = 0

    def start(self) -> None:
        """Open the line and keep it."""
        self._tasks = [asyncio.create_task(work()) for work in (self._keep_line, self._send_in_order, self._ask_often)]

    async def stop(self) -> None:
        """Close the page."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._close()

    def write(self, text: str) -> str:
        """Write a message; it is sent after those before it. Returns its client_id."""
        client_id = uuid.uuid4().hex
        self.store.unsent[client_id] = text
        self.sent.append(client_id)
        self._wake.set()
        return client_id

    async def sync(self) -> bool:
        """Fetch what is missing. False when the server could not be reached."""
        try:
            batch = await self.fetch(self.store.contiguous)
        except NotDeliveredError:
            return False
        self._take(batch)
        return await self.sync() if len(batch["messages"]) >= PIECE else True

    @property
    def connected(self) -> bool:
        return self._client is not None and self._client.connected and not self._down.is_set()

    async def call(self, event: str, data: Any) -> Any:
        """Ask over the socket; raises NotDeliveredError, at once when the line drops meanwhile."""
        assert self._client is not None
        asked = asyncio.create_task(self._client.call(event, data, namespace=self.namespace, timeout=ACK_SECONDS))
        dropped = asyncio.create_task(self._down.wait())
        await asyncio.wait({asked, dropped}, return_when=asyncio.FIRST_COMPLETED)
        dropped.cancel()
        if not asked.done():
            asked.cancel()
            raise NotDeliveredError
        try:
            receipt = asked.result()
        except Exception as error:
            await self._close()  # up as it seems, and carries nothing
            raise NotDeliveredError from error
        if not receipt.get("ok"):
            raise NotDeliveredError(receipt.get("status", 500))
        return receipt

    async def request(self, method: str, path: str, **options: Any) -> Any:
        """Ask over HTTP; raises NotDeliveredError."""
        return json.loads(await request(self.http, method, self.url + path, **options))

    @abstractmethod
    async def deliver(self, client_id: str, text: str) -> None:
        """Send one message and take in the server's copy. Raises NotDeliveredError."""

    @abstractmethod
    async def fetch(self, after: int) -> dict[str, Any]:
        """Messages numbered above `after`, and the state. Raises NotDeliveredError."""

    @abstractmethod
    async def connect(self, client: socketio.AsyncClient) -> None:
        """Open the socket with what proves who we are."""

    def heard(self, message: Message) -> None:
        """An event brought a message."""
        self.store.add(message)
        self.state = message.get("state") or self.state
        if self.store.has_gap:
            self._soon(self.sync())

    def _take(self, batch: dict[str, Any]) -> None:
        for message in batch["messages"]:
            self.store.add(message)
        self.state = batch.get("state") or self.state

    def _soon(self, work: Awaitable[Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks = [each for each in self._tasks if not each.done()] + [task]

    async def _keep_line(self) -> None:
        while True:
            self._down.clear()
            self._client = client = socketio.AsyncClient(reconnection=False, request_timeout=5)
            client.on("message", self.heard, namespace=self.namespace)
            client.on("replay", self._take, namespace=self.namespace)
            client.on("state", self._stand, namespace=self.namespace)
            client.on("ask", lambda _data: self._soon(self._ask_spread()), namespace=self.namespace)
            client.on("disconnect", lambda *_: self._down.set(), namespace=self.namespace)
            with contextlib.suppress(Exception):
                await self.connect(client)
                self._wake.set()
                self._soon(self._ask_unless_replayed())
                await self._down.wait()
            await self._close()
            await asyncio.sleep(RECONNECT_SECONDS * (0.5 + self.dice.random()))

    def _stand(self, standing: dict[str, Any]) -> None:
        self.state = standing.get("state") or self.state

    async def _ask_spread(self) -> None:
        await asyncio.sleep(self.dice.random() * 2)
        await self.sync()

    async def _ask_unless_replayed(self) -> None:
        await asyncio.sleep(REPLAY_WITHIN_SECONDS)
        await self.sync()

    async def _send_in_order(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self.store.unsent:
                client_id, text = next(iter(self.store.unsent.items()))
                try:
                    async with asyncio.timeout(ACK_SECONDS + HTTP_SECONDS):
                        await self.deliver(client_id, text)
                    self._failures = 0
                except (NotDeliveredError, TimeoutError):
                    await self._pause()

    async def _pause(self) -> None:
        self._failures += 1
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (self._failures - 1), LONGEST_PAUSE_SECONDS)
        self._soon(self.sync())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), pause)

    async def _ask_often(self) -> None:
        while True:
            person = self.state in {"waiting", "caseworker"}
            await asyncio.sleep(SYNC_WITHOUT_LINE_SECONDS if person and not self.connected else SYNC_SECONDS)
            await self.sync()

    async def _close(self) -> None:
        self._down.set()
        if self._client is not None:
            # The library can wait for ever for a poll that hangs.
            with contextlib.suppress(Exception):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._client.eio.disconnect(abort=True)
