"""`make test-faults`: the whole, on both setups. Prints a table; the exit code says whether anything was wrong."""

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.product import LARGE, SMALL, Setup
from tests.faults.reminders import play_all
from tests.faults.reminders import table as reminder_table
from tests.faults.scenario import full_plan, run
from tests.faults.verdict import Verdict, table

SETUPS = {"small": SMALL, "large": LARGE}


def main() -> int:
    """Run the chosen setups. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--citizens", type=int, default=50)
    parser.add_argument("--only", choices=[*sorted(SETUPS), "reminders"], help="one part instead of all")
    parser.add_argument("--keep", type=Path, help="a folder for logs and databases, kept afterwards")
    options = parser.parse_args()
    # A page that is cut off while it connects leaves a connection behind, and the log would say so each time.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    chosen = [setup for name, setup in SETUPS.items() if options.only in (None, name)]
    verdicts = {setup.name: _play(setup, options.citizens, options.keep) for setup in chosen}
    if verdicts:
        print("\n" + table(verdicts))
    for verdict in verdicts.values():
        for example in verdict.examples[:20]:
            print("  " + example)
    with tempfile.TemporaryDirectory() as scratch:
        reminders = play_all((options.keep or Path(scratch)) / "reminders", print)
    print("\n" + reminder_table(reminders))
    for found in reminders.values():
        for example in found.examples[:20]:
            print("  " + example)
    everything = [*verdicts.values(), *reminders.values()]
    return 0 if all(verdict.is_good for verdict in everything) else 1


def _play(setup: Setup, citizens: int, keep: Path | None) -> Verdict:
    print(f"{setup.name}, {citizens} borgere", flush=True)
    began = time.monotonic()

    def say(words: str) -> None:
        print(f"  {time.monotonic() - began:5.0f} s  {words}", flush=True)

    with tempfile.TemporaryDirectory() as scratch:
        folder = (keep or Path(scratch)) / ("large" if setup.shared else "small")
        folder.mkdir(parents=True, exist_ok=True)
        return run(full_plan(setup, citizens), folder, say)


if __name__ == "__main__":
    sys.exit(main())
