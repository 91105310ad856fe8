"""Bad input of every kind: a clear Danish problem document, nothing stored, never a 500."""

import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse

from tests.web.conftest import Citizen, open_conversation
from web.middleware import BodyLimitMiddleware


@pytest.fixture
def client(shared_client: httpx.Client) -> httpx.Client:
    return shared_client


def assert_problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["type"].startswith("urn:retpligt:problem:")
    assert problem["title"]
    assert problem["detail"]
    return dict(problem)


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u200b\u00ad", "\x00\x07", "\ud800"])
def test_a_blank_message_is_refused_and_not_stored(citizen: Citizen, text: str):
    body = json.dumps({"client_id": "a", "text": text})
    response = citizen.client.post(
        f"/api/v1/conversations/{citizen.id}/messages",
        content=body,
        headers=citizen.auth | {"Content-Type": "application/json"},
    )
    assert assert_problem(response, 422)["title"] == "Beskeden er tom"
    assert len(citizen.after()) == 1


def test_a_text_of_20000_characters_is_stored_and_one_more_is_refused(citizen: Citizen):
    assert citizen.post(text="a" * 20_000).status_code == 200
    assert assert_problem(citizen.post(text="a" * 20_001), 413)["title"] == "Beskeden er for lang"
    assert len(citizen.after()) == 3


def test_a_huge_body_is_refused_unread(client: httpx.Client, citizen: Citizen):
    url = f"/api/v1/conversations/{citizen.id}/messages"
    assert_problem(client.post(url, content=b"x" * 300_000, headers=citizen.auth), 413)

    def trickle():
        for _ in range(300):
            yield b"x" * 1_000

    assert_problem(client.post(url, content=trickle(), headers=citizen.auth), 413)


@pytest.mark.parametrize(
    ("announced", "status"),
    [
        ("262144", 200),
        ("0" * 14 + "262144", 200),
        ("262145", 413),
        ("9" * 20, 413),
        ("0" * 21, 413),
        ("9" * 5_000, 413),
    ],
)
async def test_a_body_is_taken_by_the_length_it_announces_however_many_digits_that_has(announced: str, status: int):
    async def take(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("taget")(scope, receive, send)

    # Past the server, which may stop such a length itself and says so in other words.
    transport = httpx.ASGITransport(BodyLimitMiddleware(take))
    async with httpx.AsyncClient(transport=transport, base_url="http://web") as client:
        answer = await client.post("/", content=b"x", headers={"Content-Length": announced})
    assert answer.status_code == status
    if status != 200:
        assert_problem(answer, status)


@pytest.mark.parametrize(
    "text", ["😀🙈", "👨‍👩‍👧‍👦", "How do I register?", "31/2", "29/2", "1976", "<b>hej</b>", "'; DROP TABLE x; --"]
)
def test_odd_texts_are_stored_as_they_are_and_answered(citizen: Citizen, text: str):
    body = citizen.say(text)
    assert body["message"]["text"] == text
    assert body["messages"]


def test_control_characters_and_hidden_marks_are_taken_out(citizen: Citizen):
    assert citizen.say("he\x00j\u202e du\r\nder")["message"]["text"] == "hej du\nder"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"client_id": "a"},
        {"text": "hej"},
        {"client_id": "", "text": "hej"},
        {"client_id": "a" * 65, "text": "hej"},
        {"client_id": "a b", "text": "hej"},
        {"client_id": "a", "text": "hej", "payload": "/cv_deadline"},
        {"client_id": "a", "text": "hej", "extra": 1},
        {"client_id": "a", "payload": "cv_deadline"},
        {"client_id": "a", "payload": "/CV"},
        {"client_id": "a", "payload": "/inform{not json}"},
        {"client_id": "a", "payload": "/" + "a" * 3_000},
        {"client_id": "a", "payload": '/inform{"x": "010170-1234"}'},
    ],
)
def test_a_body_of_the_wrong_form_is_refused(citizen: Citizen, body: dict[str, Any]):
    url = f"/api/v1/conversations/{citizen.id}/messages"
    response = citizen.client.post(url, json=body, headers=citizen.auth)
    problem = assert_problem(response, 422)
    assert "1234" not in json.dumps(problem)
    assert len(citizen.after()) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"client_id": "a", "text": NaN}'])
def test_a_body_that_is_not_json_is_refused(citizen: Citizen, content: bytes):
    url = f"/api/v1/conversations/{citizen.id}/messages"
    headers = citizen.auth | {"Content-Type": "application/json"}
    assert_problem(citizen.client.post(url, content=content, headers=headers), 422)


def test_without_the_token_nothing_is_readable(client: httpx.Client, citizen: Citizen):
    url = f"/api/v1/conversations/{citizen.id}/messages"
    stranger = open_conversation(client)
    for headers in ({}, {"Authorization": "Bearer"}, {"Authorization": "Bearer forkert"}, stranger.auth):
        assert_problem(client.get(url, headers=headers), 401)
        assert_problem(client.post(url, json={"client_id": "a", "text": "hej"}, headers=headers), 401)


def test_an_unknown_conversation_answers_like_a_foreign_one(client: httpx.Client, citizen: Citizen):
    foreign = open_conversation(client)
    known = client.get(f"/api/v1/conversations/{foreign.id}/messages", headers=citizen.auth)
    unknown = client.get(f"/api/v1/conversations/{'0' * 32}/messages", headers=citizen.auth)
    assert_problem(known, 401)
    assert known.json() == unknown.json()


def test_unknown_addresses_and_wrong_methods_are_problems_too(client: httpx.Client):
    assert_problem(client.get("/findes-ikke"), 404)
    assert_problem(client.get("/api/v1/findes-ikke"), 404)
    assert_problem(client.get("/static/findes-ikke.js"), 404)
    assert_problem(client.put("/api/v1/conversations"), 405)


@pytest.mark.parametrize("after", ["-1", "x", "99999999999", "1.5", ""])
def test_a_strange_after_is_refused(citizen: Citizen, after: str):
    url = f"/api/v1/conversations/{citizen.id}/messages?after={after}"
    assert_problem(citizen.client.get(url, headers=citizen.auth), 422)


def test_every_answer_carries_the_security_headers(client: httpx.Client):
    for path in ("/", "/healthz", "/findes-ikke", "/static/favicon.svg"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    assert client.get("/").headers["cache-control"] == "no-store"
    assert client.post("/api/v1/conversations").headers["cache-control"] == "no-store"


def test_the_page_names_the_authority_and_keeps_the_secret(client: httpx.Client):
    page = client.get("/").text
    assert "Jobcenter Eksempelkøbing" in page
    assert "an-internal-token-for-tests" not in page


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
FACTS = st.dictionaries(
    st.sampled_from(["ydelse", "visitation", "tilmeldt_dato", "ledighed_uger", "i_job", "foedselsdato"]) | st.text(),
    st.sampled_from(["dagpenge", "ingen", "2026-11-02", "9999-12-31", "0001-01-01", True, 10**30]) | ANY_JSON,
    max_size=4,
)
AS_OF = st.sampled_from([None, "0001-01-01", "9999-12-31", "2026-11-20", "2026-02-30", 0]) | ANY_JSON
RELAXED = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def post_json(client: httpx.Client, path: str, body: Any, headers: dict[str, str] | None = None) -> httpx.Response:
    """Also what httpx would refuse to send: infinities and halves of characters."""
    headers = {"Content-Type": "application/json"} | (headers or {})
    return client.post(path, content=json.dumps(body), headers=headers)


def quoted(text: str) -> str:
    """Any text as one part of an address, half characters as question marks."""
    return quote(text.encode("utf-8", "replace"), safe="")


@RELAXED
@given(body=ANY_JSON | st.fixed_dictionaries({"client_id": st.text(max_size=5), "text": st.text()}))
def test_no_message_body_makes_the_server_fail(citizen: Citizen, body: Any):
    response = post_json(citizen.client, f"/api/v1/conversations/{citizen.id}/messages", body, citizen.auth)
    assert response.status_code in {200, 422}


@RELAXED
@given(facts=FACTS | ANY_JSON, as_of=AS_OF, track=st.sampled_from(["gaeldende"]) | ANY_JSON, rules=ANY_JSON)
def test_no_facts_make_the_rules_fail(client: httpx.Client, facts: Any, as_of: Any, track: Any, rules: Any):
    body = {"facts": facts, "as_of": as_of, "track": track, "rules": rules}
    assert post_json(client, "/api/v1/rules/evaluate", body).status_code in {200, 422}


@RELAXED
@given(
    path=st.text(max_size=20),
    rule=st.sampled_from(["cv.registrering"]) | st.text(max_size=20),
    group=st.sampled_from(["dagpenge"]) | st.text(max_size=20),
    as_of=st.sampled_from(["2026-11-20", "0001-01-01", "9999-12-31", "0"]) | st.text(max_size=12),
)
def test_no_address_makes_the_server_fail(client: httpx.Client, path: str, rule: str, group: str, as_of: str):
    assert client.get(f"/{quoted(path)}").status_code < 500
    query = f"group={quoted(group)}&as_of={quoted(as_of)}"
    assert client.get(f"/api/v1/rules/{quoted(rule)}?{query}").status_code < 500


@RELAXED
@given(conversation=st.text(max_size=40), token=st.text(st.characters(codec="latin-1", exclude_categories=["Cc"])))
def test_no_token_and_no_id_make_the_server_fail(client: httpx.Client, conversation: str, token: str):
    url = f"/api/v1/conversations/{quoted(conversation)}/messages"
    header = f"Bearer {token}".strip().encode("latin-1")
    response = client.get(url, headers=[(b"authorization", header)])
    assert response.status_code in {401, 404, 307}
