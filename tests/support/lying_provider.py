"""An OpenID provider whose every word a test chooses: what a real one never says can be said with it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

Claims = dict[str, Any]


class LyingProvider:
    """Serves discovery, keys and tokens. `claims`, `sign`, `document` and `key` may be changed between two calls."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "a", "use": "sig"})
        self.claims: Claims = {}
        self.document: Claims = {}
        self.tokens_status = 200
        self.sign: Callable[[Claims], str] = self.rightly
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def rightly(self, claims: Claims) -> str:
        """Signed with the key that the provider shows."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def by_another(self, claims: Claims) -> str:
        """Signed with a key that it does not show."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, RSAKey.generate_key(2048))

    def by_the_secret(self, claims: Claims) -> str:
        """Signed with what anybody who knows the client secret could sign with."""
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("s" * 40))

    def unsigned(self, claims: Claims) -> str:
        """Not signed at all."""
        head, body, _signature = self.rightly(claims).split(".")
        return f"eyJhbGciOiJub25lIn0.{body}." if head else ""

    def new_key(self) -> None:
        """Change the key, as providers do now and then."""
        self.key = RSAKey.generate_key(2048, {"kid": "b", "use": "sig"})

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, path: str) -> tuple[int, Claims]:
        self.asked.append(path)
        if path.endswith("openid-configuration"):
            endpoints = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "keys"}
            found = {name: f"{self.issuer}/{place}" for name, place in endpoints.items()}
            return 200, {"issuer": self.issuer, **found, **self.document}
        if path == "/keys":
            return 200, {"keys": [self.key.as_dict(private=False)]}
        if path == "/token":
            return self.tokens_status, {"access_token": "a", "token_type": "Bearer", "id_token": self.sign(self.claims)}
        return 404, {}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = provider._answer(self.path)
                raw = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.do_GET()

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        return Handler


@contextmanager
def lying_provider() -> Iterator[LyingProvider]:
    """One, until the test is over."""
    provider = LyingProvider()
    yield provider
    provider.close()
