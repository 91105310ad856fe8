"""A page elsewhere with our chat on it, driven as a citizen would."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Locator, expect

from tests.support.axe import violations
from tests.support.chat_page import ChatPage

START_WITHIN_MS = 12_000


class WidgetPage(ChatPage):
    """The host's page; what is asked for by name or class is found inside the open shadow root too."""

    def __init__(self, browser: Browser, url: str, *, wait: bool = True, **options: Any) -> None:
        self._wait = wait
        super().__init__(browser, url, **options)

    def ready(self) -> None:
        """Wait for the button in the corner, if it is to come at all."""
        if self._wait:
            expect(self.launcher).to_be_visible(timeout=START_WITHIN_MS)
        else:
            self.page.wait_for_load_state("networkidle")

    @property
    def launcher(self) -> Locator:
        return self.page.locator(".rp-launcher")

    def own_violations(self) -> list[str]:
        """What axe-core finds wrong in the widget alone, for a page that is itself past helping."""
        return violations(self.page, "ret-pligt")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog", name="Ret & Pligt")

    @property
    def begin(self) -> Locator:
        return self.page.get_by_role("button", name="Start samtalen")

    def open(self) -> None:
        """Open the panel and begin a conversation."""
        self.launcher.click()
        self.begin.click()
        expect(self.answers().first).to_be_visible(timeout=START_WITHIN_MS)

    def kept(self) -> dict[str, str]:
        """Everything that the page's origin keeps in this browser."""
        stored = self.page.evaluate("({...sessionStorage, ...localStorage})")
        cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}
        return {**stored, **cookies}

    def focused(self) -> str:
        """The class or id of what has the focus, inside the widget if it is there."""
        return str(
            self.page.evaluate(
                "() => { const inner = document.querySelector('ret-pligt').shadowRoot.activeElement ?? "
                "document.activeElement; return inner.id || inner.className || inner.localName; }"
            )
        )

    def size(self, selector: str) -> float:
        """The text size of an element of the widget in pixels."""
        return float(self.page.locator(selector).first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)"))
