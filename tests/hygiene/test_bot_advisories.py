"""Every weakness we know of in Rasa's pins has a line that says what holds it, and a changed lock is looked through."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "bot/requirements.lock").read_text(encoding="utf-8")
PAPER = (ROOT / "docs/rasas-pakker.md").read_text(encoding="utf-8")
KNOWN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "bot_advisories.yml").read_text(encoding="utf-8"))
LOCKED = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK, re.MULTILINE))


def fingerprint() -> str:
    """The packages and their versions as one number."""
    return hashlib.sha256("\n".join(f"{name}=={LOCKED[name]}" for name in sorted(LOCKED)).encode()).hexdigest()[:16]


def test_the_lock_is_the_one_that_was_looked_through():
    assert KNOWN["lock"] == fingerprint(), "bot/requirements.lock changed: look through it, then set lock and reviewed"


@pytest.mark.parametrize("name", sorted(KNOWN["advisories"]))
def test_each_known_weakness_is_in_the_lock_and_has_a_line_that_says_what_holds_it(name: str):
    known = KNOWN["advisories"][name]
    assert LOCKED[name] == known["version"]
    line = next(line for line in PAPER.splitlines() if line.startswith(f"| {name} {known['version']} |"))
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert all(cells)
    assert set(re.findall(r"CVE-\d{4}-\d+", cells[1])) == set(known["ids"])


def test_the_paper_names_nothing_that_is_not_in_the_lock():
    named = re.findall(r"^\| ([a-z-]+) ([\d.]+) \|", PAPER, re.MULTILINE)
    assert len(named) == len(KNOWN["advisories"])
    assert all(LOCKED[name] == version for name, version in named)


def test_our_own_parts_of_the_bot_load_no_foreign_objects():
    """The model is numbers and JSON; what could run code when it is read is not used."""
    risky = re.compile(
        r"^\s*(?:import|from) (?:pickle|dill|joblib|jsonpickle|skops|cloudpickle|marshal)\b", re.MULTILINE
    )
    files = [file for part in ("bot/components", "bot/danish") for file in (ROOT / part).rglob("*.py")]
    assert len(files) > 20
    assert not [file for file in [*files, *(ROOT / "bot").glob("*.py")] if risky.search(file.read_text("utf-8"))]
