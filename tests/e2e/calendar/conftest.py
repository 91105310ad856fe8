"""A site with Mette's full week, and the windows of those who work with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from casework.identity import service
from tests.support.calendar_staff import add_booking, add_slot, full_week, open_talk
from tests.support.calendar_window import MONDAY, Open, World
from tests.support.console_window import ConsoleWindow
from tests.support.staff import make_staff
from tests.web.conftest import TODAY, make_settings, running_rasa, running_web


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running_rasa() as rasa:
        settings = make_settings(tmp_path_factory.mktemp("calendar"), rasa)
        with running_web(settings) as web:
            mette = make_staff(username="mette", name="Mette Hansen")
            make_staff("administrator", username="chef", name="Karen Chef")
            coming = full_week(mette, MONDAY, talk=open_talk())
            said = {"topic": "cv", "preparation": {"droemmejob": "Gartner"}}
            begun = add_booking(add_slot(mette.id, TODAY, 0), open_talk(), **said)
            yield World(web, coming, begun)


@pytest.fixture
def open_console(browser: Browser, world: World) -> Iterator[Open]:
    opened: list[ConsoleWindow] = []

    def _open(path: str, who: str = "mette", **options: object) -> ConsoleWindow:
        window = ConsoleWindow(browser, world.url, **options)
        opened.append(window)
        window.log_in(next(one for one in service.list_staff() if one.username == who), path)
        return window

    yield _open
    for window in opened:
        window.close()
