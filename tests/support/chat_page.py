"""The chat page in a real browser, driven as a citizen would: by what is seen on it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, expect

from tests.support.axe import AXE, AXE_RULES, violations

__all__ = ["AXE", "AXE_RULES", "ChatPage", "containing"]

ANSWER_WITHIN_MS = 12_000


class ChatPage:
    """One window with the page open. Whatever the browser complains about is kept in `complaints`."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self._context = browser.new_context(locale="da-DK", timezone_id="Europe/Copenhagen", **options)
        self.page = self._context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(url)
        self.ready()

    def ready(self) -> None:
        """Wait for the greeting."""
        expect(self.answers().first).to_be_visible(timeout=ANSWER_WITHIN_MS)

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Skriv din besked")

    def answers(self) -> Locator:
        """Everything the assistant has said."""
        return self.page.locator(".message-bot, .message-system")

    def own(self) -> Locator:
        """Everything the citizen has said."""
        return self.page.locator(".message-citizen")

    def say(self, text: str) -> Locator:
        """Write and press Enter; the newest answer."""
        before = self.answers().count()
        self.field.fill(text)
        self.field.press("Enter")
        return self._next_answer(before)

    def press(self, title: str) -> Locator:
        """Press a quick reply; the newest answer."""
        before = self.answers().count()
        self.page.get_by_role("button", name=title, exact=True).click()
        return self._next_answer(before)

    def cards(self, rule: str) -> Locator:
        """The cards of a rule, e.g. "cv.registrering"."""
        return self.page.locator(f'.rule-card[data-rule="{rule}"]')

    def violations(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands."""
        return violations(self.page)

    def sideways(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def session(self) -> dict[str, str]:
        """What the page keeps for a reload."""
        stored = self.page.evaluate("sessionStorage.getItem('retpligt.conversation')")
        return dict(json.loads(stored))

    def picture(self, folder: Path, name: str) -> None:
        """A screenshot of the whole page, without the field that otherwise floats over it."""
        area = self.page.locator(".composer-area")
        area.evaluate("node => { node.style.position = 'static' }")
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)
        area.evaluate("node => { node.style.position = '' }")

    def close(self) -> None:
        self._context.close()

    def _next_answer(self, before: int) -> Locator:
        expect(self.answers().nth(before)).to_be_visible(timeout=ANSWER_WITHIN_MS)
        expect(self.page.locator("#typing")).to_be_hidden(timeout=ANSWER_WITHIN_MS)
        return self.answers().last

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


def containing(*words: str) -> re.Pattern[str]:
    """A pattern for text that holds these words in this order."""
    return re.compile(".*".join(re.escape(word) for word in words), re.IGNORECASE | re.DOTALL)
