"""A web process for each file's tests, open day and night, and the windows they open on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from casework.handoff.canned import save_reply
from casework.handoff.setup_records import CannedWish
from casework.identity import accounts
from tests.support.desk_page import DeskPage
from tests.support.desk_staff import open_on
from tests.support.desk_windows import Windows, leave_no_queue
from tests.web.conftest import make_settings, running_rasa, running_web


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The web process with a small Rasa behind it, open day and night."""
    folder = tmp_path_factory.mktemp("console")
    with running_rasa() as rasa:
        settings = open_on(make_settings(folder, rasa), folder)
        with running_web(settings) as web:
            save_reply(None, CannedWish(shortcut="hej", title="Hilsen", text="Hej, jeg hedder {navn}."))
            save_reply(None, CannedWish(shortcut="frist", title="Din frist", text="Din frist er {frist}."))
            yield f"http://127.0.0.1:{web.settings.port}"


@pytest.fixture
def windows(browser: Browser, site: str) -> Iterator[Windows]:
    found = Windows(browser, site, [])
    yield found
    for one in found.opened:
        one.close()
        if isinstance(one, DeskPage):
            accounts.switch(one.member.id, on=False)
    leave_no_queue(site)
