"""Measures processes: memory as the system counts it, seconds a command takes, seconds until an address answers."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]


class MeasureError(Exception):
    """A measured command failed or an address never answered; the message names the log."""


def memory_mb(pid: int) -> float:
    """Resident memory of a process and its children, in MB (10^6 bytes)."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue  # the process ended while we looked
        if pid in {int(fields["Pid"]), int(fields["PPid"])} and "VmRSS" in fields:
            total += int(fields["VmRSS"].split()[0]) * 1024
    return total / 1_000_000


def cpu_seconds(pid: int) -> float:
    """Processor time that a process and its ended children have used so far, in seconds; 0 when it is gone."""
    try:
        # The name in brackets may hold spaces; what comes after it does not.
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def timed(command: Sequence[str | Path], env: Mapping[str, str], log: Path) -> float:
    """Run a command to its end; returns seconds. Raises MeasureError when it fails."""
    began = time.perf_counter()
    with log.open("wb") as out:
        code = subprocess.call([str(part) for part in command], cwd=ROOT, env=dict(env), stdout=out, stderr=out)
    if code != 0:
        raise MeasureError(f"{command[0]} failed with code {code}. See {log}")
    return time.perf_counter() - began


def start(command: Sequence[str | Path], env: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start a server in a process group of its own."""
    with log.open("wb") as out:
        return subprocess.Popen(
            [str(part) for part in command], cwd=ROOT, env=dict(env), stdout=out, stderr=out, start_new_session=True
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server and all it started."""
    try:
        os.killpg(process.pid, 15)
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
    except ProcessLookupError:
        process.wait()


def wait_for(url: str, body: Mapping[str, str], within_seconds: float = 240) -> None:
    """Wait until a POST to an address gives a non-empty answer. Raises MeasureError when it never does."""
    until = time.monotonic() + within_seconds
    while time.monotonic() < until:
        try:
            answer = httpx.post(url, json=dict(body), timeout=60)
            if answer.status_code == httpx.codes.OK and answer.json():
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise MeasureError(f"{url} gave no answer within {within_seconds:.0f} s.")
