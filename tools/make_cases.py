"""Writes the boundary cases in tests/cases/graenser (what `make cases` runs).

Cases that are still right and enough stay; `make_cases.py forfra` writes them all from the start (some minutes).
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.rules_core.mutation.runner import reasons
from tests.rules_core.mutation.write import write_all


def command():
    """Write them; say how many, and which mutants no case can tell from the rule."""
    began = time.monotonic()
    written, alive = write_all(anew="forfra" in sys.argv[1:])
    loose = sorted(set(alive) - reasons().keys())
    print(f"{written} sager i tests/cases/graenser ({time.monotonic() - began:.0f} s). Læs forskellen med git diff.")
    for mutant in loose:
        print(f"Lever uden grund i tests/rules_core/survivors.yml: {mutant}")
    return 1 if loose else 0


if __name__ == "__main__":
    sys.exit(command())
