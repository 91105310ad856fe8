"""Which version of a rule answers."""

import re
from datetime import date

import pytest
from rule_factories import answer, make_book, ref, rule, undated

from rules_core import Status, load_ruleset, lookup

OLD = undated(from_=date(2017, 1, 1), to=date(2019, 12, 31), texts={"applies": "Gammel."})
NEW = undated(from_=date(2020, 1, 1), texts={"applies": "Ny."})
REPEALED = {"from": date(2020, 1, 1), "to": None, "repealed": True, "sources": [ref()],
            "texts": {"does_not_apply": "Reglen er ophævet."}}  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "text", "start"),
    [(date(2019, 12, 31), "Gammel.", date(2017, 1, 1)), (date(2020, 1, 1), "Ny.", date(2020, 1, 1))],
)
def test_the_day_asked_about_picks_the_version(tmp_path, as_of, text, start):
    found = answer(make_book(tmp_path, rule(OLD, NEW)), as_of, ydelse="dagpenge")
    assert (found.text, found.version_from) == (text, start)


def test_a_new_version_that_says_the_same_does_not_move_the_day_the_rule_began(tmp_path):
    same = {**NEW, "texts": OLD["texts"]}
    found = answer(make_book(tmp_path, rule(OLD, same)), date(2020, 1, 1), ydelse="dagpenge")
    assert (found.version_from, found.unchanged_since) == (date(2020, 1, 1), date(2017, 1, 1))


def test_a_new_version_that_says_something_else_moves_the_day_the_rule_began(tmp_path):
    found = answer(make_book(tmp_path, rule(OLD, NEW)), date(2020, 1, 1), ydelse="dagpenge")
    assert found.unchanged_since == date(2020, 1, 1)


def test_a_version_that_has_ended_speaks_in_the_past_tense(tmp_path):
    now = {**NEW, "texts": {"applies": "Du skal søge job."}}
    then = {**OLD, "texts": now["texts"], "past_texts": {"applies": "Du skulle søge job."}}
    book = make_book(tmp_path, rule(then, now))
    assert answer(book, date(2019, 12, 31), ydelse="dagpenge").text == "Du skulle søge job."
    assert answer(book, date(2020, 1, 1), ydelse="dagpenge").text == "Du skal søge job."
    assert lookup("emne.regel", "dagpenge", date(2019, 12, 31), ruleset=book).rows[0].text == "Du skulle søge job."


def test_the_past_tense_alone_does_not_move_the_day_the_rule_began(tmp_path):
    then = {**OLD, "texts": NEW["texts"], "past_texts": {"applies": "Var ny."}}
    found = answer(make_book(tmp_path, rule(then, NEW)), date(2020, 1, 1), ydelse="dagpenge")
    assert (found.text, found.unchanged_since) == ("Ny.", date(2017, 1, 1))


def test_no_version_that_has_ended_tells_anyone_to_do_something_now():
    duty = re.compile(r"\b(du skal|kommunen skal|a-kasse skal|har ikke pligt)\b", re.IGNORECASE)
    found = [
        (rule.id, version.from_, text)
        for rule in load_ruleset().rules.values()
        for version in rule.versions
        if version.to
        for text in (
            *(version.template(key) for key in version.texts),
            *(remark.text for remark in (*version.consequences, *version.caveats)),
        )
        if duty.search(text)
    ]
    assert found == []


def test_a_version_that_did_not_cover_the_group_moves_the_day_the_rule_began(tmp_path):
    others_only = {**OLD, "groups": ["jobparat"]}
    same = {**NEW, "texts": OLD["texts"]}
    found = answer(make_book(tmp_path, rule(others_only, same)), date(2020, 1, 1), ydelse="dagpenge")
    assert found.unchanged_since == date(2020, 1, 1)


def test_before_the_first_version_the_rule_is_not_known(tmp_path):
    found = answer(make_book(tmp_path, rule(NEW)), date(2019, 12, 31), ydelse="dagpenge")
    assert (found.status, found.version_from) == (Status.DOES_NOT_APPLY, None)
    assert found.caveats == (
        "Kilderne rækker kun tilbage til den 1. januar 2020. Der kan godt have været en regel før.",
    )


def test_before_the_first_version_of_a_new_rule_there_was_no_rule(tmp_path):
    found = answer(make_book(tmp_path, rule(NEW, is_new=True)), date(2019, 12, 31), ydelse="dagpenge")
    assert (found.status, found.version_from) == (Status.DOES_NOT_APPLY, None)
    assert found.caveats == ("Reglen begyndte den 1. januar 2020.",)


def test_after_the_last_version_nothing_older_is_used(tmp_path):
    found = answer(make_book(tmp_path, rule(OLD)), date(2020, 1, 1), ydelse="dagpenge")
    assert (found.status, found.version_from) == (Status.DOES_NOT_APPLY, None)


def test_in_a_declared_gap_the_reason_is_told(tmp_path):
    gap = {"from": date(2019, 1, 1), "to": date(2019, 12, 31), "why": "Vi har ikke fundet reglen."}
    book = make_book(tmp_path, rule({**OLD, "to": date(2018, 12, 31)}, NEW, gaps=[gap]))
    assert "Vi har ikke fundet reglen." in answer(book, date(2019, 6, 1), ydelse="dagpenge").caveats[0]


def test_a_repealed_rule_says_so_whatever_is_known(tmp_path):
    found = answer(make_book(tmp_path, rule(OLD, REPEALED)))
    assert (found.status, found.text, found.missing) == (Status.DOES_NOT_APPLY, "Reglen er ophævet.", ())


def by_event(*versions):
    return rule(*({**content, "version_date": {"event": "tilmeldt"}} for content in versions))


@pytest.mark.parametrize(("registered", "text"), [("2019-12-31", "Gammel."), ("2020-01-01", "Ny.")])
def test_an_event_can_pick_the_version(tmp_path, registered, text):
    assert answer(make_book(tmp_path, by_event(OLD, NEW)), ydelse="dagpenge", tilmeldt=registered).text == text


def test_an_unknown_event_is_asked_about_when_the_versions_differ(tmp_path):
    found = answer(make_book(tmp_path, by_event(OLD, NEW)), ydelse="dagpenge")
    assert (found.status, found.missing) == (Status.UNRESOLVED, ("tilmeldt",))


def test_an_unknown_event_does_not_matter_when_the_versions_agree(tmp_path):
    same = {**NEW, "texts": OLD["texts"]}
    found = answer(make_book(tmp_path, by_event(OLD, same)), ydelse="dagpenge")
    assert (found.status, found.missing) == (Status.APPLIES, ())


def test_an_unknown_event_cannot_pick_a_version_still_to_come(tmp_path):
    found = answer(make_book(tmp_path, by_event(OLD, NEW)), date(2019, 6, 1), ydelse="dagpenge")
    assert (found.status, found.text) == (Status.APPLIES, "Gammel.")
