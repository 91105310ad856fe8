"""Plays citizens against a running installation and measures how long each waits for an answer.

The player shares the machine with what it measures, so it uses the lightest HTTP client at hand.
"""

import asyncio
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

import aiohttp

#: What one citizen types, in order: plain answers, rule answers, questions back, topic switches, nonsense.
CONVERSATION: Sequence[str] = (
    "hej",
    "hvornår skal mit cv ligge på jobnet",
    "dagpenge",
    "jeg meldte mig ledig i mandags",
    "hvor mange samtaler skal jeg til",
    "hvem skal godkende mit cv",
    "skal jeg selv booke mine samtaler",
    "skal jeg skrive joblog når jeg starter nyt job om tre uger?",
    "hvad er mine pligter?",
    "er du en robot?",
    "hvad er klokken i tokyo",
    "tak for hjælpen",
)


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of citizens gave. Times in milliseconds."""

    citizens: int
    messages: int
    seconds: float
    waits_ms: tuple[float, ...]
    unanswered: int

    @property
    def per_second(self) -> float:
        """Messages answered per second."""
        return self.messages / self.seconds

    def percentile(self, percent: int) -> float:
        """The wait that this share of the messages stayed below, in milliseconds."""
        return quantiles(self.waits_ms, n=100)[percent - 1]


async def play(base_url: str, *, citizens: int, rounds: int) -> Load:
    """Let a number of citizens talk at once, each through `rounds` conversations of their own."""
    waits: list[float] = []
    unanswered: list[str] = []
    async with aiohttp.ClientSession(base_url, raise_for_status=True) as client:
        began = time.perf_counter()
        await asyncio.gather(*(_citizen(client, rounds, waits, unanswered) for _ in range(citizens)))
        seconds = time.perf_counter() - began
    return Load(citizens, len(waits), seconds, tuple(waits), len(unanswered))


async def _citizen(client: aiohttp.ClientSession, rounds: int, waits: list[float], unanswered: list[str]) -> None:
    for _ in range(rounds):
        async with client.post("/api/v1/conversations") as answer:
            opened = await answer.json()
        headers = {"Authorization": f"Bearer {opened['token']}"}
        for text in CONVERSATION:
            message = {"client_id": uuid.uuid4().hex, "text": text}
            began = time.perf_counter()
            path = f"/api/v1/conversations/{opened['id']}/messages"
            async with client.post(path, json=message, headers=headers) as answer:
                said = (await answer.json())["messages"]
            waits.append((time.perf_counter() - began) * 1000)
            if not any(each["author"] == "bot" for each in said):
                unanswered.append(text)


async def play_rasa(webhook_url: str, *, citizens: int, rounds: int) -> Load:
    """The same conversations sent straight to a Rasa server's REST channel."""
    waits: list[float] = []
    unanswered: list[str] = []

    async def citizen(client: aiohttp.ClientSession) -> None:
        for _ in range(rounds):
            sender = uuid.uuid4().hex
            for text in CONVERSATION:
                began = time.perf_counter()
                async with client.post(webhook_url, json={"sender": sender, "message": text}) as answer:
                    said = await answer.json()
                waits.append((time.perf_counter() - began) * 1000)
                if not said:
                    unanswered.append(text)

    async with aiohttp.ClientSession(raise_for_status=True) as client:
        began = time.perf_counter()
        await asyncio.gather(*(citizen(client) for _ in range(citizens)))
        seconds = time.perf_counter() - began
    return Load(citizens, len(waits), seconds, tuple(waits), len(unanswered))
