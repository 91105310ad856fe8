"""What the command line takes: dates, facts and the options that several commands share."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rules_core.errors import InputError
from rules_core.fact_pairs import facts_from_pairs
from rules_core.loader import DEFAULT_TRACK


def add_facts(parser: argparse.ArgumentParser) -> None:
    """The options that tell about a person."""
    parser.add_argument("--fact", action="append", default=[], metavar="NAVN=VÆRDI", help="en oplysning (kan gentages)")
    parser.add_argument("--facts", type=Path, metavar="FIL", help="en JSON-fil med oplysninger")


def add_situation(parser: argparse.ArgumentParser) -> None:
    """A person, a day and a track, and the choice of JSON."""
    add_facts(parser)
    parser.add_argument("--as-of", metavar="DATO", help="den dag, du spørger om, fx 2026-11-20 (ellers i dag)")
    parser.add_argument("--track", default=DEFAULT_TRACK, metavar="SPOR")
    parser.add_argument("--json", action="store_true", help="vis svaret som JSON")
    add_local(parser)


def add_local(parser: argparse.ArgumentParser) -> None:
    """The folder of a municipality's own practice."""
    parser.add_argument("--local", type=Path, metavar="MAPPE", help="en mappe med en kommunes lokale praksis")


def day_of(text: str | None, field: str = "--as-of") -> date:
    """The day that was written, or today. `field` is the option it was written in.

    Raises InputError when there is no such day.
    """
    if text is None:
        # The command line is the edge of the core: the only place that reads the clock.
        return datetime.now(ZoneInfo("Europe/Copenhagen")).date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # fromisoformat also reads 20261120 and 2026-W45-1; people write YYYY-MM-DD.
    if day is None or day.isoformat() != text:
        raise InputError(f"Datoen '{text}' ({field}) findes ikke. Skriv en dato som 2026-11-20.")
    return day


def facts_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """The facts of --facts and --fact as JSON values; --fact wins. Raises InputError or FactError."""
    facts: dict[str, Any] = _facts_from(arguments.facts) if arguments.facts else {}
    return facts | facts_from_pairs(arguments.fact)


def _facts_from(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"Filen {path} kan ikke læses som JSON ({error}).") from error
    if not isinstance(content, dict):
        raise InputError(f"Filen {path} skal indeholde navne og værdier, fx {{'ydelse': 'dagpenge'}}.")
    return content


def print_json(content: dict[str, Any]) -> None:
    """The answer as JSON that people can also read."""
    print(json.dumps(content, ensure_ascii=False, indent=2))
