"""A small but complete Rasa project (our config, domain and rules; few examples), and the processes to run it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "et-hemmeligt-ord-til-test"
_KEEP_EXAMPLES = 8


def write_small_data(directory: Path) -> Path:
    """Write a few examples of every intent in data/nlu; returns the file."""
    from rasa.shared.nlu.training_data.loading import load_data  # noqa: PLC0415
    from rasa.shared.utils.io import write_yaml  # noqa: PLC0415

    texts: dict[str, list[str]] = {}
    for example in load_data(str(ROOT / "data/nlu")).intent_examples:
        texts.setdefault(example.get("intent"), []).append(example.get("text"))
    blocks = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in few[:_KEEP_EXAMPLES])}
        for intent, few in texts.items()
    ]
    path = directory / "small_nlu.yml"
    write_yaml({"version": "3.1", "nlu": blocks}, path)
    return path


def rasa(*arguments: object, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Rasa as the product does, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=check,
        timeout=180,
    )


def train(directory: Path) -> Path:
    """Train the small project; returns the model file."""
    data = [write_small_data(directory), ROOT / "data/rules", ROOT / "data/stories"]
    rasa(
        *("train", "--config", "config.yml", "--domain", "bot/domain"),
        *("--data", *data, "--out", directory, "--fixed-model-name", "small"),
    )
    return directory / "small.tar.gz"


class _Actions(BaseHTTPRequestHandler):
    """An action server that does what the message's metadata asks for."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        latest = call["tracker"]["latest_message"]
        asked = (latest.get("metadata") or {}).get("do")
        answer = {
            "text": f"Første del.\n\nAnden del af {call['next_action']}.",
            "buttons": [{"title": "Ja", "payload": "/affirm"}],
            "custom": {"answer": {"topic": latest["intent"]["name"]}},
        }
        body = {"events": [], "responses": [] if asked == "nothing" else [answer]}
        if asked == "malformed":
            body = {"events": [{"event": "nonsense"}], "responses": []}
        allowed = self.headers.get("Authorization") == f"Bearer {TOKEN}"
        self._send(500 if asked == "fail" else 200 if allowed else 401, body)

    def _send(self, status, body):
        payload = json.dumps(body).encode()
        head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n"
        self.wfile.write(head.encode() + payload)

    def log_message(self, *_):
        """Keep the test's output clean."""


@contextmanager
def action_server():
    """Run the action server; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Actions)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class RunningRasa:
    """A Rasa server to send messages to."""

    def __init__(self, port: int, log: Path, process: subprocess.Popen[bytes]) -> None:
        self.base = f"http://127.0.0.1:{port}/webhooks/retpligt"
        self.log = log
        self.process = process

    def call(self, path: str, body: object = None, token: str = TOKEN) -> tuple[int, dict]:
        """Call a route; returns status and JSON."""
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.base + path, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def say(self, text: str, sender: str = "a.1", **metadata: object) -> tuple[int, dict]:
        """Send one message."""
        return self.call("/webhook", {"sender": sender, "message": text, "metadata": metadata})

    def wait(self, seconds: float = 60) -> None:
        """Wait until a model is loaded."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if self.call("/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"Rasa did not start:\n{self.log.read_text()[-3000:]}")


@contextmanager
def running_rasa(model: Path, actions_url: str, log: Path):
    """Run the server with a model."""
    port = free_port()
    settings = {"RETPLIGT_INTERNAL_TOKEN": TOKEN, "RETPLIGT_ACTIONS_URL": actions_url}
    command = [sys.executable, "-m", "bot", "run", "-i", "127.0.0.1", "-p", str(port), "--model", str(model)]
    command += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=output, stderr=output)
        try:
            server = RunningRasa(port, log, process)
            server.wait()
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)
