"""`make lix`: how easy the texts are that citizens read, part by part, and which of them are too hard."""

import statistics
import sys
from collections import defaultdict
from functools import cache

import yaml

from tests.support.citizen_texts import ROOT, citizen_texts
from tests.support.readability import EASY, Counted, counted

EXCEPTIONS = ROOT / "tests/hygiene/lix_exceptions.yml"
WORST = 15
SHOWN = 90
"""So many characters of a text are printed."""


@cache
def counts() -> tuple[Counted, ...]:
    """Every text, or short texts together, that LIX is counted on."""
    return tuple(counted(citizen_texts()))


def exceptions() -> list[dict[str, str]]:
    """What may be over the limit: place, how it starts, and why."""
    found: list[dict[str, str]] = yaml.safe_load(EXCEPTIONS.read_text(encoding="utf-8")) or []
    return found


def allows(entry: dict[str, str], one: Counted) -> bool:
    """Whether the exception is about this text."""
    return one.place == entry["place"] and one.text.startswith(entry.get("starts", ""))


def too_hard() -> list[Counted]:
    """What is over the limit and no exception, the hardest first."""
    listed = exceptions()
    hard = (one for one in counts() if one.lix > EASY and not any(allows(entry, one) for entry in listed))
    return sorted(hard, key=lambda one: -one.lix)


def not_needed() -> list[dict[str, str]]:
    """Exceptions for texts that are easy now, or gone."""
    return [entry for entry in exceptions() if not any(one.lix > EASY and allows(entry, one) for one in counts())]


def _line(one: Counted) -> str:
    return f"  {one.lix:5.1f}  {one.place}: {' / '.join(one.text.splitlines())[:SHOWN]}"


def report() -> str:
    """The table of the parts, the worst texts of each, and the exceptions."""
    by_part: dict[str, list[Counted]] = defaultdict(list)
    for one in counts():
        by_part[one.part].append(one)
    texts = defaultdict(int)
    for text in citizen_texts():
        texts[text.part] += 1
    lines = [f"{'Del':34}{'tekster':>8}{'målt':>6}{'median':>8}{f'over {EASY}':>9}"]
    for part, found in by_part.items():
        over = sum(one.lix > EASY for one in found) / len(found)
        middle = statistics.median(one.lix for one in found)
        lines.append(f"{part:34}{texts[part]:8}{len(found):6}{middle:8.1f}{over:9.1%}")
    for part, found in by_part.items():
        worst = sorted(found, key=lambda one: -one.lix)[:WORST]
        lines += ["", f"De sværeste i {part}:", *map(_line, worst)]
    lines += ["", f"Undtagelser ({len(exceptions())}):"]
    lines += [f"  {entry['place']}: {entry['reason']}" for entry in exceptions()]
    lines += ["", f"For svære, som ikke er undtagelser: {len(too_hard())}", *map(_line, too_hard())]
    return "\n".join(lines)


def main() -> int:
    """Print the report. Exit code 1 when a text is too hard."""
    sys.stdout.write(report() + "\n")
    return 1 if too_hard() else 0


if __name__ == "__main__":
    sys.exit(main())
