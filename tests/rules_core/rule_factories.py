"""Builds small rule books on disk, so that a test shows only what it is about."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rules_core import Assessment, RuleAnswer, Ruleset, evaluate, load_ruleset
from rules_core.fact_files import PACKAGE_ROOT

FRIDAY = date(2026, 11, 20)

FACTS = [
    {"id": "ydelse", "type": "enum", "order": 1, "statement": "du får {value}",
     "values": {"dagpenge": "dagpenge", "kontanthjaelp": "kontanthjælp", "ingen": "ingen ydelse"}},
    {"id": "visitation", "type": "enum", "order": 2, "sensitivity": "medium", "statement": "du er {value}",
     "values": {"jobparat": "jobparat", "aktivitetsparat": "aktivitetsparat"}},
    {"id": "tilmeldt", "type": "date", "order": 10, "time": "past", "max_years": 10, "event": "din tilmelding",
     "statement": "du meldte dig ledig {value}", "none_statement": "du har ikke meldt dig ledig"},
    {"id": "job_start", "type": "date", "order": 20, "time": "future", "max_years": 2, "ask_group": "snart",
     "statement": "du begynder i job {value}", "none_statement": "du har ikke et job på vej"},
    {"id": "barsel_start", "type": "date", "order": 21, "time": "future", "ask_group": "snart",
     "statement": "du går på barsel {value}"},
    {"id": "foedt", "type": "date", "order": 30, "statement": "du er født {value}"},
    {"id": "fritaget", "type": "bool", "order": 40, "statement": "du er fritaget",
     "none_statement": "du er ikke fritaget"},
    {"id": "gjort", "type": "date", "order": 50, "time": "past", "statement": "du gjorde det {value}"},
    {"id": "uger", "type": "int", "order": 60, "statement": "du har været ledig i {value} uger"},
    {"id": "aarsvaerk", "type": "number", "order": 61, "statement": "arbejdspladsen har {value} fuldtidsstillinger"},
    {"id": "loft", "type": "number", "order": 62, "statement": "loftet er {value}"},
    {"id": "sag", "type": "bool", "order": 70, "sensitivity": "high", "statement": "du har en sag"},
]  # fmt: skip
ASK_GROUPS = {"snart": {"question": "Skal du snart begynde på noget nyt?", "none_label": "Nej, intet af det"}}
GROUPS = [
    {"id": "dagpenge", "label": "dagpengemodtager", "plain": "du får dagpenge",
     "when": {"fact": "ydelse", "is": "dagpenge"}},
    {"id": "jobparat", "label": "jobparat", "plain": "du er jobparat",
     "when": {"all": [{"fact": "ydelse", "is": "kontanthjaelp"}, {"fact": "visitation", "is": "jobparat"}]}},
    {"id": "aktivitetsparat", "label": "aktivitetsparat", "plain": "du er aktivitetsparat",
     "when": {"all": [{"fact": "ydelse", "is": "kontanthjaelp"}, {"fact": "visitation", "is": "aktivitetsparat"}]}},
]  # fmt: skip
SOURCES = [
    {"id": "lov", "title": "Prøveloven", "short": "PL", "rank": "lov", "url": "https://example.dk/lov",
     "in_force": {"from": date(2017, 1, 1), "to": None}},
    {"id": "folder", "title": "En folder", "short": "Folder", "rank": "folder", "url": None},
]  # fmt: skip


def ref(source: str = "lov", **overrides: Any) -> dict[str, Any]:
    """A reference to a source."""
    return {"source": source, "section": "§ 1", "confidence": "high", **overrides}


def version(**overrides: Any) -> dict[str, Any]:
    """One version: everyone on dagpenge must act within two weeks of registering. `from_` stands for `from`."""
    content: dict[str, Any] = {
        "from": date(2020, 1, 1),
        "to": None,
        "sources": [ref()],
        "groups": ["dagpenge"],
        "outcomes": [{"deadline": {"anchor": "tilmeldt", "weeks": 2}}],
        "texts": {"applies": "Gør det senest {deadline}."},
    }
    content.update({key.rstrip("_"): value for key, value in overrides.items()})
    return {key: value for key, value in content.items() if value is not ...}


def undated(**overrides: Any) -> dict[str, Any]:
    """A version without a deadline."""
    return version(**{"outcomes": [{}], "texts": {"applies": "Det gælder."}, **overrides})


def rule(*versions: dict[str, Any], **overrides: Any) -> dict[str, Any]:
    """One rule with the versions (default: one plain version)."""
    content = {
        "id": "emne.regel",
        "topic": "emne",
        "kind": "pligt",
        "bearer": "borger",
        "title": "En pligt",
        "versions": list(versions) or [version()],
    }
    content.update(overrides)
    return {key: value for key, value in content.items() if value is not ...}


def _fact(content: dict[str, Any]) -> dict[str, Any]:
    return {"label": content["id"], "question": f"Hvad er {content['id']}?", "sensitivity": "low", **content}


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def write_book(root: Path, *rules: dict[str, Any], **parts: Any) -> Path:
    """A whole rule book under `root`; `facts`, `groups`, `sources`, `tracks` replace the small standard ones.

    `overlays` become the files of tracks/forslag, `main_groups` the file data/main.yml.
    """
    data = root / "data"
    _write(data / "facts" / "f.yml", {"ask_groups": ASK_GROUPS, "facts": [_fact(f) for f in parts.get("facts", FACTS)]})
    _write(data / "groups.yml", {"groups": parts.get("groups", GROUPS)})
    _write(data / "sources" / "s.yml", {"sources": parts.get("sources", SOURCES)})
    for name in ("texts.yml", "closed_days.yml", "tracks.yml"):
        shutil.copy(PACKAGE_ROOT / "data" / name, data / name)
    for number, content in enumerate(rules or (rule(),)):
        _write(root / "rules" / "emne" / f"regel{number}.yml", content)
    if "tracks" in parts:
        _write(data / "tracks.yml", {"tracks": parts["tracks"]})
    if "main_groups" in parts:
        _write(data / "main.yml", parts["main_groups"])
    for number, content in enumerate(parts.get("overlays", ())):
        _write(root / "tracks" / "forslag" / f"lag{number}.yml", content)
    return root


def write_practice(folder: Path, head: dict[str, Any], *overlays: dict[str, Any]) -> Path:
    """A municipality's folder of local practice."""
    _write(folder / "praksis.yml", head)
    for number, content in enumerate(overlays):
        _write(folder / "regler" / f"lokal{number}.yml", content)
    return folder


def make_book(root: Path, *rules: dict[str, Any], **parts: Any) -> Ruleset:
    """The rule book, written and loaded."""
    return load_ruleset("gaeldende", write_book(root, *rules, **parts))


def assess(book: Ruleset, as_of: date = FRIDAY, **facts: Any) -> Assessment:
    """The assessment of a person with these facts."""
    return evaluate(facts, as_of, ruleset=book)


def answer(book: Ruleset, as_of: date = FRIDAY, **facts: Any) -> RuleAnswer:
    """The answer of the only rule in a small book."""
    return assess(book, as_of, **facts).answers[0]
