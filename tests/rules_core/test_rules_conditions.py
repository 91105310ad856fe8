"""Each operator at its boundary."""

from datetime import date

import pytest

from rules_core.conditions import All, Any, FactTest, GroupTest, Not, Situation, facts_of, open_facts
from rules_core.conditions import test as holds
from rules_core.values import NOTHING

AS_OF = date(2026, 11, 20)


def check(condition, group=None, **facts):
    return holds(condition, Situation(facts, AS_OF, group))


@pytest.mark.parametrize(
    ("operator", "operand", "value", "expected"),
    [
        ("is", "dagpenge", "dagpenge", True),
        ("is", "dagpenge", "kontanthjaelp", False),
        ("is", False, False, True),
        ("in", ("a", "b"), "b", True),
        ("in", ("a", "b"), "c", False),
        ("at_least", 26, 26, True),
        ("at_least", 26, 25, False),
        ("less_than", 26, 25, True),
        ("less_than", 26, 26, False),
        ("exists", True, date(2026, 1, 1), True),
        ("exists", True, NOTHING, False),
        ("exists", False, NOTHING, True),
        ("exists", False, False, True),
        ("exists", True, "ingen", False),
        ("within", ("weeks", 6), date(2026, 11, 20), True),
        ("within", ("weeks", 6), date(2026, 11, 19), False),
        ("within", ("weeks", 6), date(2027, 1, 1), True),
        ("within", ("weeks", 6), date(2027, 1, 2), False),
        ("within", ("months", 1), date(2026, 12, 20), True),
        ("within", ("months", 1), date(2026, 12, 21), False),
        ("before", "as_of", date(2026, 11, 19), True),
        ("before", "as_of", date(2026, 11, 20), False),
        ("on_or_after", "as_of", date(2026, 11, 20), True),
        ("on_or_after", "as_of", date(2026, 11, 19), False),
        ("before", date(2024, 1, 1), date(2023, 12, 31), True),
        ("before", date(2024, 1, 1), date(2024, 1, 1), False),
        ("age_at_least", 30, date(1996, 11, 20), True),
        ("age_at_least", 30, date(1996, 11, 21), False),
        ("longer_ago_than", ("months", 3), date(2026, 8, 19), True),
        ("longer_ago_than", ("months", 3), date(2026, 8, 20), False),
    ],
)
def test_each_operator_turns_at_its_boundary(operator, operand, value, expected):
    assert check(FactTest("f", operator, operand), f=value) is expected


@pytest.mark.parametrize("operator", ["before", "on_or_after", "within", "longer_ago_than", "age_at_least"])
def test_a_date_known_not_to_exist_fails_every_date_test(operator):
    operand = {"before": "as_of", "on_or_after": "as_of", "age_at_least": 18}.get(operator, ("weeks", 6))
    assert check(FactTest("f", operator, operand), f=NOTHING) is False


def test_an_unknown_fact_leaves_the_test_open():
    assert check(FactTest("f", "is", True)) is None


def test_two_dates_are_compared_only_when_both_are_known():
    later = FactTest("f", "on_or_after", "g")
    assert check(later, f=date(2026, 1, 2), g=date(2026, 1, 1)) is True
    assert check(later, f=date(2026, 1, 2)) is None
    assert check(later, f=date(2026, 1, 2), g=NOTHING) is False


def test_someone_born_on_29_february_turns_18_on_1_march_in_a_common_year():
    adult = FactTest("f", "age_at_least", 18)
    born = date(2008, 2, 29)
    assert holds(adult, Situation({"f": born}, date(2026, 2, 28), None)) is False
    assert holds(adult, Situation({"f": born}, date(2026, 3, 1), None)) is True


def test_groups_are_tested_against_the_group_at_hand():
    assert check(GroupTest(frozenset({"a"})), group="a") is True
    assert check(GroupTest(frozenset({"a"})), group=None) is False


def test_only_the_facts_that_still_matter_are_reported_as_open():
    tree = All((FactTest("a", "is", True), Any((FactTest("b", "is", True), Not(FactTest("c", "is", True))))))
    situation = Situation({"a": True, "c": True}, AS_OF, None)
    assert open_facts(tree, situation) == ("b",)
    assert open_facts(tree, Situation({"a": False}, AS_OF, None)) == ()


def test_facts_of_a_tree_include_the_fact_it_compares_with():
    assert facts_of(Not(FactTest("a", "before", "b"))) == ("a", "b")
    assert facts_of(FactTest("a", "before", "as_of")) == ("a",)
