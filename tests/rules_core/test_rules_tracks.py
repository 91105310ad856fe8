"""The proposals as they are: what a proposal does not name stays as it was, and an open number stays open."""

from __future__ import annotations

from itertools import product

import pytest

from rules_core import Status, evaluate, load_ruleset, lookup
from rules_core.facts import parse_facts
from rules_core.loader import load_tracks

PROPOSALS = [track for track in load_tracks().values() if track.overlays]
BENEFITS = tuple(load_ruleset().registry.facts["ydelse"].values)
VISITATIONS = ("jobparat", "aktivitetsparat", "uddannelsesparat", "aabenlyst_uddannelsesparat")
KNOWN = {
    "tilmeldt_dato": "2017-03-20", "foerste_henvendelse": "2017-03-20", "ledighedsydelse_fra": "2017-03-20",
    "syg_fra": "2017-03-20", "digital_post_fritaget": False, "selvbooking_fritaget": False,
    "tilmeldt_jobsoegende": False, "foedselsdato": "1980-01-01", "sygedagpenge_kategori": "2", "modtager_indsats": True,
}  # fmt: skip
PERSONS = [{"ydelse": benefit, **KNOWN} for benefit in BENEFITS if "hjaelp" not in benefit] + [
    {"ydelse": benefit, "visitation": visitation, **KNOWN}
    for benefit, visitation in product(("kontanthjaelp", "uddannelseshjaelp"), VISITATIONS)
]
PERSONS += [{"ydelse": "dagpenge"}, {}]

every_proposal = pytest.mark.parametrize("track", PROPOSALS, ids=[track.id for track in PROPOSALS])


def changed(track_id):
    return {rule.id for rule in load_ruleset(track_id).rules.values() if rule.file.startswith("tracks/")}


def told(answer):
    """What an answer says, without the marks and steps of the proposal and its names for parts of a group."""
    options = [(option.status, option.deadline, option.value) for option in answer.options]
    return (
        answer.status, answer.version_from, answer.deadline, answer.value, answer.parts, options, answer.missing,
        answer.decided_by, answer.text, answer.consequence, answer.sources,
    )  # fmt: skip


def test_every_track_loads_and_has_rules():
    assert {track.id for track in load_tracks().values()} == {"gaeldende", "forslag-2018", "kl-2017"}
    assert all(load_ruleset(track).rules for track in load_tracks())


@every_proposal
def test_a_proposal_changes_only_the_rules_it_names(track):
    base, over = load_ruleset(), load_ruleset(track.id)
    rules = [rule for rule in over.rules if rule not in changed(track.id) and base.rules[rule].event is None]
    assert rules
    for facts in PERSONS:
        below = evaluate(facts, track.law_date, rules=rules, ruleset=base)
        above = evaluate(facts, track.law_date, rules=rules, ruleset=over)
        for rule in rules:
            if "ydelse" in facts or below.answer(rule).status is not Status.UNRESOLVED:
                assert told(above.answer(rule)) == told(below.answer(rule)), (rule, facts)


@every_proposal
def test_every_answer_of_a_proposal_says_first_that_it_is_not_the_law(track):
    for facts in PERSONS:
        for answer in evaluate(facts, track.law_date, track.id).answers:
            assert answer.caveats[0] == track.notice
            assert "Det er ikke loven" in answer.caveats[0]


@every_proposal
def test_a_number_that_the_source_leaves_open_is_never_filled_in(track):
    book = load_ruleset(track.id)
    seen = set()
    for rule in book.rules.values():
        version = rule.version_at(track.law_date)
        if not any(row.value and row.value.amount is None for row in version.outcomes):
            continue
        for group in book.groups.groups:
            for row in lookup(rule.id, group, track.law_date, ruleset=book).rows:
                if row.value and row.value.amount is None and not getattr(row.value, "per", None):
                    seen.add(rule.id)
                    assert row.to_json()["value"]["amount"] is None
                    assert "None" not in row.text
                    assert "{" not in row.text
    assert track.id != "kl-2017" or {"samtaler.antal", "samtaler.eget_initiativ", "minplan.frist"} <= seen


def test_every_person_of_the_law_has_a_main_group_or_a_reason_why_not():
    """The parts of KL's main groups cover each group of the law: nobody falls out of all groups."""
    base, over, day = load_ruleset(), load_ruleset("kl-2017"), load_tracks()["kl-2017"].law_date
    for facts in PERSONS:
        parsed = parse_facts(facts, base.registry.facts)
        parts = over.groups.derive(parsed, day).possible
        found = {over.groups.groups[part].base if part else None for part in parts}
        assert found == base.groups.derive(parsed, day).possible


@pytest.mark.parametrize("group", ["hovedmaalgruppe_2", "dagpenge", "sygedagpenge__hovedmaalgruppe_4"])
def test_main_groups_and_groups_of_the_law_can_be_looked_up(group):
    track = load_tracks()["kl-2017"]
    rows = lookup("kl.hovedmaalgruppe", group, track.law_date, track="kl-2017").rows
    assert [row.status for row in rows] == [Status.APPLIES]
