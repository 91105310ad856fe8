"""The printed list of reasons for absence is whole, and the caseworker's list tells what is known and what is not."""

from datetime import date

import pytest
import yaml

from rules_core import UnknownGroupError, load_ruleset
from rules_core.absences import TABLE, absence_reasons
from rules_core.fact_files import PACKAGE_ROOT

TODAY = date(2026, 11, 20)


def ids(reasons):
    return [reason.id for reason in reasons]


def one(reason_id, **arguments):
    (found,) = [reason for reason in absence_reasons(**arguments) if reason.id == reason_id]
    return found


def test_the_list_has_43_reasons_29_contact_lines_and_479_pairs():
    table = load_ruleset().tables[TABLE]
    pairs = {(row.id, cell) for row in table.rows.values() for cell in row.cells}
    assert (len(table.rows), len(table.cells), len(pairs)) == (43, 29, 479)
    assert {cell for _, cell in pairs} == set(table.cells)


def test_the_register_counts_the_same_pairs_for_each_reason():
    content = yaml.safe_load((PACKAGE_ROOT / "data" / "coverage" / "5.8.yml").read_text(encoding="utf-8"))
    counted = {item["id"].removeprefix("5.8/"): item["pairs"] for item in content["items"]}
    assert counted == {row.id: len(row.cells) for row in load_ruleset().tables[TABLE].rows.values()}
    assert sum(counted.values()) == 479


@pytest.mark.parametrize(
    ("cell", "count"),
    [("kg1_dagpenge", 19), ("kg2_jobparat", 26), ("kg6_24_25", 6), ("kg7_match_2", 21), ("kg26_aktivitetsparat", 25),
     ("kg27_paragraf_16", 1), ("kg28_oevrige", 19), ("kg14_22", 6)],
)  # fmt: skip
def test_a_contact_line_has_as_many_reasons_as_printed(cell, count):
    rows = load_ruleset().tables[TABLE].rows.values()
    assert sum(cell in row.cells for row in rows) == count


def test_a_group_gets_only_its_own_reasons():
    assert len(absence_reasons("dagpenge", TODAY)) == 19
    assert ids(absence_reasons("sygedagpenge", TODAY)) == [
        "arbejdet_delvist_genoptaget", "barsel_inden_4_uger", "borgerligt_ombud", "standby", "udland_uden_ydelse",
        "syg_kan_ikke_moede",
    ]  # fmt: skip
    assert len(absence_reasons(as_of=TODAY)) == 43


def test_an_unknown_group_is_refused():
    with pytest.raises(UnknownGroupError, match="findes ikke"):
        absence_reasons("kassedame", TODAY)


def test_there_is_no_list_before_the_order_it_builds_on():
    assert absence_reasons("dagpenge", date(2017, 3, 21)) == ()
    assert len(absence_reasons("dagpenge", date(2017, 3, 22))) == 19


def test_what_a_reason_frees_from_depends_on_the_day():
    before = one("barsel_inden_6_uger", group="dagpenge", as_of=date(2019, 12, 31))
    after = one("barsel_inden_6_uger", group="dagpenge", as_of=date(2020, 1, 1))
    assert before.frees_from == ()
    assert {duty for each in after.frees_from for duty in each.what} == {"samtaler", "jobsoegning", "joblog"}
    assert all(each.on_request for each in after.frees_from)


def test_what_a_reason_frees_from_depends_on_the_group():
    dagpenge = one("sygemelding", group="dagpenge", as_of=TODAY)
    jobparat = one("sygemelding", group="kontanthjaelp_jobparat", as_of=TODAY)
    assert {duty for each in dagpenge.frees_from for duty in each.what} >= {"cv", "samtaler", "tilbud"}
    assert [each.what for each in jobparat.frees_from] == [("cv",)]


def test_what_no_source_says_is_unknown_and_never_nothing():
    assert one("ferie", group="dagpenge", as_of=TODAY).to_json()["frees_from"] == "ukendt"
    assert one("sygemelding", group="fleksjob", as_of=TODAY).to_json()["frees_from"] == "ukendt"


def test_facts_are_named_only_where_they_decide():
    assert one("sygemelding", group="kontanthjaelp_jobparat", as_of=TODAY).needs == ()
    assert one("kontantydelse", group="kontanthjaelp_jobparat", as_of=TODAY).needs == ("ydelse", "integrationsprogram")
    assert one("standby", group="revalidering", as_of=TODAY).needs == ("matchgruppe",)


def test_the_two_oddities_of_the_print_are_kept_as_notes():
    assert "anden rækkefølge" in one("pasning_egne_syge_boern").note
    table = load_ruleset().tables[TABLE]
    assert table.cells["kg27_paragraf_16"].stands_for == "kg27_jobparat"
    assert "trykt anderledes" in one("jobforslag_og_joblog").note


def test_every_freedom_names_a_reason_that_its_group_can_use():
    for freedom in load_ruleset().freedoms:
        for group in freedom.groups:
            assert set(freedom.reasons) <= set(ids(absence_reasons(group)))


def test_every_freedom_is_answered_for_a_person_by_a_rule_that_cites_the_same_item():
    book = load_ruleset()
    for freedom in book.freedoms:
        cited = {item for reference in _references(book.rules[freedom.rule]) for item in reference.items}
        assert {item for reference in freedom.sources for item in reference.items} <= cited


def _references(rule):
    for version in rule.versions:
        yield from version.sources
        for part in (*version.outcomes, *version.exemptions, *version.caveats, *version.consequences):
            yield from part.sources
