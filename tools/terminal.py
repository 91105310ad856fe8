"""What the person at the terminal sees: numbered steps with their time, and plain errors.

Standard library only and Python 3.8 syntax: these tools run before anything is installed.
"""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


class Stop(Exception):
    """Ends a tool with a message that says what is missing and what to do."""


class Steps:
    """Prints "3/7 Henter pakker ... 2,1 s" for each step of a tool."""

    def __init__(self, total):
        self.total = total
        self.done = 0
        self.started = time.monotonic()

    @contextmanager
    def step(self, title):
        """Time one step. The block may call the yielded function to add a word about the outcome."""
        self.done += 1
        note = []
        print(f"  {self.done}/{self.total}  {title} ...", end="", flush=True)
        began = time.monotonic()
        try:
            yield note.append
        except BaseException:
            print(" gik ikke", flush=True)
            raise
        words = " ({})".format(", ".join(note)) if note else ""
        print(f" {seconds(time.monotonic() - began)}{words}", flush=True)

    def elapsed(self):
        """Seconds since the first step."""
        return time.monotonic() - self.started


def seconds(value):
    """A duration as Danes write it: 2.13 -> "2,1 s"."""
    return f"{value:.1f} s".replace(".", ",")


def run(command, log_name, *, env=None, cwd=ROOT):
    """Run a command quietly; its output goes to var/log/<log_name>.log and is shown only when it fails.

    Raises:
        Stop: the command failed or does not exist.
    """
    log = VAR / "log" / (log_name + ".log")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as out:
        try:
            code = subprocess.call(
                [str(part) for part in command], stdout=out, stderr=subprocess.STDOUT, cwd=str(cwd), env=env
            )
        except FileNotFoundError as missing:
            raise Stop(f"Programmet {command[0]} findes ikke på maskinen.") from missing
    if code != 0:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:]
        raise Stop(
            "Kommandoen '{}' fejlede (kode {}).\n    {}\n    Hele udskriften: {}".format(
                " ".join(str(part) for part in command[:4]), code, "\n    ".join(tail), log.relative_to(ROOT)
            )
        )


def works(python, code):
    """True when this interpreter starts and runs the code (a pyenv shim may exist and still not run)."""
    try:
        return (
            subprocess.call([str(python), "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30)
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def clean_environment(extra=None):
    """The environment for children: no foreign virtual environment, byte code kept (Rasa starts much faster)."""
    left_out = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    env = {key: value for key, value in os.environ.items() if key not in left_out}
    if SYSTEM_CERTIFICATES.exists():
        # Public authorities often have a certificate of their own on the network; the machine knows it, uv alone not.
        env.setdefault("UV_SYSTEM_CERTS", "true")
    env.update(extra or {})
    return env


def main(function):
    """Run a tool: a Stop becomes a plain message and exit code 1, Ctrl-C a quiet 130."""
    try:
        sys.exit(function() or 0)
    except Stop as reason:
        print(f"\n  Det gik ikke: {reason}\n", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\n  Afbrudt.", file=sys.stderr)
        sys.exit(130)
