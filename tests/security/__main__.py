"""Runs every test that the table names and prints how each item stands; `--write` puts the figures into the paper."""

# ruff: noqa: T201 (prints its table)
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.support.named_tests import named_tests, run_named

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs/sikkerhed.md"
#: So many made-up calls to each address; `make test` makes do with a few.
MADE_UP_CALLS = "60"
_FIGURES = re.compile(r"(<!-- tal -->\n).*?(<!-- /tal -->)", re.DOTALL)


def main() -> int:
    """Returns 0 when every named test passes, else 1."""
    paper = TABLE.read_text("utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:5]] for line in paper.splitlines()]
    items = [row for row in rows if len(row) > 3 and row[0][:1].isdigit()]
    ended = run_named(map("::".join, named_tests(paper)), {**os.environ, "RETPLIGT_FUZZ_EXAMPLES": MADE_UP_CALLS})
    wrong = 0
    for number, what, tests, missing in items:
        named = ["::".join(one) for one in named_tests(tests)]
        bad = [test for test in named if set(ended.get(test, ())) != {"PASSED"}]
        wrong += bool(bad)
        state = "FEJL" if bad else f"{len(named)} holder" if named else "ingen test"
        print(f"{number:14} {state:11} {what}" + (f" (mangler: {missing})" if missing else ""))
        for test in bad:
            print(f"{'':14} {test}")
    cases = sum(count.total() for count in ended.values())
    told = (
        f"{len(items)} punkter, {len(ended)} test med {cases} tilfælde, {MADE_UP_CALLS} opdigtede kald til"
        f" hver adresse; {wrong} punkter holder ikke."
    )
    print(told)
    if "--write" in sys.argv and not wrong:
        line = f"Sidst kørt {datetime.now(UTC).date()}: {told}\n"
        TABLE.write_text(_FIGURES.sub(lambda found: found[1] + line + found[2], paper), encoding="utf-8")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
