"""`make bench-rules`: how fast the rules answer. Prints medians and writes the rules' part of docs/maalinger.md.

`python -m tests.load.bench_rules [--only load one fast million doubling openfisca] [--people N] [--print-only]`
Each figure is the median of several runs; the million is run in a process of its own, so that its memory can be read.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from rules_core import compile_ruleset, evaluate, load_ruleset, plan_reminders
from rules_core.facts import parse_facts
from rules_core.kept import kept_answers
from rules_core.loader import read_ruleset
from tests.load.report_rules import write_rules_report
from tests.load.rule_citizens import Citizens
from tests.support.random_people import People

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 11, 20)
HORIZON = 14
REPEATS = 5
VISITED = ("kontanthjaelp", "uddannelseshjaelp", "integrationsydelse")
PARTS = ("load", "one", "fast", "doubling", "million", "openfisca")


def main() -> None:
    """Measure what was asked for, print, write."""
    options = _options()
    if options.million_in:
        print(json.dumps(million(options.million_in, options.people)))
        return
    figures: dict[str, Any] = {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "rules": len(load_ruleset().rules),
    }
    measures: dict[str, Callable[[], Any]] = {
        "load": load_times,
        "one": one_person,
        "fast": fast_path,
        "doubling": doubling,
        "million": lambda: millions(options.people),
        "openfisca": beside_openfisca,
    }
    for part in options.only:
        print(f"{part} ...", flush=True)
        figures[part] = measures[part]()
        print(json.dumps(figures[part], indent=1, ensure_ascii=False), flush=True)
    if not options.print_only:
        write_rules_report(figures, ROOT / "docs/maalinger.md")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="measure these parts only")
    parser.add_argument("--people", type=int, default=1_000_000, help="how many citizens the long run has")
    parser.add_argument("--print-only", action="store_true", help="do not write docs/maalinger.md")
    parser.add_argument("--million-in", choices=["python", "columnar"], help=argparse.SUPPRESS)
    return parser.parse_args()


def median_of(run: Callable[[], Any], times: int = REPEATS) -> float:
    """Seconds for one run, the median of several."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def load_times() -> dict[str, float]:
    """Reading and checking all YAML, from nothing."""
    seconds = median_of(read_ruleset)
    return {"load_s": round(seconds, 3)}


def one_person() -> dict[str, float]:
    """All rules for one person with explanation: all known, a little known, and with nothing kept from before."""
    people = People(load_ruleset(), 1)
    full = [consistent(people.person(AS_OF, 1.0)) for _ in range(100)]
    little = [{"ydelse": "dagpenge", "tilmeldt_dato": f"2026-11-{day:02}"} for day in range(1, 20)]

    def asked(persons: list[dict[str, Any]], *, afresh: bool = False) -> float:
        waits = []
        for person in persons:
            if afresh:
                kept_answers.cache_clear()
            waits.append(median_of(lambda person=person: evaluate(person, AS_OF), 1))
        return round(statistics.median(waits) * 1000, 2)

    asked(full)
    return {
        "known_ms": asked(full),
        "little_ms": asked(little),
        "afresh_ms": asked(full[:20], afresh=True),
    }


def consistent(person: dict[str, Any]) -> dict[str, Any]:
    """Without the facts that nobody would have been asked about: they place only some people in a group."""
    benefit = person["ydelse"]
    asked = {"visitation": benefit in VISITED, "situation": benefit == "ingen"}
    return {fact: value for fact, value in person.items() if asked.get(fact, True)}


def fast_path() -> dict[str, float]:
    """All rules for one person without explanation; persons with everything known, most known, half known."""
    book, compiled = load_ruleset(), compile_ruleset("gaeldende", AS_OF)
    found = {"make_ms": round(median_of(_made_anew, 3) * 1000, 1)}
    for name, known in (("known_us", 1.0), ("most_us", 0.95), ("half_us", 0.5)):
        people = People(book, 2)
        persons = [_placed(people.person(AS_OF, known)) for _ in range(2000)]
        facts = [parse_facts(person, book.registry.facts) for person in persons]
        seconds = median_of(lambda facts=facts: [compiled.run(person) for person in facts])
        found[name] = round(seconds / len(facts) * 1e6, 1)
    return found


def _placed(person: dict[str, Any]) -> dict[str, Any]:
    """In one of the two groups that most rules are about."""
    return {**person, "ydelse": "dagpenge" if len(person) % 2 else "kontanthjaelp", "visitation": "jobparat"}


def _made_anew() -> None:
    """The code of every group."""
    from rules_core.compile.compiled import CompiledRuleset  # noqa: PLC0415  # without the memory of earlier code

    book = load_ruleset()
    assert CompiledRuleset(book, AS_OF, tuple(book.rules)).source


def doubling() -> list[dict[str, float]]:
    """The cost per rule as the number of rules doubles."""
    book, people = load_ruleset(), People(load_ruleset(), 3)
    persons = [_placed(people.person(AS_OF, 1.0)) for _ in range(60)]
    facts = [parse_facts(person, book.registry.facts) for person in persons]
    rows = []
    for count in (12, 24, 48, len(book.rules)):
        # Spread over the topics, so that each step has rules of every kind.
        step = len(book.rules) / count
        names = [list(book.rules)[int(place * step)] for place in range(count)]
        compiled = compile_ruleset("gaeldende", AS_OF, rules=names)
        told = median_of(lambda names=names: [evaluate(person, AS_OF, rules=names) for person in persons], 3)
        fast = median_of(lambda compiled=compiled: [compiled.run(person) for person in facts])
        per = len(persons) * count
        rows.append({"rules": count, "told_us": round(told / per * 1e6, 1), "fast_us": round(fast / per * 1e6, 3)})
    return rows


def millions(people: int) -> dict[str, Any]:
    """From citizens to due reminders, each path alone in a process; memory at a tenth and at all."""
    found: dict[str, Any] = {"people": people}
    for path in ("python", "columnar"):
        for count in (people // 10, people):
            command = [sys.executable, "-m", "tests.load.bench_rules", "--million-in", path, "--people", str(count)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode:
                found[path] = {"error": done.stderr.strip().splitlines()[-1]}
                break
            found.setdefault(path, {})[str(count)] = json.loads(done.stdout.splitlines()[-1])
    return found


def million(path: str, count: int) -> dict[str, Any]:
    """One long run in this process: the reading of the JSON values is part of the pure Python time."""
    book = load_ruleset()
    citizens = Citizens(book, AS_OF)
    source: Any = citizens.stream(count)
    if path == "columnar":
        source = columns_of_citizens(citizens, count)
    began = time.perf_counter()
    if path == "columnar":
        from rules_core.batch import plan_in_columns  # noqa: PLC0415  # numpy is an extra

        plan = plan_in_columns(source, AS_OF, HORIZON)
    else:
        plan = plan_reminders(source, AS_OF, HORIZON)
    reminders = sum(1 for _ in plan)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    still_open = sum(entry.people for entry in plan.unresolved())
    return {"seconds": round(seconds, 1), "reminders": reminders, "open": still_open, "peak_mb": round(peak)}


def columns_of_citizens(citizens: Citizens, count: int) -> Any:
    """The citizens as columns, as a database would hand them over."""
    from rules_core.batch import ColumnReader, Columns  # noqa: PLC0415  # numpy is an extra

    registry = load_ruleset().registry.facts
    (whole,) = ColumnReader(registry, len(citizens.people)).read(enumerate(citizens.people))
    spans = (range(start, min(start + len(whole), count)) for start in range(0, count, len(whole)))
    return (
        Columns(keys, {fact: column[: len(keys)] for fact, column in whole.arrays.items()}, registry) for keys in spans
    )


def beside_openfisca() -> dict[str, Any]:
    """The same twelve duties for the same people in OpenFisca, in an environment of its own."""
    python = ROOT / "var/openfisca/bin/python"
    # make setup puts it there where the machine has none.
    uv = shutil.which("uv") or str(ROOT / "var/tools/bin/uv")
    try:
        if not python.exists():
            subprocess.run(
                [uv, "venv", "-q", "--python", sys.executable, python.parents[1]], check=True, capture_output=True
            )
        group = [uv, "pip", "install", "-q", "--python", python, "--group", f"{ROOT / 'pyproject.toml'}:openfisca"]
        subprocess.run(group, check=True, capture_output=True, cwd=ROOT)
        done = subprocess.run(
            [python, "-m", "tests.load.openfisca_rules"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        told = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        return {"error": str(told[-1]) if told else str(error)}
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main()
