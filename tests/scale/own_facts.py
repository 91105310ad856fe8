"""Many conversations at once, each about a date of its own: no answer may be about somebody else's."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import aiohttp

MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november")
MONTHS += ("december",)
A_DATE = re.compile(rf"(\d{{1,2}})\. ({'|'.join(MONTHS)}) 2026")
TWO_WEEKS = timedelta(weeks=2)
FIRST_DAY = date(2026, 8, 3)
SATURDAY = 5
ANSWERED_WITHIN_SECONDS = 120.0
#: What each answer must say: the day of registration, and for the middle two the deadline for the cv as well.
SAYS = (
    "jeg får dagpenge og blev tilmeldt den {day}",
    "hvornår skal mit cv være klar?",
    "hvorfor?",
    "hvad ved du om mig?",
)
WITH_DEADLINE = (1, 2)


@dataclass
class Found:
    """`wrong` must be empty: each names the conversation's own day, what was said, and the dates in the answer."""

    conversations: int = 0
    answers: int = 0
    wrong: list[str] = field(default_factory=list)


def days(count: int) -> list[date]:
    """So many different working days; the deadline two weeks later is a working day too, so nothing is added to it."""
    found, day = [], FIRST_DAY
    while len(found) < count:
        if day.weekday() < SATURDAY:
            found.append(day)
        day += timedelta(days=1)
    return found


def expected(day: date, turn: int) -> set[date]:
    """The dates that the answer of this turn names, and no others."""
    return {day, day + TWO_WEEKS} if turn in WITH_DEADLINE else {day}


def dates_in(text: str) -> set[date]:
    """All dates of 2026 that a text names."""
    return {date(2026, MONTHS.index(month) + 1, int(day)) for day, month in A_DATE.findall(text)}


async def talk_at_once(doors: Sequence[str], count: int) -> Found:
    """`count` conversations at the same time, every message at the next door. Raises when one is not answered."""
    found = Found(conversations=count)
    async with aiohttp.ClientSession(
        raise_for_status=True, connector=aiohttp.TCPConnector(limit=0, force_close=True)
    ) as http:
        talks = (_talk(http, doors, number, day, found) for number, day in enumerate(days(count)))
        await asyncio.gather(*talks)
    return found


async def _talk(http: aiohttp.ClientSession, doors: Sequence[str], number: int, day: date, found: Found) -> None:
    async with http.post(f"{doors[0]}/api/v1/conversations") as response:
        opened = await response.json()
    path, headers = f"/api/v1/conversations/{opened['id']}/messages", {"Authorization": f"Bearer {opened['token']}"}
    for turn, says in enumerate(SAYS):
        asked = says.format(day=f"{day.day}. {MONTHS[day.month - 1]} 2026")
        said = await _answer(http, doors[(number + turn) % len(doors)] + path, headers, asked)
        found.answers += 1
        if dates_in(said) != expected(day, turn):
            dates = ", ".join(each.isoformat() for each in sorted(dates_in(said)))
            found.wrong.append(f"{day}: {asked!r} -> {dates or said[:80]!r}")


async def _answer(http: aiohttp.ClientSession, url: str, headers: dict[str, str], asked: str) -> str:
    """What is answered in the end: a machine that is too busy apologises first. Raises TimeoutError."""
    body = {"client_id": uuid.uuid4().hex, "text": asked}
    async with http.post(url, json=body, headers=headers) as response:
        seq = (await response.json())["message"]["seq"]
    async with asyncio.timeout(ANSWERED_WITHIN_SECONDS):
        while True:
            async with http.get(url, params={"after": seq}, headers=headers) as response:
                later = (await response.json())["messages"]
            answers = [one["text"] for one in later if one["author"] == "bot" and one["in_reply_to"] == seq]
            if answers:
                return "\n".join(answers)
            await asyncio.sleep(0.5)
