"""The proxy, as nginx really runs it: a page's line stays at one web, other calls go to both, a dead web is skipped."""

import http.client
import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import proxy
import pytest
import uvicorn

from tests.support.ports import free_ports
from tests.support.proxy_server import ProxyServer
from tests.support.services import program, running
from tests.support.stack import ROOT


class Echo(BaseHTTPRequestHandler):
    """Says which server it is and what it was told."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        told = {"port": self.server.server_port, "headers": {k.lower(): v for k, v in self.headers.items()}}
        self.rfile.read(int(self.headers.get("content-length", 0)))
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the library finds it by this name

    def log_message(self, *_: object) -> None:
        """Be quiet."""


class Cuts(Echo):
    """Takes a whole call in and dies before it answers."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.cut = getattr(self.server, "cut", 0) + 1
        self.close_connection = True

    do_POST = do_GET  # noqa: N815 - the library finds it by this name


@contextmanager
def serving(handler: type[Echo]) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def a_proxy(*ports: int) -> ProxyServer:
    return ProxyServer(free_ports(1)[0], list(ports))


@contextmanager
def proxied(*ports: int) -> Iterator[int]:
    with running(a_proxy(*ports)) as door:
        yield door.port


def call(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body=b"{}" if method == "POST" else None, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, json.loads(body) if answer.status == 200 else {}


def test_all_calls_of_a_line_reach_the_same_web_and_lines_are_spread():
    with serving(Echo) as first, serving(Echo) as second, proxied(*_ports(first, second)) as door:
        reached = {line: {_of(door, line) for _ in range(3)} for line in map(str, range(40))}
    assert all(len(ports) == 1 for ports in reached.values())
    spread = Counter(ports.pop() for ports in reached.values())
    assert min(spread.values()) >= 8, spread
    assert len(spread) == 2


def _of(door: int, line: str) -> int:
    return call(door, f"/socket.io/?EIO=4&transport=polling&line={line}")[1]["port"]


def _ports(*servers: ThreadingHTTPServer) -> list[int]:
    return [server.server_port for server in servers]


def test_lines_without_a_mark_do_not_all_end_at_one_web():
    with serving(Echo) as first, serving(Echo) as second, proxied(*_ports(first, second)) as door:
        assert len({call(door, "/socket.io/?EIO=4")[1]["port"] for _ in range(40)}) == 2


def test_other_calls_take_turns_and_a_dead_web_is_skipped():
    with serving(Echo) as first, proxied(first.server_port, free_ports(1)[0]) as door:
        assert {call(door, "/chat", method)[0] for method in ("GET", "POST") for _ in range(6)} == {200}
        assert {call(door, f"/socket.io/?line={line}")[0] for line in range(20)} == {200}


@pytest.mark.parametrize(
    ("path", "statuses"), [("/api/v1/conversations/abc/messages", {200}), ("/sagsbehandler/tag", {200, 502})]
)
def test_only_a_message_is_sent_again_when_a_web_dies_with_it(path, statuses):
    with serving(Echo) as good, serving(Cuts) as bad, proxied(*_ports(good, bad)) as door:
        seen = {call(door, path, "POST")[0] for _ in range(12)}
        assert bad.cut >= 1
        assert seen == statuses


def test_what_a_citizen_claims_to_be_is_not_passed_on():
    with serving(Echo) as first, proxied(first.server_port) as door:
        told = call(door, "/", **{"X-Forwarded-For": "6.6.6.6", "Host": "kommune.example"})[1]["headers"]
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["host"] == "kommune.example"


def test_a_line_may_change_to_websocket_and_other_calls_may_not():
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}
    with serving(Echo) as first, proxied(first.server_port) as door:
        line = call(door, "/socket.io/?line=1", **upgrade)[1]["headers"]
        other = call(door, "/chat", **upgrade)[1]["headers"]
    assert (line["upgrade"], line["connection"]) == ("websocket", "upgrade")
    assert other.get("connection") is None


def test_the_figures_are_not_for_the_public():
    with serving(Echo) as first, proxied(first.server_port) as door:
        assert call(door, "/metrics")[0] == 404


def test_nothing_is_written_about_those_who_call():
    with serving(Echo) as first, running(a_proxy(first.server_port, free_ports(1)[0])) as door:
        for line in range(10):
            call(door.port, f"/chat?hemmelig={line}")
        assert "hemmelig" not in door.log.read_text(encoding="utf-8")


def test_the_configuration_names_every_web_for_both_kinds_of_calls(tmp_path):
    assert program("nginx")
    text = proxy.configuration("127.0.0.1:1", [7001, 7002], tmp_path)
    assert text.count("127.0.0.1:7001") == text.count("127.0.0.1:7002") == 2


@pytest.mark.parametrize("file", ["deploy/nginx/nginx.conf", "deploy/kubernetes/nginx.conf", None])
def test_a_kept_connection_is_let_go_before_web_closes_it(tmp_path, file):
    text = (ROOT / file).read_text(encoding="utf-8") if file else proxy.configuration("127.0.0.1:1", [7001], tmp_path)
    kept = int(re.search(r"keepalive 32;(?:\n\s*#.*)*\n\s*keepalive_timeout (\d+)s;", text).group(1))
    assert kept < uvicorn.Config("web").timeout_keep_alive
