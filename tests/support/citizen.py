"""A citizen who talks to the running product over HTTP, as a page without a socket does."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx

Message = dict[str, Any]
# The promise is an answer within 10 seconds; the rest is for a busy test machine to carry it over the wire.
PATIENCE_SECONDS = 12.0


class Citizen:
    """One conversation. Every method that talks raises httpx.HTTPStatusError when the server refuses."""

    def __init__(self, url: str, mode: str = "citizen") -> None:
        self._http = httpx.Client(base_url=f"{url}/api/v1", timeout=PATIENCE_SECONDS)
        opened = self._http.post("/conversations", json={"mode": mode}).raise_for_status().json()
        self.id: str = opened["id"]
        self._http.headers["Authorization"] = f"Bearer {opened['token']}"
        self.greeting: list[Message] = opened["messages"]
        self.last: list[Message] = self.greeting
        self.seconds = 0.0

    def say(self, text: str, client_id: str | None = None) -> list[Message]:
        """Send a text; what the assistant answers."""
        return self._send({"text": text}, client_id)

    def press(self, title: str) -> list[Message]:
        """Press the button with this title under the last answer."""
        buttons = {button["title"]: button["payload"] for message in self.last for button in message["buttons"]}
        assert title in buttons, f"no button {title!r}, only {sorted(buttons)}"
        return self._send({"payload": buttons[title]}, None)

    def post(self, body: Any) -> httpx.Response:
        """Send any body, also one that breaks the contract."""
        return self._http.post(f"/conversations/{self.id}/messages", json=body)

    def history(self) -> list[Message]:
        """All messages of the conversation, as stored."""
        got = self._http.get(f"/conversations/{self.id}/messages", params={"after": 0}).raise_for_status().json()
        return list(got["messages"])

    def wait_for(self, found: Callable[[list[Message]], bool], within: float) -> list[Message]:
        """The history as soon as `found` is true of it. Fails after `within` seconds."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            messages = self.history()
            if found(messages):
                return messages
            time.sleep(0.2)
        raise AssertionError(f"not seen within {within} s; the last message is {self.history()[-1]['text']!r}")

    def _send(self, body: dict[str, Any], client_id: str | None) -> list[Message]:
        began = time.monotonic()
        response = self.post({"client_id": client_id or uuid.uuid4().hex, **body})
        self.seconds = time.monotonic() - began
        self.last = response.raise_for_status().json()["messages"]
        return self.last


def text_of(messages: list[Message]) -> str:
    """Everything said in these messages."""
    return "\n\n".join(message["text"] for message in messages)


def rules_of(messages: list[Message]) -> dict[str, dict[str, Any]]:
    """The rules that these messages answer from, by id."""
    return {rule["id"]: rule for message in messages for rule in (message["answer"] or {}).get("rules", [])}


def topic_of(messages: list[Message]) -> str | None:
    """What the citizen's message was understood as."""
    return next((message["answer"]["topic"] for message in messages if message["answer"]), None)
