"""The staff's pages in a real browser, driven as a caseworker would: by what is seen on them, and by the keyboard."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Locator, expect

from casework.identity.records import StaffMember
from tests.support.console_window import ConsoleWindow

WITHIN_MS = 8_000


class DeskPage(ConsoleWindow):
    """One member of staff at the queue, in a window of their own."""

    def __init__(self, browser: Browser, url: str, member: StaffMember, **options: Any) -> None:
        super().__init__(browser, url, **options)
        self.url = url
        self.member = member
        self.log_in(member, "/sagsbehandler")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(self.url + path)

    def button(self, name: str) -> Locator:
        """The button of this name."""
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def field(self) -> Locator:
        """Where the reply to the citizen is written."""
        return self.page.get_by_label("Skriv til borgeren")

    @property
    def log(self) -> Locator:
        """The messages."""
        return self.page.locator("#log")

    def say(self, text: str) -> None:
        """Write to the citizen and press Enter, once the page listens: before that, Enter is a new line."""
        self.online()
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.own().last).to_contain_text(text, timeout=WITHIN_MS)

    def own(self) -> Locator:
        """What caseworkers have written."""
        return self.page.locator(".talk-caseworker")

    def online(self) -> None:
        """Wait until the live line is there: the page has joined the conversation."""
        self.page.wait_for_load_state("networkidle")
