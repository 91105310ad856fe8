"""Runs every test that the table names and prints how each item stands."""

# ruff: noqa: T201 (prints its table)
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs/sikkerhed.md"
_NAMED = re.compile(r"`(tests/[\w/]+\.py::test_\w+)`")
_ENDED = re.compile(r"^(PASSED|FAILED|ERROR) (tests/[\w/]+\.py::test_\w+)", re.MULTILINE)


def main() -> int:
    """Returns 0 when every named test passes, else 1."""
    rows = [[cell.strip() for cell in line.split("|")[1:5]] for line in TABLE.read_text("utf-8").splitlines()]
    items = [row for row in rows if len(row) > 3 and row[0][:1].isdigit()]
    named = sorted({test for row in items for test in _NAMED.findall(row[2])})
    # One run for each folder: what one folder prepares for all its tests must not reach into the others.
    folders = sorted({str(Path(test.partition("::")[0]).parent) for test in named})
    ended: dict[str, set[str]] = {}
    for folder in folders:
        chosen = [test for test in named if str(Path(test.partition("::")[0]).parent) == folder]
        command = [sys.executable, "-m", "pytest", "-q", "-rA", "--no-header", *chosen]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        for how, test in _ENDED.findall(done.stdout):
            ended.setdefault(test, set()).add(how)
    wrong = 0
    for number, what, tests, missing in items:
        found = [ended.get(test, {"ERROR"}) for test in _NAMED.findall(tests)]
        bad = any(how != {"PASSED"} for how in found)
        wrong += bad
        state = "FEJL" if bad else f"{len(found)} holder" if found else "ingen test"
        print(f"{number:14} {state:11} {what}" + (f" (mangler: {missing})" if missing else ""))
    print(f"{len(items)} punkter, {len(named)} test, {wrong} punkter holder ikke")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
