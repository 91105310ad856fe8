"""The real three processes for tests: own ports, own database, started and stopped by the supervisor.

A stack that already runs can be used instead: RETPLIGT_TEST_URL=http://127.0.0.1:8000 (its process numbers are then
looked for in RETPLIGT_RUN_DIR, its database in RETPLIGT_DATABASE_URL, each with the product's own default).
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support.ports import free_ports

ROOT = Path(__file__).resolve().parents[2]
# A Friday: "i mandags" is then the 16th. Frozen, so that the tests ask for the same dates every day.
TODAY = "2026-11-20"
READY_WITHIN_SECONDS = 120.0
STOP_WITHIN_SECONDS = 20.0


class StackError(Exception):
    """The three processes could not be started or reached. The message tells where to look."""


@dataclass(frozen=True)
class Stack:
    """A running product and the handles that an outage test needs."""

    url: str
    run_dir: Path
    database: Path

    def pid(self, name: str) -> int:
        """Process number of "web", "rasa" or "actions" as the supervisor last wrote it."""
        return int((self.run_dir / f"{name}.pid").read_text(encoding="utf-8"))

    def pause(self, name: str) -> None:
        """Make a process hang: it keeps its port and answers nothing."""
        os.killpg(self.pid(name), signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Let a hanging process go on."""
        os.killpg(self.pid(name), signal.SIGCONT)

    def kill(self, name: str) -> int:
        """End a process at once, as a crash would. Returns its number, so that the new one can be told from it."""
        pid = self.pid(name)
        os.killpg(pid, signal.SIGKILL)
        return pid

    def is_ready(self) -> bool:
        """Whether web says that all parts can answer a citizen."""
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def wait_ready(self, within: float = READY_WITHIN_SECONDS) -> None:
        """Wait until everything answers. Raises StackError when that takes longer than `within` seconds."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            if self.is_ready():
                return
            time.sleep(0.1)
        raise StackError(f"{self.url} was not ready within {within:.0f} s. Logs: {self.run_dir}")

    def stored_bytes(self) -> bytes:
        """Everything in the database files, the write-ahead log included."""
        files = sorted(self.database.parent.glob(f"{self.database.name}*"))
        return b"".join(file.read_bytes() for file in files)


@contextmanager
def running_stack(folder: Path, sites: Sequence[str] = (), **settings: str) -> Iterator[Stack]:
    """A started stack with its data under `folder`; `settings` are names without prefix, e.g. TODAY="2026-11-20".

    `sites` = origins of other sites that may have our chat on their pages.
    """
    ports = free_ports(3)
    own = [f"http://{name}:{ports[0]}" for name in ("127.0.0.1", "localhost")]
    database = folder / "retpligt.db"
    env = dict(os.environ) | {
        "RETPLIGT_HOST": "127.0.0.1",
        "RETPLIGT_PORT": str(ports[0]),
        "RETPLIGT_RASA_URL": f"http://127.0.0.1:{ports[1]}",
        "RETPLIGT_ACTIONS_URL": f"http://127.0.0.1:{ports[2]}",
        "RETPLIGT_DATABASE_URL": f"sqlite:///{database}",
        "RETPLIGT_TODAY": TODAY,
        "RETPLIGT_LOG_FORMAT": "json",
        "RETPLIGT_INTERNAL_TOKEN": secrets.token_urlsafe(32),
        "RETPLIGT_RUN_DIR": str(folder / "run"),
        "RETPLIGT_LOG_DIR": str(folder / "log"),
        "RETPLIGT_ALLOWED_ORIGINS": ",".join([*own, *sites]),
        **{f"RETPLIGT_{name}": value for name, value in settings.items()},
    }
    log = folder / "supervisor.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "tools/run.py"], cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        stack = Stack(f"http://127.0.0.1:{ports[0]}", folder / "run", database)
        _wait_started(stack, process, log)
        yield stack
    finally:
        _stop(process)


@contextmanager
def any_stack(folder: Path, sites: Sequence[str] = ()) -> Iterator[Stack]:
    """The stack of RETPLIGT_TEST_URL when that is set, otherwise a fresh one that those `sites` may use too."""
    url = os.environ.get("RETPLIGT_TEST_URL")
    if not url:
        with running_stack(folder, sites) as stack:
            yield stack
        return
    database = os.environ.get("RETPLIGT_DATABASE_URL", f"sqlite:///{ROOT}/var/retpligt.db").removeprefix("sqlite:///")
    run_dir = Path(os.environ.get("RETPLIGT_RUN_DIR", ROOT / "var" / "run"))
    stack = Stack(url.rstrip("/"), run_dir, Path(database))
    stack.wait_ready(within=10)
    yield stack


def _wait_started(stack: Stack, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise StackError(f"tools/run.py ended at once:\n{log.read_text(encoding='utf-8', errors='replace')}")
        if stack.is_ready():
            return
        time.sleep(0.2)
    raise StackError(f"Not ready in time. Logs are in {log.parent}:\n{log.read_text(encoding='utf-8')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
