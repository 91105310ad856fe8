"""A caseworker at one web and a citizen at another: each sees at once what the other writes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import aiohttp

from tests.faults.caseworkers import Caseworker, Room
from tests.faults.page import SYNC_WITHOUT_LINE_SECONDS, Line
from tests.faults.talkers import Citizen

#: Less than the time after which a page asks by itself, so that only the live line can have brought it.
AT_ONCE_SECONDS = SYNC_WITHOUT_LINE_SECONDS - 0.5
CONNECTED_WITHIN_SECONDS = 20.0


async def see_each_other(citizens_door: str, staff_door: str) -> tuple[float, float]:
    """Seconds until the caseworker saw the citizen's words, and the other way round. Fails when it takes too long."""
    async with aiohttp.ClientSession() as http:
        citizen, worker = Citizen(citizens_door, http, 0), Caseworker(staff_door, http, 0)
        try:
            await worker.open()
            await citizen.open()
            await _until(lambda: citizen.page.connected, CONNECTED_WITHIN_SECONDS)
            await citizen.page.ask_for_a_person()
            room = await _claim(worker, citizen.id)
            await _until(lambda: room.connected, CONNECTED_WITHIN_SECONDS)
            to_staff = await _seen(citizen.page.write, "kan du se det her?", room)
            to_citizen = await _seen(room.write, "ja, det kan jeg", citizen.page)
            return to_staff, to_citizen
        finally:
            await worker.close()
            await citizen.close()


async def _claim(worker: Caseworker, conversation_id: str) -> Room:
    assert await worker.claim(conversation_id), "the conversation is not in the queue of the other web"
    return worker.rooms[-1]


async def _seen(write: Callable[[str], str], words: str, other: Line) -> float:
    began = time.monotonic()
    write(words)
    await _until(lambda: any(words == said for _, _, said in other.store.shown), AT_ONCE_SECONDS)
    return time.monotonic() - began


async def _until(condition: Callable[[], bool], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)
