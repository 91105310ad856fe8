"""A municipality's site that has put the chat on its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.host_site import HostSite
from tests.support.stack import Stack
from tests.support.widget_page import WidgetPage


@pytest.fixture
def open_on_site(browser: Browser, host: HostSite) -> Iterator[Callable[..., WidgetPage]]:
    """Opens the municipality's page with the chat of the server at `base`. See `HostSite` for `path` and `attributes`;
    other options are those of a browser context."""
    opened: list[WidgetPage] = []

    def _open(base: str, path: str = "/plain/100%25/", attributes: str = "", **options: object) -> WidgetPage:
        host.base, host.attributes = base, attributes
        opened.append(WidgetPage(browser, host.url + path, **options))
        return opened[-1]

    yield _open
    for page in opened:
        page.close()
    host.file, host.attributes, host.sockets = "/widget.js", "", True


@pytest.fixture
def open_host(open_on_site: Callable[..., WidgetPage], stack: Stack) -> Callable[..., WidgetPage]:
    """Opens the municipality's page with the chat of the running product."""
    return lambda *arguments, **options: open_on_site(stack.url, *arguments, **options)
