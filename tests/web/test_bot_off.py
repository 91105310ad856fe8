"""The assistant is switched off: nobody is met with silence, nothing is lost, and it answers again when it is on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from casework.settings import Settings
from tests.support.console import Console
from tests.support.desk_staff import open_on
from tests.support.staff import make_staff
from tests.web.conftest import Citizen, RunningWeb, make_settings, open_conversation
from tests.web.fake_rasa import FakeRasa

SWITCHES = "/sagsbehandler/indstillinger/til-fra"
PERSON = "/handoff_human"


@pytest.fixture
def settings(tmp_path: Path, rasa: FakeRasa) -> Settings:
    return open_on(make_settings(tmp_path, rasa), tmp_path)


@pytest.fixture
def boss(web: RunningWeb) -> Console:
    """An administrator who has just switched the assistant off."""
    console = Console(f"http://127.0.0.1:{web.settings.port}", "administrator")
    turn(console, "off")
    return console


def turn(boss: Console, on: str) -> None:
    assert boss.post(SWITCHES, switch="bot", on=on).status_code == 303


def test_a_message_is_stored_and_answered_without_asking_rasa(boss: Console, citizen: Citizen, rasa: FakeRasa):
    answer = citizen.say("Hvornår skal mit cv være klar?")
    (told,) = answer["messages"]
    assert told["text"].startswith("Chatrobotten er slukket lige nu")
    assert "70 10 20 30" in told["text"]
    assert [button["payload"] for button in told["buttons"]] == [PERSON]
    assert "Hvornår skal mit cv være klar?" in [message["text"] for message in citizen.after()]
    assert rasa.asked == []


def test_a_new_conversation_says_so_first(boss: Console, citizen: Citizen):
    (told,) = open_conversation(citizen.client).greeting
    assert told["text"].startswith("Chatrobotten er slukket lige nu")
    assert PERSON in [button["payload"] for button in told["buttons"]]


def test_switched_on_again_it_answers(boss: Console, citizen: Citizen, rasa: FakeRasa):
    turn(boss, "on")
    assert not citizen.say("hej")["messages"][0]["text"].startswith("Chatrobotten")
    assert len(rasa.asked) == 1


@pytest.mark.parametrize("wish", [{"payload": PERSON}, {"text": "jeg vil tale med et menneske"}])
def test_a_person_is_still_to_be_had(boss: Console, citizen: Citizen, wish: dict[str, str]):
    make_staff(here=True, now=datetime.now(UTC))
    assert citizen.post(**wish).json()["state"] == "waiting"
    assert citizen.wait_for("Du står nu i kø til en sagsbehandler")


def test_where_no_person_is_there_a_call_is_offered(boss: Console, citizen: Citizen):
    make_staff("caseworker")
    (told,) = citizen.post(payload=PERSON).json()["messages"]
    assert "Vi kan ringe til dig" in told["text"]
    assert told["answer"]["handoff"]["form"] == "callback"


def test_a_button_of_a_topic_is_no_wish_for_a_person(boss: Console, citizen: Citizen):
    (told,) = citizen.post(payload="/cv_deadline").json()["messages"]
    assert told["text"].startswith("Chatrobotten er slukket")
