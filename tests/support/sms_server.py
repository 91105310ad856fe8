"""A real HTTP server that answers as the SMS gateways do; the answers are those of their documentation."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: Recorded: path -> mode -> (status, body). "{...}" is filled in from the request.
GATEWAYAPI = {
    "ok": (202, {"msg_id": "01JNN696A9E0WS89FPYGT15NBX", "recipient": 4520304050, "reference": "{reference}"}),
    "no_credit": (402, {"code": "0x0216", "incident_uuid": "0", "message": "Insufficient credit"}),
    "wrong_key": (401, {"code": "0x0213", "message": "Unauthorized"}),
    "bad_number": (422, {"code": "0x0308", "message": "Invalid MSISDN"}),
    "too_fast": (429, {"message": "Too many requests"}),
    "broken": (500, {"message": "Internal server error"}),
    "away": (503, {"message": "Service unavailable"}),
    "odd": (202, {}),
}
CPSMS = {
    "ok": (200, {"success": [{"to": "4520304050", "cost": 1, "smsAmount": 1}]}),
    "no_credit": (402, {"error": {"code": 402, "message": "You don't have enough SMS points."}}),
    "wrong_key": (401, {"error": {"code": 401, "message": "Unauthorized"}}),
    "bad_number": (200, {"error": [{"code": 409, "message": "Phone number invalid", "to": "4520304050"}]}),
    "too_fast": (429, {"error": {"code": 429, "message": "Too many requests"}}),
    "broken": (500, {"error": {"code": 500, "message": "Internal error"}}),
    "away": (503, {"error": {"code": 503, "message": "Service unavailable"}}),
    "odd": (200, {}),
}


class SmsServer:
    """`with SmsServer(GATEWAYAPI) as server:`; `server.taken` are the messages that were taken."""

    def __init__(self, contract: dict[str, tuple[int, dict[str, Any]]]) -> None:
        self.contract = contract
        self.mode = "ok"
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.taken: list[dict[str, Any]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append((self.path, dict(self.headers), body))
                if server.mode in {"ok", "cut", "hang"}:
                    server.taken.append(body)
                if server.mode == "hang":
                    time.sleep(3)
                if server.mode in {"cut", "hang"}:
                    self.close_connection = True
                    return
                self._answer(*server.contract[server.mode])

            def do_GET(self) -> None:
                server.requests.append((self.path, dict(self.headers), {}))
                if server.mode == "too_fast":
                    self._answer(429, {})
                    return
                log = [{"to": one["to"], "userReference": one["reference"], "dlrStatus": 1} for one in server.taken]
                self._answer(200, log)

            def _answer(self, status: int, body: Any) -> None:
                content = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "SmsServer":
        self._thread.start()
        return self

    def __exit__(self, *_args: object) -> None:
        self._server.shutdown()
        self._server.server_close()
