"""`make bench`: measures the whole line beside a stock Rasa in one run and writes docs/maalinger.md.

`python -m tests.load.bench [--without-stock] [--rounds N] [--print-only]`
"""

import argparse
import asyncio
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from tests.load import stock
from tests.load.citizens import Load, play, play_rasa
from tests.load.measures import ROOT, memory_mb, start, stop, timed, wait_for
from tests.load.report import write_report
from tests.support.stack import Stack, running_stack

sys.path.insert(0, str(ROOT / "tools"))
from rasa_commands import rasa_environment, train_command

CITIZENS = (1, 8)
REPEATS = 3
RULE_CALLS = 200


def main() -> None:
    """Measure, print, write."""
    options = _options()
    figures: dict[str, Any] = {"machine": machine(), "rounds": options.rounds, "repeats": REPEATS}
    print("Vores linje ...", flush=True)
    figures["ours"] = ours(options.rounds)
    print("Træning og sprogforståelse ...", flush=True)
    figures["ours"] |= our_training()
    if not options.without_stock:
        print("Rasa, som den kommer (henter, træner og måler; det tager en del minutter) ...", flush=True)
        figures["stock"] = stock_rasa(options.rounds)
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    if not options.print_only:
        write_report(figures, ROOT / "docs/maalinger.md")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-stock", action="store_true", help="leave out the stock Rasa")
    parser.add_argument("--rounds", type=int, default=4, help="conversations per citizen")
    parser.add_argument("--print-only", action="store_true", help="do not write docs/maalinger.md")
    return parser.parse_args()


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}


def ours(rounds: int) -> dict[str, Any]:
    """Start, first answer, waits at 1 and 8 citizens, memory of each process, the rules core over HTTP."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        with running_stack(Path(folder)) as stack:
            asyncio.run(play(stack.url, citizens=1, rounds=1))
            first_answer = time.perf_counter() - began
            loads = {n: _median_load(stack, n, rounds) for n in CITIZENS}
            memory = {name: round(memory_mb(stack.pid(name))) for name in ("web", "rasa", "actions")}
            return {
                "seconds_to_first_conversation": round(first_answer, 1),
                "load": loads,
                "memory_mb": memory,
                "rules_ms": _rules_wait(stack.url),
            }


def _median_load(stack: Stack, citizens: int, rounds: int) -> dict[str, float]:
    """The same load several times; the medians."""
    loads = [asyncio.run(play(stack.url, citizens=citizens, rounds=rounds)) for _ in range(REPEATS)]
    return _medians(loads)


def _medians(loads: list[Load]) -> dict[str, float]:
    return {
        "p50_ms": round(statistics.median(load.percentile(50) for load in loads), 1),
        "p95_ms": round(statistics.median(load.percentile(95) for load in loads), 1),
        "per_second": round(statistics.median(load.per_second for load in loads), 1),
        "messages": sum(load.messages for load in loads),
        "unanswered": sum(load.unanswered for load in loads),
    }


def _rules_wait(url: str) -> dict[str, float]:
    """All rules for one person over HTTP, one call after the other."""
    body = {"facts": {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}, "as_of": "2026-11-20"}
    waits = []
    with httpx.Client(base_url=url) as client:
        for _ in range(RULE_CALLS):
            began = time.perf_counter()
            client.post("/api/v1/rules/evaluate", json=body).raise_for_status()
            waits.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(waits, n=100)
    return {"p50_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1)}


def our_training() -> dict[str, Any]:
    """Train into a scratch folder as `make train` does; then measure on sentences that training has not seen."""
    with tempfile.TemporaryDirectory() as folder:
        # --force: what Rasa kept from an earlier training must not count.
        seconds = timed([*train_command(folder), "--force"], rasa_environment(), ROOT / "var/log/bench-train.log")
        return {"training_seconds": round(seconds, 1), "understanding": understanding(None)}


def understanding(model: Path | None) -> dict[str, Any]:
    """bot.eval's figures: ours in our environment, or a stock model in the stock one."""
    python = (stock.VENV if model else ROOT / "bot/.venv") / "bin/python"
    env = stock.environment() if model else rasa_environment()
    out = ROOT / "var/log/bench-eval.json"
    arguments = ["--only-intents", *(["--model", model] if model else [])]
    timed([python, "-m", "bot.eval", "--json", *arguments], env, out)
    text = out.read_text(encoding="utf-8")
    figures: dict[str, Any] = json.loads(next(line for line in text.splitlines() if line.startswith('{"')))
    return figures


def stock_rasa(rounds: int) -> dict[str, Any]:
    """Install, train, serve and measure a stock Rasa on the same data."""
    stock.require()
    stock.install()
    training = stock.train()
    actions = start(stock.actions_command(), stock.environment(), stock.FOLDER / "stock-actions.log")
    began = time.perf_counter()
    server = start(stock.server_command(), stock.environment(), stock.FOLDER / "stock-rasa.log")
    try:
        wait_for(stock.webhook(), {"sender": "first", "message": "hej"})
        first_answer = time.perf_counter() - began
        asyncio.run(play_rasa(stock.webhook(), citizens=1, rounds=1))
        loads = {
            n: _medians([asyncio.run(play_rasa(stock.webhook(), citizens=n, rounds=rounds)) for _ in range(REPEATS)])
            for n in CITIZENS
        }
        memory = round(memory_mb(server.pid))
    finally:
        stop(server)
        stop(actions)
    return {
        "training_seconds": round(training, 1),
        "seconds_to_first_answer": round(first_answer, 1),
        "load": loads,
        "memory_mb": memory,
        "understanding": understanding(stock.MODEL),
    }


if __name__ == "__main__":
    main()
