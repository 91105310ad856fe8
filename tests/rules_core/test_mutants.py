"""Would a mistake in a rule file be noticed? Every small mistake is tried, and some case must give it away.

`make mutants` prints the whole tally. The boundary cases are written by `make cases`: they show what changed, so that
whoever changes a rule reads the difference; what is right stands in the cases that people wrote from the sources.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from rules_core import evaluate, load_ruleset
from rules_core.values import to_json_value
from tests.rules_core.mutation.completeness import unmet
from tests.rules_core.mutation.golden import BOUNDARIES, cases_in, hand_written, read_file
from tests.rules_core.mutation.mutators import mutants_of
from tests.rules_core.mutation.outcome import Outcome, refuted
from tests.rules_core.mutation.runner import (
    SURVIVORS,
    Tally,
    Trial,
    reasons,
    rules_to_mutate,
    tried_mutants,
    try_all,
    try_rule,
    try_some,
    unreachable,
)

MAKE_CASES = "Kør make cases, og læs forskellen med git diff."
OUTDATED = "Grunden i survivors.yml hører ikke til en mutant, der lever. Slet den."
BOUNDARY_FILES = sorted(BOUNDARIES.glob("*.yml"))


def unexplained(tally: Tally) -> list[str]:
    """The mutants that live without a reason."""
    return sorted(tally.alive.keys() - reasons().keys())


@pytest.mark.parametrize("path", BOUNDARY_FILES, ids=lambda path: path.stem)
def test_the_boundary_cases_are_what_the_rules_say_now(path):
    changed = []
    for case in cases_in(path):
        book = load_ruleset(case.track)
        rule = book.rules.get(case.rule)
        wrong = refuted(Outcome(book, rule, case), case) if rule else "reglen findes ikke"
        if wrong:
            changed.append(f"{case.name}, {case.rule}: {wrong}")
    assert changed == [], MAKE_CASES


def test_there_are_boundary_cases():
    assert BOUNDARY_FILES, MAKE_CASES


@pytest.mark.slow
def test_no_mutant_lives_without_a_reason():
    tally = try_all()
    assert unexplained(tally) == [], MAKE_CASES
    assert reasons().keys() - tally.alive.keys() == set(), OUTDATED


def test_no_mutant_in_a_sample_lives_without_a_reason():
    assert unexplained(try_some(every_rule=12, every_mutant=5)) == [], MAKE_CASES


def test_every_reason_names_each_mutant_once_and_is_a_sentence():
    groups = read_file(SURVIVORS) if SURVIVORS.exists() else []
    named = Counter(mutant for group in groups for mutant in group.get("mutants", ()))
    assert {mutant for mutant, times in named.items() if times > 1} == set()
    assert [group["why"] for group in groups if not group["why"].endswith(".")] == []


@pytest.mark.slow
def test_every_mutant_differs_from_its_rule_and_has_its_own_name():
    book = load_ruleset()
    for rule in book.rules.values():
        found = list(mutants_of(rule, book))
        assert all(mutant.rule != rule for mutant in found)
        assert len({mutant.id for mutant in found}) == len(found)


def test_every_part_of_every_rule_has_a_hand_written_case():
    """Every version, exemption, row, deadline and status, unless survivors.yml says why no case can end there."""
    missing = {part for book, rule in rules_to_mutate() for part in unmet(rule, book)}
    assert sorted(missing - unreachable()) == []
    assert sorted(unreachable() - missing) == [], OUTDATED


def test_the_quick_answer_is_the_reference_answer():
    """The trials work out only what they look at; it must be what a person would be told."""
    for case in hand_written()[::25]:
        book = load_ruleset(case.track)
        quick = Outcome(book, book.rules[case.rule], case)
        facts = {fact: to_json_value(value) for fact, value in case.facts.items()}
        full = evaluate(facts, case.as_of, case.track, [case.rule]).answer(case.rule)
        for field in ("status", "deadline", "value", "parts", "missing", "decided_by", "version_from", "text"):
            assert getattr(quick, field) == getattr(full, field), (case.name, field)
        assert (quick.consequence, tuple(dict.fromkeys(quick.caveats))) == (full.consequence, full.caveats)
        assert set(quick.sources) == set(full.sources)


def test_a_mutant_lives_when_no_case_looks():
    """The gate can fail: with a case that names nothing, every mutant lives."""
    book = load_ruleset()
    rule = book.rules["cv.registrering"]
    blind = [replace(case, expected={}) for case in hand_written() if case.rule == rule.id][:5]
    tally = Tally()
    for mutant in tried_mutants(rule, book):
        tally.add(mutant, Trial(book, rule, blind).how(mutant))
    assert len(tally.alive) == tally.total()


@pytest.mark.slow
def test_a_deadline_a_week_off_is_found_out_by_a_hand_written_case():
    """Known from the source: two weeks from registration, so three weeks must not pass."""
    tally = try_rule("gaeldende", "cv.registrering")
    assert tally.found["length"]["hånd"] > 0
