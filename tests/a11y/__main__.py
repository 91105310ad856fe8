"""Runs the sweep over every page and mail and the tests that docs/tilgaengelighed.md names; prints what was tried.

`--write` puts the figures of the run into docs/tilgaengelighed.md.
"""

# ruff: noqa: T201 (prints its table)
import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.a11y import report
from tests.a11y.dresses import DRESSES
from tests.support.named_tests import named_tests, run_named

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "docs/tilgaengelighed.md"
SWEEP = "tests/e2e/a11y"
_FIGURES = re.compile(r"(<!-- tal -->\n).*?(<!-- /tal -->)", re.DOTALL)


def main() -> int:
    """Returns 0 when nothing was found, else 1."""
    rows = _sweep()
    wrong = _print_pages(rows)
    wrong += _print_named()
    if "--write" in sys.argv and not wrong:
        text = PAPER.read_text(encoding="utf-8")
        PAPER.write_text(_FIGURES.sub(lambda found: found[1] + figures(rows) + found[2], text), encoding="utf-8")
    return int(wrong > 0)


def figures(rows: list[report.Row]) -> str:
    """The figures of a run as Danish lines."""
    day = datetime.now(UTC).date()
    mails = sum(row.mail for row in rows)
    tried = sum(len(row.dresses) for row in rows)
    faults = sum(len(found) for row in rows for found in row.dresses.values())
    names = ", ".join(dress.name for dress in DRESSES)
    seen = f"{len(rows) - mails} sider og {mails} slags e-mail, {tried} gange set, {faults} fejl"
    return f"Sidst kørt {day}: {seen}. Sådan blev de set: {names}.\n"


def _sweep() -> list[report.Row]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.jsonl"
        env = os.environ | {"RETPLIGT_A11Y": "all", report.FILE: str(file)}
        subprocess.run([sys.executable, "-m", "pytest", "-q", SWEEP], cwd=ROOT, env=env, check=False)
        return report.read(file)


def _print_pages(rows: list[report.Row]) -> int:
    # A sweep that has not come to both kinds has fallen over before.
    wrong = 0 if {row.mail for row in rows} == {True, False} else 1
    for row in rows:
        wrong += bool(row.bad)
        state = "FEJL " + json.dumps(row.bad, ensure_ascii=False) if row.bad else f"{len(row.dresses)} måder, 0 fejl"
        print(f"{row.name:55} {state}")
    print(figures(rows), end="")
    return wrong


def _print_named() -> int:
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in PAPER.read_text("utf-8").splitlines()]
    items = [(row[0], ["::".join(one) for one in named_tests(row[1])]) for row in rows if len(row) > 1]
    items = [(what, tests) for what, tests in items if tests]
    ended = run_named(test for _, tests in items for test in tests)
    wrong = 0
    for what, tests in items:
        bad = [test for test in tests if set(ended.get(test, ())) != {"PASSED"}]
        wrong += bool(bad)
        print(f"{what:55} {'FEJL ' + ', '.join(bad) if bad else f'{len(tests)} test holder'}")
    print(f"{len(items)} løfter, {wrong} holder ikke")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
