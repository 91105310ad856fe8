"""A group may take people over from another one, but only when what it needs to know is known."""

from datetime import date

import pytest
from rule_factories import GROUPS, assess, make_book, rule, version

from rules_core import RulesetError, load_ruleset
from rules_core.compile import compile_ruleset

BOOK = load_ruleset()
YOUNG, ADULT = "uddannelseshjaelp_aktivitetsparat", "kontanthjaelp_aktivitetsparat"
PERSON = {"ydelse": "kontanthjaelp", "visitation": "aktivitetsparat"}
UNSCHOOLED = {"kompetencegivende_uddannelse": False}
RULE = ["uddannelsespaalaeg.trin"]


@pytest.mark.parametrize(
    ("facts", "as_of", "group"),
    [
        ({"foedselsdato": "1996-11-22", **UNSCHOOLED}, date(2026, 11, 21), YOUNG),
        ({"foedselsdato": "1996-11-21", **UNSCHOOLED}, date(2026, 11, 21), ADULT),
        ({"foedselsdato": "2000-01-15", **UNSCHOOLED}, date(2025, 6, 30), ADULT),
        ({"foedselsdato": "2000-01-15", **UNSCHOOLED}, date(2025, 7, 1), YOUNG),
        ({"foedselsdato": "2000-01-15"}, date(2026, 11, 21), ADULT),
        ({"foedselsdato": "ingen", **UNSCHOOLED}, date(2026, 11, 21), ADULT),
        (UNSCHOOLED, date(2026, 11, 21), ADULT),
        ({}, date(2026, 11, 21), ADULT),
    ],
)
def test_age_and_schooling_place_young_people_only_when_both_are_known(facts, as_of, group):
    assert assess(BOOK, as_of, **PERSON, **facts).group == group


def test_the_fast_path_takes_the_same_people_over():
    as_of = date(2026, 11, 21)
    compiled = compile_ruleset("gaeldende", as_of, rules=RULE)
    for facts in ({"foedselsdato": "2000-01-15", **UNSCHOOLED, "jobrettet_indsats": False}, UNSCHOOLED):
        slow = assess(BOOK, as_of, **PERSON, **facts).answer(RULE[0])
        assert compiled.evaluate({**PERSON, **facts})[RULE[0]].status == slow.status


def test_the_explanation_names_the_facts_that_moved_the_person():
    moved = assess(BOOK, date(2026, 11, 21), **PERSON, foedselsdato="2000-01-15", **UNSCHOOLED).answer(RULE[0])
    told = {fact for step in moved.steps for fact, _ in step.facts}
    assert {"foedselsdato", "kompetencegivende_uddannelse"} <= told


def test_a_group_cannot_take_people_from_one_that_stands_below_it(tmp_path):
    taker = {**GROUPS[0], "takes_over": {"from": "jobparat", "since": date(2020, 1, 1), "when": GROUPS[0]["when"]}}
    with pytest.raises(RulesetError, match="skal stå længere oppe i filen"):
        make_book(tmp_path, rule(versions=[version()]), groups=[taker, *GROUPS[1:]])
