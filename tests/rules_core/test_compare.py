"""What differs between two laws: each kind of difference is found, and nothing else is taken for one."""

from __future__ import annotations

from datetime import date

import pytest
from compare_factories import AFTER, BEFORE, GONE, OLD, OUT, PERSON, empty, found, row
from rule_factories import make_book, ref, rule, undated, version

from rules_core import compare


@pytest.mark.parametrize("group", [None, "dagpenge"])
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            {"outcomes": row()},
            {"outcomes": row(value={"amount": 6, "unit": "samtaler"})},
            ("value", None, {"amount": 6, "unit": "samtaler"}),
        ),
        (
            {"outcomes": row(value={"amount": 6, "unit": "samtaler"})},
            {"outcomes": row(value={"amount": 4, "unit": "samtaler"})},
            ("value", {"amount": 6, "unit": "samtaler"}, {"amount": 4, "unit": "samtaler"}),
        ),
        (
            {"outcomes": row(parts=[{"what": "samtaler", "amount": 2, "unit": "antal", "bearer": "akasse"}])},
            {"outcomes": row(parts=[{"what": "samtaler", "amount": 2, "unit": "antal", "bearer": "kommune"}])},
            (
                "parts",
                [{"what": "samtaler", "amount": 2, "unit": "antal", "bearer": "akasse"}],
                [{"what": "samtaler", "amount": 2, "unit": "antal", "bearer": "kommune"}],
            ),
        ),
        (
            {"outcomes": [{"decided_by": "akasse"}], "texts": {"discretionary": "Nogen ser på det."}},
            {"outcomes": [{"decided_by": "kommune"}], "texts": {"discretionary": "Nogen ser på det."}},
            ("decided_by", "akasse", "kommune"),
        ),
        ({}, {"exemptions": [OUT]}, ("exemptions", [], ["du er fritaget"])),
        ({"exemptions": [OUT]}, {}, ("exemptions", ["du er fritaget"], [])),
        ({}, {"recurring": {"days": 7}}, ("recurring", None, "7 dage")),
        ({"recurring": {"days": 7}}, {"recurring": {"days": 14}}, ("recurring", "7 dage", "14 dage")),
        (
            {"consequence": "Du fik 3 ugers karantæne."},
            {"consequence": "Du får 2 ugers karantæne."},
            ("consequence", "Du fik 3 ugers karantæne.", "Du får 2 ugers karantæne."),
        ),
    ],
)
def test_one_field_that_differs_is_one_entry(tmp_path, group, old, new, expected):
    comparison = found(tmp_path, version(**OLD, **old), version(**new), group=group)
    assert [(each.field, each.before, each.after) for each in comparison.changed] == [expected]
    assert (comparison.added, comparison.removed, comparison.unknown) == ((), (), ())


def test_a_new_deadline_is_told_with_both_dates_when_they_are_known(tmp_path):
    three = version(outcomes=[{"deadline": {"anchor": "tilmeldt", "weeks": 3}}])
    [change] = found(tmp_path, version(**OLD), three).changed
    assert (change.field, change.before["date"], change.after["date"]) == ("deadline", "2026-11-16", "2026-11-23")
    assert change.after["length"] == "3 uger efter din tilmelding"


def test_a_new_deadline_is_told_by_its_length_when_no_date_is_known(tmp_path):
    three = version(outcomes=[{"deadline": {"anchor": "tilmeldt", "weeks": 3}}])
    [change] = found(tmp_path, version(**OLD), three, facts={"ydelse": "dagpenge"}).changed
    assert (change.before["date"], change.before["length"]) == (None, "2 uger efter din tilmelding")
    assert (change.after["date"], change.after["length"]) == (None, "3 uger efter din tilmelding")


@pytest.mark.parametrize(("facts", "differs"), [(PERSON, False), ({"ydelse": "dagpenge"}, True)])
def test_two_ways_of_counting_that_end_on_the_same_day_differ_only_while_the_day_is_open(tmp_path, facts, differs):
    days = version(outcomes=[{"deadline": {"anchor": "tilmeldt", "days": 14}}])
    assert bool(found(tmp_path, version(**OLD), days, facts=facts).changed) is differs


@pytest.mark.parametrize(
    "new",
    [
        {"texts": {"applies": "Få det gjort senest {deadline}."}},
        {"sources": [ref(section="§ 2")]},
        {"caveats": ["Husk det."]},
        {"consequence": "Du kan miste dagpenge fra den 1. juli 2026."},
        {"groups": ["dagpenge", "jobparat"]},
        {"outcomes": [{"when": {"group": ["dagpenge"]}, "label": "du får dagpenge", **row()[0]}]},
    ],
)
@pytest.mark.parametrize("group", [None, "dagpenge"])
def test_words_sources_and_other_groups_are_no_change(tmp_path, group, new):
    old = version(**OLD, consequence="Du kunne miste dagpenge.", past_texts={"applies": "Det var {deadline}."})
    new = {"consequence": "Du kan miste dagpenge.", **new}
    assert empty(found(tmp_path, old, version(**new), group=group))


AGED = {"fact": "foedt", "age_at_least": 30}


@pytest.mark.parametrize(
    "when",
    [
        {"exemptions": [{**OUT, "when": AGED}]},
        {"exemptions": [{**OUT, "when": {"fact": "job_start", "within": {"weeks": 6}}}]},
        {"fulfilled_when": {"fact": "gjort"}},
    ],
)
def test_a_person_who_grows_older_while_the_law_stands_still_sees_no_change(tmp_path, when):
    person = {
        **PERSON,
        "tilmeldt": "2019-05-01",
        "foedt": "1990-01-01",
        "job_start": "2019-06-15",
        "gjort": "2020-01-01",
    }
    book = make_book(tmp_path, rule(version(**OLD, **when), version(**when)))
    assert empty(compare(person, (book, BEFORE), (book, AFTER)))
    assert empty(compare(person, (book, AFTER), (book, BEFORE)))


def test_a_rule_that_began_is_added_with_its_words_and_its_cause(tmp_path):
    [added] = found(tmp_path, version(), is_new=True).added
    assert (added.rule, added.status, added.kind, added.bearer) == ("emne.regel", "applies", "pligt", "borger")
    assert added.text == "Gør det senest mandag den 16. november 2026."
    assert added.cause == "reglen begyndte den 1. januar 2020 efter PL, § 1"
    assert [source.id for source in added.sources] == ["lov"]


def test_a_new_rule_with_an_open_condition_is_told_with_the_condition(tmp_path):
    begun = undated(condition={"fact": "fritaget", "is": True}, condition_label="du er fritaget")
    for facts, expected in (({}, "Hvis du er fritaget: Det gælder."), ({"fritaget": True}, "Det gælder.")):
        (change,) = found(tmp_path, begun, is_new=True, facts={"ydelse": "dagpenge", **facts}).added
        assert change.text == expected


def test_an_open_number_and_no_number_at_all_are_no_difference(tmp_path):
    old = undated(**OLD)
    new = undated(outcomes=[{"value": {"amount": None, "unit": "samtaler", "unspecified": True}}])
    assert empty(found(tmp_path, old, new))
    six = undated(outcomes=[{"value": {"amount": 6, "unit": "samtaler"}}])
    assert found(tmp_path / "six", old, six).changed


def test_a_rule_is_told_with_the_length_of_its_deadline_while_its_first_day_is_open(tmp_path):
    [added] = found(tmp_path, version(), is_new=True, facts={"ydelse": "dagpenge"}).added
    assert added.text == "Gør det senest 2 uger efter din tilmelding."


def test_a_repealed_rule_is_removed_with_the_law_that_did_it(tmp_path):
    [removed] = found(tmp_path, version(**OLD), GONE).removed
    assert removed.cause == "reglen blev ophævet den 1. januar 2020 efter PL, § 9"


def test_a_rule_that_ended_is_removed_with_its_last_day(tmp_path):
    [removed] = found(tmp_path, version(**OLD)).removed
    assert removed.cause == "reglen gjaldt til og med den 31. december 2019 efter PL, § 1"


def test_a_rule_that_came_to_cover_the_group_is_added_and_not_new_law_for_the_others(tmp_path):
    versions = (version(**OLD, groups=["jobparat"]), version(groups=["jobparat", "dagpenge"]))
    assert [each.rule for each in found(tmp_path / "a", *versions).added] == ["emne.regel"]
    assert empty(found(tmp_path / "b", *versions, group="jobparat"))


def test_a_rule_whose_past_the_sources_do_not_know_is_not_told_as_new(tmp_path):
    comparison = found(tmp_path, version())
    assert (comparison.added, comparison.changed) == ((), ())
    [unknown] = comparison.unknown
    assert (unknown.rule, unknown.side) == ("emne.regel", "from")
    assert "Kilderne rækker kun tilbage til den 1. januar 2020" in unknown.why


def test_a_hole_in_the_sources_is_not_told_as_an_end(tmp_path):
    gap = {"from": date(2019, 1, 1), "to": date(2019, 12, 31), "why": "Reglen er ikke fundet."}
    comparison = found(tmp_path, version(**{**OLD, "to": date(2018, 12, 31)}), version(), gaps=[gap])
    assert [(each.side, "ikke fundet" in each.why) for each in comparison.unknown] == [("from", True)]


def test_a_rule_that_does_not_concern_the_person_is_not_told_as_unknown(tmp_path):
    assert empty(found(tmp_path, version(groups=["jobparat"])))


SILENT = {"outcomes": [{"decided_by": "kommune", "unseen": True}],
          "texts": {"discretionary": "Kilderne nævner ikke fristen."}}  # fmt: skip


@pytest.mark.parametrize("group", [None, "dagpenge"])
@pytest.mark.parametrize(("silent", "side"), [("old", "from"), ("new", "to")])
def test_a_time_the_sources_do_not_show_is_not_told_as_a_change(tmp_path, group, silent, side):
    told = {"old": {}, "new": {}, silent: SILENT}
    comparison = found(tmp_path, version(**OLD, **told["old"]), version(**told["new"]), group=group)
    (unknown,) = comparison.unknown
    assert (unknown.side, unknown.why) == (side, "Kilderne nævner ikke fristen.")
    assert not comparison.changed
    told[silent] = {**SILENT, "outcomes": [{"decided_by": "kommune"}]}
    assert found(tmp_path / "told", version(**OLD, **told["old"]), version(**told["new"]), group=group).changed


def test_a_row_the_sources_do_not_show_is_told_as_unknown_with_when_it_holds(tmp_path):
    gift = {"when": {"fact": "fritaget", "is": True}, "label": "du er fritaget", "text": "gift"}
    texts = {"gift": "Det samme.", "applies": "Du skal møde op.", "andet": "Kilderne nævner ikke beløbet."}
    old = version(**OLD, outcomes=[gift, {"text": "andet", "unseen": True}], texts=texts)
    new = version(outcomes=[gift, {"value": {"amount": 6, "unit": "samtaler"}}], texts=texts)
    comparison = found(tmp_path, old, new)
    (unknown,) = comparison.unknown
    assert unknown.side == "from"
    assert unknown.why.startswith("Hvis ")
    assert unknown.why.endswith(": Kilderne nævner ikke beløbet.")
    assert not comparison.changed


def test_a_rule_not_found_for_other_groups_is_not_told_as_new_for_them(tmp_path):
    new = version(groups=["dagpenge", "jobparat"])
    texts = {"applies": "Gør det senest {deadline}.", "does_not_apply": "Der er ikke fundet en regel for dig dengang."}
    old = version(**OLD, groups=["jobparat"], texts=texts)
    assert found(tmp_path / "told", old, new).added
    comparison = found(tmp_path, {**old, "unseen_outside": True}, new)
    assert [(each.side, each.why) for each in comparison.unknown] == [("from", texts["does_not_apply"])]
    assert not comparison.added
    assert empty(found(tmp_path / "same", {**old, "unseen_outside": True}, new, group="jobparat"))


@pytest.mark.parametrize("silent", ["old", "new"])
def test_a_consequence_only_one_side_tells_of_is_no_change(tmp_path, silent):
    told = {"old": {"consequence": "Du kan miste 2 uger."}, "new": {"consequence": "Du kan miste 3 uger."}}
    assert found(tmp_path, version(**OLD, **told["old"]), version(**told["new"])).changed
    told[silent] = {}
    assert empty(found(tmp_path / "silent", version(**OLD, **told["old"]), version(**told["new"])))


def test_the_cause_is_the_version_that_made_the_difference_and_not_the_newest(tmp_path):
    second = version(from_=date(2020, 1, 1), to=date(2023, 12, 31), sources=[ref(section="§ 2")],
                     outcomes=row(value={"amount": 4, "unit": "samtaler"}))  # fmt: skip
    third = version(from_=date(2024, 1, 1), sources=[ref(section="§ 3")], exemptions=[OUT],
                    outcomes=row(value={"amount": 4, "unit": "samtaler"}))  # fmt: skip
    causes = {each.field: each.cause for each in found(tmp_path, version(**OLD), second, third).changed}
    assert causes == {
        "value": "reglen blev ændret den 1. januar 2020 efter PL, § 2",
        "exemptions": "reglen blev ændret den 1. januar 2024 efter PL, § 3",
    }


def test_a_number_that_is_worked_out_is_told_by_its_steps_until_the_fact_is_known(tmp_path):
    def worked_out(one_per):
        per = {"fact": "uger", "steps": [{"one_per": one_per}]}
        return {"outcomes": [{"value": {"per": per, "unit": "antal"}}], "texts": {"applies": "Det er {amount}."}}

    versions = (version(**OLD, **worked_out(5)), version(**worked_out(10)))
    [open_] = found(tmp_path / "a", *versions, group="dagpenge").changed
    assert [each["per"]["steps"][0]["one_per"] for each in (open_.before, open_.after)] == [5, 10]
    [known] = found(tmp_path / "b", *versions, facts={**PERSON, "uger": 20}).changed
    assert (known.before["amount"], known.after["amount"]) == (4, 2)


UNDER = {"when": {"fact": "uger", "less_than": 13}, "label": "du har været ledig under 13 uger"}
FIRST = {**UNDER, "value": {"amount": 1, "unit": "samtaler"}}
SECOND = {"value": {"amount": 2, "unit": "samtaler"}}


@pytest.mark.parametrize("group", [None, "dagpenge"])
def test_open_rows_are_compared_as_a_set_and_only_those_that_differ_are_told(tmp_path, group):
    later = {**FIRST, "when": {"fact": "uger", "less_than": 26}, "label": "du har været ledig under 26 uger"}
    texts = {"texts": {"applies": "Så mange: {amount}."}}
    old, new = version(**OLD, outcomes=[FIRST, SECOND], **texts), version(outcomes=[later, SECOND], **texts)
    [change] = found(tmp_path, old, new, group=group).changed
    assert change.field == "rows"
    assert [each["when"] for each in change.before] == ["du har været ledig under 13 uger"]
    assert [each["when"] for each in change.after] == ["du har været ledig under 26 uger"]


@pytest.mark.parametrize(("weeks", "differs"), [(12, False), (13, True), (25, True), (26, False)])
def test_a_person_meets_a_moved_limit_only_between_the_old_one_and_the_new(tmp_path, weeks, differs):
    later = {**FIRST, "when": {"fact": "uger", "less_than": 26}}
    texts = {"texts": {"applies": "Så mange: {amount}."}}
    versions = (version(**OLD, outcomes=[FIRST, SECOND], **texts), version(outcomes=[later, SECOND], **texts))
    assert bool(found(tmp_path, *versions, facts={**PERSON, "uger": weeks}).changed) is differs


def test_a_rule_that_came_to_cover_one_group_differs_for_someone_whose_group_is_open(tmp_path):
    versions = (undated(**OLD, groups=["jobparat"]), undated(groups=["jobparat", "dagpenge"]))
    [change] = found(tmp_path, *versions, facts={}).changed
    assert change.field == "rows"


def test_an_event_that_picks_the_version_is_on_the_laws_own_day_for_a_whole_group(tmp_path):
    by_event = {"version_date": {"event": "tilmeldt"}}
    new = version(**by_event, outcomes=row(value={"amount": 4, "unit": "samtaler"}))
    versions = (version(**OLD, **by_event), new)
    assert [each.field for each in found(tmp_path / "a", *versions, group="dagpenge").changed] == ["value"]
    # A person who registered on one day has the law of that day, whatever day is asked about.
    assert empty(found(tmp_path / "b", *versions))
