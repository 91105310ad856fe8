"""The action server over HTTP: who may call it, and how it answers what Rasa may send."""

import asyncio
import json
import zlib

import httpx
import pytest
from action_factories import PLAIN_ACTIONS, entity, make_call

from actions.server import MAX_BODY_BYTES, REPEATED, create_app
from casework.db import use_database
from casework.db.session import current_database

TOKEN = {"Authorization": "Bearer a-token-for-tests-only"}


@pytest.fixture
async def client(executor):
    transport = httpx.ASGITransport(create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://actions") as client:
        yield client


async def test_health_is_open_and_counts_the_actions(client):
    expected = set(PLAIN_ACTIONS.values()) | {"action_answer_topic"}
    assert (await client.get("/health")).json() == {"status": "ok", "actions": len(expected)}


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN["Authorization"][7:]}]
)
async def test_a_call_without_the_right_token_is_refused(client, headers):
    assert (
        await client.post("/webhook", json=make_call("action_answer_topic", "contact_info"), headers=headers)
    ).status_code == 401


async def test_a_call_with_the_token_is_answered_in_one_message(client, talk):
    call = make_call(
        "action_answer_topic", "contact_info", metadata={"conversation_id": talk.id, "today": "2026-11-20"}
    )
    answer = await client.post("/webhook", json=call, headers=TOKEN)
    assert answer.status_code == 200
    [message] = answer.json()["responses"]
    assert message["custom"]["answer"]["topic"] == "contact_info"
    assert message["custom"]["answer"]["confidence"] == 0.93


@pytest.mark.parametrize(("again", "short"), [({}, True), ({REPEATED: "1"}, False)])
async def test_a_call_that_rasa_puts_to_another_server_is_answered_in_full(client, talk, again, short):
    metadata = {"conversation_id": talk.id, "today": "2026-11-20", "repeated": False}
    await asyncio.to_thread(talk.says, "inform", entity("ydelse", "dagpenge"))
    call = make_call("action_answer_topic", "joblog_how_often", metadata=metadata)
    told = [(await client.post("/webhook", json=call, headers=TOKEN | more)).json() for more in ({}, again)]
    assert ("samme svar" in told[1]["responses"][0]["text"]) == short
    if not short:
        assert told[1]["responses"] == told[0]["responses"]


async def test_a_repeated_call_without_anything_from_the_gateway_is_read_as_any_other(client):
    call = make_call("action_answer_topic", "contact_info", metadata={})
    assert (await client.post("/webhook", json=call, headers=TOKEN | {REPEATED: "1"})).status_code == 200


async def test_a_deflated_call_is_read(client, talk):
    body = zlib.compress(json.dumps(make_call("action_answer_topic", "contact_info")).encode())
    answer = await client.post("/webhook", content=body, headers=TOKEN | {"Content-Encoding": "deflate"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"not json", ""),
        (b"[]", ""),
        (b"not deflated", "deflate"),
        (zlib.compress(b" " * (MAX_BODY_BYTES + 1)), "deflate"),
    ],
)
async def test_a_body_that_is_no_call_is_refused_and_not_a_crash(client, body, encoding):
    headers = TOKEN | ({"Content-Encoding": encoding} if encoding else {})
    assert (await client.post("/webhook", content=body, headers=headers)).status_code == 400


async def test_an_action_that_does_not_exist_is_not_found(client):
    assert (await client.post("/webhook", json=make_call("action_findes_ikke", "x"), headers=TOKEN)).status_code == 404


async def test_a_call_without_a_conversation_is_answered_with_an_apology(client):
    answer = await client.post("/webhook", json=make_call("action_my_duties", "my_duties"), headers=TOKEN)
    assert "Undskyld" in answer.json()["responses"][0]["text"]


async def test_a_database_that_is_away_is_an_error_that_brings_the_question_back_later(client, talk, tmp_path):
    call = make_call("action_my_duties", "my_duties", metadata={"conversation_id": talk.id, "today": "2026-11-20"})
    working = current_database().url
    use_database(f"sqlite:///{tmp_path}")  # a folder: the file cannot be opened
    try:
        answer = await client.post("/webhook", json=call, headers=TOKEN)
    finally:
        use_database(working)
    assert answer.status_code == 503
