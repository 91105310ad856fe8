"""The database is killed or locked under the web process: nothing is acknowledged that is not stored."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from casework.db import use_database
from casework.settings import Settings
from tests.support.services import PostgresServer, running
from tests.web.conftest import make_settings, open_conversation, running_client, running_web
from tests.web.test_socket import Page


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    with running(server):
        yield server


@pytest.fixture
def on_postgres(tmp_path: Path, rasa, postgres: PostgresServer) -> Iterator[Settings]:
    # Long enough that a busy machine does not turn a slow answer into one that must be asked for again.
    yield replace(make_settings(tmp_path, rasa), database_url=postgres.url, answer_timeout_seconds=4.0)
    use_database(f"sqlite:///{tmp_path}/after.db")


def answers(citizen, text: str) -> int:
    return sum(message["text"] == f"svar: {text}" for message in citizen.after())


def send_until_stored(citizen, text: str, client_id: str) -> list[int]:
    """Send the same message until it is taken, as the page does; the refusals on the way."""
    refused, end = [], time.monotonic() + 20
    while (response := citizen.post(text=text, client_id=client_id)).status_code != 200:
        assert time.monotonic() < end, refused
        refused.append(response.status_code)
        time.sleep(0.2)
    return refused


def test_a_killed_database_refuses_what_it_cannot_store_and_takes_it_when_it_is_back(on_postgres, postgres):
    with running_web(on_postgres) as web, running_client(web) as client:
        citizen = open_conversation(client)
        citizen.say("før")
        postgres.kill()
        refused = citizen.post(text="under", client_id="u")
        assert refused.status_code == 503
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["retry-after"]
        assert client.get("/readyz").json()["checks"]["database"] == "no answer"
        postgres.start()
        assert set(send_until_stored(citizen, "under", "u")) <= {503}
        citizen.wait_for("svar: under")
        assert (answers(citizen, "før"), answers(citizen, "under")) == (1, 1)


def test_an_answer_that_cannot_be_stored_at_once_is_stored_when_the_database_is_back(on_postgres, postgres, rasa):
    rasa.slow_words = {"langsom": 0.6}
    with running_web(on_postgres) as web, running_client(web) as client:
        citizen = open_conversation(client)
        page = Page(f"http://127.0.0.1:{web.settings.port}")

        async def send() -> None:
            await page.connect({"conversation": citizen.id, "token": citizen.token}, transports=["websocket"])
            assert (await page.call("send", {"client_id": "a", "text": "langsom"}))["ok"] is True
            await asyncio.to_thread(postgres.kill)
            refusal = await page.call("send", {"client_id": "b", "text": "mens den er væk"})
            assert (refusal["ok"], refusal["status"]) == (False, 503)
            assert (await page.call("sync", {"after": 0}))["status"] == 503
            await asyncio.sleep(0.6)
            await asyncio.to_thread(postgres.start)
            await page.client.disconnect()

        asyncio.run(send())
        citizen.wait_for("svar: langsom", seconds=15)
        assert len([asked for asked in rasa.asked if asked["message"] == "langsom"]) == 1
        assert all(message["text"] != "mens den er væk" for message in citizen.after())


def test_staff_get_a_page_that_says_so_and_scripts_a_refusal_to_try_again(on_postgres, postgres):
    with running_web(on_postgres) as web, running_client(web) as client:
        postgres.kill()
        client.cookies.set("retpligt_staff", "x")
        page = client.get("/sagsbehandler", headers={"Accept": "text/html"})
        assert page.status_code == 503
        assert "Vi kan ikke hente siden lige nu" in page.text
        part = client.get("/sagsbehandler/koe", headers={"Accept": "application/json"})
        assert (part.status_code, part.headers["retry-after"]) == (503, "2")
        postgres.start()


def test_late_answers_go_on_after_the_database_was_away(on_postgres, postgres, rasa):
    rasa.stop()
    with running_web(on_postgres) as web, running_client(web) as client:
        citizen = open_conversation(client)
        citizen.say("hej")
        postgres.kill()
        time.sleep(1.2)  # the background looks once a second
        postgres.start()
        rasa.start()
        citizen.wait_for("svar: hej", seconds=20)


def test_a_locked_sqlite_file_refuses_and_takes_the_message_when_it_is_free(citizen, settings):
    path = settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(path, isolation_level=None) as lock:
        lock.execute("BEGIN IMMEDIATE")
        assert citizen.post(text="hej", client_id="u").status_code == 503
        lock.execute("ROLLBACK")
    send_until_stored(citizen, "hej", "u")
    assert answers(citizen, "hej") == 1
