"""What differs between a proposal and the law it lies over."""

from __future__ import annotations

from datetime import date

import pytest
from compare_factories import AFTER, BEFORE, OLD, PERSON, empty, row
from rule_factories import SOURCES, ref, rule, version, write_book

from rules_core import UnknownGroupError, compare, load_ruleset

LAW = {"id": "gaeldende", "title": "Loven", "status": "gaeldende"}
PROPOSAL = {"id": "forslag", "title": "Et forslag", "status": "forslag", "base": "gaeldende",
            "overlays": "tracks/forslag", "law_date": date(2018, 8, 23), "notice": "Det er ikke loven."}  # fmt: skip
PLAN = {"id": "plan", "title": "En plan", "short": "Planen", "rank": "plan", "url": None}


def two_tracks(root, *overlays, rules, **parts):
    path = write_book(root, *rules, overlays=overlays, tracks=[LAW, {**PROPOSAL, **parts.pop("track", {})}],
                      sources=[*SOURCES, PLAN], **parts)  # fmt: skip
    return load_ruleset("gaeldende", path), load_ruleset("forslag", path)


def change(rule_id="emne.regel", **keys):
    return {"overlay": "change", "id": rule_id, "versions": [{"sources": [ref("plan", section="side 3")], **keys}]}


NEW_FOUR = version(sources=[ref(section="§ 4")], outcomes=row(value={"amount": 4, "unit": "samtaler"}))


def test_a_proposal_is_the_cause_of_what_it_changes_and_the_law_of_what_it_leaves(tmp_path):
    other = rule(version(**OLD), NEW_FOUR, id="emne.anden")
    law, plan = two_tracks(tmp_path, change(outcomes=row(value={"amount": 9, "unit": "samtaler"})),
                           rules=(rule(version(**OLD), version()), other))  # fmt: skip
    comparison = compare(PERSON, (law, AFTER), (plan, AFTER))
    assert {each.rule: (each.before, each.after, each.cause) for each in comparison.changed} == {
        "emne.regel": (
            None,
            {"amount": 9, "unit": "samtaler"},
            "det er foreslået i Planen, side 3, set ud fra reglerne den 23. august 2018",
        ),
        "emne.anden": (
            {"amount": 4, "unit": "samtaler"},
            None,
            "reglen blev ændret den 1. januar 2020 efter PL, § 4",
        ),
    }


def test_a_proposal_without_a_difference_equals_the_law_of_its_day(tmp_path):
    law, plan = two_tracks(tmp_path, change(caveats=["Et forbehold."]), rules=(rule(version(**OLD), NEW_FOUR),))
    assert empty(compare(PERSON, (law, date(2018, 8, 23)), (plan, AFTER)))


def test_a_proposal_adds_and_takes_away_rules(tmp_path):
    gone = {"overlay": "remove", "id": "emne.regel", "sources": [ref("plan", section="side 4")], "why": "Den er væk."}
    new = {
        "overlay": "add",
        **rule(version(from_=date(2018, 8, 23), sources=[ref("plan", section="side 5")]), id="emne.ny"),
    }
    law, plan = two_tracks(tmp_path, gone, new, rules=(rule(version(**OLD)),))
    comparison = compare(PERSON, (law, BEFORE), (plan, BEFORE))
    assert [(each.rule, each.cause.split(",")[1]) for each in comparison.added] == [("emne.ny", " side 5")]
    assert [(each.rule, each.cause.split(",")[1]) for each in comparison.removed] == [("emne.regel", " side 4")]


def test_a_rule_the_law_did_not_have_on_the_day_of_the_proposal_is_not_taken_for_removed_by_it(tmp_path):
    later, unborn = rule(version(), id="emne.ukendt"), rule(version(), id="emne.ny", is_new=True)
    law, plan = two_tracks(tmp_path, change(caveats=["Ja."]), rules=(rule(version(**OLD)), later, unborn))
    comparison = compare(PERSON, (plan, AFTER), (law, AFTER), rules=["emne.ukendt", "emne.ny"])
    assert [(each.rule, each.side) for each in comparison.unknown] == [("emne.ukendt", "from")]
    assert [(each.rule, each.cause) for each in comparison.added] == [
        ("emne.ny", "reglen begyndte den 1. januar 2020 efter PL, § 1")
    ]


MAINS = {
    "source": "plan",
    "main_groups": [{"id": "hoved_1", "label": "gruppe 1", "plain": "du er i gruppe 1"}],
    "sub_groups": [
        {"id": "dagpenge__1", "base": "dagpenge", "main": "hoved_1", "when": {"fact": "fritaget", "is": True}},
        {"id": "dagpenge__rest", "base": "dagpenge"},
        {"id": "jobparat__rest", "base": "jobparat"},
        {"id": "aktivitetsparat__rest", "base": "aktivitetsparat"},
    ],
}


def test_a_proposals_own_group_can_be_compared_with_the_law(tmp_path):
    nine = [
        {"when": {"group": ["hoved_1"]}, "label": "du er i gruppe 1", **row(value={"amount": 9, "unit": "antal"})[0]}
    ]
    law, plan = two_tracks(tmp_path, change(outcomes=[*nine, *row()]), rules=(rule(version(**OLD)),),
                           main_groups=MAINS, track={"groups": "data/main.yml"})  # fmt: skip
    by_main = compare({}, (law, BEFORE), (plan, BEFORE), group="hoved_1")
    assert [each.field for each in by_main.changed] == ["value"]
    assert (by_main.from_.group, by_main.to.group) == ("dagpenge", "hoved_1")
    assert [each.field for each in compare({}, (law, BEFORE), (plan, BEFORE), group="dagpenge").changed] == ["rows"]
    assert empty(compare({}, (law, BEFORE), (plan, BEFORE), group="jobparat"))
    with pytest.raises(UnknownGroupError, match="hoved_1"):
        compare({}, (law, BEFORE), (plan, BEFORE), group="x")
