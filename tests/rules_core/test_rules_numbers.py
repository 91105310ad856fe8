"""Numbers with decimals, numbers held against each other, and numbers that are worked out from a fact."""

from decimal import Decimal

import pytest
from rule_factories import FRIDAY, answer, make_book, undated, write_book
from rule_factories import rule as make_rule

from rules_core import FactError, RulesetError, Status, load_ruleset, lookup
from rules_core.cli import main
from rules_core.conditions import FactTest, Situation, facts_of, open_facts
from rules_core.conditions import test as holds
from rules_core.facts import describe, parse_facts
from rules_core.ratios import ratio_amount
from rules_core.schema import Band, Ratio
from rules_core.values import to_json_value

PER = {"fact": "aarsvaerk", "steps": [{"up_to": 50, "one_per": 5}, {"one_per": 10}]}
PARTS = [
    {"what": "er der", "fact": "uger", "unit": "antal"},
    {"what": "er der plads til", "less": "uger", "unit": "antal"},
]


def ratio_rule(**row):
    content = {"value": {"per": PER, "at_least": 1, "unit": "antal"}, "parts": PARTS, **row}
    texts = {"applies": "Højst {amount}.", "applies_no_value": "Højst 1 for hver 5."}
    return make_rule(undated(outcomes=[content], texts=texts))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return make_book(tmp_path_factory.mktemp("book"), ratio_rule())


def limited(operator, operand, **facts):
    return holds(FactTest("aarsvaerk", operator, operand), Situation(facts, FRIDAY, None))


@pytest.mark.parametrize(("value", "parsed"), [(12, "12"), (0.1, "0.1"), (12.5, "12.5"), ("ingen", "0")])
def test_a_number_is_read_as_it_was_written(book, value, parsed):
    assert parse_facts({"aarsvaerk": value}, book.registry.facts) == {"aarsvaerk": Decimal(parsed)}


@pytest.mark.parametrize("value", [-0.5, True, "12", float("nan"), float("inf"), None.__class__])
def test_what_is_not_a_number_of_at_least_zero_is_refused_in_danish(book, value):
    with pytest.raises(FactError, match=r"'aarsvaerk'.* et tal på mindst 0"):
        parse_facts({"aarsvaerk": value}, book.registry.facts)


def test_numbers_leave_the_core_as_plain_json_numbers():
    assert [to_json_value(Decimal(text)) for text in ("12", "12.0", "12.5")] == [12, 12, 12.5]
    assert isinstance(to_json_value(Decimal("12.0")), int)


def test_a_number_is_told_with_a_danish_comma(book):
    told = [describe("aarsvaerk", value, book.registry.facts) for value in (10, 12.50)]
    assert told == ["arbejdspladsen har 10 fuldtidsstillinger", "arbejdspladsen har 12,5 fuldtidsstillinger"]


@pytest.mark.parametrize(
    ("operator", "value", "limit", "expected"),
    [
        ("at_least", "10.5", "10.5", True),
        ("at_least", "10.4", "10.5", False),
        ("less_than", "10.4", "10.5", True),
        ("less_than", "10.5", "10.5", False),
    ],
)
def test_a_number_can_be_held_against_another_fact(operator, value, limit, expected):
    assert limited(operator, "loft", aarsvaerk=Decimal(value), loft=Decimal(limit)) is expected


def test_a_number_held_against_another_is_open_while_either_is_unknown():
    leaf = FactTest("aarsvaerk", "less_than", "loft")
    assert facts_of(leaf) == ("aarsvaerk", "loft")
    assert limited("less_than", "loft", aarsvaerk=Decimal(1)) is None
    assert limited("less_than", "loft", loft=Decimal(1)) is None
    assert open_facts(leaf, Situation({"loft": Decimal(1)}, FRIDAY, None)) == ("aarsvaerk",)
    assert open_facts(leaf, Situation({"aarsvaerk": Decimal(1)}, FRIDAY, None)) == ("loft",)


def test_a_rule_asks_for_both_numbers_and_shows_them_in_its_steps(tmp_path):
    condition = {"fact": "aarsvaerk", "at_least": "loft"}
    book = make_book(tmp_path, make_rule(undated(condition=condition, condition_label="der er flere end loftet")))
    assert answer(book, ydelse="dagpenge").missing == ("aarsvaerk", "loft")
    assert answer(book, ydelse="dagpenge", aarsvaerk=3, loft=3).status is Status.APPLIES
    below = answer(book, ydelse="dagpenge", aarsvaerk=2.5, loft=3)
    assert below.status is Status.DOES_NOT_APPLY
    assert dict(below.steps[-1].facts) == {"aarsvaerk": Decimal("2.5"), "loft": Decimal(3)}


@pytest.mark.parametrize("operand", ["tilmeldt", "findes_ikke", 2.5])
def test_a_number_can_only_be_held_against_a_whole_number_or_a_number_fact(tmp_path, operand):
    condition = {"fact": "aarsvaerk", "at_least": operand}
    root = write_book(tmp_path, make_rule(undated(condition=condition, condition_label="det er sådan")))
    with pytest.raises(RulesetError, match="skal være et helt tal"):
        load_ruleset("gaeldende", root)


@pytest.mark.parametrize(
    ("number", "places"),
    [("0", 1), ("4", 1), ("9.9", 1), ("10", 2), ("49", 9), ("50", 10), ("59.9", 10), ("60", 11), ("100", 15)],
)
def test_each_band_of_a_ratio_counts_whole_numbers_only(number, places):
    ratio = Ratio("aarsvaerk", (Band(50, 5), Band(None, 10)), 1)
    assert ratio_amount(ratio, Decimal(number)) == places


def test_a_band_does_not_hand_its_rest_on_to_the_next():
    ratio = Ratio("aarsvaerk", (Band(7, 5), Band(None, 3)), 0)
    assert ratio_amount(ratio, 9) == 1


def test_the_number_is_worked_out_with_its_parts_and_its_steps(book):
    found = answer(book, ydelse="dagpenge", aarsvaerk=63, uger=4)
    assert (found.status, found.value.amount, found.text) == (Status.APPLIES, 11, "Højst 11.")
    assert [part.amount for part in found.parts] == [4, 7]
    assert found.steps[-1].text == (
        "Der tælles kun hele tal: 50 delt med 5 er 10 og 13 delt med 10 er 1. Det giver 11."
    )
    assert found.to_json()["value"] == {"amount": 11, "unit": "antal"}


def test_there_is_never_less_than_no_place_left(book):
    assert [part.amount for part in answer(book, ydelse="dagpenge", aarsvaerk=10, uger=5).parts] == [5, 0]


def test_a_number_waits_for_its_fact_and_asks_for_it(book):
    found = answer(book, ydelse="dagpenge", uger=4)
    assert (found.status, found.missing, found.value) == (Status.UNRESOLVED, ("aarsvaerk",), None)
    assert found.steps[-1].text == "Tallet regnes ud fra dette: aarsvaerk."


def test_a_part_nobody_has_given_a_number_for_is_left_out(book):
    found = answer(book, ydelse="dagpenge", aarsvaerk=10)
    assert (found.status, found.value.amount, found.parts) == (Status.APPLIES, 2, ())


def test_a_look_up_shows_the_row_without_its_number(book):
    (row,) = lookup("emne.regel", "dagpenge", FRIDAY, ruleset=book).rows
    assert row.to_json()["value"] == {"amount": None, "unit": "antal"}
    assert row.text == "Højst 1 for hver 5."
    (row,) = lookup("emne.regel", "dagpenge", FRIDAY, facts={"aarsvaerk": 10}, ruleset=book).rows
    assert (row.value.amount, row.text) == (2, "Højst 2.")


@pytest.mark.parametrize(
    ("per", "reason"),
    [
        ({"fact": "sag", "steps": [{"one_per": 5}]}, "skal være en oplysning af typen int eller number"),
        ({"fact": "uger", "steps": []}, "alle trin på nær det sidste"),
        ({"fact": "uger", "steps": [{"up_to": 5, "one_per": 5}]}, "alle trin på nær det sidste"),
        ({"fact": "uger", "steps": [{"one_per": 5}, {"one_per": 10}]}, "alle trin på nær det sidste"),
        ({"fact": "uger", "steps": [{"up_to": 5, "one_per": 5}, {"up_to": 5, "one_per": 9}, {"one_per": 10}]}, "stige"),
        ({"fact": "uger", "steps": [{"one_per": 0}]}, "hvor mange skal der til én"),
        ({"fact": "uger", "steps": [{"one_per": 5}], "plus": 1}, "ukendt nøgle"),
    ],
)
def test_a_ratio_with_a_mistake_is_refused(tmp_path, per, reason):
    value = {"per": per, "unit": "antal"}
    root = write_book(tmp_path, make_rule(undated(outcomes=[{"value": value}])))
    with pytest.raises(RulesetError, match=reason):
        load_ruleset("gaeldende", root)


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ({"what": "x", "unit": "antal", "fact": "aarsvaerk"}, "skal være en oplysning af typen int"),
        ({"what": "x", "unit": "antal", "fact": "uger", "amount": 3}, "en del har kun ét tal"),
        ({"what": "x", "unit": "antal", "fact": "uger", "less": "uger"}, "en del har kun ét tal"),
    ],
)
def test_a_part_with_two_numbers_or_with_decimals_is_refused(tmp_path, part, reason):
    root = write_book(tmp_path, ratio_rule(parts=[part]))
    with pytest.raises(RulesetError, match=reason):
        load_ruleset("gaeldende", root)


@pytest.mark.parametrize("text", ["12,5", "12.5"])
def test_the_command_line_takes_a_number_with_comma_or_point(capsys, text):
    assert main(["evaluate", "--fact", f"ordinaert_ansatte={text}", "--as-of", "2026-11-20", "--json"]) == 0
    assert '"ordinaert_ansatte": 12.5' in capsys.readouterr().out


def test_the_command_line_refuses_a_number_it_cannot_read(capsys):
    assert main(["evaluate", "--fact", "ordinaert_ansatte=mange", "--as-of", "2026-11-20"]) == 2
    assert "'ordinaert_ansatte' (almindeligt ansatte) kan ikke være 'mange'" in capsys.readouterr().err
