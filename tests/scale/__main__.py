"""`make test-scale`: several of each process. Prints what was tried; the exit code says whether anything was wrong."""

# ruff: noqa: T201 (a command line prints)
from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.faults.product import SCALED, running_product
from tests.faults.scenario import NETWORK, Plan, run
from tests.faults.verdict import table as verdict_table
from tests.scale import cost, one_at_a_time, own_facts, same_talks
from tests.scale.across import see_each_other
from tests.support.ports import free_ports

#: One of each, then Redis, the proxy and the database, then half of everything at once, then the network.
FAULTS = ("web1", "rasa1", "actions1", "worker1", "redis", "nginx", "postgres", "web2+rasa2+actions2+worker2", NETWORK)
ONE = replace(SCALED, name="én rasa, én actions", engines=1, workers=0)
TWO = replace(SCALED, name="to rasa, to actions", workers=0)


def main() -> int:
    """Play the chosen parts. Returns the exit code."""
    parts: dict[str, Callable[[argparse.Namespace, Path], bool]] = {
        "facts": _facts,
        "turns": _turns,
        "talks": _talks,
        "faults": _faults,
        "cost": _cost,
    }
    parser = argparse.ArgumentParser(prog="make test-scale", description=__doc__)
    parser.add_argument("--only", choices=sorted(parts))
    parser.add_argument("--citizens", type=int, default=30)
    parser.add_argument("--talks", type=int, default=60, help="conversations at once, each about its own date")
    parser.add_argument("--rounds", type=int, default=20, help="conversations of each of the eight who measure")
    options = parser.parse_args()
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # pages that are cut off would fill the screen
    good = True
    for name, part in parts.items():
        if options.only in (None, name):
            with tempfile.TemporaryDirectory() as folder:
                good = part(options, Path(folder)) and good
    return 0 if good else 1


def _facts(options: argparse.Namespace, folder: Path) -> bool:
    with running_product(SCALED, folder, public_port=free_ports(1)[0], caseworkers=1) as product:
        webs = [f"http://127.0.0.1:{port}" for port in product.web_ports]
        doors = [f"http://127.0.0.1:{product.doors[0]}", *webs]
        found = asyncio.run(own_facts.talk_at_once(doors, options.talks))
        to_staff, to_citizen = asyncio.run(see_each_other(*webs))
    print(f"{found.conversations} samtaler på én gang, hver om sin egen dato, gennem to web, to rasa og to actions:")
    print(f"  {found.answers} svar, {len(found.wrong)} om noget andet end samtalens egen dato")
    for example in found.wrong[:10]:
        print("  " + example)
    print("Sagsbehandler på den ene web, borger på den anden: beskeden var på den andens side efter")
    print(f"  {1000 * to_staff:.0f} ms til sagsbehandleren og {1000 * to_citizen:.0f} ms til borgeren")
    return not found.wrong


def _turns(options: argparse.Namespace, folder: Path) -> bool:
    started = one_at_a_time.product(folder)
    try:
        started.start()
        asyncio.run(one_at_a_time.hammer(started, conversations=options.citizens, messages=8, kill="web1"))
        asyncio.run(one_at_a_time.hammer(started, conversations=options.citizens, messages=8, kill="engine1"))
        sent = 2 * options.citizens * 8
        found = asyncio.run(one_at_a_time.all_answered(folder, sent, seconds=120))
    finally:
        started.stop()
    print("Alle beskeder i en samtale sendt på én gang til to web, mens en web og siden en motor blev slået ned:")
    print(f"  {found.messages} af {sent} beskeder besvaret på {found.engines} motorer, {found.repeated} stillet igen,")
    print(f"  {len(found.examples)} gange to på én gang i samme samtale")
    return not found.examples and found.messages == sent


def _talks(_options: argparse.Namespace, folder: Path) -> bool:
    texts = []
    for number, setup in enumerate((ONE, TWO)):
        place = folder / str(number)
        place.mkdir()
        with running_product(setup, place, public_port=free_ports(1)[0]) as product:
            texts.append(same_talks.played(product))
    found = same_talks.compared(*texts)
    print(f"{found.talks} samtaler med {found.turns} beskeder, spillet med én rasa og med to, der skiftes:")
    print(f"  {len(found.different)} svar var forskellige")
    for example in found.different[:10]:
        print("  " + example)
    return not found.different


def _faults(options: argparse.Namespace, folder: Path) -> bool:
    plan = Plan(SCALED, options.citizens, FAULTS, second_pages=options.citizens // 5, caseworkers=2)
    verdict = run(plan, folder, lambda words: print("  " + words, flush=True))
    print(verdict_table({SCALED.name: verdict}))
    for example in verdict.examples[:20]:
        print("  " + example)
    return verdict.is_good


def _cost(options: argparse.Namespace, folder: Path) -> bool:
    costs = []
    for number, setup in enumerate((ONE, TWO)):
        place = folder / str(number)
        place.mkdir()
        costs.append(cost.measure(setup, place, options.rounds))
    print(cost.table(costs))
    for each in costs:
        biggest = sorted(each.stored.tables.items(), key=lambda one: -one[1])[:6]
        sizes = ", ".join(f"{name} {size / 1000 / each.stored.conversations:.1f} kB" for name, size in biggest)
        print(f"{each.setup.name}: {each.stored.conversations} samtaler, {each.stored.messages} beskeder; {sizes}")
    return not any(each.load.unanswered for each in costs)


if __name__ == "__main__":
    sys.exit(main())
