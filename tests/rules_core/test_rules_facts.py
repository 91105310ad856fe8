"""Fact values: parsing, describing, plausibility."""

from datetime import date

import pytest
from rule_factories import make_book

from rules_core import FactError
from rules_core.facts import describe, parse_facts, plausibility
from rules_core.values import NOTHING

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    return make_book(tmp_path_factory.mktemp("book")).registry.facts


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("ydelse", "su"),
        ("ydelse", 3),
        ("tilmeldt", "2026-02-30"),
        ("tilmeldt", "i går"),
        ("tilmeldt", "20261102"),
        ("tilmeldt", "2026-W45-1"),
        ("tilmeldt", True),
        ("fritaget", "måske"),
        ("fritaget", 1),
        ("uger", -1),
        ("uger", True),
        ("uger", "12"),
        ("visitation", "ingen"),
    ],
)
def test_a_value_outside_the_domain_is_refused_with_fact_and_value(registry, fact, value):
    with pytest.raises(FactError, match=f"'{fact}'") as caught:
        parse_facts({fact: value}, registry)
    assert str(value) in str(caught.value)


def test_an_unknown_fact_is_refused_by_name(registry):
    with pytest.raises(FactError, match="skostoerrelse") as caught:
        parse_facts({"skostoerrelse": 42}, registry)
    assert caught.value.fact == "skostoerrelse"


def test_null_is_unknown_and_ingen_is_known(registry):
    given = {"job_start": None, "tilmeldt": "ingen", "uger": "ingen", "fritaget": "ingen", "ydelse": "ingen"}
    assert parse_facts(given, registry) == {"tilmeldt": NOTHING, "uger": 0, "fritaget": False, "ydelse": "ingen"}


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [
        ("ydelse", "dagpenge", "du får dagpenge"),
        ("ydelse", "ingen", "du får ingen ydelse"),
        ("tilmeldt", "2026-11-02", "du meldte dig ledig mandag den 2. november 2026"),
        ("tilmeldt", "ingen", "du har ikke meldt dig ledig"),
        ("fritaget", True, "du er fritaget"),
        ("fritaget", False, "du er ikke fritaget"),
        ("uger", 12, "du har været ledig i 12 uger"),
        ("sag", False, "sag: ingen"),
    ],
)
def test_facts_are_said_back_in_danish(registry, fact, value, expected):
    assert describe(fact, value, registry) == expected


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("tilmeldt", "2026-11-20", None),
        ("tilmeldt", "2026-11-21", "in_future"),
        ("tilmeldt", "2016-11-20", None),
        ("tilmeldt", "2016-11-19", "too_long_ago"),
        ("job_start", "2026-11-20", None),
        ("job_start", "2026-11-19", "in_past"),
        ("job_start", "2028-11-20", None),
        ("job_start", "2028-11-21", "too_far_ahead"),
        ("tilmeldt", "2026-02-30", "not_in_domain"),
        ("tilmeldt", "ingen", None),
        ("ydelse", "su", "not_in_domain"),
        ("ydelse", "dagpenge", None),
    ],
)
def test_odd_values_get_a_code(registry, fact, value, code):
    assert plausibility(fact, value, TODAY, registry) == code


def test_choices_keep_the_order_of_the_registry(registry):
    assert [choice.value for choice in registry["ydelse"].choices] == ["dagpenge", "kontanthjaelp", "ingen"]
    assert [choice.label for choice in registry["fritaget"].choices] == ["Ja", "Nej"]
    assert registry["tilmeldt"].choices == ()
