"""A running site with a calendar, and Ida, who has an offer to book."""

from collections.abc import Iterator

import httpx
import pytest

from casework.clock import FrozenClock
from tests.support.booker import Booker, booker
from tests.support.booking_world import Calendar, close_calendars, set_clock
from tests.web.conftest import RunningWeb, make_settings, running_client, running_rasa, running_web


@pytest.fixture(scope="module")
def shared_web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningWeb]:
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("web"), rasa)) as running:
        yield running


@pytest.fixture(scope="module")
def client(shared_web: RunningWeb) -> Iterator[httpx.Client]:
    with running_client(shared_web) as found:
        yield found


@pytest.fixture(autouse=True)
def clock(shared_web: RunningWeb) -> Iterator[FrozenClock]:
    yield set_clock(shared_web)
    close_calendars()


@pytest.fixture
def calendar(client: httpx.Client) -> Calendar:
    return Calendar()


@pytest.fixture
def ida(client: httpx.Client, calendar: Calendar) -> Booker:
    return booker(client, calendar)
