"""The command `retpligt plan`: reads people line by line, prints what falls due."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any, Final, TextIO

from rules_core.dates import danish_date
from rules_core.errors import InputError, RulesCoreError
from rules_core.loader import DEFAULT_TRACK, load_ruleset
from rules_core.plan import Reminder, ReminderPlan, plan_reminders

BAD_LINES: Final = 2
PYTHON, COLUMNAR = "python", "columnar"
_SHAPE: Final = 'linje skal se sådan ud: {"person": "17", "facts": {"ydelse": "dagpenge"}}'


def add_plan(commands: Any, day: Callable[[str | None], date]) -> None:
    """Adds the command; `day` reads the date on the command line."""
    plan = commands.add_parser("plan", help="Hvem skal nå hvad inden for de næste dage?")
    plan.add_argument("--people", required=True, metavar="FIL", help="én person pr. linje som JSON (- er standard ind)")
    plan.add_argument("--as-of", metavar="DATO", help="den dag, du spørger om (ellers i dag)")
    plan.add_argument("--days", type=int, default=14, metavar="DAGE", help="så langt frem (ellers 14 dage)")
    plan.add_argument("--track", default=DEFAULT_TRACK, metavar="SPOR")
    plan.add_argument(
        "--fast", choices=[PYTHON, COLUMNAR], default=PYTHON, help="columnar er til mange og kræver numpy"
    )
    plan.add_argument("--json", action="store_true", help="én linje JSON pr. påmindelse, og til sidst en oversigt")
    plan.set_defaults(run=lambda arguments: run_plan(arguments, day(arguments.as_of)))


class Lines:
    """People from JSON lines. A line that cannot be used is told about at once and left out; the rest goes on."""

    def __init__(self, lines: TextIO, name: str) -> None:
        self._lines, self._name = lines, name
        self.bad = 0

    def __iter__(self) -> Iterator[tuple[tuple[int, Any], dict[str, Any]]]:
        """((line number, person), facts): the number finds the line again when its facts turn out to be wrong."""
        for number, line in enumerate(self._lines, start=1):
            if line.strip():
                try:
                    person, facts = _read_line(line)
                except InputError as error:
                    self.refuse((number, None), error)
                    continue
                yield (number, person), facts

    def refuse(self, key: tuple[int, Any], error: RulesCoreError) -> None:
        """Tell what is wrong with a line."""
        self.bad += 1
        print(f"{self._name}, linje {key[0]}: {error}", file=sys.stderr)


def _read_line(line: str) -> tuple[Any, dict[str, Any]]:
    try:
        content = json.loads(line)
    except ValueError:
        raise InputError(f"Linjen er ikke JSON. Hver {_SHAPE}.") from None
    facts = content.get("facts") if isinstance(content, dict) else None
    if not isinstance(facts, dict) or set(content) != {"person", "facts"}:
        raise InputError(f"Linjen skal have person og facts og ikke andet. Hver {_SHAPE}.")
    return content["person"], facts


def run_plan(arguments: argparse.Namespace, as_of: date) -> int:
    """Print the reminders and how many duties are open. Returns 0, or 2 when a line could not be used."""
    with _opened(arguments.people) as file:
        lines = Lines(file, arguments.people)
        plan = _plan(arguments, as_of, lines)
        titles = {rule.id: rule.title for rule in plan.book.rules.values()}
        for reminder in plan:
            _print_reminder(reminder, titles[reminder.rule], as_json=arguments.json)
    _print_summary(plan, lines.bad, titles, as_json=arguments.json)
    return BAD_LINES if lines.bad else 0


def _plan(arguments: argparse.Namespace, as_of: date, lines: Lines) -> ReminderPlan:
    if arguments.fast == PYTHON:
        return plan_reminders(lines, as_of, arguments.days, arguments.track, on_error=lines.refuse)
    try:
        from rules_core.batch import plan_in_columns  # noqa: PLC0415  # numpy is an extra, needed for columns only
    except ImportError:
        raise InputError(
            "--fast columnar kræver numpy. Installér det med: pip install 'ret-og-pligt[batch]'."
        ) from None
    book = load_ruleset(arguments.track)
    return plan_in_columns(lines, as_of, arguments.days, ruleset=book, on_error=lines.refuse)


def _opened(name: str) -> AbstractContextManager[TextIO]:
    if name == "-":
        return nullcontext(sys.stdin)
    try:
        return Path(name).open(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"Filen {name} (--people) kan ikke åbnes ({error.strerror}). Se efter, om stien passer."
        ) from None


def _print_reminder(reminder: Reminder, title: str, *, as_json: bool) -> None:
    _, person = reminder.person
    if as_json:
        print(json.dumps({**reminder.to_json(), "person": person}, ensure_ascii=False))
        return
    day = danish_date(reminder.due)
    if reminder.overdue:
        told = f"skulle være gjort {day}. Det er {_days(-reminder.days_left)} siden"
    else:
        told = f"senest {day}, om {_days(reminder.days_left)}" if reminder.days_left else f"senest i dag, {day}"
    print(f"{person}: {title} ({reminder.rule}) {told}.{f' {reminder.warning}' if reminder.warning else ''}")


def _days(count: int) -> str:
    return _count(count, "dag", "dage")


def _count(count: int, singular: str, plural: str) -> str:
    return f"{count} {singular if count == 1 else plural}"


def _print_summary(plan: ReminderPlan, bad: int, titles: dict[str, str], *, as_json: bool) -> None:
    found = plan.unresolved()
    if as_json:
        counts = {"people": plan.people, "reminders": plan.reminders, "bad_lines": bad}
        print(json.dumps({"summary": {**counts, "unresolved": [entry.to_json() for entry in found]}}))
        return
    people, reminders = _count(plan.people, "person", "personer"), _count(plan.reminders, "påmindelse", "påmindelser")
    print(f"\n{people}, {reminders}.")
    for entry in found:
        label = plan.book.registry.facts[entry.missing].label
        print(
            f"Uafklaret: {titles[entry.rule]} ({entry.rule}) for {entry.people}, der mangler {label} ({entry.missing})."
        )
    if bad:
        print(f"{_count(bad, 'linje', 'linjer')} kunne ikke bruges. Fejlene står ovenfor.", file=sys.stderr)
