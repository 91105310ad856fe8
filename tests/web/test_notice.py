"""An administrator sets a notice, and whoever is there sees it: on pages, over HTTP, over open lines, in new talks."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest
import socketio

from tests.support.browser_client import local_client
from tests.support.console import Console, seen_text
from tests.web.conftest import make_settings, open_conversation, running_rasa, running_web
from web.texts import load_texts

NOTICE = "/sagsbehandler/indstillinger/driftsbesked"
TEXT = "Telefonen er nede til kl. 12. Skriv her i stedet."
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("web"), rasa)) as web:
        yield f"http://127.0.0.1:{web.settings.port}"


@pytest.fixture(scope="module")
def boss(url: str) -> Console:
    return Console(url, "administrator")


@pytest.fixture
def citizen(boss: Console) -> Iterator[httpx.Client]:
    """A browser, and no notice when the test begins."""
    boss.post(f"{NOTICE}/fjern")
    with local_client(str(boss.client.base_url), headers=HTML) as client:
        yield client


def told(client: httpx.Client) -> dict[str, str] | None:
    return client.get("/api/v1/notice").json()["notice"]


def show(boss: Console, **fields: str) -> httpx.Response:
    return boss.post(NOTICE, **{"text": TEXT, "level": "alarm", "since": "", "until": "", **fields})


def test_a_notice_is_on_every_page_for_citizens_and_gone_when_it_is_taken_away(boss: Console, citizen: httpx.Client):
    assert show(boss).status_code == 303
    assert told(citizen) == {"text": TEXT, "level": "alarm", "label": "Vigtigt"}
    for path in ("/", "/?for=raadgiver", "/booking", "/regler", "/regler/aendringer"):
        assert f"Vigtigt: {TEXT}" in seen_text(citizen.get(path)), path
    boss.post(f"{NOTICE}/fjern")
    assert told(citizen) is None
    assert TEXT not in citizen.get("/").text


def test_a_browser_that_keeps_the_rule_book_gets_the_notice_all_the_same(boss: Console, citizen: httpx.Client):
    kept = {"If-None-Match": citizen.get("/regler").headers["etag"]}
    assert citizen.get("/regler", headers=kept).status_code == 304
    show(boss)
    assert citizen.get("/regler", headers=kept).status_code == 200


def test_a_new_conversation_begins_with_it(boss: Console, citizen: httpx.Client):
    show(boss, level="info")
    first, greeting = open_conversation(citizen).greeting
    assert (first["author"], first["text"]) == ("system", f"Besked: {TEXT}")
    assert greeting["text"].startswith("Hej!")


def test_it_waits_for_its_time_and_the_administrator_is_told(boss: Console, citizen: httpx.Client):
    answer = show(boss, since="2027-01-01T08:00", until="2027-01-01T12:00")
    assert "Borgerne ser den fra 1. januar 2027 kl. 08.00." in seen_text(boss.get(answer.headers["location"]))
    assert told(citizen) is None


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": ""}, "Skriv en besked"),
        ({"level": "højt"}, "Vælg, hvor vigtig"),
        ({"until": "2020-01-01T08:00"}, "efter nu"),
        ({"since": "i morgen"}, "Vælg en dag og et klokkeslæt"),
        ({"since": "0001-01-01T00:00"}, "Vælg en dag og et klokkeslæt"),
        ({"until": "9999-12-31T23:59"}, "Vælg en dag og et klokkeslæt"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(boss: Console, citizen: httpx.Client, fields, wrong: str):
    answer = show(boss, **fields)
    assert answer.status_code == 422
    assert wrong in seen_text(answer)
    assert TEXT in answer.text or "text" in fields
    assert told(citizen) is None


def test_an_open_page_hears_of_it_within_seconds_and_of_its_end(boss: Console, citizen: httpx.Client):
    talk, heard = open_conversation(citizen), []
    with socketio.SimpleClient() as line:
        auth = {"conversation": talk.id, "token": talk.token, "last": 0}
        line.connect(str(boss.client.base_url), namespace="/chat", auth=auth)
        show(boss)
        heard.append(_next(line, lambda notice: notice is not None))
        boss.post(f"{NOTICE}/fjern")
        heard.append(_next(line, lambda notice: notice is None))
    assert heard[0]["text"] == TEXT
    assert heard[1] is None


def _next(line: socketio.SimpleClient, wanted) -> dict[str, str] | None:
    """The first notice of the wanted kind."""
    give_up = time.monotonic() + 15
    while time.monotonic() < give_up:
        name, *data = line.receive(timeout=15)
        if name == "notice" and wanted(data[0]["notice"]):
            return data[0]["notice"]
    raise AssertionError("no such notice came")


def test_every_level_has_its_word():
    assert set(load_texts("operations")["notice_labels"]) == {"info", "warning", "alarm"}
