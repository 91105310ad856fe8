"""A channel that is switched off: it takes in nothing more, what was agreed stays, and the citizen hears what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from casework.municipality import switches
from casework.reminders.channels import make_channels, not_off, offered, set_up
from tests.support.console import Console, seen_text
from tests.support.mail_server import MailServer
from tests.support.staff import make_staff
from tests.web.conftest import (
    Citizen,
    RunningWeb,
    make_settings,
    open_conversation,
    running_client,
    running_rasa,
    running_web,
)

SWITCHES = "/sagsbehandler/indstillinger/til-fra"


@pytest.fixture(scope="module")
def mails() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, mails: MailServer) -> Iterator[RunningWeb]:
    with running_rasa() as rasa:
        chosen = make_settings(tmp_path_factory.mktemp("web"), rasa)
        with running_web(replace(chosen, reminders=mails.settings)) as running:
            make_staff()
            yield running


@pytest.fixture(scope="module")
def boss(web: RunningWeb) -> Console:
    return Console(f"http://127.0.0.1:{web.settings.port}", "administrator")


@pytest.fixture
def off(boss: Console) -> Iterator[object]:
    turned: list[str] = []

    def turn(name: str) -> None:
        assert boss.post(SWITCHES, switch=name, on="off").status_code == 303
        turned.append(name)

    yield turn
    for name in turned:
        boss.post(SWITCHES, switch=name, on="on")


def test_no_call_is_taken_down_while_calls_are_off(off, citizen: Citizen):
    place = f"/api/v1/conversations/{citizen.id}/callback"
    off("callback")
    answer = citizen.client.post(place, json={"phone": "20304050"}, headers=citizen.auth)
    assert (answer.status_code, answer.json()["title"]) == (409, "Vi ringer ikke op lige nu")
    assert "Ring til os" in answer.json()["detail"]


def test_a_call_that_is_promised_can_still_be_called_off(off, citizen: Citizen):
    place = f"/api/v1/conversations/{citizen.id}/callback"
    assert citizen.client.post(place, json={"phone": "20304050"}, headers=citizen.auth).status_code == 201
    off("callback")
    assert citizen.client.delete(place, headers=citizen.auth).status_code == 200


def test_no_new_time_is_held_while_booking_is_off_and_the_talks_are_still_shown(off, citizen: Citizen):
    place = f"/api/v1/conversations/{citizen.id}/booking"
    body = {"offer": 1, "slot": 1, "form": "telefon", "client_id": "a"}
    assert citizen.client.post(f"{place}/holds", json=body, headers=citizen.auth).status_code == 404
    off("booking")
    answer = citizen.client.post(f"{place}/holds", json=body, headers=citizen.auth)
    assert (answer.status_code, answer.json()["title"]) == (503, "Du kan ikke booke her lige nu")
    assert citizen.client.get(f"{place}/offers", headers=citizen.auth).status_code == 200


def test_a_booking_is_not_moved_with_its_code_either_while_booking_is_off(off, citizen: Citizen):
    body = {"number": "RP-0000-XX", "code": "x", "slot": 1, "form": "telefon", "client_id": "a"}
    assert citizen.client.post("/api/v1/booking/holds", json=body).status_code == 404
    off("booking")
    assert citizen.client.post("/api/v1/booking/holds", json=body).json()["type"] == "urn:retpligt:problem:booking_off"


def test_the_page_for_booking_says_at_once_that_it_is_off_and_what_to_do_instead(off, citizen: Citizen):
    before = seen_text(citizen.client.get("/booking"))
    assert "Her kan du finde en tid" in before
    assert "Du kan ikke booke her lige nu" not in before
    off("booking")
    answer = citizen.client.get("/booking")
    page = answer.text
    top = page[page.index("<main") : page.index('id="booking-view"')]
    for words in ("Du kan ikke booke her lige nu", 'href="tel:70102030"', "Vi har åbent", "Har du en frist", "afbud"):
        assert words in top
    assert "Her kan du finde en tid" not in seen_text(answer)


def test_mail_is_neither_offered_nor_used_while_it_is_off(off, web: RunningWeb):
    channels = make_channels(web.settings, web.app.state.gateway.clock)
    assert "email" in offered(web.settings)
    off("email")
    assert "email" not in offered(web.settings)
    assert "email" in set_up(web.settings)
    assert set(channels) - set(not_off(channels)) == {"email"}


def test_the_page_says_what_is_not_set_up_and_the_history_who_turned_what(off, boss: Console):
    page = boss.get(SWITCHES).text
    sms = page[page.index("Påmindelser med sms") :]
    assert "Den er ikke sat op" in sms
    assert "Den er ikke sat op" not in page[: page.index("Påmindelser med sms")]
    off("sms")
    told = seen_text(boss.get("/sagsbehandler/indstillinger/aendringer"))
    assert "Påmindelser med sms Slukket Gælder nu" in told


def test_a_test_message_reaches_the_administrator(boss: Console, mails: MailServer):
    answer = boss.post(f"{SWITCHES}/proev", channel="email", to="aisha@nordby.example")
    assert answer.headers["location"].endswith("test_sent")
    assert [one.to for one in mails.arrived] == ["aisha@nordby.example"]


@pytest.mark.parametrize(("channel", "to"), [("email", "aisha"), ("sms", "20304050"), ("chat", "x"), ("", "a@b.dk")])
def test_a_test_that_cannot_be_sent_is_told(boss: Console, channel: str, to: str):
    answer = boss.post(f"{SWITCHES}/proev", channel=channel, to=to)
    assert answer.status_code == 422
    assert "Prøven kunne ikke sendes" in seen_text(answer)


def test_a_switch_that_is_none_is_refused(boss: Console):
    assert boss.post(SWITCHES, switch="kaffe", on="off").status_code == 422
    assert switches.is_on("kaffe")


@pytest.fixture
def citizen(web: RunningWeb) -> Iterator[Citizen]:
    with running_client(web) as client:
        yield open_conversation(client)
