"""Prints the tally: how many mutants of each kind there are, how they are found out, and which live."""

from __future__ import annotations

import time

from tests.rules_core.mutation.runner import ALIVE, BY_ANY_WORD, BY_HAND, BY_MACHINE, Tally, reasons, try_all


def told(tally: Tally) -> str:
    """The tally as a table in Danish."""
    ways = (BY_HAND, BY_MACHINE, BY_ANY_WORD, ALIVE)
    lines = [f"{'slags':22}{'mutanter':>10}" + "".join(f"{way:>13}" for way in ways)]
    for kind in sorted(tally.found):
        counts = tally.found[kind]
        lines.append(f"{kind:22}{counts.total():>10}" + "".join(f"{counts[way]:>13}" for way in ways))
    lines.append(f"{'i alt':22}{tally.total():>10}" + "".join(f"{tally.total(way):>13}" for way in ways))
    return "\n".join(lines)


def main() -> int:
    """Exit code 1 when a mutant lives without a reason."""
    began = time.monotonic()
    tally = try_all()
    print(told(tally))  # noqa: T201
    explained = reasons()
    loose = sorted(mutant for mutant in tally.alive if mutant not in explained)
    print(f"Med grund i survivors.yml: {len(tally.alive) - len(loose)}. Uden grund: {len(loose)}.")  # noqa: T201
    print(f"{time.monotonic() - began:.0f} s")  # noqa: T201
    for mutant in loose:
        print(f"{tally.alive[mutant]:12} {mutant}")  # noqa: T201
    return 1 if loose else 0


if __name__ == "__main__":
    raise SystemExit(main())
