"""`retpligt employer`: the ratio test and the additional-employment test from payroll files."""

from __future__ import annotations

import argparse
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from rules_core.calculators.employer import SECTORS, EmployerResult, PayrollQuestion, judge_payroll
from rules_core.calculators.staff import FULL_TIME_MONTH_HOURS, METHODS
from rules_core.calculators.told import tell_caveat, tell_step
from rules_core.cli_input import day_of, print_json
from rules_core.errors import InputError
from rules_core.loader import DEFAULT_TRACK, load_ruleset
from rules_core.payroll import read_payroll, read_placements
from rules_core.period import check_day
from rules_core.schema import Ratio

RATIO_RULE = "rimelighedskrav.antal"


def add_employer(commands: Any) -> None:
    """Add the command to the subparsers of `retpligt`."""
    parser = commands.add_parser("employer", help="Hvor mange pladser med støtte må arbejdspladsen have?")
    parser.add_argument("--payroll", type=Path, required=True, metavar="FIL", help="lønrækker som CSV")
    parser.add_argument("--placements", type=Path, required=True, metavar="FIL", help="pladser med støtte som CSV")
    parser.add_argument("--as-of", metavar="DATO", help="den dag, du spørger om (ellers i dag)")
    parser.add_argument("--method", required=True, metavar="METODE", help=f"en af: {', '.join(METHODS)}")
    parser.add_argument("--sector", required=True, metavar="SEKTOR", help=f"en af: {', '.join(SECTORS)}")
    parser.add_argument("--budget", metavar="TAL", help="stillinger i budgettet (kun offentlige)")
    parser.add_argument("--vacated", metavar="DATO", help="den dag, stillingen blev ledig")
    parser.add_argument("--full-time-hours", metavar="TAL", help="timer om måneden i en fuldtidsstilling (metode 2020)")
    parser.add_argument("--json", action="store_true", help="vis svaret som JSON")
    parser.set_defaults(run=run_employer)


def run_employer(arguments: argparse.Namespace) -> int:
    """Read both files, calculate, print. Raises InputError (Danish) when anything cannot be used."""
    question = _question(arguments)
    result = judge_payroll(
        read_payroll(arguments.payroll, question.method),
        read_placements(arguments.placements),
        question,
        ratio_on(question.as_of),
    )
    if arguments.json:
        print_json(_as_json(result, question))
    else:
        print(f"Metode {question.method}, {question.sector} arbejdsplads, pr. {question.as_of}.")
        print("\n".join(f"- {tell_step(step)}" for step in result.steps))
        print(f"Bemærk: {tell_caveat(question.method)}")
    return 0


def ratio_on(day: date) -> Ratio:
    """The ratio of the rule book on `day`, so that rule and calculator can never say two things."""
    book = load_ruleset(DEFAULT_TRACK)
    check_day(day, book.track)
    version = book.rules[RATIO_RULE].version_at(day)
    value = version.outcomes[0].value if version else None
    if value is None or value.per is None:
        raise InputError(f"Reglen {RATIO_RULE} har ikke et forhold den {day}.")
    return value.per


def _question(arguments: argparse.Namespace) -> PayrollQuestion:
    full_time = _number(arguments.full_time_hours, "--full-time-hours") or FULL_TIME_MONTH_HOURS
    return PayrollQuestion(
        method=_one_of(arguments.method, METHODS, "--method"),
        sector=_one_of(arguments.sector, SECTORS, "--sector"),
        as_of=day_of(arguments.as_of),
        budget=_number(arguments.budget, "--budget"),
        vacated=day_of(arguments.vacated) if arguments.vacated else None,
        full_time=full_time,
    )


def _one_of(text: str, allowed: tuple[str, ...], option: str) -> str:
    if text not in allowed:
        raise InputError(f"{option} kan ikke være '{text}'. Skriv en af: {', '.join(allowed)}.")
    return text


def _number(text: str | None, option: str) -> Decimal | None:
    if text is None:
        return None
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number <= 0:
        raise InputError(f"{option} kan ikke være '{text}'. Skriv et tal over 0, fx 160,33.")
    return number


def _as_json(result: EmployerResult, question: PayrollQuestion) -> dict[str, Any]:
    content = result.to_json()
    for step, told in zip(content["steps"], result.steps, strict=True):
        step["text"] = tell_step(told)
    asked = {"method": question.method, "sector": question.sector, "as_of": question.as_of.isoformat()}
    return {**asked, **content, "caveats": [tell_caveat(question.method)]}
