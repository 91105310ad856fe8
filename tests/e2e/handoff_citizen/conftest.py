"""A web process of each test's own, open day and night, its citizens and Mette at the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support.chat_page import ChatPage
from tests.support.desk_staff import DeskStaff, open_on
from tests.support.waiting_citizen import url_of
from tests.web.conftest import RunningWeb, make_settings, running_rasa, running_web


@pytest.fixture
def web(tmp_path) -> Iterator[RunningWeb]:
    with running_rasa() as rasa, running_web(open_on(make_settings(tmp_path, rasa), tmp_path)) as running:
        yield running


@pytest.fixture
def mette(web: RunningWeb) -> DeskStaff:
    return DeskStaff(web)


@pytest.fixture
def open_chat(browser, web: RunningWeb) -> Iterator[Callable[..., ChatPage]]:
    opened: list[ChatPage] = []

    def _open(**options: object) -> ChatPage:
        opened.append(ChatPage(browser, url_of(web), **options))
        return opened[-1]

    yield _open
    for chat in opened:
        complaints = chat.complaints
        chat.close()
        assert [text for text in complaints if "Failed to load resource" not in text] == []
