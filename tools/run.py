"""Starts the three processes, watches them, starts the one that dies again, and stops them all at Ctrl-C.

`python3 tools/run.py` runs until Ctrl-C or SIGTERM; `run.py stop` stops a running one.
Logs are in var/log, process numbers in RETPLIGT_RUN_DIR (var/run when it is not set).
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from rasa_commands import rasa_environment, run_command
from settings_file import read_settings
from terminal import ROOT, VAR, Stop, clean_environment, main, seconds
from terminal import run as run_quietly

PYTHON = ROOT / ".venv/bin/python"
READY_WITHIN_SECONDS = 120
STOP_WITHIN_SECONDS = 8
CALM_SECONDS = 30  # a process that has lived this long is healthy again: its next restart is quick
LONGEST_PAUSE_SECONDS = 15
LOG_LIMIT_BYTES = 5_000_000
# Nobody but us reaches these two, so where somebody else has the port, any other will do.
INTERNAL_PORTS = {"RETPLIGT_RASA_URL": 5005, "RETPLIGT_ACTIONS_URL": 5055}


def say(words):
    """One line to the person at the terminal, at once."""
    print("  " + words, flush=True)


class Process:
    """One of the three: how it starts, whether it lives, when it may start again."""

    def __init__(self, name, command, env, run_dir, log_dir, folder=ROOT):
        self.name = name
        self.folder = str(folder)
        self.command = [str(part) for part in command]
        self.env = env
        self.pid_file = run_dir / (name + ".pid")
        self.log = log_dir / (name + ".log")
        self.child = None
        self.started = 0.0
        self.deaths = 0
        self.again_at = None

    def start(self):
        """Start it in a process group of its own, so that Ctrl-C reaches the supervisor alone."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as out:
            self.child = subprocess.Popen(
                self.command,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=self.env,
                cwd=self.folder,
                start_new_session=True,
            )
        self.started = time.monotonic()
        self.again_at = None
        self.pid_file.write_text(str(self.child.pid))

    def look_after(self):
        """See a death, wait a little longer after each one in a row, start again."""
        now = time.monotonic()
        if self.again_at is not None:
            if now >= self.again_at:
                self.start()
            return
        code = self.child.poll()
        if code is None:
            return
        self.deaths = 1 if now - self.started > CALM_SECONDS else self.deaths + 1
        pause = min(0.5 * 2 ** (self.deaths - 1), LONGEST_PAUSE_SECONDS)
        say(f"{self.name} stoppede (kode {code}). Den startes igen om {seconds(pause)}. Se {self.log}")
        self.again_at = now + pause

    def signal(self, number):
        """Send a signal to the process and its children."""
        if self.child is not None and self.child.poll() is None:
            try:
                os.killpg(self.child.pid, number)
            except ProcessLookupError:
                return

    def wait(self, until):
        """Wait for its end until a moment; kill it after that."""
        if self.child is None:
            return
        try:
            self.child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            self.child.wait()
        if self.pid_file.exists():
            self.pid_file.unlink()


class Supervisor:
    """The three processes together."""

    stopped_by = "make stop"

    def __init__(self, settings):
        self.settings = settings
        self.run_dir = Path(settings.get("RETPLIGT_RUN_DIR") or VAR / "run")
        self.log_dir = Path(settings.get("RETPLIGT_LOG_DIR") or VAR / "log")
        for folder in (self.run_dir, self.log_dir):
            folder.mkdir(parents=True, exist_ok=True)
        self.pid_file = self.run_dir / "supervisor.pid"
        self.address = "http://{}:{}".format(settings["RETPLIGT_HOST"], settings["RETPLIGT_PORT"])
        self.stopping = False

    def ports(self):
        """(name of process, port) for the three."""
        yield "web", int(self.settings["RETPLIGT_PORT"])
        yield "rasa", urlsplit(self.settings["RETPLIGT_RASA_URL"]).port
        yield "actions", urlsplit(self.settings["RETPLIGT_ACTIONS_URL"]).port

    def refuse_if_busy(self):
        """Say in plain words when this installation runs already or somebody else has a port."""
        if self.pid_file.exists() and _alive(int(self.pid_file.read_text() or 0)):
            raise Stop(f"Ret & Pligt kører allerede på {self.address}. Stop den med '{self.stopped_by}'.")
        for name, port in self.ports():
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((self.settings["RETPLIGT_HOST"], port))
                except OSError as busy:
                    raise Stop(
                        f"Port {port} er optaget af et andet program (den skal bruges til {name}). "
                        "Luk programmet, eller vælg en anden port, fx RETPLIGT_PORT=8010 make run."
                    ) from busy

    def processes(self):
        """The three, not started yet."""
        env = clean_environment(self.settings)
        rasa_port = urlsplit(self.settings["RETPLIGT_RASA_URL"]).port
        rasa = run_command(rasa_port)
        places = (self.run_dir, self.log_dir)
        return [
            Process("rasa", rasa, rasa_environment(self.settings), *places),
            Process("actions", [PYTHON, "-m", "actions"], env, *places),
            Process("web", [PYTHON, "-m", "web"], env, *places),
        ]

    def prepare(self):
        """What must be done before the first process starts."""
        run_quietly([PYTHON, "-m", "casework.db", "upgrade"], "database", env=clean_environment(self.settings))

    def run(self):
        """Start, announce, watch, stop. Returns the exit code."""
        began = time.monotonic()
        self.refuse_if_busy()
        self.pid_file.write_text(str(os.getpid()))
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        processes = self.processes()
        try:
            self.prepare()
            for process in processes:
                process.start()
            self._watch(processes, began)
        finally:
            self._end(processes)
        return 0

    def _watch(self, processes, began):
        announced = False
        while not self.stopping:
            for process in processes:
                process.look_after()
            if not announced:
                announced = self._announce(began)
            time.sleep(0.2)

    def _announce(self, began):
        """Print the address once everything can answer a citizen. True when that is done."""
        ready = _ready(self.address)
        taken = time.monotonic() - began
        if ready is None:
            if taken > READY_WITHIN_SECONDS:
                raise Stop(f"Programmerne blev ikke klar inden {seconds(READY_WITHIN_SECONDS)}. Se {self.log_dir}")
            return False
        say("")
        say(f"Ret & Pligt er klar på {self.address}  (efter {seconds(taken)})")
        say("Dansk sprogmodel: {}".format(ready.get("language_model", "ukendt")))
        say(f"Stop med Ctrl-C eller '{self.stopped_by}'.")
        return True

    def _stop(self, *_):
        self.stopping = True

    def _end(self, processes):
        say("Stopper ...")
        end_processes(processes)
        if self.pid_file.exists():
            self.pid_file.unlink()
        say("Stoppet.")


def end_processes(processes, number=signal.SIGTERM):
    """Ask all to stop, wait, and kill those that do not."""
    for process in processes:
        process.signal(number)
    until = time.monotonic() + STOP_WITHIN_SECONDS
    for process in processes:
        process.signal(signal.SIGCONT)  # a paused process cannot hear that it should stop
        process.wait(until)


def _ready(address):
    try:
        with urllib.request.urlopen(address + "/readyz", timeout=2) as answer:  # noqa: S310  # always our own http address
            return json.load(answer)
    except (OSError, ValueError, urllib.error.URLError):
        return None


def _free(port):
    """True when nobody listens on this port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _any_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _alive(pid):
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return pid > 0


def stop(settings):
    """Stop a running installation and wait until it has stopped."""
    pid_file = Path(settings.get("RETPLIGT_RUN_DIR") or VAR / "run") / "supervisor.pid"
    pid = int(pid_file.read_text()) if pid_file.exists() else 0
    if not pid or not _alive(pid):
        say("Ret & Pligt kører ikke.")
        return
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + STOP_WITHIN_SECONDS + 5
    while _alive(pid) and time.monotonic() < until:
        time.sleep(0.1)
    say("Ret & Pligt er stoppet." if not _alive(pid) else f"Ret & Pligt stopper ikke. Proces {pid}.")


def command():
    """`run.py` runs, `run.py stop` stops."""
    settings = read_settings()
    settings.setdefault("RETPLIGT_HOST", "127.0.0.1")
    settings.setdefault("RETPLIGT_PORT", "8000")
    for name, port in INTERNAL_PORTS.items():
        settings.setdefault(name, f"http://127.0.0.1:{port if _free(port) else _any_free_port()}")
    if len(sys.argv) > 1 and sys.argv[1] == "stop":
        return stop(settings)
    return Supervisor(settings).run()


if __name__ == "__main__":
    main(command)
