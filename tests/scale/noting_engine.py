"""An engine that works a moment for each message and notes from when to when: `-m tests.scale.noting_engine PORT`.

Its notes are lines of JSON in engine<PORT>.turns in the folder RETPLIGT_TEST_NOTES. The clock is the machine's, so the
notes of several engines can be compared.
"""

import asyncio
import json
import os
import random
import sys
import time
from pathlib import Path

from aiohttp import web

SHORTEST, LONGEST = 0.02, 0.12


def reply(text: str) -> dict[str, object]:
    """An answer in the channel's form."""
    understood = {"intent": "greeting", "confidence": 1.0, "ranking": [], "entities": [], "person_names": []}
    return {"messages": [{"text": f"svar: {text}", "buttons": [], "custom": None}], "understood": understood}


def make_app(notes: Path) -> web.Application:
    """The application that writes to `notes`."""

    async def answer(request: web.Request) -> web.Response:
        body, began = await request.json(), time.monotonic()
        metadata = body["metadata"]
        await asyncio.sleep(random.uniform(SHORTEST, LONGEST))
        note = {"conversation": metadata["conversation_id"], "message": metadata["message_id"], "began": began}
        with notes.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**note, "ended": time.monotonic()}) + "\n")
        return web.json_response(reply(body["message"]))

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "language_model": "none", "actions": 0})

    app = web.Application()
    app.router.add_post("/webhooks/retpligt/webhook", answer)
    app.router.add_get("/webhooks/retpligt/health", health)
    app.router.add_get("/health", health)
    return app


def main() -> None:
    """Serve until stopped."""
    port = int(sys.argv[1])
    notes = Path(os.environ["RETPLIGT_TEST_NOTES"]) / f"engine{port}.turns"
    web.run_app(make_app(notes), host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main()
