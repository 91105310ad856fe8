"""`make bench-chat`: how many open pages and messages per second the chat holds, what limits it, and whether it leaks.

`python -m tests.load.bench_chat [--short] [--only real|web|sockets|soak] [--print-only]`
"""

import argparse
import json
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.product import SMALL, Product
from tests.load.measures import ROOT, cpu_seconds, memory_mb
from tests.load.report_chat import print_step, soak_figures, write_section

LIMIT_MS = 300.0
STEP_SECONDS = 20
RATES_REAL = (10, 20, 40, 60, 80, 100, 120, 150, 180, 210)
RATES_WEB = (25, 50, 75, 100, 125, 150, 200, 250, 300)
SOCKETS = (100, 500, 1_000, 2_000, 3_000, 4_000, 6_000)
SOCKETS_FOR_RATES = 100
RATE_FOR_SOCKETS = 20
#: Muni's chats in a year, and the hours in which offices are open: 30 a week in 50 weeks.
CHATS_A_YEAR, OPEN_HOURS_A_YEAR, TIMES = 120_000, 1_500, 10
SOAK_PER_SECOND = TIMES * CHATS_A_YEAR / (OPEN_HOURS_A_YEAR * 3_600)
SOAK_MINUTES = 10
THINK_MS = 4_000
TALK = (
    "hej",
    "hvornår skal mit cv ligge på jobnet",
    "dagpenge",
    "jeg meldte mig ledig i mandags",
    "hvor mange samtaler skal jeg til",
    "hvem skal godkende mit cv",
    "skal jeg selv booke mine samtaler",
    "hvad er mine pligter?",
    "er du en robot?",
    "hvad er klokken i tokyo",
    "hvornår har i åbent?",
    "tak for hjælpen",
)


@dataclass(frozen=True)
class Target:
    """A running installation: its address and the processes that are watched."""

    url: str
    pids: Mapping[str, int]


def main() -> None:
    """Measure, print, write."""
    options = _options()
    seconds = 5 if options.short else STEP_SECONDS
    minutes = 2 if options.short else SOAK_MINUTES
    parts = {
        "real": lambda target: _rates(target, RATES_REAL, seconds),
        "sockets": lambda target: _sockets(target, seconds),
        "soak": lambda target: _soak(target, minutes),
    }
    figures: dict[str, Any] = {}
    wanted = {options.only} if options.only else {"real", "web", "sockets", "soak"}
    with tempfile.TemporaryDirectory() as folder, real_product(Path(folder)) as target:
        figures |= {name: part(target) for name, part in parts.items() if name in wanted}
    if "web" in wanted:
        with tempfile.TemporaryDirectory() as folder, web_alone(Path(folder)) as target:
            figures["web"] = _rates(target, RATES_WEB, seconds)
    if not options.print_only and not options.short and not options.only:
        write_section(figures, ROOT / "docs/maalinger.md")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="steps of 5 s and a soak of 2 minutes; writes nothing")
    parser.add_argument("--only", choices=["real", "web", "sockets", "soak"])
    parser.add_argument("--print-only", action="store_true", help="do not write docs/maalinger.md")
    return parser.parse_args()


@contextmanager
def real_product(folder: Path) -> Iterator[Target]:
    """web, rasa and actions on SQLite, as `make run` starts them."""
    product = Product(SMALL, folder)
    try:
        product.start()
        pids = {name: product.parts[part].pid for name, part in (("web", "web1"), ("rasa", "rasa"), ("actions",) * 2)}
        yield Target(f"http://127.0.0.1:{product.web_ports[0]}", pids)
    finally:
        product.stop()


@contextmanager
def web_alone(folder: Path) -> Iterator[Target]:
    """web with an engine that answers at once."""
    product = Product(SMALL, folder, engine="tests.load.trivial_engine")
    try:
        product.start()
        pids = {"web": product.parts["web1"].pid, "engine": product.parts["engine"].pid}
        yield Target(f"http://127.0.0.1:{product.web_ports[0]}", pids)
    finally:
        product.stop()


def _rates(target: Target, rates: tuple[int, ...], seconds: int) -> list[dict[str, Any]]:
    """Steps of messages per second until one is not held."""
    return _steps(target, [(SOCKETS_FOR_RATES, rate) for rate in rates], seconds)


def _sockets(target: Target, seconds: int) -> list[dict[str, Any]]:
    """Steps of open pages until one is not held."""
    return _steps(target, [(sockets, RATE_FOR_SOCKETS) for sockets in SOCKETS], seconds)


def _steps(target: Target, steps: list[tuple[int, int]], seconds: int) -> list[dict[str, Any]]:
    done = []
    for sockets, rate in steps:
        plan = {"mode": "rate", "sockets": sockets, "perSecond": rate, "seconds": seconds}
        step = _measured(target, plan)
        # Once more: the machine may have been busy with something else.
        done.append(step if step["held"] else _measured(target, plan))
        print_step(done[-1])
        if not done[-1]["held"]:
            break
    return done


def _measured(target: Target, plan: Mapping[str, Any]) -> dict[str, Any]:
    """One run of the client, with what each process used while messages were sent."""
    client = _start_client(target, plan)
    assert client.stderr is not None
    client.stderr.readline()  # the client says "open" when all lines are up
    pids = {**target.pids, "client": client.pid}
    before, began = {name: cpu_seconds(pid) for name, pid in pids.items()}, time.monotonic()
    time.sleep(plan["seconds"] * 0.9)
    passed = time.monotonic() - began
    cpu = {name: round(100 * (cpu_seconds(pid) - before[name]) / passed) for name, pid in pids.items()}
    step = {**plan, **_result(client), "cpu": cpu, "memory": _memory(target)}
    whole = step["answered"] == step["sent"] and step["failed"] == step["refused"] == step["dropped"] == 0
    step["held"] = whole and step["answer_p95"] <= LIMIT_MS and step["sendingSeconds"] < plan["seconds"] * 1.1
    return step


def _soak(target: Target, minutes: int) -> dict[str, Any]:
    """Ten times the yearly chats of Muni for some minutes; memory of each process every minute."""
    plan = {"mode": "chats", "perSecond": SOAK_PER_SECOND, "seconds": minutes * 60, "talk": TALK, "thinkMs": THINK_MS}
    client = _start_client(target, plan)
    memory: list[dict[str, float]] = [_memory(target)]
    results: list[dict[str, Any]] = []
    waiting = threading.Thread(target=lambda: results.append(_result(client)))
    waiting.start()
    for _ in range(minutes):
        time.sleep(60)
        memory.append(_memory(target))
    waiting.join()
    return soak_figures(results[0], memory, SOAK_PER_SECOND)


def _start_client(target: Target, plan: Mapping[str, Any]) -> subprocess.Popen[str]:
    command = ["node", str(ROOT / "tests/load/chat_client.mjs"), json.dumps({"url": target.url, **plan})]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _result(client: subprocess.Popen[str]) -> dict[str, Any]:
    out, errors = client.communicate()
    if client.returncode != 0:
        raise SystemExit(f"The client failed:\n{errors}")
    result: dict[str, Any] = json.loads(out)
    return result


def _memory(target: Target) -> dict[str, float]:
    return {name: round(memory_mb(pid), 1) for name, pid in target.pids.items()}


if __name__ == "__main__":
    main()
