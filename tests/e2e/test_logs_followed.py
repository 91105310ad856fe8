"""One question is followed by its id through web, Rasa and the actions; no log holds a word of it."""

from __future__ import annotations

import json
import re
import secrets

import httpx
import pytest

from tests.support.stack import Stack

pytestmark = pytest.mark.stack
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def lines(stack: Stack, name: str) -> list[str]:
    return (stack.run_dir.parent / f"log/{name}.log").read_text(encoding="utf-8").splitlines()


def ask(stack: Stack, request: str, text: str) -> tuple[str, httpx.Response]:
    """One question in a conversation of its own: its number, and the answer."""
    with httpx.Client(base_url=stack.url, timeout=30, trust_env=False) as client:
        opened = client.post("/api/v1/conversations").json()
        headers = {"Authorization": f"Bearer {opened['token']}", "X-Request-ID": request}
        address = f"/api/v1/conversations/{opened['id']}/messages"
        answer = client.post(address, json={"client_id": "x", "text": text}, headers=headers)
    assert answer.status_code == 200
    return opened["id"], answer


def test_one_question_is_followed_through_all_three(stack: Stack):
    request, word = secrets.token_hex(16), "flagermus" + secrets.token_hex(4)
    conversation, answer = ask(stack, request, f"hvornår skal mit cv være klar? jeg hedder {word}")
    assert answer.headers["x-request-id"] == request
    told = {name: [line for line in lines(stack, name) if request in line] for name in ("web", "rasa", "actions")}
    assert all(told.values()), {name: len(found) for name, found in told.items()}
    assert all(json.loads(line)["conversation"] == conversation for line in told["web"] + told["actions"])
    for name in told:
        assert not any(word in line for line in lines(stack, name)), name


@pytest.mark.parametrize("name", ["web", "actions"])
def test_every_line_is_an_object_with_a_time_in_utc(stack: Stack, name: str):
    ask(stack, secrets.token_hex(16), "hvornår skal mit cv være klar?")
    found = [json.loads(line) for line in lines(stack, name)]
    assert found
    for one in found:
        assert TIME.fullmatch(one["time"])
        assert one["process"] == name
        assert {"level", "logger", "event"} <= set(one)
