"""The pages for staff in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from casework.identity.records import StaffMember
from tests.support.axe import violations
from tests.support.staff import PASSWORD


class ConsoleWindow:
    """One window of a member of staff. Whatever the browser complains about is kept in `complaints`."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self._context = browser.new_context(base_url=url, locale="da-DK", timezone_id="Europe/Copenhagen", **options)
        self.page = self._context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def log_in(self, member: StaffMember, path: str = "/sagsbehandler/dine-logins") -> None:
        """Ask for a page, log in on the way, arrive there."""
        self.page.goto(path)
        self.page.get_by_label("Brugernavn").fill(member.username)
        self.page.get_by_label("Adgangskode").fill(PASSWORD)
        self.page.get_by_role("button", name="Log ind").click()
        self.page.wait_for_url(f"**{path}")

    def violations(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands."""
        return violations(self.page)

    def sideways(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def picture(self, folder: Path, name: str) -> None:
        """A screenshot of the whole page."""
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    def close(self) -> None:
        self._context.close()

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)
