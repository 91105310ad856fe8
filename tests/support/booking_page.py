"""The page for booking in a real browser, driven as a citizen would: by what is seen on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, expect

from tests.support.axe import violations

WITHIN_MS = 8_000
#: The first of the times that `Calendar.week` makes, on a button and in a sentence.
FIRST = "Tirsdag den 24. november kl. 09.00"
FIRST_LONG = "tirsdag den 24. november 2026 kl. 09.00"


class BookingPage:
    """One window. Whatever the browser complains about is kept in `complaints`.

    `talk` = (id, token) of the conversation that the chat left in the tab; None = there is none.
    """

    def __init__(
        self, browser: Browser, url: str, talk: tuple[str, str] | None = None, *, path: str = "/booking", **options: Any
    ) -> None:
        self._context = browser.new_context(locale="da-DK", timezone_id="Europe/Copenhagen", **options)
        self.page = self._context.new_page()
        self.url = url
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if talk is not None:
            self.page.goto(f"{url}/static/favicon.svg")
            kept = json.dumps({"id": talk[0], "token": talk[1]})
            self.page.evaluate("kept => sessionStorage.setItem('retpligt.conversation', kept)", kept)
        self.page.goto(url + path)
        self.ready()

    def ready(self) -> None:
        """Wait until what there is has been fetched."""
        expect(self.page.locator("#booking-view .booking-title").first).to_be_visible(timeout=WITHIN_MS)

    def title(self, name: str) -> Locator:
        """A heading of a view, once it is there."""
        found = self.page.locator("#booking-view").get_by_role("heading", name=name, exact=True)
        expect(found).to_be_visible(timeout=WITHIN_MS)
        return found

    def press(self, name: str) -> None:
        """Press the button that begins with these words."""
        self.page.get_by_role("button", name=name).first.click()

    def suggestions(self) -> Locator:
        """The first three times."""
        return self.page.locator(".suggestions .slot")

    def pick(self, number: int = 0) -> str:
        """Choose one of the suggestions; its words."""
        button = self.suggestions().nth(number)
        words = button.locator(".slot-when").inner_text()
        button.click()
        self.title("Gør dig klar til samtalen")
        return words

    def fact(self, word: str) -> Locator:
        """What stands beside a word in the summary or on the receipt."""
        return self.page.locator(f"xpath=//dt[normalize-space()='{word}']/following-sibling::dd")

    def status(self) -> Locator:
        """What is said aloud."""
        return self.page.locator("#booking-status")

    def violations(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands."""
        return violations(self.page)

    def sideways(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def picture(self, folder: Path, name: str) -> None:
        """A screenshot of the whole page."""
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    def session(self) -> tuple[str, str]:
        """The conversation that the tab is in."""
        kept = json.loads(self.page.evaluate("sessionStorage.getItem('retpligt.conversation')"))
        return kept["id"], kept["token"]

    def close(self) -> None:
        self._context.close()

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


OpenBooking = Callable[..., BookingPage]


def to_times(page: BookingPage) -> BookingPage:
    """From what can be booked to its times."""
    page.press("Find en tid")
    page.title("Vælg en tid")
    return page


def book(page: BookingPage) -> str:
    """The shortest way to a booking; its number."""
    to_times(page).pick()
    page.press("Videre")
    page.title("Er det rigtigt?")
    page.press("Ja, book samtalen")
    expect(page.page.locator("#booking-number")).to_be_visible()
    return page.page.locator("#booking-number").inner_text()
