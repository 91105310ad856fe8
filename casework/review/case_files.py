"""Rule cases as the project's files have them (tests/cases), as text and as keys to find one again."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path("tests/cases/gennemsyn")


def as_yaml(data: Mapping[str, Any]) -> str:
    """One case, five lines, in the form of the files written by hand."""
    return (
        f"- navn: {_quoted(data['navn'])}\n"
        f"  kilde: {_quoted(data['kilde'])}\n"
        f"  fakta: {_flow(data['fakta'])}\n"
        f"  pr_dato: {data['pr_dato']}\n"
        f"  forventet: {_flow(data['forventet'])}\n"
    )


def stem_of(data: Mapping[str, Any]) -> str:
    """The name of the file of a case: the topic of its first rule."""
    rule: str = next(iter(data["forventet"]))
    return rule.partition(".")[0]


def key_of(case: Mapping[str, Any]) -> str:
    """The same text for the same facts, day and expectation, whatever the case is called."""
    told = {key: _as_json(case[key]) for key in ("fakta", "pr_dato", "forventet")}
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


def known_cases(root: Path) -> set[str]:
    """The keys of all cases that came from reviews before."""
    return {
        key_of(case)
        for path in sorted((root / FOLDER).glob("*.yml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8")) or ()
    }


def _as_json(value: Any) -> Any:
    """YAML reads bare dates as dates; items have them as texts."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _as_json(each) for key, each in value.items()}
    return value


def _quoted(text: str) -> str:
    # A JSON string is a YAML string.
    return json.dumps(text, ensure_ascii=False)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
