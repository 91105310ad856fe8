"""`retpligt new rule`: the skeleton of a rule and of its cases."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from rules_core.scaffold import new_rule, unfilled_cases


def add_new(commands: Any) -> None:
    """Hang the command on the parser's list of commands."""
    parser = commands.add_parser("new", help="Begynd på en ny regel: to filer, der siger, hvad du skal skrive")
    parser.add_argument("what", choices=["rule"], metavar="rule")
    parser.add_argument("rule", metavar="REGEL", help="id'et, fx cv.moede")
    parser.add_argument("--topic", metavar="EMNE", help="emnet, når det ikke er det, der står før punktummet")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    made = new_rule(arguments.rule, arguments.topic)
    print(f"Reglen: {made.rule}")
    print(f"Dens sager: {made.cases}")
    print("Udfyld de tomme steder. Kør retpligt check for at se, hvad der mangler.")
    return 0


def print_unfilled() -> int:
    """Name what is still empty in new case files, on stderr. Returns 0 when nothing is, else 1."""
    found = unfilled_cases()
    for error in found:
        print(f"- {error}", file=sys.stderr)
    return 1 if found else 0
