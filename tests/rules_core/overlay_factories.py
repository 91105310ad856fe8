"""What the tests of overlays share: a law, a proposal over it, and ways to write changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rule_factories import SOURCES, ref, rule, undated, version, write_book

from rules_core import RulesetError, load_ruleset

LAW_DAY = date(2018, 8, 23)
NOTICE = "Dette er et forslag. Det er ikke loven."
LAW = {"id": "gaeldende", "title": "Loven", "status": "gaeldende", "base": None, "overlays": None}
PROPOSAL = {
    "id": "forslag", "title": "Et forslag", "status": "forslag", "base": "gaeldende", "overlays": "tracks/forslag",
    "law_date": LAW_DAY, "notice": NOTICE,
}  # fmt: skip
TRACKS = [LAW, PROPOSAL]
PLAN = {"id": "plan", "title": "En plan", "short": "Planen", "rank": "plan", "url": None}
OLD = version(from_=date(2017, 1, 1), to=date(2019, 12, 31))
NEW = version(outcomes=[{"deadline": {"anchor": "tilmeldt", "weeks": 3}}])
BASE = rule(OLD, NEW)
OTHER = rule(undated(from_=date(2017, 1, 1)), id="emne.anden")


def plan(**overrides: Any) -> dict[str, Any]:
    return ref("plan", **overrides)


def change(*versions: dict[str, Any], **overrides: Any) -> dict[str, Any]:
    content = {"overlay": "change", "id": "emne.regel", "versions": list(versions), **overrides}
    return {key: value for key, value in content.items() if value is not ...}


def proposal(root: Path, *overlays: dict[str, Any], rules: tuple[dict[str, Any], ...] = (BASE,), **parts: Any) -> Any:
    book = {"sources": [*SOURCES, PLAN], "tracks": TRACKS, "overlays": overlays, **parts}
    return load_ruleset("forslag", write_book(root, *rules, **book))


def refused(root: Path, *overlays: dict[str, Any], **parts: Any) -> list[str]:
    with pytest.raises(RulesetError) as caught:
        proposal(root, *overlays, **parts)
    return [str(error) for error in caught.value.errors]


ONE_WEEK = {"sources": [plan()], "outcomes": [{"deadline": {"anchor": "tilmeldt", "weeks": 1}}]}
