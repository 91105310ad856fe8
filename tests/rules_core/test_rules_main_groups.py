"""The main groups of a proposal: how a person gets one, and that rules and lookups know both kinds of group."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from overlay_factories import LAW, PROPOSAL, change, plan, proposal, refused
from rule_factories import FRIDAY, assess, rule, undated

from rules_core import Status, UnknownGroupError, lookup

# A proposal's main groups.
SPLIT = {
    "source": "plan",
    "main_groups": [
        {"id": "hoved_1", "label": "hovedgruppe 1", "plain": "du hører til hovedgruppe 1"},
        {"id": "hoved_2", "label": "hovedgruppe 2", "plain": "du hører til hovedgruppe 2"},
    ],
    "sub_groups": [
        {"id": "dagpenge__1", "base": "dagpenge", "main": "hoved_1", "when": {"fact": "fritaget", "is": False}},
        {"id": "dagpenge__2", "base": "dagpenge", "main": "hoved_2", "caveat": "Planen er uklar her."},
        {"id": "jobparat__2", "base": "jobparat", "main": "hoved_2"},
        {"id": "aktivitetsparat__", "base": "aktivitetsparat"},
    ],
}
WITH_MAINS = [LAW, {**PROPOSAL, "groups": "data/main.yml"}]
FOR_ALL = undated(from_=date(2017, 1, 1), groups="all")
BY_MAIN = {
    "sources": [plan()],
    "outcomes": [{"when": {"group": ["hoved_2"]}, "label": "du er i 2", "text": "to"}, {}],
    "texts": {"to": "Hovedgruppe 2."},
}


def split_book(root: Path, *overlays: dict[str, Any], **parts: Any) -> Any:
    parts = {"tracks": WITH_MAINS, "main_groups": SPLIT, **parts}
    return proposal(root, *(overlays or (change(BY_MAIN),)), rules=(rule(FOR_ALL),), **parts)


@pytest.mark.parametrize(
    ("facts", "group", "text"),
    [
        ({"ydelse": "dagpenge", "fritaget": True}, "hoved_2", "Hovedgruppe 2."),
        ({"ydelse": "dagpenge", "fritaget": False}, "hoved_1", "Det gælder."),
        ({"ydelse": "kontanthjaelp", "visitation": "jobparat"}, "hoved_2", "Hovedgruppe 2."),
        ({"ydelse": "kontanthjaelp", "visitation": "aktivitetsparat"}, "aktivitetsparat", "Det gælder."),
    ],
)
def test_the_main_group_decides_and_is_the_persons_group(tmp_path, facts, group, text):
    assessment = assess(split_book(tmp_path), **facts)
    assert (assessment.group, assessment.answers[0].text) == (group, text)


def test_an_open_main_group_keeps_the_answer_open_and_asks_what_settles_it(tmp_path):
    assessment = assess(split_book(tmp_path), ydelse="dagpenge")
    assert assessment.group is None
    assert (assessment.answers[0].status, assessment.answers[0].missing) == (Status.UNRESOLVED, ("fritaget",))


def test_the_steps_tell_how_the_main_group_was_found(tmp_path):
    book = split_book(tmp_path)
    told = {
        "fritaget": assess(book, ydelse="dagpenge", fritaget=True),
        "open": assess(book, ydelse="dagpenge"),
        "none": assess(book, ydelse="kontanthjaelp", visitation="aktivitetsparat"),
    }
    steps = {name: [(s.text, s.outcome, s.source) for s in each.answers[0].steps] for name, each in told.items()}
    assert ("I forslaget hører du til hovedgruppe 2.", True, "plan") in steps["fritaget"]
    assert any("hvilken hovedmålgruppe" in text and outcome is None for text, outcome, _ in steps["open"])
    assert any("Forslaget siger ikke" in text and outcome is False for text, outcome, _ in steps["none"])


def test_what_is_uncertain_about_a_main_group_is_said(tmp_path):
    book = split_book(tmp_path)
    assert "Planen er uklar her." in assess(book, ydelse="dagpenge", fritaget=True).answers[0].caveats
    assert "Planen er uklar her." not in assess(book, ydelse="dagpenge", fritaget=False).answers[0].caveats


def test_a_base_group_and_a_main_group_can_both_be_looked_up(tmp_path):
    book = split_book(tmp_path)
    rows = {
        group: [(row.when, row.text) for row in lookup("emne.regel", group, FRIDAY, ruleset=book).rows]
        for group in ("hoved_2", "dagpenge", "dagpenge__1")
    }
    assert rows["hoved_2"] == [("du får dagpenge eller du er jobparat", "Hovedgruppe 2.")]
    assert [text for _, text in rows["dagpenge"]] == ["Det gælder.", "Hovedgruppe 2."]
    assert [text for _, text in rows["dagpenge__1"]] == ["Det gælder."]
    with pytest.raises(UnknownGroupError):
        lookup("emne.regel", "hoved_3", FRIDAY, ruleset=book)


def test_a_base_group_in_groups_means_all_its_parts(tmp_path):
    book = split_book(tmp_path, change({"sources": [plan()], "groups": ["dagpenge"]}))
    assert assess(book, ydelse="dagpenge").answers[0].status is Status.APPLIES
    jobparat = assess(book, ydelse="kontanthjaelp", visitation="jobparat")
    assert jobparat.answers[0].status is Status.DOES_NOT_APPLY


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ({"sub_groups": SPLIT["sub_groups"][1:3]}, "'aktivitetsparat' mangler en del"),
        ({"sub_groups": [SPLIT["sub_groups"][0], *SPLIT["sub_groups"][2:]]}, "'dagpenge' mangler en del"),
        ({"sub_groups": [*SPLIT["sub_groups"], SPLIT["sub_groups"][1]]}, "står to gange"),
        ({"sub_groups": [*SPLIT["sub_groups"], {"id": "x", "base": "x"}]}, "ukendt målgruppe 'x'"),
        ({"sub_groups": [*SPLIT["sub_groups"], {"id": "x", "base": "dagpenge", "main": "x"}]}, "ukendt hovedmålgruppe"),
        ({"source": "x"}, "ukendt kilde"),
    ],
)
def test_a_mistake_in_the_main_groups_is_refused(tmp_path, part, reason):
    errors = refused(
        tmp_path, change(BY_MAIN), tracks=WITH_MAINS, main_groups={**SPLIT, **part}, rules=(rule(FOR_ALL),)
    )
    assert any(error.startswith("data/main.yml") and reason in error for error in errors)
