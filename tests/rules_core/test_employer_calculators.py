"""The ratio test and the additional-employment test of an employer, from numbers and from payroll rows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from rules_core import Status, evaluate
from rules_core.calculators.employer import (
    CalcStep,
    Numbers,
    PayrollQuestion,
    as_facts,
    judge_numbers,
    judge_payroll,
)
from rules_core.calculators.staff import METHODS, PayrollRow, Placement, count_month, months_before
from rules_core.calculators.told import tell_caveat, tell_step
from rules_core.cli_employer import ratio_on
from rules_core.fact_files import PACKAGE_ROOT
from rules_core.payroll import read_payroll, read_placements

AS_OF = date(2026, 11, 21)
RATIO = ratio_on(AS_OF)
HOURS = Decimal(100)
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
EXAMPLES = Path(__file__).parents[2] / "docs" / "eksempler"


def pay(person="p1", first=OCTOBER[0], last=OCTOBER[1], hours=100, **details):
    given = {"counts": True, "born": date(1980, 1, 1), "contract": "fast", **details}
    return PayrollRow("12345678", person, first, last, Decimal(hours), **given)


def year(*persons, **details):
    """The same pay in each of the twelve whole months before the day asked about."""
    return [pay(person, *month, **details) for month in months_before(AS_OF, 12) for person in persons]


def ask(rows, placements=(), method="2020", sector="privat", **details):
    question = PayrollQuestion(method, sector, AS_OF, full_time=HOURS, **details)
    return judge_payroll(rows, placements, question, RATIO)


def october(rows, placements=(), method="2020"):
    return count_month(rows, placements, method, OCTOBER, HOURS).staff


def test_only_whole_months_before_the_day_count():
    assert months_before(date(2026, 3, 31), 2) == (
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
    )


@pytest.mark.parametrize(("contract", "heads"), [("fast", 1), ("tid", 0), ("opgave", 0)])
def test_in_2017_only_permanent_staff_count_and_in_2018_everyone(contract, heads):
    rows = [pay(contract=contract, hours=1)]
    assert (october(rows, method="2017"), october(rows, method="2018")) == (heads, 1)


def test_heads_are_counted_once_each_on_the_last_day_of_the_month():
    rows = [pay("p1", hours=10), pay("p1", hours=20), pay("p2", last=date(2026, 10, 30)), pay("p3", date(2026, 10, 31))]
    assert october(rows, method="2018") == 2


@pytest.mark.parametrize(
    ("kind", "counted"),
    [
        ("praktik", (0, 0, 0)),
        ("loentilskud", (0, 0, 0)),
        ("nytteindsats", (0, 1, 0)),
        ("fleksjob", (0, 1, 0)),
        ("voksenlaerling", (0, 1, 0)),
        ("seniorjob", (0, 1, 0)),
    ],
)
def test_each_method_leaves_its_own_placements_out_of_the_staff(kind, counted):
    placements = [Placement("p1", kind, *OCTOBER)]
    assert tuple(october([pay()], placements, method) for method in METHODS) == counted


@pytest.mark.parametrize(("last", "heads"), [(date(2026, 10, 30), 1), (date(2026, 10, 31), 0), (None, 0)])
def test_a_placement_frees_the_head_the_day_after_it_ends(last, heads):
    assert october([pay()], [Placement("p1", "praktik", date(2026, 9, 1), last)], "2018") == heads


def test_from_2020_hours_become_full_time_posts():
    assert october([pay(hours=100), pay("p2", hours="37.5", contract="tid")]) == Decimal("1.375")


def test_hours_are_spread_over_the_days_of_the_row():
    assert october([pay(first=date(2026, 9, 1), last=date(2026, 10, 31), hours=61)]) == Decimal("0.31")


def test_days_on_a_placement_are_taken_out_of_the_hours():
    placements = [Placement("p1", "loentilskud", date(2026, 10, 1), date(2026, 10, 10))]
    assert october([pay(hours=31)], placements) == Decimal("0.21")
    assert october([pay(hours=31)], [replace(placements[0], person="p2")]) == Decimal("0.31")


@pytest.mark.parametrize(("born", "days"), [(date(2008, 10, 1), 31), (date(2008, 10, 31), 1), (date(2008, 11, 1), 0)])
def test_the_days_before_the_eighteenth_birthday_do_not_count(born, days):
    assert october([pay(hours=31, born=born)]) == Decimal(days) / 100


def test_pay_that_is_not_for_employees_counts_in_no_method():
    rows = [pay(counts=False)]
    assert [october(rows, method=method) for method in METHODS] == [0, 0, 0]


def test_the_ratio_of_2020_is_taken_over_the_last_four_months():
    rows = year(*(f"p{n}" for n in range(10)))
    late = [row for row in rows if row.person != "p9" or row.first >= date(2026, 8, 1)]
    assert ask(rows).numbers.staff == 10
    assert ask(late).numbers.staff == Decimal("9.75")
    assert (ask(rows).places_max, ask(late).places_max) == (2, 1)


def test_an_average_just_below_a_step_is_never_rounded_up_to_it():
    rows = year(*(f"p{n}" for n in range(9))) + year("p9", hours="99.999")
    found = ask(rows)
    assert (found.numbers.staff, found.places_max) == (Decimal("9.99"), 1)


def test_a_month_without_rows_makes_the_average_unknown_and_says_which():
    rows = [row for row in year("p1", "p2") if row.first != date(2026, 1, 1)]
    found = ask(rows)
    assert (found.numbers.staff, found.numbers.average, found.additional) == (2, None, "unknown")
    assert CalcStep("average_unknown", {"months": "2026-01"}) in found.steps


def test_a_month_without_rows_among_the_four_makes_the_staff_unknown():
    rows = [row for row in year("p1") if row.first != date(2026, 7, 1)]
    found = ask(rows)
    assert (found.numbers.staff, found.places_max, found.places_left) == (None, None, None)
    assert CalcStep("staff_unknown", {"months": "2026-07"}) in found.steps


@pytest.mark.parametrize(("method", "taken"), [("2017", 2), ("2018", 2), ("2020", 3)])
def test_places_are_the_placements_of_the_day_and_nytteindsats_joined_in_2020(method, taken):
    placements = [
        Placement("a", "praktik", AS_OF, AS_OF),
        Placement("b", "loentilskud", date(2026, 1, 1), None),
        Placement("c", "nytteindsats", date(2026, 11, 1), date(2026, 11, 30)),
        Placement("d", "praktik", date(2026, 11, 22), None),
        Placement("e", "praktik", date(2026, 11, 1), date(2026, 11, 20)),
        Placement("f", "fleksjob", date(2026, 1, 1), None),
    ]
    assert ask(year("p1"), placements, method).numbers.places == taken


NUMBERS = Numbers(Decimal(10), average=Decimal(10), budget=Decimal(10), places=1)


@pytest.mark.parametrize(
    ("method", "sector", "numbers", "expected"),
    [
        ("2017", "privat", {}, "met"),
        ("2017", "privat", {"average": Decimal("10.01")}, "below"),
        ("2017", "privat", {"budget": Decimal(99)}, "met"),
        ("2017", "privat", {"vacated": date(2026, 8, 21)}, "vacated"),
        ("2017", "privat", {"vacated": date(2026, 8, 20)}, "met"),
        ("2017", "offentlig", {"vacated": date(2026, 8, 21)}, "met"),
        ("2017", "offentlig", {"average": Decimal(99)}, "met"),
        ("2017", "offentlig", {"budget": Decimal("10.01")}, "below"),
        ("2017", "offentlig", {"budget": None}, "unknown"),
        ("2018", "offentlig", {"budget": Decimal(99)}, "met"),
        ("2018", "offentlig", {"average": Decimal("10.01")}, "below"),
        ("2020", "offentlig", {}, "met"),
        ("2020", "offentlig", {"average": Decimal("10.01")}, "disputed"),
        ("2020", "offentlig", {"budget": Decimal("10.01")}, "disputed"),
        ("2020", "offentlig", {"budget": None}, "unknown"),
        ("2020", "privat", {"average": None}, "unknown"),
        ("2020", "privat", {"staff": None}, "unknown"),
    ],
)
def test_each_method_judges_additional_employment_its_own_way(method, sector, numbers, expected):
    assert judge_numbers(replace(NUMBERS, **numbers), RATIO, method, sector, AS_OF).additional == expected


# What the rule says where the calculator says so.
STATUS = {"met": Status.APPLIES, "below": Status.DISCRETIONARY, "disputed": Status.DISCRETIONARY,
          "vacated": Status.APPLIES, "unknown": Status.UNRESOLVED}  # fmt: skip


@pytest.mark.parametrize(("method", "as_of"), [("2017", date(2018, 6, 1)), ("2020", AS_OF)])
@pytest.mark.parametrize("sector", ["privat", "offentlig"])
@pytest.mark.parametrize("staff", ["0", "4.99", "5", "10", "49.99", "50", "59.99", "60", "63"])
@pytest.mark.parametrize("limit", ["9", "10", "50.5", "61"])
def test_the_rules_and_the_calculator_say_the_same(method, as_of, sector, staff, limit):
    numbers = Numbers(Decimal(staff), average=Decimal(limit), budget=Decimal(10), places=2)
    found = judge_numbers(numbers, ratio_on(as_of), method, sector, as_of)
    facts = {**as_facts(numbers, sector), "plads_paa_egen_arbejdsplads": False, "nedsat_arbejdsevne": False}
    told = evaluate({**facts, "ydelse": "dagpenge"}, as_of, rules=["rimelighedskrav.antal", "merbeskaeftigelse.krav"])
    ratio, additional = told.answers
    assert (ratio.value.amount, [part.amount for part in ratio.parts]) == (found.places_max, [2, found.places_left])
    assert additional.status is STATUS[found.additional]


@pytest.mark.parametrize("vacated", [date(2026, 8, 20), date(2026, 8, 21)])
def test_the_rule_and_the_calculator_wait_for_a_vacant_post_until_the_same_day(vacated):
    numbers = replace(NUMBERS, vacated=vacated)
    found = judge_numbers(numbers, RATIO, "2020", "privat", AS_OF)
    facts = {**as_facts(numbers, "privat"), "nedsat_arbejdsevne": False}
    told = evaluate(facts, AS_OF, rules=["merbeskaeftigelse.krav"]).answers[0]
    assert (found.additional == "vacated") is (told.deadline is not None)
    if told.deadline:
        assert found.steps[-1].data["until"] == told.deadline.date


@pytest.mark.parametrize(
    ("method", "staff", "places", "left"), [("2017", 8, 1, 0), ("2018", 12, 2, 0), ("2020", 10, 2, 0)]
)
def test_the_example_files_give_what_the_guide_says(method, staff, places, left):
    rows = read_payroll(EXAMPLES / "loen.csv", method)
    placements = read_placements(EXAMPLES / "pladser.csv")
    found = judge_payroll(rows, placements, PayrollQuestion(method, "privat", AS_OF), RATIO)
    assert (found.numbers.staff, found.numbers.places, found.places_max, found.places_left) == (staff, 2, places, left)
    assert found.additional == "met"


def test_every_step_has_a_danish_sentence_and_every_sentence_a_step():
    used = set()
    for method in METHODS:
        for sector in ("privat", "offentlig"):
            for budget in (Decimal(1), Decimal(99), None):
                for gone in (None, AS_OF):
                    for rows in (year("p1", "p2"), year("p1")[3:], year("p1")[:-1], [*year("p1"), pay(counts=False)]):
                        low = [row for row in rows if row.person == "p1" or row.first < date(2026, 7, 1)]
                        found = ask(low, (), method, sector, budget=budget, vacated=gone)
                        used |= {step.code for step in found.steps}
                        assert all("{" not in tell_step(step) for step in found.steps)
        assert tell_caveat(method)
    texts = yaml.safe_load((PACKAGE_ROOT / "data" / "calculator_texts.yml").read_text(encoding="utf-8"))
    assert used == set(texts["steps"])


def test_a_step_says_its_numbers_with_a_danish_comma_and_its_dates_in_words():
    step = CalcStep("staff_2020", {"staff": Decimal("9.75"), "first": date(2026, 7, 1), "last": date(2026, 10, 31)})
    assert tell_step(step) == "Fuldtidsstillinger i gennemsnit fra 1. juli 2026 til 31. oktober 2026: 9,75."
    assert step.to_json()["data"] == {"staff": 9.75, "first": "2026-07-01", "last": "2026-10-31"}
