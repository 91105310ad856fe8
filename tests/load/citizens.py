"""Plays citizens against a running installation and measures how long each waits for an answer."""

import asyncio
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

import httpx

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
    async with httpx.AsyncClient(base_url=base_url, timeout=30, limits=httpx.Limits(max_connections=100)) as client:
        began = time.perf_counter()
        await asyncio.gather(*(_citizen(client, rounds, waits, unanswered) for _ in range(citizens)))
        seconds = time.perf_counter() - began
    return Load(citizens, len(waits), seconds, tuple(waits), len(unanswered))


async def _citizen(client: httpx.AsyncClient, rounds: int, waits: list[float], unanswered: list[str]) -> None:
    for _ in range(rounds):
        opened = (await client.post("/api/v1/conversations")).raise_for_status().json()
        for text in CONVERSATION:
            began = time.perf_counter()
            answer = await client.post(
                f"/api/v1/conversations/{opened['id']}/messages",
                json={"client_id": uuid.uuid4().hex, "text": text},
                headers={"Authorization": f"Bearer {opened['token']}"},
            )
            waits.append((time.perf_counter() - began) * 1000)
            said = answer.raise_for_status().json()["messages"]
            if not any(message["author"] == "bot" for message in said):
                unanswered.append(text)


async def play_rasa(webhook_url: str, *, citizens: int, rounds: int) -> Load:
    """The same conversations sent straight to a Rasa server's REST channel."""
    waits: list[float] = []
    unanswered: list[str] = []

    async def citizen(client: httpx.AsyncClient) -> None:
        for _ in range(rounds):
            sender = uuid.uuid4().hex
            for text in CONVERSATION:
                began = time.perf_counter()
                answer = await client.post(webhook_url, json={"sender": sender, "message": text})
                waits.append((time.perf_counter() - began) * 1000)
                if not answer.raise_for_status().json():
                    unanswered.append(text)

    async with httpx.AsyncClient(timeout=120) as client:
        began = time.perf_counter()
        await asyncio.gather(*(citizen(client) for _ in range(citizens)))
        seconds = time.perf_counter() - began
    return Load(citizens, len(waits), seconds, tuple(waits), len(unanswered))
