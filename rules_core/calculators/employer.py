"""The two tests of an employer, from numbers or from payroll: how many places, and does the job add to the staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from rules_core.calculators.staff import (
    AVERAGE_MONTHS,
    FULL_TIME_MONTH_HOURS,
    RATIO_MONTHS,
    MonthCount,
    PayrollRow,
    Placement,
    count_month,
    mean_staff,
    months_before,
    places_taken,
)
from rules_core.dates import add_months
from rules_core.ratios import count_bands, ratio_amount
from rules_core.schema import Ratio
from rules_core.values import to_json_value

SECTORS: Final = ("privat", "offentlig")
VACANCY_MONTHS: Final = 3

StepValue = str | int | Decimal | date


@dataclass(frozen=True, slots=True)
class CalcStep:
    """One step of a calculation: a code with its data; the Danish sentence is in data/calculator_texts.yml."""

    code: str
    data: Mapping[str, StepValue]

    def to_json(self) -> dict[str, Any]:
        """The step as JSON: ISO dates and plain numbers."""
        return {"code": self.code, "data": {key: to_json_value(value) for key, value in self.data.items()}}


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the two tests need. None = not known; nothing is assumed in its place."""

    staff: Decimal | None
    average: Decimal | None = None
    budget: Decimal | None = None
    places: int | None = None
    vacated: date | None = None


@dataclass(frozen=True, slots=True)
class EmployerResult:
    """Both tests with every step. `additional` is met, below, vacated, disputed or unknown."""

    numbers: Numbers
    places_max: int | None
    places_left: int | None
    additional: str
    steps: tuple[CalcStep, ...]

    def to_json(self) -> dict[str, Any]:
        """The result as JSON; null = not known."""
        numbers = self.numbers
        return {
            "staff": None if numbers.staff is None else to_json_value(numbers.staff),
            "average": None if numbers.average is None else to_json_value(numbers.average),
            "places": numbers.places,
            "places_max": self.places_max,
            "places_left": self.places_left,
            "additional": self.additional,
            "steps": [step.to_json() for step in self.steps],
        }


def as_facts(numbers: Numbers, sector: str) -> dict[str, Any]:
    """The numbers as facts of the rule book (JSON values; the job is one with wage subsidy)."""
    facts = {
        "ordinaert_ansatte": numbers.staff,
        "ansatte_gennemsnit_12_mdr": numbers.average,
        "ansatte_budget": numbers.budget,
        "stoettede_pladser": numbers.places,
        "stilling_ledig_dato": numbers.vacated or "ingen",
        "arbejdsgiver_type": sector,
        "stoettet_plads": "loentilskud",
    }
    return {fact: to_json_value(value) for fact, value in facts.items() if value is not None}


def judge_numbers(numbers: Numbers, ratio: Ratio, method: str, sector: str, as_of: date) -> EmployerResult:
    """Both tests from numbers.

    `ratio` is that of the rule `rimelighedskrav.antal`; `sector` is privat or offentlig.
    """
    steps: list[CalcStep] = []
    most = left = None
    if numbers.staff is not None:
        for band in count_bands(ratio, numbers.staff):
            data: dict[str, StepValue] = {"count": band.count, "one_per": band.one_per, "amount": band.amount}
            steps.append(CalcStep("band", data))
        most = ratio_amount(ratio, numbers.staff)
        steps.append(CalcStep("places_max", {"amount": most, "at_least": ratio.at_least}))
    if most is not None and numbers.places is not None:
        left = max(0, most - numbers.places)
        steps.append(CalcStep("places_left", {"places": numbers.places, "left": left}))
    additional, step = _additional(numbers, method, sector, as_of)
    return EmployerResult(numbers, most, left, additional, (*steps, step))


def _additional(numbers: Numbers, method: str, sector: str, as_of: date) -> tuple[str, CalcStep]:
    """Whether a job with wage subsidy adds to the staff: by the average (private, and everyone in the plan of 2018),
    by the budget (public, 2017), or only if both ways agree (public, 2020: the sources disagree)."""
    vacated = numbers.vacated
    if sector == "privat" and vacated and vacated >= add_months(as_of, -VACANCY_MONTHS):
        return "vacated", CalcStep("vacated", {"vacated": vacated, "until": add_months(vacated, VACANCY_MONTHS)})
    by_budget = sector == "offentlig" and method != "2018"
    by_average = sector == "privat" or method != "2017"
    limits = [numbers.average] * by_average + [numbers.budget] * by_budget
    if numbers.staff is None or any(limit is None for limit in limits):
        return "unknown", CalcStep("additional_unknown", {})
    staff = numbers.staff
    code = "both" if by_budget and by_average else "budget" if by_budget else "average"
    data: dict[str, StepValue] = {"staff": staff}
    data |= {"average": numbers.average} if by_average and numbers.average is not None else {}
    data |= {"budget": numbers.budget} if by_budget and numbers.budget is not None else {}
    met = all(limit is not None and staff >= limit for limit in limits)
    found = "met" if met else "disputed" if code == "both" else "below"
    return found, CalcStep(f"{found}_{code}", data)


@dataclass(frozen=True, slots=True)
class PayrollQuestion:
    """What is asked of the payroll rows, beside the rows themselves."""

    method: str
    sector: str
    as_of: date
    budget: Decimal | None = None
    vacated: date | None = None
    full_time: Decimal = FULL_TIME_MONTH_HOURS


def judge_payroll(
    rows: Sequence[PayrollRow], placements: Sequence[Placement], question: PayrollQuestion, ratio: Ratio
) -> EmployerResult:
    """Both tests from payroll rows and placements. A month without a single row makes what needs it unknown."""
    method, as_of = question.method, question.as_of
    months = [
        count_month(rows, placements, method, month, question.full_time)
        for month in months_before(as_of, AVERAGE_MONTHS)
    ]
    wanted = months[-RATIO_MONTHS if method == "2020" else -1 :]
    staff, average = _mean(wanted), _mean(months)
    numbers = Numbers(staff, average, question.budget, places_taken(placements, method, as_of), question.vacated)
    steps = [*_month_steps(wanted, method, question.full_time), *_ignored(rows)]
    if staff is None:
        steps.append(CalcStep("staff_unknown", _missing(wanted)))
    else:
        steps.append(CalcStep(f"staff_{method}", {"staff": staff, "first": wanted[0].first, "last": wanted[-1].last}))
    if average is None:
        steps.append(CalcStep("average_unknown", _missing(months)))
    else:
        steps.append(CalcStep("average", {"average": average, "first": months[0].first, "last": months[-1].last}))
    result = judge_numbers(numbers, ratio, method, question.sector, as_of)
    return EmployerResult(numbers, result.places_max, result.places_left, result.additional, (*steps, *result.steps))


def _mean(months: Sequence[MonthCount]) -> Decimal | None:
    return mean_staff(months) if all(month.rows for month in months) else None


def _missing(months: Sequence[MonthCount]) -> dict[str, StepValue]:
    return {"months": ", ".join(month.first.strftime("%Y-%m") for month in months if not month.rows)}


def _month_steps(months: Sequence[MonthCount], method: str, full_time: Decimal) -> list[CalcStep]:
    code = "month_posts" if method == "2020" else "month_heads"
    steps = [CalcStep("full_time", {"hours": full_time})] if method == "2020" else []
    for month in months:
        shown: dict[str, StepValue] = {"month": month.first.strftime("%Y-%m"), "staff": month.staff}
        steps.append(CalcStep(code, {**shown, "left_out": month.left_out, "minors": month.minors}))
    return steps


def _ignored(rows: Sequence[PayrollRow]) -> list[CalcStep]:
    other = sum(not row.counts for row in rows)
    return [CalcStep("not_pay", {"rows": other})] if other else []
