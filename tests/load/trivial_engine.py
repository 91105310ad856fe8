"""An engine and action server in one that answers everything at once, to measure web alone.

`python -m tests.load.trivial_engine PORT`
"""

import sys

from aiohttp import web

REPLY = {
    "messages": [{"text": "Det er hørt.", "buttons": [], "custom": None}],
    "understood": {"intent": "greeting", "confidence": 1.0, "ranking": [], "entities": [], "person_names": []},
}


async def _answer(_request: web.Request) -> web.Response:
    return web.json_response(REPLY)


async def _health(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok", "language_model": "none", "actions": 0})


def main() -> None:
    """Serve until stopped."""
    app = web.Application()
    app.router.add_post("/webhooks/retpligt/webhook", _answer)
    app.router.add_get("/webhooks/retpligt/health", _health)
    app.router.add_get("/health", _health)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)


if __name__ == "__main__":
    main()
