"""The golden cases in tests/cases: written from the sources, readable by a jurist.

One test per file: it checks every case and names each that is wrong. Thousands of tests of a millisecond each would
spend most of their time in being tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rules_core import Assessment, evaluate, load_ruleset
from rules_core.errors import RulesCoreError
from rules_core.loader import load_tracks
from tests.rules_core.mutation.golden import CASE_KEYS, REVIEWED, as_json, found, hand_written_files, read_file

FILES = hand_written_files()
read_cases = cache(read_file)


def assess(case: dict[str, Any]) -> Assessment | RulesCoreError:
    """Only the rules that the case names are worked out; the group always is."""
    facts = {fact: as_json(value) for fact, value in case["fakta"].items()}
    try:
        return evaluate(facts, case["pr_dato"], case.get("spor", "gaeldende"), list(case["forventet"]))
    except RulesCoreError as error:
        return error


@cache
def assessed(path: Path) -> list[tuple[dict[str, Any], Assessment | RulesCoreError]]:
    """The cases of a file, each with what the rules say: asked once for all the tests here."""
    return [(case, assess(case)) for case in read_cases(path)]


def mistakes(case: dict[str, Any], assessment: Assessment | RulesCoreError) -> Iterator[str]:
    """Everything in the case that the rules answer otherwise."""
    if set(case) - CASE_KEYS:
        yield f"ukendte nøgler: {sorted(set(case) - CASE_KEYS)}"
    if isinstance(assessment, RulesCoreError):
        yield str(assessment)
        return
    if "gruppe" in case and assessment.group != case["gruppe"]:
        yield f"gruppe: ventede {case['gruppe']!r}, fik {assessment.group!r}"
    for rule, expected in case["forventet"].items():
        answer = assessment.answer(rule)
        for key, value in expected.items():
            told = found(answer, key, value)
            if told != value:
                yield f"{rule}, {key}: ventede {value!r}, fik {told!r}"


def _name(path: Path) -> str:
    return f"gennemsyn_{path.stem}" if path.parent == REVIEWED else path.stem


@pytest.mark.parametrize("path", FILES, ids=[_name(path) for path in FILES])
def test_the_rules_answer_as_the_sources_say(path):
    wrong = [f"{case['navn']}: {mistake}" for case, told in assessed(path) for mistake in mistakes(case, told)]
    assert not wrong, f"{path.name}: {len(wrong)} fejl\n" + "\n".join(wrong)


CASE = {
    "navn": "proeve",
    "fakta": {"ydelse": "dagpenge", "tilmeldt_dato": date(2026, 11, 2)},
    "pr_dato": date(2026, 11, 3),
    "gruppe": "dagpenge",
    "forventet": {"cv.registrering": {"status": "applies", "frist": date(2026, 11, 16)}},
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"gruppe": "fleksjob"}, "gruppe: ventede 'fleksjob', fik 'dagpenge'"),
        ({"forventet": {"cv.registrering": {"status": "exempt"}}}, "cv.registrering, status: ventede 'exempt'"),
        ({"forventet": {"cv.registrering": {"frist": date(2026, 11, 17)}}}, "frist: ventede"),
        ({"forventet": {"cv.registrering": {"tekst": "aldrig sagt"}}}, "tekst: ventede 'aldrig sagt'"),
        ({"forventet": {"cv.registrering": {"statos": "applies"}}}, "nøglen 'statos' findes ikke"),
        ({"forventet": {"cv.findes_ikke": {}}}, "cv.findes_ikke"),
        ({"fakta": {"ydelse": "su"}}, "ydelse"),
        ({"facta": {}}, "ukendte nøgler: ['facta']"),
    ],
)
def test_a_case_that_is_wrong_is_told(change, told):
    assert list(mistakes(CASE, assess(CASE))) == []
    changed = {**CASE, **change}
    assert told in " ".join(mistakes(changed, assess(changed)))


def test_every_version_of_every_rule_has_a_golden_case():
    """A version that no case reaches could say anything."""
    reached = set()
    for _, assessment in (each for path in FILES for each in assessed(path)):
        if isinstance(assessment, Assessment):
            reached.update((answer.rule, answer.version_from) for answer in assessment.answers)
    versions = {(rule.id, version.from_) for rule in load_ruleset().rules.values() for version in rule.versions}
    assert versions - reached == set()


@pytest.mark.parametrize("track", [track.id for track in load_tracks().values() if track.overlays])
def test_every_rule_that_a_proposal_changes_has_a_golden_case(track):
    """Of a proposal only the version of its law date can be reached, so the rule is what counts."""
    cases = [case for path in FILES for case in read_cases(path) if case.get("spor") == track]
    reached = {rule for case in cases for rule in case["forventet"]}
    changed = {rule.id for rule in load_ruleset(track).rules.values() if rule.file.startswith("tracks/")}
    assert changed - reached == set()
