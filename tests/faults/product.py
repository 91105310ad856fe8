"""The product as single processes that a test kills and starts again: webs, rasa, actions, Redis, PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.faults.caseworkers import PASSWORD
from tests.support.ports import free_ports
from tests.support.proxy_server import ProxyServer
from tests.support.services import PostgresServer, RedisServer
from tests.support.stack import ROOT, TODAY

sys.path.insert(0, str(ROOT / "tools"))
from rasa_commands import rasa_environment, run_command
from terminal import clean_environment

READY_WITHIN_SECONDS = 180.0
OUTAGE_SECONDS = 2.0
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Setup:
    """What an installation consists of."""

    name: str
    webs: int
    shared: bool
    """PostgreSQL and Redis; otherwise SQLite and nothing."""
    engines: int = 1
    """So many rasa, and as many action servers."""
    workers: int = 0
    """So many send reminders; 0 = web does it itself."""
    proxy: bool = False
    """nginx before the webs."""


SMALL = Setup("SQLite, én web", webs=1, shared=False)
SCALED = Setup("alt to gange bag nginx", webs=2, shared=True, engines=2, workers=2, proxy=True)
LARGE = Setup("PostgreSQL og Redis, to web", webs=2, shared=True)


class Program:
    """One process of ours."""

    def __init__(self, command: Sequence[object], env: Mapping[str, str], log: Path) -> None:
        self._command = [str(part) for part in command]
        self._env = dict(env)
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start in a group of its own; what it says goes to its log."""
        with self._log.open("ab") as out:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._env, stdout=out, stderr=out, start_new_session=True
            )

    def kill(self) -> None:
        """kill -9, children and all."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class Product:
    """All parts by name: web1, (web2,) rasa, actions, (redis, postgres); of several: rasa1, rasa2 ..."""

    def __init__(
        self, setup: Setup, folder: Path, *, public_port: int = 1, caseworkers: int = 0, engine: str | None = None
    ) -> None:
        """`public_port` = where pages reach it; `engine` = a module that takes the place of rasa and actions."""
        self.setup = setup
        self.caseworkers = caseworkers
        self.folder = folder
        ports = free_ports(setup.webs + 2 * setup.engines)
        self.web_ports = ports[: setup.webs]
        self.rasa_ports = ports[setup.webs : setup.webs + setup.engines]
        self.actions_ports = ports[setup.webs + setup.engines :]
        self.parts: dict[str, Program | RedisServer | PostgresServer | ProxyServer] = {}
        self.database_url = f"sqlite:///{folder}/retpligt.db"
        self._env = {
            "RETPLIGT_HOST": "127.0.0.1",
            "RETPLIGT_RASA_URL": _addresses(self.rasa_ports),
            "RETPLIGT_ACTIONS_URL": _addresses(self.actions_ports),
            "RETPLIGT_WORKER": "separate" if setup.workers else "web",
            "RETPLIGT_TODAY": TODAY,
            "RETPLIGT_INTERNAL_TOKEN": secrets.token_urlsafe(32),
            "RETPLIGT_ALLOWED_ORIGINS": f"http://127.0.0.1:{public_port}",
            "RETPLIGT_OPENING_HOURS": str(_always_open(folder)),
            "RETPLIGT_REDIS_URL": "",
        }
        self._add_services()
        self._env["RETPLIGT_DATABASE_URL"] = self.database_url
        if engine is None:
            self._add_engines()
        else:
            self._env["RETPLIGT_ACTIONS_URL"] = self._env["RETPLIGT_RASA_URL"]
            for name, port in self._numbered("engine", self.rasa_ports):
                self._add(name, [sys.executable, "-m", engine, port], {"RETPLIGT_TEST_NOTES": str(folder)})
        for number, port in enumerate(self.web_ports, start=1):
            self._add(f"web{number}", [sys.executable, "-m", "web"], {"RETPLIGT_PORT": str(port)})
        for number in range(1, setup.workers + 1):
            self._add(f"worker{number}", [sys.executable, "-m", "casework.cli", "worker"], {})
        #: Where pages go: the proxy, or the webs themselves.
        self.doors = [self._add_proxy()] if setup.proxy else self.web_ports

    def _add_proxy(self) -> int:
        proxy = ProxyServer(free_ports(1)[0], self.web_ports)
        self.parts["nginx"] = proxy
        return proxy.port

    @staticmethod
    def _numbered(name: str, ports: Sequence[int]) -> list[tuple[str, int]]:
        if len(ports) == 1:
            return [(name, ports[0])]
        return [(f"{name}{number}", port) for number, port in enumerate(ports, start=1)]

    def _add_services(self) -> None:
        if not self.setup.shared:
            return
        for name in ("postgres", "redis"):
            (self.folder / name).mkdir()
        postgres, redis = PostgresServer(self.folder / "postgres"), RedisServer(self.folder / "redis")
        self.parts |= {"postgres": postgres, "redis": redis}
        self.database_url = postgres.url
        self._env["RETPLIGT_REDIS_URL"] = redis.url

    def _add_engines(self) -> None:
        env = rasa_environment(self._env)
        for name, port in self._numbered("rasa", self.rasa_ports):
            self.parts[name] = Program(run_command(port), env, self.folder / f"{name}.log")
        for name, port in self._numbered("actions", self.actions_ports):
            self._add(name, [sys.executable, "-m", "actions"], {"RETPLIGT_ACTIONS_URL": _addresses([port])})

    def _add(self, name: str, command: Sequence[object], more: Mapping[str, str]) -> None:
        self.parts[name] = Program(command, clean_environment(self._env | more), self.folder / f"{name}.log")

    def start(self) -> None:
        """Start everything and wait until each web says it can answer."""
        for name in ("postgres", "redis"):
            if name in self.parts:
                self.parts[name].start()
        command = [sys.executable, "-m", "casework.db", "upgrade"]
        subprocess.run(command, cwd=ROOT, env=clean_environment(self._env), check=True, capture_output=True)
        self._make_accounts()
        for part in self.parts.values():
            if isinstance(part, Program | ProxyServer):
                part.start()
        end = time.monotonic() + READY_WITHIN_SECONDS
        while not self.is_ready():
            assert time.monotonic() < end, f"not ready; see {self.folder}"
            time.sleep(0.2)

    def _make_accounts(self) -> None:
        for number in range(self.caseworkers):
            command = [sys.executable, "-m", "casework.cli", "staff", "add", f"sagsbehandler{number}"]
            options = ["--name", f"Sagsbehandler {number}", "--role", "sagsbehandler", "--password-stdin"]
            env = clean_environment(self._env)
            subprocess.run(
                [*command, *options], cwd=ROOT, env=env, check=True, capture_output=True, input=PASSWORD.encode()
            )

    def is_ready(self) -> bool:
        """Whether every web says that a citizen can be answered, and every copy of rasa and actions is back."""
        asked = [(port, "/readyz") for port in self.web_ports]
        if self.setup.engines > 1:
            asked += [(port, "/webhooks/retpligt/health") for port in self.rasa_ports]
            asked += [(port, "/health") for port in self.actions_ports] if "actions1" in self.parts else []
        try:
            return all(_get(port, path).status_code == httpx.codes.OK for port, path in asked)
        except httpx.HTTPError:
            return False

    async def outage(self, *names: str, seconds: float = OUTAGE_SECONDS) -> None:
        """Kill parts, wait, start them again, wait until all is well."""
        for name in names:
            await asyncio.to_thread(self.parts[name].kill)
        await asyncio.sleep(seconds)
        for name in names:
            await asyncio.to_thread(self.parts[name].start)
        end = time.monotonic() + READY_WITHIN_SECONDS
        while not await asyncio.to_thread(self.is_ready):
            assert time.monotonic() < end, f"{names} did not come back; see {self.folder}"
            await asyncio.sleep(0.2)

    def stop(self) -> None:
        """End everything, last started first."""
        for part in reversed(self.parts.values()):
            part.kill()


@contextmanager
def running_product(setup: Setup, folder: Path, *, public_port: int, caseworkers: int = 0) -> Iterator[Product]:
    """A started product with so many accounts, ended afterwards."""
    product = Product(setup, folder, public_port=public_port, caseworkers=caseworkers)
    try:
        product.start()
        yield product
    finally:
        product.stop()


def _get(port: int, path: str) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=5)


def _addresses(ports: Sequence[int]) -> str:
    return ",".join(f"http://127.0.0.1:{port}" for port in ports)


def _always_open(folder: Path) -> Path:
    file = folder / "opening_hours.yml"
    file.write_text("days:\n" + "".join(f'  {day}: "0-24"\n' for day in WEEK), encoding="utf-8")
    return file
