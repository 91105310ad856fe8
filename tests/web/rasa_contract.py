"""What the gateway expects of whoever answers at Rasa's address; run against the small Rasa and the real one."""

from typing import Any

import httpx

WEBHOOK = "/webhooks/retpligt/webhook"


def body(message: str, sender: str = "contract.0") -> dict[str, Any]:
    """A message as the gateway sends it."""
    metadata = {
        "conversation_id": "contract",
        "message_id": 1,
        "today": "2026-11-20",
        "asked": None,
        "topic": None,
        "offered": None,
        "repeated": False,
    }
    return {"sender": sender, "message": message, "metadata": metadata}


def check(url: str, token: str) -> None:
    """Assert the contract with messages that need no action server."""
    auth = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=url, timeout=20, trust_env=False) as client:
        assert client.get("/webhooks/retpligt/health").json()["language_model"]
        assert client.post(WEBHOOK, json=body("hej")).status_code == 401
        assert client.post(WEBHOOK, json=body("hej"), headers={"Authorization": "Bearer x"}).status_code == 401
        assert client.post(WEBHOOK, json=body("/ukendt_svar"), headers=auth).status_code == 400
        answer = client.post(WEBHOOK, json=body("hej"), headers=auth)
        assert answer.status_code == 200
        _check_answer(answer.json())


def _check_answer(answer: dict[str, Any]) -> None:
    assert set(answer) == {"messages", "understood"}
    assert answer["messages"]
    for message in answer["messages"]:
        assert set(message) == {"text", "buttons", "custom"}
        assert isinstance(message["text"], str)
        assert all(set(button) == {"title", "payload"} for button in message["buttons"])
    assert set(answer["understood"]) == {"intent", "confidence", "ranking", "entities"}
    assert answer["understood"]["intent"] == "greeting"
    assert 0 <= answer["understood"]["confidence"] <= 1
