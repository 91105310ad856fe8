"""What a citizen can do with the conversation over HTTP."""

import asyncio
import re

import httpx
import pytest

from casework.archive import feedback
from casework.privacy import access
from tests.support.pdf_text import pdf_text
from tests.support.staff import NOW, make_staff
from tests.web.conftest import Citizen, RunningWeb, open_conversation
from tests.web.fake_rasa import FakeRasa
from tests.web.test_socket import Page, until
from web.texts import load_texts

WORDS = load_texts("archive")["access"]


def url(citizen: Citizen, rest: str = "") -> str:
    return f"/api/v1/conversations/{citizen.id}{rest}"


def call(citizen: Citizen, method: str, rest: str = "", **more: object) -> httpx.Response:
    return citizen.client.request(method, url(citizen, rest), headers=citizen.auth, **more)


def test_the_transcript_comes_as_text_with_a_dated_name(citizen: Citizen):
    citizen.say("Hvornår skal mit cv være klar? ÆØÅ")
    response = call(citizen, "GET", "/transcript?format=txt")
    assert response.headers["content-disposition"] == 'attachment; filename="samtale-2026-11-20.txt"'
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    text = response.content.decode("utf-8-sig")
    assert "Jobcenter Eksempelkøbing" in text
    assert re.search(r"Dig kl\. \d\d\.\d\d\r\nHvornår skal mit cv være klar\? ÆØÅ\r\n\r\nChatrobotten", text)


def test_the_transcript_comes_as_pdf_unless_asked_otherwise(citizen: Citizen):
    citizen.say("Hvornår skal mit cv være klar? ÆØÅ")
    response = call(citizen, "GET", "/transcript")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"].endswith('.pdf"')
    assert "Hvornår skal mit cv være klar? ÆØÅ" in pdf_text(response.content)


@pytest.mark.parametrize("form", ["docx", ""])
def test_another_format_is_refused(citizen: Citizen, form: str):
    assert call(citizen, "GET", f"/transcript?format={form}").status_code == 422


def test_the_citizen_sees_who_read_without_names(citizen: Citizen):
    assert call(citizen, "GET", "/access").json() == {"readings": []}
    staff = make_staff("support", name="Karin Kvist", shown_name="Karin")
    access.record(citizen.id, staff, "quality", "Karin ville se den", NOW)
    answer = call(citizen, "GET", "/access")
    (reading,) = answer.json()["readings"]
    assert reading == {
        "at": "2026-11-20T13:00:00+01:00",
        "who": WORDS["roles"]["support"],
        "why": WORDS["purposes"]["quality"],
    }
    assert "Karin" not in answer.text


def test_every_role_and_purpose_has_its_words():
    assert set(WORDS["purposes"]) == set(access.PURPOSES)
    assert set(WORDS["roles"]) == {"caseworker", "support", "administrator"}


def test_a_rating_is_kept_with_its_comment_masked(citizen: Citizen):
    response = call(citizen, "POST", "/rating", json={"score": 6, "comment": "Tak! 010170-1234"})
    assert response.json() == {"score": 6, "comment": "Tak! [cpr-nummer skjult]"}


@pytest.mark.parametrize(
    "body",
    [
        {"score": 0},
        {"score": 7},
        {"score": "6"},
        {"score": 5.5},
        {"score": True},
        {},
        {"score": 3, "comment": "x" * (feedback.LONGEST_COMMENT + 1)},
        {"score": 3, "name": "x"},
    ],
)
def test_a_rating_outside_its_form_is_refused(citizen: Citizen, body: dict[str, object]):
    assert call(citizen, "POST", "/rating", json=body).status_code == 422


def test_a_thumb_comes_back_with_the_message(citizen: Citizen):
    assert call(citizen, "POST", "/messages/1/thumb", json={"up": False}).json() == {"seq": 1, "up": False}
    assert citizen.after()[0]["thumb"] == -1
    call(citizen, "POST", "/messages/1/thumb", json={"up": None})
    assert citizen.after()[0]["thumb"] is None


@pytest.mark.parametrize(("seq", "status"), [("1", 200), ("2", 404), ("0", 422), ("99999999999", 422)])
def test_only_answers_take_a_thumb(citizen: Citizen, seq: str, status: int):
    citizen.say("hej")
    assert call(citizen, "POST", f"/messages/{seq}/thumb", json={"up": True}).status_code == status


def test_a_deleted_conversation_is_gone_and_the_assistant_is_not_asked_again(citizen: Citizen, rasa: FakeRasa):
    citizen.say("hej")
    asked = len(rasa.asked)
    assert call(citizen, "DELETE").status_code == 204
    assert citizen.post(text="er der nogen?").status_code == 401
    assert len(rasa.asked) == asked
    for method, rest in (("GET", "/messages"), ("GET", "/transcript"), ("GET", "/access"), ("DELETE", "")):
        assert call(citizen, method, rest).status_code == 401


async def test_an_answer_on_its_way_when_the_conversation_is_deleted_does_no_harm(
    citizen: Citizen, rasa: FakeRasa, web: RunningWeb
):
    rasa.delay = 0.5
    page, states = Page(f"http://127.0.0.1:{web.settings.port}"), []
    page.client.on("state", states.append, namespace="/chat")
    await page.connect({"conversation": citizen.id, "token": citizen.token, "last": 0})
    assert (await page.call("send", {"client_id": "x", "text": "hej"}))["ok"]
    assert (await asyncio.to_thread(call, citizen, "DELETE")).status_code == 204
    await until(lambda: "deleted" in [state["state"] for state in states])
    assert (await page.call("sync", {"after": 0}))["status"] == 401
    assert (await page.call("send", {"client_id": "y", "text": "hej"}))["status"] == 401
    other = await asyncio.to_thread(open_conversation, citizen.client)
    assert (await asyncio.to_thread(other.say, "hej"))["messages"]
    assert [message["text"] for message in page.messages if message["author"] == "bot"] == []
    await page.client.eio.disconnect(abort=True)


@pytest.mark.parametrize(
    ("method", "rest", "body"),
    [
        ("GET", "/transcript", None),
        ("GET", "/access", None),
        ("POST", "/rating", {"score": 1}),
        ("POST", "/messages/1/thumb", {"up": True}),
        ("DELETE", "", None),
    ],
)
def test_nothing_is_done_without_the_token_of_this_conversation(
    client: httpx.Client, citizen: Citizen, method: str, rest: str, body: object
):
    stranger = open_conversation(client)
    for headers in ({}, stranger.auth):
        response = client.request(method, url(citizen, rest), headers=headers, json=body)
        assert response.status_code == 401
        assert response.json()["title"]
    assert len(citizen.after()) == 1
