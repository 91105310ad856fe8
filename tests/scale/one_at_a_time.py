"""Does any conversation ever have two engines at work at once? Two webs, two engines that note when they work."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import aiohttp

from tests.faults.product import Product, Setup

SETUP = Setup("to web og to motorer", webs=2, shared=True, engines=2)
ENGINE = "tests.scale.noting_engine"


@dataclass
class Overlaps:
    """`examples` must be empty; the rest is how much there was to overlap."""

    turns: int = 0
    messages: int = 0
    engines: int = 0
    repeated: int = 0
    examples: list[str] = field(default_factory=list)


def product(folder: Path) -> Product:
    """Two webs before two noting engines, not started yet."""
    return Product(SETUP, folder, engine=ENGINE)


async def hammer(started: Product, *, conversations: int, messages: int, kill: str | None = None) -> None:
    """Everybody sends all messages at once, to both webs in turn; `kill` dies in the middle and comes back."""
    doors = [f"http://127.0.0.1:{port}" for port in started.web_ports]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True)) as http:
        talks = [asyncio.create_task(_talk(http, doors, messages)) for _ in range(conversations)]
        if kill is not None:
            await asyncio.sleep(0.5)
            await started.outage(kill, seconds=0.5)
        await asyncio.gather(*talks)


async def _talk(http: aiohttp.ClientSession, doors: Sequence[str], messages: int) -> None:
    async with http.post(f"{doors[-1]}/api/v1/conversations") as response:
        opened = await response.json()
    headers = {"Authorization": f"Bearer {opened['token']}"}
    bodies = [{"client_id": uuid.uuid4().hex, "text": f"besked {number}"} for number in range(messages)]
    urls = [f"{door}/api/v1/conversations/{opened['id']}/messages" for door in doors]
    sent = (_send(http, urls[number % len(urls) :] + urls, headers, body) for number, body in enumerate(bodies))
    await asyncio.gather(*sent)


async def _send(
    http: aiohttp.ClientSession, urls: Sequence[str], headers: dict[str, str], body: dict[str, str]
) -> None:
    """Send until some web takes it in; the same mark again is the same message."""
    for attempt in range(40):
        try:
            async with http.post(urls[attempt % len(urls)], json=body, headers=headers) as response:
                if response.status == 200:
                    return
        except aiohttp.ClientError:
            await asyncio.sleep(0.25)
    raise AssertionError(f"no web took in {body}")


async def all_answered(folder: Path, messages: int, *, seconds: float) -> Overlaps:
    """What the engines have noted once each of the messages has had a turn, or when the time is over.

    What a dead web had taken up has its turn when its lease has run out.
    """
    give_up = asyncio.get_running_loop().time() + seconds
    while (found := overlaps(folder)).messages < messages and asyncio.get_running_loop().time() < give_up:
        await asyncio.sleep(0.5)
    return found


def overlaps(folder: Path) -> Overlaps:
    """Read what the engines have noted and look for two turns of one conversation at the same time."""
    found = Overlaps()
    turns: dict[str, list[tuple[float, float, str, str]]] = defaultdict(list)
    for file in sorted(folder.glob("engine*.turns")):
        found.engines += 1
        for line in file.read_text(encoding="utf-8").splitlines():
            note = json.loads(line)
            turns[note["conversation"]].append((note["began"], note["ended"], note["message"], file.stem))
    for conversation, noted in turns.items():
        noted.sort()
        found.turns += len(noted)
        distinct = len({message for _, _, message, _ in noted})
        found.messages += distinct
        found.repeated += len(noted) - distinct
        for (_, ended, _, first), (began, _, _, second) in pairwise(noted):
            if began < ended:
                found.examples.append(f"{conversation}: {first} og {second} i {ended - began:.3f} s")
    return found
