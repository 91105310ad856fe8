"""A citizen in a real browser, on the real page."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random

from playwright.async_api import Browser, Page, Playwright, async_playwright

from tests.faults.talkers import LONGEST_PAUSE, QUESTIONS, SHORTEST_PAUSE
from tests.support.chromium import BROWSER_ARGUMENTS, find_browser

SEEN = "[...document.querySelectorAll('#chat-log > *')].map((node) => Number(node.dataset.seq ?? -1))"
STATES = "[...document.querySelectorAll('#chat-log .message-state')].map((node) => node.dataset.state)"


class BrowserCitizen:
    """Writes on the page as a person does: fills the field and presses Enter."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.id = ""
        self.written: list[str] = []
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._page: Page | None = None

    async def open(self) -> None:
        """Open the page and wait for the greeting."""
        self._playwright = await async_playwright().start()
        self._browser = await self._playwright.chromium.launch(executable_path=find_browser(), args=BROWSER_ARGUMENTS)
        self._page = await self._browser.new_page(locale="da-DK")
        await self._page.goto(self.url)
        await self._page.wait_for_selector(".message-bot", timeout=20_000)
        stored = await self._page.evaluate("sessionStorage.getItem('retpligt.conversation')")
        self.id = json.loads(stored)["id"]

    async def talk(self, over: asyncio.Event) -> None:
        """Ask until it is over."""
        dice = random.Random(0)
        field = self._opened.get_by_label("Skriv din besked")
        while not over.is_set():
            await asyncio.sleep(dice.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))
            question = dice.choice(QUESTIONS)
            await field.fill(question)
            await field.press("Enter")
            self.written.append(question)

    async def seen(self) -> list[int]:
        """The numbers of the messages on the page, from top to bottom; -1 for one that is not sent."""
        return list(await self._opened.evaluate(SEEN))

    async def states(self) -> list[str]:
        """What stands under the citizen's own messages ("sent", "failed" ...)."""
        return list(await self._opened.evaluate(STATES))

    async def close(self) -> None:
        """Close the browser."""
        with contextlib.suppress(Exception):
            if self._browser is not None:
                await self._browser.close()
            if self._playwright is not None:
                await self._playwright.stop()

    @property
    def _opened(self) -> Page:
        assert self._page is not None, "the page was never opened"
        return self._page
