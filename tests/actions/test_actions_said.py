"""Saying facts back in correct Danish."""

import re

import pytest

from actions._said import clauses, statements, subordinate, understood
from rules_core import fact_registry

NONE = {"bool": False, "date": "ingen"}


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("du har ikke et job", "du ikke har et job"),
        ("dit cv er ikke på Jobnet endnu", "dit cv ikke er på Jobnet endnu"),
        ("kommunen har ikke fritaget dig", "kommunen ikke har fritaget dig"),
        ("du får dagpenge", "du får dagpenge"),
    ],
)
def test_a_negation_moves_before_the_verb_after_at(clause, expected):
    assert subordinate(clause) == expected


def test_every_negative_fact_of_the_registry_is_said_back_in_the_right_order():
    checked = 0
    for fact, info in fact_registry().items():
        if info.type in NONE and info.none_statement:
            said = subordinate(statements({fact: NONE[info.type]})[0])
            assert not re.match(r"^\w+( \w+)? (har|er|får|skal|kan|kender|bor) ikke\b", said), said
            checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    ("lines", "expected"), [(["a"], "a"), (["a", "b"], "a, og at b"), (["a", "b", "c"], "a, at b, og at c")]
)
def test_half_sentences_are_joined_with_at(lines, expected):
    assert clauses(lines, "at ") == expected


def test_the_benefit_is_said_before_the_date():
    said = understood({"tilmeldt_dato": "2026-11-02", "ydelse": "dagpenge"})
    assert said == "Jeg har forstået, at du får dagpenge, og at du meldte dig ledig mandag den 2. november 2026."


def test_nothing_is_said_back_when_nothing_was_given():
    assert understood({}) == ""


@pytest.mark.parametrize(("count", "said"), [(1, "1 samtale"), (2, "2 samtaler"), (11, "11 samtaler")])
def test_one_of_something_is_not_said_as_several(count, said):
    assert statements({"samtaler_holdt": count})[0].endswith(said)
