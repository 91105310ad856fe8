"""A small Rasa and action server on a real port, following the contract of bot/channel.py.

It can be slow, answer 500 or nothing, and be stopped and started again. `asked` keeps the bodies it got.
"""

import asyncio
import json
import threading
import time
from typing import Any

import uvicorn

TOKEN = "an-internal-token-for-tests"


class FakeRasa:
    """Answers "svar: <message>"; one holding "emne" with an answer object of its own, one holding "tabel" a table."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._behave()

    def _behave(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.delay = 0.0
        self.status = 200
        self.empty = False
        self.bad_words: set[str] = set()
        self.slow_words: dict[str, float] = {}
        self.actions_up = True

    def begin_again(self) -> None:
        """Be as a new one: running, quick, friendly and asked nothing."""
        self._behave()
        if self._server is None:
            self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        config = uvicorn.Config(self, host="127.0.0.1", port=self.port, log_level="critical", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        give_up = time.monotonic() + 5
        while not self._server.started:
            assert time.monotonic() < give_up, "the fake Rasa did not start"
            time.sleep(0.01)

    def stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.force_exit = self._server.should_exit = True
            self._thread.join(5)
            self._server = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"]
        if path == "/webhooks/retpligt/health":
            await _reply(send, 200, {"status": "ok", "language_model": "blank da + lookups"})
        elif path == "/health":
            await _reply(send, 200 if self.actions_up else 503, {"status": "ok"})
        elif path == "/webhooks/retpligt/webhook" and scope["method"] == "POST":
            await self._webhook(scope, receive, send)
        else:
            await _reply(send, 404, {})

    async def _webhook(self, scope: Any, receive: Any, send: Any) -> None:
        if dict(scope["headers"]).get(b"authorization") != f"Bearer {TOKEN}".encode():
            await _reply(send, 401, {"error": "token"})
            return
        body = await _body(receive)
        self.asked.append(body)
        message = body["message"]
        await asyncio.sleep(self.slow_words.get(message, self.delay))
        if message == "/ukendt_svar":
            await _reply(send, 400, {"error": "bad_request"})
        elif self.status != 200 or any(word in message for word in self.bad_words):
            await _reply(send, 502 if self.status == 200 else self.status, {"error": "actions"})
        else:
            await _reply(send, 200, {"messages": [] if self.empty else [_answer(message)], "understood": UNDERSTOOD})


UNDERSTOOD = {
    "intent": "greeting",
    "confidence": 0.91,
    "ranking": [{"name": "greeting", "confidence": 0.91}],
    "entities": [],
}


TABLE = {
    "caption": "Praktik",
    "columns": ["Gruppe", "Regel siger", "Frist/værdi", "Undtagelser", "Kilde"],
    "rows": [["Jobparat", "Praktik må højst vare 4 uger.", "–", "–", "LAB § 60"]],
}


def _answer(message: str) -> dict[str, Any]:
    custom = {"answer": {"topic": "cv_deadline", "topics": ["cv_deadline"], "rules": [{"id": "cv.registrering"}]}}
    if "tabel" in message:
        custom = {
            "answer": {"topic": "practice_duration", "topics": ["practice_duration"], "rules": [], "table": TABLE}
        }
    return {
        "text": f"svar: {message}",
        "buttons": [{"title": "Dagpenge", "payload": '/inform{"ydelse": "dagpenge"}'}],
        "custom": custom if "emne" in message or "tabel" in message else None,
    }


async def _body(receive: Any) -> Any:
    parts, more = [], True
    while more:
        event = await receive()
        parts.append(event.get("body", b""))
        more = event.get("more_body", False)
    return json.loads(b"".join(parts))


async def _reply(send: Any, status: int, body: Any) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
