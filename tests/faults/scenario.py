"""One run: people talk, parts are killed one after the other, and in the end everything is counted."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.faults.balancer import Balancer
from tests.faults.browser import BrowserCitizen
from tests.faults.caseworkers import Caseworker, Room
from tests.faults.product import Product, Setup, running_product
from tests.faults.talkers import Citizen
from tests.faults.verdict import Verdict, judge, judge_browser, read_conversation
from tests.support.ports import free_ports

CALM_SECONDS = 4.0
SETTLED_WITHIN_SECONDS = 90.0
Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How many talk and what is done to them. Each fault names the parts that die together, or is `network`."""

    setup: Setup
    citizens: int
    faults: tuple[str, ...]
    second_pages: int = 0
    calm_seconds: float = CALM_SECONDS
    browser: bool = True
    caseworkers: int = 0
    """How many work; four times as many citizens want one of them now and then."""


NETWORK = "network"


def full_plan(setup: Setup, citizens: int) -> Plan:
    """Every part in turn; with two webs first one of them, then both."""
    webs = ("web1", "web1+web2") if setup.webs > 1 else ("web1",)
    services = ("redis", "postgres") if setup.shared else ()
    faults = (*webs, "rasa", "actions", *services, NETWORK, "web1+rasa+actions")
    return Plan(setup=setup, citizens=citizens, faults=faults, second_pages=citizens // 5, caseworkers=3)


@dataclass
class Run:
    """What is under way."""

    plan: Plan
    product: Product
    balancer: Balancer
    http: aiohttp.ClientSession
    say: Say
    citizens: list[Citizen] = field(default_factory=list)
    browser: BrowserCitizen | None = None
    caseworkers: list[Caseworker] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)


def run(plan: Plan, folder: Path, say: Say = lambda _words: None) -> Verdict:
    """Play a plan in `folder` and count. `say` is told how it goes."""
    port = free_ports(1)[0]
    with running_product(plan.setup, folder, public_port=port, caseworkers=plan.caseworkers) as product:
        return asyncio.run(play(plan, product, port, say))


async def play(plan: Plan, product: Product, port: int, say: Say = lambda _words: None) -> Verdict:
    """Play on a product that runs; pages reach it at `port`."""
    balancer = Balancer(port, product.doors)
    await balancer.start()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        running = Run(plan, product, balancer, http, say)
        try:
            await _open(running)
            talking = [asyncio.create_task(each.talk(running.over)) for each in _talkers(running)]
            await _break_things(running)
            running.over.set()
            await asyncio.gather(*talking)
            await _settle(running)
            return await _judge(running)
        finally:
            for each in _talkers(running):
                await each.close()
            await balancer.stop()


async def _open(running: Run) -> None:
    plan = running.plan
    running.citizens = [
        Citizen(
            running.balancer.url,
            running.http,
            number,
            pages=1 + (number < plan.second_pages),
            wants_person=number < 4 * plan.caseworkers,
        )
        for number in range(plan.citizens)
    ]
    running.caseworkers = [Caseworker(running.balancer.url, running.http, number) for number in range(plan.caseworkers)]
    if plan.browser:
        running.browser = BrowserCitizen(running.balancer.url)
    for each in _talkers(running):
        await each.open()


def _talkers(running: Run) -> list[Citizen | BrowserCitizen | Caseworker]:
    return [*running.citizens, *([running.browser] if running.browser else []), *running.caseworkers]


def _rooms_of(running: Run, conversation_id: str) -> list[Room]:
    return [room for worker in running.caseworkers for room in worker.rooms if room.id == conversation_id]


async def _break_things(running: Run) -> None:
    await asyncio.sleep(running.plan.calm_seconds)
    for fault in running.plan.faults:
        began = time.monotonic()
        await _fault(running, fault)
        running.say(f"{fault}: tilbage efter {time.monotonic() - began:.1f} s")
        await asyncio.sleep(running.plan.calm_seconds)


def _fault(running: Run, fault: str) -> Awaitable[None]:
    return _break_network(running) if fault == NETWORK else running.product.outage(*fault.split("+"))


async def _break_network(running: Run) -> None:
    dice = random.Random(running.plan.citizens)
    cut = running.balancer.cut(0.4, dice)
    await asyncio.sleep(2)
    hung = await running.balancer.hang(0.4, 4.0, dice)
    running.say(f"netværk: {cut} linjer klippet, {hung} linjer hængt")


async def _settle(running: Run) -> None:
    """Wait until nothing waits to be sent or answered, then until every page has asked once more."""
    pages = [page for citizen in running.citizens for page in citizen.pages]
    pages += [room for worker in running.caseworkers for room in worker.rooms]
    began = time.monotonic()
    while time.monotonic() < began + SETTLED_WITHIN_SECONDS:
        unsent = sum(len(page.store.unsent) for page in pages)
        if unsent == 0 and await asyncio.to_thread(_waiting, running) == 0 and await _browser_is_whole(running):
            break
        await asyncio.sleep(0.5)
    running.say(f"alt sendt, besvaret og vist efter {time.monotonic() - began:.1f} s")
    await asyncio.gather(*(page.sync() for page in pages))


def _waiting(running: Run) -> int:
    """How many questions have no answer yet."""
    found = Verdict()
    ids = [citizen.id for citizen in running.citizens] + ([running.browser.id] if running.browser else [])
    for conversation_id in ids:
        judge(read_conversation(running.product.database_url, conversation_id), [], [], found)
    return found.unanswered


async def _browser_is_whole(running: Run) -> bool:
    """The page in the browser asks by itself; nobody can ask it to."""
    if running.browser is None:
        return True
    rows = await asyncio.to_thread(read_conversation, running.product.database_url, running.browser.id)
    return len(rows) == len(await running.browser.seen())


async def _judge(running: Run) -> Verdict:
    verdict = Verdict()
    for citizen in running.citizens:
        rows = await asyncio.to_thread(read_conversation, running.product.database_url, citizen.id)
        rooms = _rooms_of(running, citizen.id)
        judge(rows, [*citizen.pages, *rooms], [citizen.page, *rooms], verdict)
    if running.browser is not None:
        rows = await asyncio.to_thread(read_conversation, running.product.database_url, running.browser.id)
        judge_browser(rows, await running.browser.seen(), running.browser.written, verdict)
    return verdict
