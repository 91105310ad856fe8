"""A site with a calendar, and a citizen who books in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from casework.clock import FrozenClock
from tests.support.booking_page import BookingPage, OpenBooking
from tests.support.booking_world import Calendar, close_calendars, set_clock
from tests.web.conftest import (
    Citizen,
    RunningWeb,
    make_settings,
    open_conversation,
    running_client,
    running_rasa,
    running_web,
)


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningWeb]:
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("booking"), rasa)) as running:
        yield running


@pytest.fixture(autouse=True)
def clock(web: RunningWeb) -> Iterator[FrozenClock]:
    yield set_clock(web)
    close_calendars()


@pytest.fixture
def calendar(web: RunningWeb) -> Calendar:
    """A caseworker with four times on each of three days."""
    made = Calendar()
    made.week()
    return made


@pytest.fixture
def citizen(web: RunningWeb) -> Iterator[Citizen]:
    with running_client(web) as client:
        yield open_conversation(client)


@pytest.fixture
def open_booking(browser: Browser, web: RunningWeb, citizen: Citizen) -> Iterator[OpenBooking]:
    """Opens the page in the citizen's conversation."""
    opened: list[BookingPage] = []

    def _open(**options: object) -> BookingPage:
        options.setdefault("talk", (citizen.id, citizen.token))
        opened.append(BookingPage(browser, f"http://127.0.0.1:{web.settings.port}", **options))
        return opened[-1]

    yield _open
    for page in opened:
        complaints = page.complaints
        page.close()
        assert [text for text in complaints if "Failed to load resource" not in text] == []
