"""Servers of their own for tests that kill them: Redis and PostgreSQL on own ports, with own data.

`kill` ends a server as a crash does (SIGKILL); `start` brings it back on the same port with the same data.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeVar

import pytest

from tests.support.ports import free_ports

STARTED_WITHIN_SECONDS = 30.0
#: PostgreSQL refuses to run as root; Debian's package brings this account.
POSTGRES_ACCOUNT = "postgres"


class Service(Protocol):
    """Something that can be killed and brought back."""

    def start(self) -> None: ...

    def kill(self) -> None: ...


Served = TypeVar("Served", bound=Service)


class RedisServer:
    """A Redis without files."""

    def __init__(self, folder: Path) -> None:
        self._program = program("redis-server")
        self._folder = folder
        self.port = free_ports(1)[0]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process."""
        return _running(self._process)

    def start(self) -> None:
        """Start and wait until it answers."""
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        self._process = subprocess.Popen(
            [self._program, "--port", str(self.port), *options], stdout=subprocess.DEVNULL, start_new_session=True
        )
        wait_for_port(self.port, "redis-server")

    def kill(self) -> None:
        """End it at once; what it held is gone, as it is after a crash."""
        _kill(self._process)

    def pause(self) -> None:
        """Let it keep its connections and answer nothing."""
        os.killpg(_running(self._process), signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        os.killpg(_running(self._process), signal.SIGCONT)


class PostgresServer:
    """A PostgreSQL with a database of its own that survives kills."""

    def __init__(self, folder: Path) -> None:
        self._bin = _postgres_folder()
        self._own = open_folder("postgres")
        self._data = Path(self._own.name) / "data"
        self._log = folder / "postgres.log"
        self.port = free_ports(1)[0]
        self.url = f"postgresql+psycopg://retpligt@127.0.0.1:{self.port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None
        self._prepare()

    def _prepare(self) -> None:
        if os.geteuid() == 0:
            account = pwd.getpwnam(POSTGRES_ACCOUNT)
            os.chown(self._own.name, account.pw_uid, account.pw_gid)
        command = [str(self._bin / "initdb"), "-D", str(self._data), "-U", "retpligt", "-A", "trust", "-N"]
        subprocess.run(_as_account(command), check=True, capture_output=True, cwd="/")

    @property
    def pid(self) -> int:
        """The process above all its workers."""
        return _running(self._process)

    def start(self) -> None:
        """Start and wait until it answers."""
        ready = [str(self._bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        end = time.monotonic() + STARTED_WITHIN_SECONDS
        self._launch()
        while subprocess.run(ready, check=False).returncode != 0:
            assert time.monotonic() < end, f"PostgreSQL did not start:\n{self._log.read_text(errors='replace')[-2000:]}"
            time.sleep(0.1)
            # It gives up at once while workers of the killed one still hold their shared memory.
            if self._process is not None and self._process.poll() is not None:
                self._launch()

    def _launch(self) -> None:
        options = ["-c", f"port={self.port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                _as_account([str(self._bin / "postgres"), "-D", str(self._data), *options]),
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd="/",
            )

    def kill(self) -> None:
        """End it and all its workers at once, in the middle of whatever they do."""
        _kill(self._process)


def open_folder(name: str) -> TemporaryDirectory[str]:
    """A folder that servers with an account of their own may enter; it goes with the object.

    pytest's own folders are closed to them, and every pytest that starts closes them again.
    """
    folder = TemporaryDirectory(prefix=f"retpligt-{name}-", ignore_cleanup_errors=True)
    Path(folder.name).chmod(0o755)
    return folder


@contextmanager
def running(service: Served) -> Iterator[Served]:
    """A started service, ended afterwards."""
    service.start()
    try:
        yield service
    finally:
        service.kill()


def program(name: str) -> str:
    """Where a program is. A machine without it skips the test; in CI that is a failure."""
    found = shutil.which(name)
    if found is None:
        missing = f"{name} is missing. Install it: apt install {name}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


def _postgres_folder() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else Path(program("initdb")).parent


def _as_account(command: Sequence[str]) -> list[str]:
    if os.geteuid() != 0:
        return list(command)
    # setpriv replaces itself by the command, so that the process we kill is the server.
    return ["setpriv", f"--reuid={POSTGRES_ACCOUNT}", f"--regid={POSTGRES_ACCOUNT}", "--clear-groups", *command]


def _running(process: subprocess.Popen[bytes] | None) -> int:
    assert process is not None, "the server was never started"
    return process.pid


def _kill(process: subprocess.Popen[bytes] | None) -> None:
    if process is None or process.poll() is not None:
        return
    # The workers of PostgreSQL leave the group; they end by themselves when their parent is gone.
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for_port(port: int, name: str) -> None:
    """Wait until somebody listens."""
    end = time.monotonic() + STARTED_WITHIN_SECONDS
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"{name} did not start")
