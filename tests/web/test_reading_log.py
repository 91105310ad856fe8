"""No text of a conversation reaches staff without a line in the log of who has read it, whatever way is taken."""

from dataclasses import replace
from pathlib import Path

import pytest

from casework.privacy import access
from casework.settings import Settings
from tests.support.console import Console
from tests.web.conftest import Citizen, RunningWeb, make_settings
from tests.web.fake_rasa import FakeRasa

SECRET = "min hemmelige ferie"


@pytest.fixture
def settings(tmp_path: Path, rasa: FakeRasa) -> Settings:
    """Open day and night, so that the tests do not depend on when they run."""
    hours = tmp_path / "hours.yml"
    days = "\n".join(f'  {day}: "0-24"' for day in ("monday", "tuesday", "wednesday", "thursday", "friday"))
    hours.write_text(f"calendar: offentlig\ndays:\n{days}\n", encoding="utf-8")
    return replace(make_settings(tmp_path, rasa), opening_hours=hours)


def enter(web: RunningWeb, role: str = "caseworker") -> Console:
    console = Console(f"http://127.0.0.1:{web.settings.port}", role)
    if role == "caseworker":
        console.post("/sagsbehandler/tilstede", presence="here")
    return console


def ask(citizen: Citizen) -> None:
    citizen.say(SECRET)
    answer = citizen.client.post(f"/api/v1/conversations/{citizen.id}/handoff", json={}, headers=citizen.auth)
    assert answer.status_code == 200, answer.text


def path(citizen: Citizen, part: str = "") -> str:
    return f"/sagsbehandler/samtale/{citizen.id}{part}"


def readings(citizen: Citizen) -> list[tuple[int, str]]:
    return [(one.staff_id, one.purpose) for one in access.readings(citizen.id)]


def test_whoever_takes_a_talk_and_fetches_its_messages_past_the_page_is_logged(web: RunningWeb, citizen: Citizen):
    mette = enter(web)
    ask(citizen)
    assert mette.post(path(citizen, "/tag")).status_code == 303
    assert readings(citizen) == []
    news = [mette.get(path(citizen, "/beskeder"), after="0") for _ in range(2)]
    assert all(SECRET in one.text for one in news)
    assert readings(citizen) == [(mette.member.id, "chat")]


def test_a_wrong_form_shows_the_owner_the_page_with_a_line_in_the_log(web: RunningWeb, citizen: Citizen):
    mette = enter(web)
    ask(citizen)
    mette.post(path(citizen, "/tag"))
    assert SECRET in mette.post(path(citizen, "/note"), note="").text
    assert readings(citizen) == [(mette.member.id, "chat")]


def test_a_list_that_was_taken_out_opens_no_conversation(web: RunningWeb, citizen: Citizen):
    citizen.say(SECRET)
    rikke = enter(web, "support")
    listed = rikke.post("/sagsbehandler/soeg/hent", grund="tal til kvartalet")
    assert citizen.id in listed.text
    page, news = rikke.get(path(citizen)), rikke.get(path(citizen, "/beskeder"), after="0")
    assert SECRET not in page.text
    assert 'name="purpose"' in page.text
    assert news.status_code == 403
    assert readings(citizen) == [(rikke.member.id, "export")]


@pytest.mark.parametrize("part", ["", "/noter", "/beskeder", "/faerdige-svar"])
def test_nobody_reads_a_colleagues_talk_without_saying_why(web: RunningWeb, citizen: Citizen, part: str):
    mette, jens = enter(web), enter(web)
    ask(citizen)
    mette.post(path(citizen, "/tag"))
    mette.post(path(citizen, "/note"), note=SECRET)
    assert SECRET not in jens.get(path(citizen, part)).text


@pytest.mark.parametrize("part", ["/svar", "/note", "/videre", "/tilbage", "/luk", "/overtag"])
def test_a_wrong_form_shows_a_stranger_nothing(web: RunningWeb, citizen: Citizen, part: str):
    mette, jens = enter(web), enter(web)
    ask(citizen)
    mette.post(path(citizen, "/tag"))
    answer = jens.post(path(citizen, part), client_id="x", text="", note="", to="staff-1", reason="")
    assert SECRET not in answer.text
    assert readings(citizen) == []
