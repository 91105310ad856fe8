"""What the pages of the rule book show, worked out from the rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casework.rulebook import Choice, overview, read_choice, rule_view, topic_view
from casework.rulebook.choice import group_ids, read_day
from casework.rulebook.example import example
from casework.rulebook.overview import sort_key
from casework.rulebook.sources import register, source_views
from casework.rulebook.standing import by_groups, rows_for, state_of
from casework.rulebook.words import words
from rules_core import Status, evaluate, load_ruleset
from rules_core.assessment import Status as AnswerStatus
from rules_core.loader import load_tracks
from rules_core.schema import BEARERS, CONFIDENCES, KINDS, RANKS

TODAY = date(2026, 11, 20)
NOW = Choice(TODAY)
RULES = load_ruleset().rules


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("kinds", KINDS),
        ("bearers", BEARERS),
        ("ranks", RANKS),
        ("confidences", CONFIDENCES),
        ("statuses", tuple(AnswerStatus)),
        ("topics", tuple({rule.topic for track in load_tracks() for rule in load_ruleset(track).rules.values()})),
    ],
)
def test_every_code_that_a_reader_can_meet_has_a_danish_word(section: str, codes: tuple[str, ...]):
    assert {str(code) for code in codes} <= set(words()[section])


def test_every_unit_of_every_rule_has_a_danish_word():
    known = set(load_ruleset().texts.units) | set(words()["units"])
    used = {
        given.unit
        for rule in RULES.values()
        for version in rule.versions
        for row in version.outcomes
        for given in (*row.parts, *([row.value] if row.value else []))
        if given.unit
    }
    # A unit that is written as it is read needs no entry; a code with other letters does.
    assert {unit for unit in used - known if not unit.replace(".", "").replace(" ", "").isalpha()} == set()
    assert {"maaneder", "aar"} <= known


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-07-01", date(2026, 7, 1)),
        ("1.7.2026", date(2026, 7, 1)),
        ("1/7 2026", date(2026, 7, 1)),
        ("01-07-2026", date(2026, 7, 1)),
        ("1.7.26", None),
        ("31.2.2026", None),
        ("i dag", None),
        ("", None),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: date | None):
    assert read_day(text) == day


def test_an_empty_address_means_today_all_groups_and_the_law():
    assert read_choice({}, TODAY) == (NOW, ())


def test_a_permanent_address_reads_back_to_the_same_choice():
    choice = Choice(date(2018, 8, 23), "dagpenge", "forslag-2018")
    query = dict(part.split("=") for part in choice.query.removeprefix("?").split("&"))
    assert read_choice(query, TODAY) == (choice, ())


def test_a_clock_after_the_last_known_day_shows_the_last_known_law_and_says_so():
    choice, problems = read_choice({}, date(2027, 1, 1))
    assert choice.day == date(2026, 12, 31)
    assert [problem.field for problem in problems] == ["pr"]


@pytest.mark.parametrize("track", load_tracks())
def test_every_group_has_a_worked_example_that_lands_in_it(track: str):
    for group in group_ids(load_ruleset(track)):
        choice = Choice(TODAY, group, track)
        found = example("cv.registrering", choice)
        assert found is not None, group
        assert found.facts


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_worked_example_is_settled_for_one_group_at_least(rule: str):
    if not state_of(rule, NOW).in_force:
        return
    found = [example(rule, NOW.for_group(group)) for group in group_ids(load_ruleset())]
    assert any(each and each.status != Status.UNRESOLVED for each in found)


def test_a_worked_example_says_exactly_what_an_evaluation_says():
    found = example("cv.registrering", NOW.for_group("dagpenge"))
    assert found is not None
    facts = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-16"}
    answer = evaluate(facts, TODAY, rules=["cv.registrering"]).answers[0]
    assert "Du meldte dig ledig mandag den 16. november 2026." in found.facts
    assert found.text == answer.text
    assert [step.text for step in found.steps] == [step.text for step in answer.steps]


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_table_of_all_groups_says_the_same_as_each_group_alone(rule: str):
    if not state_of(rule, NOW).in_force:
        return
    together = {group: block.rows for block in by_groups(rule, NOW) for group in block.groups}
    for group in group_ids(load_ruleset()):
        alone = rows_for(rule, NOW.for_group(group))
        assert [row.text for row in together[group]] == [row.text for row in alone]


def test_a_rule_before_its_first_version_is_unknown_or_did_not_exist():
    new = state_of("samtaler.kvote", Choice(date(2026, 6, 30)))
    old = state_of("samtaler.akasse_med", Choice(date(2018, 1, 1)))
    assert (new.code, old.code) == ("not_yet", "unknown")
    assert new.note
    assert "Der kan godt have været en regel før" in (old.note or "")


def test_a_declared_gap_is_told_in_the_history():
    view = rule_view("kursus.test", Choice(date(2021, 1, 1)), TODAY)
    assert view.state.code == "unknown"
    assert [version.day is None for version in view.versions] == [False, True, False]
    assert "hul i kilderne" in view.versions[1].texts[0]


@pytest.mark.parametrize(("day", "old"), [(date(2019, 12, 31), True), (date(2020, 1, 1), False)])
def test_a_version_is_old_from_the_day_it_has_ended(day: date, old: bool):
    assert rule_view("cv.registrering", Choice(day), TODAY).old is old


def test_a_version_that_ends_today_is_not_old_yet():
    on_the_day = rule_view("cv.registrering", Choice(date(2019, 12, 31)), date(2019, 12, 31))
    the_day_after = rule_view("cv.registrering", Choice(date(2019, 12, 31)), date(2020, 1, 1))
    assert (on_the_day.old, the_day_after.old) == (False, True)


def test_a_rule_that_the_track_does_not_have_says_so():
    missing = next(iter(set(RULES) - set(load_ruleset("kl-2017").rules)))
    view = rule_view(missing, Choice(TODAY, None, "kl-2017"), TODAY)
    assert view.state.code == "not_in_track"
    assert not view.blocks


def test_the_strongest_source_comes_first_and_each_section_once():
    version = RULES["cv.registrering"].versions[-1]
    views = source_views(version, load_ruleset())
    order = [list(words()["ranks"].values()).index(view.rank) for view in views]
    assert order == sorted(order)
    places = [(view.title, place.section) for view in views for place in view.places]
    assert len(places) == len(set(places))


def test_what_the_register_says_stands_with_the_source_it_is_about():
    version = RULES["cv.registrering"].versions[-1]
    shown = {
        item.says for view in source_views(version, load_ruleset()) for place in view.places for item in place.items
    }
    assert register().items["2.5"].says in shown


def test_sources_that_disagree_are_told():
    view = rule_view("cv.registrering", NOW, TODAY)
    assert any("tre uger for alle" in text for text in view.conflicts)


def test_exemptions_and_consequences_of_other_groups_are_not_shown_to_a_group():
    dagpenge = rule_view("cv.registrering", NOW.for_group("dagpenge"), TODAY)
    revalidering = rule_view("cv.registrering", NOW.for_group("revalidering"), TODAY)
    assert (len(dagpenge.exemptions), len(revalidering.exemptions)) == (0, 1)
    assert (len(dagpenge.consequences), len(revalidering.consequences)) == (1, 0)


def test_topics_are_sorted_as_in_a_danish_dictionary():
    assert sorted(["Ål", "Zebra", "Ærø", "Abe", "Ø"], key=sort_key) == ["Abe", "Zebra", "Ærø", "Ø", "Ål"]


def test_the_line_of_a_rule_names_the_group_only_when_groups_differ():
    cards = {card.id: card for topic in overview(NOW) for card in topic.rules}
    assert cards["cv.registrering"].who == "Dagpengemodtager"
    assert cards["bisidder.ret"].who is None
    for card in topic_view("cv", NOW.for_group("dagpenge")).rules:
        assert card.who is None


def test_a_source_of_local_practice_is_marked():
    local = load_ruleset(local=Path(__file__).parents[2] / "docs" / "eksempler" / "lokal-praksis")
    marked = [
        view.local
        for rule in local.rules.values()
        for version in rule.versions
        for view in source_views(version, local)
        if view.rank == "Lokal praksis"
    ]
    assert marked
    assert all(marked)
    assert not any(view.local for view in source_views(RULES["cv.registrering"].versions[-1], load_ruleset()))


def test_a_worked_example_prefers_values_that_show_the_rule():
    found = example("fravaer.registrering", NOW.for_group("kontanthjaelp_jobparat"))
    assert found is not None
    assert found.status == Status.APPLIES
