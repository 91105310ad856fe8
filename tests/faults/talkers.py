"""Who talks while things break: citizens with one page or two."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Callable
from typing import Any

import aiohttp
import socketio

from tests.faults.page import Line, NotDeliveredError

#: Each is answered by exactly one message, whatever was said before.
QUESTIONS = (
    "er du en robot?",
    "hvornår har i åbent?",
    "hvor mange samtaler skal jeg til som dagpengemodtager?",
    "hvad er jeres telefonnummer?",
)
SHORTEST_PAUSE, LONGEST_PAUSE = 3.0, 7.0
QUESTIONS_BEFORE_PERSON = 3
#: Of ten citizens one has long polling only, and one no live line at all.
TRANSPORTS: dict[int, list[str]] = {7: ["polling"], 8: []}


class ChatPage(Line):
    """A citizen's page."""

    namespace = "/chat"

    def __init__(self, url: str, http: aiohttp.ClientSession, dice: random.Random, opened: dict[str, Any]) -> None:
        super().__init__(url, http, dice)
        self.id: str = opened["id"]
        self._token: str = opened["token"]
        self._path = f"/api/v1/conversations/{self.id}"
        self._headers = {"Authorization": f"Bearer {self._token}"}
        self.transports = ["websocket"]
        #: The mark by which a proxy keeps the calls of a line together, as web/static/js/line.js makes it.
        self.line = uuid.uuid4().hex[:16]
        self._take(opened)

    async def connect(self, client: socketio.AsyncClient) -> None:
        if not self.transports:
            await asyncio.Event().wait()  # a network that lets no live line through: HTTP carries everything
        auth = {"conversation": self.id, "token": self._token, "last": self.store.contiguous}
        await client.connect(
            f"{self.url}/?line={self.line}",
            auth=auth,
            namespaces=[self.namespace],
            transports=self.transports,
            wait_timeout=5,
        )

    async def deliver(self, client_id: str, text: str) -> None:
        body = {"client_id": client_id, "text": text}
        if self.connected:
            self.heard((await self.call("send", body))["message"])
            return
        answer = await self.request("POST", f"{self._path}/messages", json=body, headers=self._headers)
        for message in (answer["message"], *answer["messages"]):
            self.heard(message)

    async def fetch(self, after: int) -> dict[str, Any]:
        if self.connected:
            return dict(await self.call("sync", {"after": after}))
        path = f"{self._path}/messages?after={after}"
        return dict(await self.request("GET", path, headers=self._headers))

    async def ask_for_a_person(self) -> None:
        """Get in the queue. Raises NotDeliveredError, also when it was done already (409)."""
        await self.request("POST", f"{self._path}/handoff", json={}, headers=self._headers)


class Citizen:
    """Asks one question after the other on the first page; a second page of the same conversation looks on."""

    def __init__(
        self, url: str, http: aiohttp.ClientSession, number: int, *, pages: int = 1, wants_person: bool = False
    ) -> None:
        self.url = url
        self.http = http
        self.number = number
        self.dice = random.Random(number)
        self.pages: list[ChatPage] = []
        self._wanted = pages
        self._wants_person = wants_person
        self._asked: list[str] = []

    @property
    def page(self) -> ChatPage:
        """Where this citizen writes."""
        return self.pages[0]

    @property
    def id(self) -> str:
        """The conversation's."""
        return self.page.id

    async def open(self) -> None:
        """Open the conversation and its pages."""
        async with self.http.post(f"{self.url}/api/v1/conversations") as response:
            opened = await response.json()
        self.pages = [
            ChatPage(self.url, self.http, random.Random(self.number * 10 + page), opened)
            for page in range(self._wanted)
        ]
        for page in self.pages:
            page.transports = TRANSPORTS.get(self.number % 10, ["websocket"])
            page.start()

    async def talk(self, over: asyncio.Event) -> None:
        """Ask until it is over; some want a person now and then, and talk with one until they are handed back."""
        while not over.is_set():
            await asyncio.sleep(self.dice.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))
            self._asked.append(self.page.write(self.dice.choice(QUESTIONS)))
            if self._wants_person and len(self._asked) % QUESTIONS_BEFORE_PERSON == 0:
                await self._talk_with_person(over)

    async def _talk_with_person(self, over: asyncio.Event) -> None:
        await self._until(lambda: self._is_answered, over)
        if over.is_set():
            return
        await until_done(self.page.ask_for_a_person)
        await self.page.sync()
        while self.page.state in {"waiting", "caseworker"} and not over.is_set():
            # The words are a question's: should the assistant have taken over again meanwhile, it has an answer.
            self.page.write(self.dice.choice(QUESTIONS))
            await asyncio.sleep(self.dice.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))

    @property
    def _is_answered(self) -> bool:
        """Whether every question to the assistant has its answer: once a person is asked for, it falls silent."""
        messages = self.page.store.by_seq.values()
        seq_of = {message.get("client_id"): message["seq"] for message in messages}
        answered = {message["in_reply_to"] for message in messages if message["author"] == "bot"} - {None}
        return all(seq_of.get(client_id) in answered for client_id in self._asked)

    @staticmethod
    async def _until(condition: Callable[[], bool], over: asyncio.Event) -> None:
        while not condition() and not over.is_set():
            await asyncio.sleep(0.2)

    async def close(self) -> None:
        """Close the pages."""
        for page in self.pages:
            await page.stop()


async def until_done(call: Any, *, within: float = 60.0) -> None:
    """Try a call again until it succeeds; a conflict means that an earlier try had succeeded. Fails after `within`."""
    async with asyncio.timeout(within):
        while True:
            try:
                await call()
                return
            except NotDeliveredError as error:
                if error.status == 409:
                    return
            await asyncio.sleep(0.5)
