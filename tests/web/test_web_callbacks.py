"""Being called up: the form's call, a number in the chat, and calling it off."""

from typing import Any

import httpx
import pytest

from casework.conversations import service as conversations
from casework.conversations.records import NewMessage
from casework.handoff.callbacks import waiting_callback
from tests.support.staff import make_staff
from tests.support.told import tell
from tests.web.conftest import Citizen, open_conversation


@pytest.fixture(scope="module", autouse=True)
def colleague(shared_client: httpx.Client) -> None:
    """Somebody who can call; away from the desk."""
    make_staff()


@pytest.fixture
def citizen(shared_client: httpx.Client) -> Citizen:
    return open_conversation(shared_client)


def wish(citizen: Citizen, **body: Any) -> httpx.Response:
    return citizen.client.post(f"/api/v1/conversations/{citizen.id}/callback", json=body, headers=citizen.auth)


def call_off(citizen: Citizen) -> httpx.Response:
    return citizen.client.delete(f"/api/v1/conversations/{citizen.id}/callback", headers=citizen.auth)


def offer(citizen: Citizen) -> None:
    """The assistant has offered a call."""
    form = NewMessage(text="Skriv dit nummer", answer={"handoff": {"offer": "closed", "form": "callback"}})
    tell(citizen.id, [form])


def standing(citizen: Citizen) -> dict[str, Any]:
    return dict(citizen.client.get(f"/api/v1/conversations/{citizen.id}", headers=citizen.auth).json())


def test_a_number_gets_a_promise_as_a_message_in_the_conversation(citizen: Citizen):
    response = wish(citizen, phone="+45 20 30 40 50", name="Ida", wish="Mit cv")
    assert response.status_code == 201
    body = response.json()
    assert body["callback"]["phone"] == "+4520304050"
    assert body["callback"]["promised_by"] is not None
    assert "der ender på 40 50" in body["messages"][0]["text"]
    assert "senest" in body["messages"][0]["text"]
    assert citizen.after()[-1] == body["messages"][0]
    assert standing(citizen)["callback"] == {"promised_by": body["callback"]["promised_by"]}


def test_a_deadline_that_has_passed_gets_no_promise_but_what_to_do(citizen: Citizen):
    conversations.save_turn(citizen.id, facts={"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-05"})
    body = wish(citizen, phone="20304050").json()
    assert body["callback"] == {"phone": "+4520304050", "promised_by": None, "why": "overdue"}
    assert "Vent derfor ikke på os" in body["messages"][0]["text"]
    assert "kvittering" in body["messages"][0]["text"]


@pytest.mark.parametrize("phone", ["", "2030405", "112", "+4712345678", "ring til mig"])
def test_a_wrong_number_is_refused_with_what_to_write(citizen: Citizen, phone: str):
    response = wish(citizen, phone=phone)
    assert response.status_code == 422
    assert "8 cifre" in response.json()["detail"]
    assert waiting_callback(citizen.id) is None


@pytest.mark.parametrize("body", [{}, {"phone": "20304050", "wish": "x" * 1001}, {"phone": "20304050", "cpr": "1"}])
def test_a_wrong_form_is_refused(citizen: Citizen, body: dict[str, str]):
    assert wish(citizen, **body).status_code == 422


def test_only_the_citizen_may_ask_and_call_off(citizen: Citizen):
    stranger = Citizen(citizen.client, citizen.id, "forkert", [])
    assert wish(stranger, phone="20304050").status_code == 401
    wish(citizen, phone="20304050")
    assert call_off(stranger).status_code == 401
    assert waiting_callback(citizen.id) is not None


def test_who_advises_citizens_is_not_called(shared_client: httpx.Client):
    body = shared_client.post("/api/v1/conversations", json={"mode": "caseworker"}).json()
    adviser = Citizen(shared_client, body["id"], body["token"], body["messages"])
    refused = wish(adviser, phone="20304050")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:retpligt:problem:nobody_now")
    assert waiting_callback(adviser.id) is None
    assert adviser.after() == body["messages"]


def test_calling_it_off_ends_it_once(citizen: Citizen):
    wish(citizen, phone="20304050")
    response = call_off(citizen)
    assert response.status_code == 200
    assert response.json()["messages"][0]["buttons"][0]["payload"] == "/handoff_human"
    assert standing(citizen)["callback"] is None
    assert call_off(citizen).status_code == 409


def test_a_number_typed_after_the_offer_is_kept_and_hidden(citizen: Citizen):
    offer(citizen)
    body = citizen.say("ring på 20 30 40 50")
    assert body["message"]["text"] == "ring på [telefonnummer skjult]"
    assert "Vi ringer senest" in body["messages"][0]["text"]
    assert all("20 30 40 50" not in message["text"] for message in citizen.after())


def test_a_wrong_number_typed_is_told_and_the_next_one_is_taken(citizen: Citizen):
    offer(citizen)
    assert "8 cifre" in citizen.say("2030405")["messages"][0]["text"]
    assert waiting_callback(citizen.id) is None
    citizen.say("undskyld, 20304050")
    assert waiting_callback(citizen.id) is not None


def test_without_an_offer_a_number_is_a_message_like_others(citizen: Citizen):
    assert citizen.say("20 30 40 50")["message"]["text"] == "20 30 40 50"
    assert waiting_callback(citizen.id) is None
