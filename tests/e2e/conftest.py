"""Fixtures of the tests over the whole line: the running product, a browser, a citizen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.chat_page import ChatPage
from tests.support.chromium import BROWSER_ARGUMENTS, find_browser
from tests.support.citizen import Citizen
from tests.support.host_site import HostSite, running_host
from tests.support.ports import free_ports
from tests.support.quick_passwords import QUICK, hashed_by
from tests.support.stack import ROOT, Stack, any_stack


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Of the accounts that the tests make; the product's own processes hash at the real cost."""
    with hashed_by(QUICK):
        yield


@pytest.fixture(scope="session")
def host() -> Iterator[HostSite]:
    """A municipality's own site, which may have our chat on its pages.

    RETPLIGT_TEST_HOST_PORT = the port of localhost that the stack of RETPLIGT_TEST_URL allows.
    """
    with running_host(int(os.environ.get("RETPLIGT_TEST_HOST_PORT") or free_ports(1)[0])) as site:
        yield site


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, host: HostSite) -> Iterator[Stack]:
    """The three real processes, shared by all tests that do not break them."""
    with any_stack(tmp_path_factory.mktemp("stack"), [host.url]) as running:
        yield running


@pytest.fixture
def citizen(stack: Stack) -> Citizen:
    """A new citizen in a new conversation."""
    return Citizen(stack.url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. A machine without it fails here: a browser test that is left out shows nothing."""
    program = find_browser()
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
