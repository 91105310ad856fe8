"""Overlays: what lies over the law, what it leaves alone, and that a proposal is always marked."""

from __future__ import annotations

from datetime import date

import pytest
from overlay_factories import (
    BASE,
    LAW,
    LAW_DAY,
    NEW,
    NOTICE,
    OLD,
    ONE_WEEK,
    OTHER,
    PROPOSAL,
    change,
    plan,
    proposal,
    refused,
)
from rule_factories import FRIDAY, answer, assess, ref, rule, undated, version, write_book

from rules_core import RulesetError, Status, load_ruleset, lookup
from rules_core.overlays import merged_version


def test_a_change_replaces_the_keys_it_gives_and_keeps_the_rest(tmp_path):
    book = proposal(tmp_path, change(ONE_WEEK))
    found = answer(book, tilmeldt="2026-11-02", ydelse="dagpenge")
    assert found.deadline.date == date(2026, 11, 9)
    assert found.text.startswith("Gør det senest")
    assert [source.id for source in found.sources] == ["lov", "plan"]


def test_a_proposals_own_source_stands_first_only_when_the_sentence_is_the_proposals(tmp_path):
    caveat_only = {"sources": [plan()], "add_caveats": ["Planen siger ikke mere."]}
    own_words = {"sources": [plan()], "texts": {"applies": "Efter planen skulle du gøre det senest {deadline}."}}
    for part, expected in ((caveat_only, ["lov", "plan"]), (own_words, ["plan", "lov"])):
        book = proposal(tmp_path / expected[0], change(part))
        assert [source.id for source in answer(book).sources] == expected
        rows = lookup("emne.regel", "dagpenge", LAW_DAY, ruleset=book).rows
        assert [source.id for source in rows[0].sources] == expected


def test_a_proposal_answers_from_the_law_of_its_day_whatever_day_is_asked_about(tmp_path):
    book = proposal(tmp_path, change(ONE_WEEK, id="emne.anden"), rules=(BASE, OTHER_WITH_DATE))
    for day in (date(2016, 1, 1), LAW_DAY, FRIDAY):
        found = assess(book, day, ydelse="dagpenge", tilmeldt="2026-11-02").answer("emne.regel")
        assert (found.version_from, found.deadline.date) == (date(2017, 1, 1), date(2026, 11, 16))


OTHER_WITH_DATE = rule(OLD, id="emne.anden")


def test_every_answer_of_a_proposal_begins_with_its_notice(tmp_path):
    book = proposal(tmp_path, change({**ONE_WEEK, "caveats": ["Et forbehold."]}), rules=(BASE, OTHER))
    assessment = assess(book, ydelse="dagpenge")
    assert assessment.track == "forslag"
    assert [found.caveats[0] for found in assessment.answers] == [NOTICE, NOTICE]
    assert assessment.answer("emne.regel").caveats[1] == "Et forbehold."


def test_a_rule_the_law_did_not_have_on_that_day_is_left_out(tmp_path):
    later = rule(version(from_=date(2018, 8, 24)), id="emne.senere")
    in_time = rule(version(from_=date(2018, 8, 23)), id="emne.i_tide")
    book = proposal(tmp_path, change(ONE_WEEK), rules=(BASE, later, in_time))
    assert list(book.rules) == ["emne.regel", "emne.i_tide"]


def test_an_event_does_not_pick_the_version_of_a_proposal(tmp_path):
    by_event = rule(*({**each, "version_date": {"event": "tilmeldt"}} for each in (OLD, NEW)))
    book = proposal(tmp_path, change({"sources": [plan()], "caveats": ["Ja."]}), rules=(by_event,))
    assert answer(book, ydelse="dagpenge", tilmeldt="2026-11-02").version_from == date(2017, 1, 1)
    assert answer(book, ydelse="dagpenge").missing == ("tilmeldt",)


def test_an_added_rule_comes_last_and_a_replaced_one_stays_in_its_place(tmp_path):
    added = {"overlay": "add", **rule(undated(from_=LAW_DAY, sources=[plan()]), id="emne.ny")}
    replaced = {"overlay": "replace", **rule(undated(from_=LAW_DAY, sources=[plan()]), title="En ny titel")}
    book = proposal(tmp_path, added, replaced, rules=(BASE, OTHER))
    assert list(book.rules) == ["emne.regel", "emne.anden", "emne.ny"]
    assert book.rules["emne.regel"].title == "En ny titel"


def test_a_removed_rule_does_not_apply_and_names_the_source(tmp_path):
    gone = {"overlay": "remove", "id": "emne.regel", "sources": [plan()], "why": "Reglen falder væk i planen."}
    found = answer(proposal(tmp_path, gone), ydelse="dagpenge", tilmeldt="2026-11-02")
    assert (found.status, found.text) == (Status.DOES_NOT_APPLY, "Reglen falder væk i planen.")
    assert [source.id for source in found.sources] == ["plan"]


def test_an_overlay_without_changes_answers_like_its_base(tmp_path):
    same = change({"sources": [ref()]})
    book = proposal(tmp_path, same, rules=(rule(OLD, NEW), OTHER))
    base = load_ruleset("gaeldende", tmp_path)
    for facts in ({}, {"ydelse": "dagpenge"}, {"ydelse": "dagpenge", "tilmeldt": "2018-08-20"}):
        over, under = assess(book, LAW_DAY, **facts).to_json(), assess(base, LAW_DAY, **facts).to_json()
        for found in over["answers"]:
            assert found["caveats"].pop(0) == NOTICE
        assert over["answers"] == under["answers"]


def test_the_base_is_the_same_after_an_overlay_was_laid_over_it():
    base = {"from": 1, "sources": [{"source": "lov"}], "texts": {"applies": "A", "gammel": "B"}, "outcomes": [{}]}
    before = repr(base)
    laid = merged_version(base, {"sources": [{"source": "plan"}], "texts": {"applies": "C"}})
    laid["texts"]["applies"] = "D"
    laid["sources"].append({"source": "x"})
    assert repr(base) == before


def test_a_text_no_row_names_any_more_goes_away_with_its_row(tmp_path):
    row = {"text": "gammel", "deadline": {"anchor": "tilmeldt", "weeks": 2}}
    base = rule({**OLD, "outcomes": [row], "texts": {"gammel": "Senest {deadline}."}})
    book = proposal(tmp_path, change({**ONE_WEEK, "texts": {"applies": "Inden {deadline}."}}), rules=(base,))
    assert set(book.rules["emne.regel"].versions[0].texts) == {"applies"}


def test_a_changed_text_is_not_hidden_by_the_past_tense_of_the_old_one(tmp_path):
    base = rule({**OLD, "past_texts": {"applies": "Det skulle være senest {deadline}."}})
    texts = {"sources": [plan()], "texts": {"applies": "Planen siger {deadline}."}}
    found = answer(proposal(tmp_path, change(texts), rules=(base,)), ydelse="dagpenge", tilmeldt="2026-11-02")
    assert found.text.startswith("Planen siger")


@pytest.mark.parametrize(
    ("part", "expected"), [({"add_caveats": ["Nyt."]}, ["Nyt.", "Gammelt."]), ({"caveats": ["Nyt."]}, ["Nyt."])]
)
def test_caveats_are_replaced_or_added_to(tmp_path, part, expected):
    base = rule({**OLD, "caveats": ["Gammelt."]})
    book = proposal(tmp_path, change({"sources": [plan()], **part}), rules=(base,))
    assert [caveat.text for caveat in book.rules["emne.regel"].versions[0].caveats] == expected


def test_a_change_with_dates_splits_the_timeline(tmp_path):
    part = {**ONE_WEEK, "from": date(2018, 8, 1), "to": date(2018, 8, 31)}
    versions = proposal(tmp_path, change(part)).rules["emne.regel"].versions
    found = [(each.from_, each.to, each.outcomes[0].deadline.length.amount) for each in versions]
    assert found == [
        (date(2017, 1, 1), date(2018, 7, 31), 2),
        (date(2018, 8, 1), date(2018, 8, 31), 1),
        (date(2018, 9, 1), date(2019, 12, 31), 2),
        (date(2020, 1, 1), None, 3),
    ]


def test_a_change_over_two_versions_changes_each_from_its_own_day(tmp_path):
    part = {"sources": [plan()], "from": date(2018, 8, 1), "caveats": ["Nyt."]}
    versions = proposal(tmp_path, change(part)).rules["emne.regel"].versions
    found = [(each.from_, each.to, len(each.caveats)) for each in versions]
    assert found == [
        (date(2017, 1, 1), date(2018, 7, 31), 0),
        (date(2018, 8, 1), date(2019, 12, 31), 1),
        (date(2020, 1, 1), None, 1),
    ]


MISTAKES = [
    ("an unknown kind", change(ONE_WEEK, overlay="ret"), "overlay", "skal være en af"),
    ("no id", change(ONE_WEEK, id=...), "id", "hvilken regel"),
    ("a rule the base does not have", change(ONE_WEEK, id="emne.x"), "id", "findes ikke i det spor"),
    ("a rule the base already has", {"overlay": "add", **BASE}, "overlay", "findes allerede"),
    ("a change without source", change({"caveats": ["x"]}), "versions[0].sources", "egen kilde"),
    ("a change without versions", change(), "versions", "mindst én version"),
    ("a key changes do not have", change(ONE_WEEK, kind="ret"), "kind", "ukendt nøgle"),
    ("a misspelt key in a version", change({**ONE_WEEK, "outcome": []}), "versions[0].outcome", "ukendt nøgle"),
    ("an unknown source", change({**ONE_WEEK, "sources": [ref("x")]}), "versions[0].sources[0].source", "ukendt kilde"),
    ("a text nobody can fill in", change({"sources": [plan()], "texts": {"applies": "{amount}"}}),
     "versions[0].texts.applies", "kan ikke udfyldes"),
    ("a period without a version", change({**ONE_WEEK, "from": date(2010, 1, 1), "to": date(2010, 12, 31)}),
     "versions[0].from", "ingen version"),
    ("a removal without source", {"overlay": "remove", "id": "emne.regel", "why": "Væk."},
     "versions[0].sources", "mindst én kilde"),
    ("a removal without a reason", {"overlay": "remove", "id": "emne.regel", "sources": [plan()]}, "why", "mangler"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "key", "reason"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_in_an_overlay_names_the_overlay_file(tmp_path, content, key, reason):
    errors = refused(tmp_path, content)
    assert any(error.startswith(f"tracks/forslag/lag0.yml: {key}") and reason in error for error in errors)


def test_two_overlay_files_cannot_change_the_same_rule(tmp_path):
    errors = refused(tmp_path, change(ONE_WEEK), change(ONE_WEEK))
    assert errors == [
        "tracks/forslag/lag1.yml: id: reglen 'emne.regel' bliver også ændret i tracks/forslag/lag0.yml. "
        "Saml det i én fil (linje 2)"
    ]


def test_a_proposal_without_files_is_refused(tmp_path):
    assert "mappen findes ikke" in refused(tmp_path)[0]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"notice": None}, "ikke er loven"),
        ({"base": "x"}, "skal stå højere oppe"),
        ({"base": None}, "hvilket spor"),
        ({"id": "gaeldende"}, "står to gange"),
        ({"law_date": "2018-08-23"}, "uden anførselstegn"),
    ],
)
def test_a_mistake_in_a_track_is_refused(tmp_path, wrong, reason):
    root = write_book(tmp_path, tracks=[LAW, {**PROPOSAL, **wrong}], overlays=[change(ONE_WEEK)])
    with pytest.raises(RulesetError) as caught:
        load_ruleset(wrong.get("id", "forslag"), root)
    assert any(reason in str(error) for error in caught.value.errors)
