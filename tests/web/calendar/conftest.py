"""A running site, a caseworker with a calendar, an administrator, and a citizen with a conversation."""

from collections.abc import Iterator

import httpx
import pytest

from tests.support.console import Console
from tests.web.conftest import Citizen, make_settings, open_conversation, running_rasa, running_web


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("web"), rasa)) as web:
        yield f"http://127.0.0.1:{web.settings.port}"


@pytest.fixture
def mette(url: str) -> Console:
    return Console(url)


@pytest.fixture(scope="module")
def boss(url: str) -> Console:
    return Console(url, "administrator")


@pytest.fixture
def citizen(url: str) -> Iterator[Citizen]:
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        yield open_conversation(client)
