"""The golden cases in tests/cases: written from the sources, readable by a jurist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules_core import Assessment, RuleAnswer, evaluate, load_ruleset
from rules_core.loader import load_tracks

FOLDER = Path(__file__).parents[1] / "cases"
CASE_KEYS = {"navn", "kilde", "fakta", "pr_dato", "spor", "gruppe", "forventet"}
FILES = sorted(FOLDER.glob("*.yml"))


def read_cases() -> list[Any]:
    cases = []
    for path in FILES:
        for case in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
            cases.append(pytest.param(case, id=f"{path.stem}: {case['navn']}"))
    return cases


CASES = read_cases()


def as_json(value: Any) -> Any:
    """YAML reads bare dates as dates; facts are JSON."""
    return value.isoformat() if isinstance(value, date) else value


def found_value(answer: RuleAnswer) -> Any:
    return {"antal": answer.value.amount, "enhed": answer.value.unit} if answer.value else None


def found_parts(answer: RuleAnswer, expected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts with the keys that the case names."""
    full = [{"hvad": p.what, "antal": p.amount, "enhed": p.unit, "af": p.bearer} for p in answer.parts]
    if len(full) != len(expected):
        return full
    return [{key: part[key] for key in wanted} for part, wanted in zip(full, expected, strict=True)]


# What the answer has where the case expects something, exactly.
EXACT: dict[str, Callable[[RuleAnswer], Any]] = {
    "status": lambda answer: str(answer.status),
    "frist": lambda answer: answer.deadline.date if answer.deadline else None,
    "vaerdi": found_value,
    "afgoeres_af": lambda answer: answer.decided_by,
    "mangler": lambda answer: list(answer.missing),
    "version_fra": lambda answer: answer.version_from,
    "advarsel": lambda answer: bool(answer.deadline and answer.deadline.warning),
}
# Where the case gives a part of a text, or some of the sources.
WITHIN: dict[str, Callable[[RuleAnswer], Any]] = {
    "forbehold": lambda answer: " ".join(answer.caveats),
    "tekst": lambda answer: answer.text,
    "konsekvens": lambda answer: answer.consequence,
}


def found(answer: RuleAnswer, key: str, expected: Any) -> Any:
    """What the answer has for a key of the case; the expected itself when it is contained in what the answer has."""
    if key in EXACT:
        return EXACT[key](answer)
    if key == "dele":
        return found_parts(answer, expected)
    if key == "kilder":
        ids = {source.id for source in answer.sources}
        return expected if set(expected) <= ids else sorted(ids)
    told = WITHIN[key](answer)
    return expected if expected and told and expected in told else told


def assess(case: dict[str, Any]) -> Assessment:
    facts = {fact: as_json(value) for fact, value in case["fakta"].items()}
    return evaluate(facts, case["pr_dato"], case.get("spor", "gaeldende"), list(case["forventet"]))


@pytest.mark.parametrize("case", CASES)
def test_the_rules_answer_as_the_sources_say(case):
    assert set(case) <= CASE_KEYS
    assessment = assess(case)
    if "gruppe" in case:
        assert assessment.group == case["gruppe"]
    for rule, expected in case["forventet"].items():
        answer = assessment.answer(rule)
        assert {key: found(answer, key, value) for key, value in expected.items()} == expected


def test_every_version_of_every_rule_has_a_golden_case():
    """A version that no case reaches could say anything."""
    reached = set()
    for parameters in CASES:
        for answer in assess(parameters.values[0]).answers:
            reached.add((answer.rule, answer.version_from))
    versions = {(rule.id, version.from_) for rule in load_ruleset().rules.values() for version in rule.versions}
    assert versions - reached == set()


@pytest.mark.parametrize("track", [track.id for track in load_tracks().values() if track.overlays])
def test_every_rule_that_a_proposal_changes_has_a_golden_case(track):
    """Of a proposal only the version of its law date can be reached, so the rule is what counts."""
    cases = [parameters.values[0] for parameters in CASES]
    reached = {rule for case in cases if case.get("spor") == track for rule in case["forventet"]}
    changed = {rule.id for rule in load_ruleset(track).rules.values() if rule.file.startswith("tracks/")}
    assert changed - reached == set()
