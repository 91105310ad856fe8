"""The web process as a citizen meets it: a real server, a real database file, a small Rasa on a real port."""

import asyncio
import shutil
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from casework.db import Database, use_database
from casework.db.migrate import upgrade
from casework.settings import Settings
from tests.support.browser_client import local_client
from tests.support.ports import free_ports
from tests.support.quick_passwords import QUICK, hashed_by
from tests.web.fake_rasa import TOKEN, FakeRasa
from web.__main__ import server_config
from web.app import create_app

T = TypeVar("T")
TODAY = date(2026, 11, 20)


def free_port() -> int:
    """A port that nobody uses right now."""
    return free_ports(1)[0]


@pytest.fixture(scope="package", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hundreds of logins with the real cost took most of the time."""
    with hashed_by(QUICK):
        yield


class PromptServer(uvicorn.Server):
    """Looks ten times as often whether it shall end, so that a test does not wait for it."""

    async def main_loop(self) -> None:
        counter = 0
        while not await self.on_tick(counter // 10):
            counter = (counter + 1) % 8_640_000
            await asyncio.sleep(0.01)


class RunningWeb:
    """The web process in a thread; `restart` gives a new one on the same database and port."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.start()

    def start(self) -> None:
        self.app = create_app(self.settings)
        config = server_config(self.app, self.settings, log_level="critical")
        config.timeout_graceful_shutdown = 1
        self._server = PromptServer(config)
        self._thread = threading.Thread(target=self._run, args=(config,), daemon=True)
        self._thread.start()
        give_up = time.monotonic() + 10
        while not self._server.started:
            assert time.monotonic() < give_up, "the web process did not start"
            time.sleep(0.01)

    def _run(self, config: uvicorn.Config) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            await self._server.serve()

        with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
            runner.run(serve())

    async def call(self, work: Callable[[FastAPI], Coroutine[Any, Any, T]]) -> T:
        """Do something inside the running application, as a route of it would."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work(self.app), self._loop))

    def stop(self) -> None:
        self._server.force_exit = self._server.should_exit = True
        self._thread.join(10)

    def restart(self) -> None:
        self.stop()
        self.start()

    def rest(self) -> None:
        """Do nothing by itself any more, only what it is asked, for tests whose own round would race with its own."""
        asyncio.run(self.call(lambda app: app.state.background.stop()))


@dataclass
class Citizen:
    """A conversation over HTTP."""

    client: httpx.Client
    id: str
    token: str
    greeting: list[dict[str, Any]]
    sent: int = 0

    @property
    def auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, **body: Any) -> httpx.Response:
        self.sent += 1
        body.setdefault("client_id", f"c{self.sent}")
        return self.client.post(f"/api/v1/conversations/{self.id}/messages", json=body, headers=self.auth)

    def say(self, text: str, **body: Any) -> dict[str, Any]:
        response = self.post(text=text, **body)
        assert response.status_code == 200, response.text
        return dict(response.json())

    def after(self, seq: int = 0) -> list[dict[str, Any]]:
        url = f"/api/v1/conversations/{self.id}/messages"
        return list(self.client.get(url, params={"after": seq}, headers=self.auth).json()["messages"])

    def wait_for(self, wanted: str, seconds: float = 10) -> list[dict[str, Any]]:
        """All messages, once one of them holds `wanted`."""
        give_up = time.monotonic() + seconds
        while True:
            messages = self.after()
            if any(wanted in message["text"] for message in messages):
                return messages
            assert time.monotonic() < give_up, f"{wanted!r} did not come: {[m['text'] for m in messages]}"
            time.sleep(0.05)


def make_settings(folder: Path, rasa: FakeRasa) -> Settings:
    """Settings of a web process in `folder` that asks `rasa`."""
    port = free_port()
    return Settings(
        internal_token=TOKEN,
        secret_key=("n" * 32,),
        port=port,
        database_url=f"sqlite:///{folder}/retpligt.db",
        rasa_url=rasa.url,
        actions_url=rasa.url,
        today=TODAY,
        answer_timeout_seconds=1.0,
        allowed_origins=(f"http://127.0.0.1:{port}",),
    )


@contextmanager
def running_rasa() -> Iterator[FakeRasa]:
    """A small Rasa that answers."""
    fake = FakeRasa(free_port())
    fake.start()
    yield fake
    fake.stop()


@cache
def _empty_database() -> tuple[TemporaryDirectory[str], Path]:
    """A SQLite file with all tables and no rows, made by the migrations once; the folder goes with the run."""
    folder = TemporaryDirectory()
    file = Path(folder.name) / "empty.db"
    database = Database(f"sqlite:///{file}")
    upgrade(database)
    database.empty_journal()
    database.dispose()
    return folder, file


def prepare_database(url: str) -> None:
    """Make `url` the database of this process, with all tables: a new SQLite file is a copy, for the time it saves."""
    _, _, file = url.partition("sqlite:///")
    if file and not Path(file).exists():
        shutil.copyfile(_empty_database()[1], file)
        use_database(url)
    else:
        upgrade(use_database(url))


@contextmanager
def running_web(settings: Settings) -> Iterator[RunningWeb]:
    """A web process on an empty database."""
    prepare_database(settings.database_url)
    running = RunningWeb(settings)
    yield running
    running.stop()


@contextmanager
def running_client(web: RunningWeb) -> Iterator[httpx.Client]:
    """A browser without a conversation."""
    with local_client(f"http://127.0.0.1:{web.settings.port}") as client:
        yield client


@pytest.fixture(scope="session")
def one_rasa() -> Iterator[FakeRasa]:
    """Started once for all."""
    with running_rasa() as fake:
        yield fake


@pytest.fixture
def rasa(one_rasa: FakeRasa) -> FakeRasa:
    """A small Rasa that answers and has been asked nothing yet, whatever an earlier test did to it."""
    one_rasa.begin_again()
    return one_rasa


@pytest.fixture
def settings(tmp_path: Path, rasa: FakeRasa) -> Settings:
    return make_settings(tmp_path, rasa)


@pytest.fixture
def web(settings: Settings) -> Iterator[RunningWeb]:
    with running_web(settings) as running:
        yield running


@pytest.fixture
def client(web: RunningWeb) -> Iterator[httpx.Client]:
    with running_client(web) as client:
        yield client


@pytest.fixture(scope="module")
def shared_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """One web process for a whole module whose tests only send and look, each in a conversation of its own."""
    folder = tmp_path_factory.mktemp("web")
    with running_rasa() as rasa, running_web(make_settings(folder, rasa)) as web, running_client(web) as client:
        yield client


@pytest.fixture(scope="module")
def resting_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """As `shared_client`, of a process that sends and deletes nothing by itself: the tests do its rounds."""
    folder = tmp_path_factory.mktemp("web")
    with running_rasa() as rasa, running_web(make_settings(folder, rasa)) as web, running_client(web) as client:
        web.rest()
        yield client


def open_conversation(client: httpx.Client) -> Citizen:
    body = client.post("/api/v1/conversations").json()
    return Citizen(client, body["id"], body["token"], body["messages"])


@pytest.fixture
def citizen(client: httpx.Client) -> Citizen:
    return open_conversation(client)
