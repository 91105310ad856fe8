"""The action server: Rasa calls it, nobody else may. Loopback or a private network only."""

import json
import logging
import secrets
import time
import zlib
from typing import Any

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions._topics import topics
from actions._wiring import planner as booking_planner
from actions._wiring import rule_book, settings
from casework import logs
from casework.booking import events as booking_events
from casework.errors import DatabaseAwayError
from casework.reminders import planner

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 4_000_000
"""A tracker of a few hundred turns is far below this."""
REPEATED = "X-Retpligt-Repeated"
"""Rasa asks again: the server it asked before may have run the call and died of it; see bot/patches/kept_alive.py."""


def create_app() -> FastAPI:
    """The app with every action of this package registered. Raises SettingsError without the internal token."""
    expected = f"Bearer {settings().internal_token}"
    executor = ActionExecutor()
    executor.register_package("actions")
    # The rule book and the topics are read now, so that a mistake stops the start and the first citizen need not wait.
    rule_book()
    topics()
    booking_planner()
    # What is booked here must move the reminders as what is booked on the page does.
    booking_events.register(planner.bookings_changed)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/health")
    async def health() -> dict[str, Any]:
        return {"status": "ok", "actions": len(executor.actions)}

    @app.post("/webhook")
    async def webhook(request: Request) -> JSONResponse:
        given = request.headers.get("authorization", "")
        if not secrets.compare_digest(given.encode(), expected.encode()):
            return _problem(401, "The internal token is missing or wrong.")
        try:
            call = await run_in_threadpool(_read, await request.body(), request.headers.get("content-encoding", ""))
        except ValueError as error:
            return _problem(400, f"The body is no action call: {error}")
        if request.headers.get(REPEATED):
            _mark_repeated(call)
        return await _execute(executor, call)

    return app


def _read(body: bytes, encoding: str) -> dict[str, Any]:
    """The action call; Rasa may send it deflated. Raises ValueError when it is too large or no JSON object."""
    if encoding == "deflate":
        try:
            body = zlib.decompressobj().decompress(body, MAX_BODY_BYTES + 1)
        except zlib.error as error:
            raise ValueError("not deflated") from error
    if len(body) > MAX_BODY_BYTES:
        raise ValueError("too large")
    call = json.loads(body)
    if not isinstance(call, dict):
        raise ValueError("not an object")
    call.setdefault("domain", {})
    return call


async def _execute(executor: ActionExecutor, call: dict[str, Any]) -> JSONResponse:
    metadata = _metadata(call)
    with logs.following(str(metadata.get("request_id") or "")):
        began = time.perf_counter()
        answer = await _run(executor, call)
        ids = {name: str(metadata.get(name) or "") for name in ("conversation_id", "message_id")}
        took = round((time.perf_counter() - began) * 1000)
        logger.info("action answered with %d", answer.status_code, extra={**ids, "ms": took})
        return answer


def _metadata(call: dict[str, Any]) -> dict[str, Any]:
    """What the gateway told beside the message; empty when the call has another form."""
    found: Any = call
    for name in ("tracker", "latest_message", "metadata"):
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _mark_repeated(call: dict[str, Any]) -> None:
    """Let the actions see that Rasa has put this call to another server, as they see it of the gateway's tries."""
    metadata = _metadata(call)
    if metadata:
        metadata["repeated"] = True


async def _run(executor: ActionExecutor, call: dict[str, Any]) -> JSONResponse:
    try:
        result = await executor.run(call)
    except ActionExecutionRejection as rejection:
        return JSONResponse({"error": str(rejection), "action_name": rejection.action_name}, status_code=400)
    except ActionNotFoundException as error:
        return JSONResponse({"error": str(error), "action_name": error.action_name}, status_code=404)
    except DatabaseAwayError:
        return _problem(503, "The database does not answer; ask again later.")
    return JSONResponse(result.model_dump() if result else {"events": [], "responses": []})


def _problem(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status_code=status)
