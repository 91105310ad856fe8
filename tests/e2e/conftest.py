"""Fixtures of the tests over the whole line: the running product, a browser, a citizen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.chat_page import ChatPage
from tests.support.citizen import Citizen
from tests.support.stack import ROOT, Stack, any_stack

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# No window, no sandbox (containers), and none of the browser's own calls home.
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The three real processes, shared by all tests that do not break them."""
    with any_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture
def citizen(stack: Stack) -> Citizen:
    """A new citizen in a new conversation."""
    return Citizen(stack.url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. A machine without it fails here: a browser test that is left out shows nothing."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("No Chromium found. Install it: apt install chromium")
    if not (ROOT / "web/static/vendor/dkfds/css/dkfds.min.css").is_file():
        pytest.fail("The page's assets are missing. Run: make setup")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=BROWSER_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, stack: Stack) -> Iterator[Callable[..., ChatPage]]:
    """Opens the chat page in a window of its own; options are those of a browser context (viewport, color_scheme).
    `path` = an address of the page from the root."""
    opened: list[ChatPage] = []

    def _open(path: str = "", **options: object) -> ChatPage:
        page = ChatPage(browser, stack.url + path, **options)
        opened.append(page)
        return page

    yield _open
    for page in opened:
        page.close()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where the pictures of the conversations are put."""
    folder = ROOT / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
