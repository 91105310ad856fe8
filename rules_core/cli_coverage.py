"""`retpligt check --coverage`: what has become of every item in the sources, and what every rule stands on."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Final

from rules_core.coverage import Coverage, check_coverage, tally_line
from rules_core.loader import Ruleset

_HEADINGS: Final = ("regel", "skøn", "ikke en regel", "ikke med")
_GAPS_SHOWN: Final = 60


def print_coverage(rulesets: Sequence[Ruleset]) -> int:
    """Print the tally of both directions. Returns 0, or 1 when there is a gap (each is named on stderr)."""
    found = check_coverage(rulesets)
    _print_tally(found)
    for gap in found.gaps[:_GAPS_SHOWN]:
        print(f"- {gap}", file=sys.stderr)
    if len(found.gaps) > _GAPS_SHOWN:
        print(f"... og {len(found.gaps) - _GAPS_SHOWN} mere", file=sys.stderr)
    if found.gaps:
        print(f"Dækningen har {len(found.gaps)} huller.", file=sys.stderr)
        return 1
    print("Ingen huller: hvert punkt er blevet til noget, og hver regel bygger på et punkt.")
    return 0


def _print_tally(found: Coverage) -> None:
    width = max((len(document.title) for document, _ in found.documents), default=0)
    print(f"{'Fra kilde til regel':{width}}  {'punkter':>8}" + "".join(f"{heading:>15}" for heading in _HEADINGS))
    total: Counter[str] = Counter()
    for document, counts in found.documents:
        total.update(counts)
        cells = "".join(f"{count:>15}" for count in tally_line(counts))
        print(f"{document.title:{width}}  {len(document.items):>8}{cells}")
    cells = "".join(f"{count:>15}" for count in tally_line(total))
    print(f"{'I alt':{width}}  {sum(total.values()):>8}{cells}")
    print(f"Par af årsag og gruppe i tabellerne: {found.pairs}.")
    print(f"Fra regel til kilde: {found.rules} regler henviser {found.citations} steder i kilderne.")
