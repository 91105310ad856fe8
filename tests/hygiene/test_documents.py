"""The documents lead somewhere: every link, picture, target of make and command that they name is there."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.support.readability import EASY, lix

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs/billeder"
LARGEST_BYTES, ALL_BYTES = 150_000, 3_000_000
LEAST_COMMANDS = 15
#: Played conversations are written by a program and link nowhere.
DOCUMENTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if "samtaler" not in path.relative_to(ROOT).parts
)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_ANY_LINE = re.DOTALL | re.MULTILINE
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
_MAKE = re.compile(r"(?:^|[\s`$])make ([a-z][a-z0-9-]*)", re.MULTILINE)
_COMMAND = re.compile(r"(?:^|[\s`$/])retpligt ([a-z][a-z-]+)", re.MULTILINE)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def links(path: Path) -> list[str]:
    """Where the document's links lead inside the project; code is not read for links."""
    text = _CODE.sub("", path.read_text(encoding="utf-8"))
    found = (written or shown for written, shown in _LINK.findall(text))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as they are made on the web."""
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in _HEADING.findall(path.read_text(encoding="utf-8")))
    return {heading.strip().replace(" ", "-") for heading in plain}


def code(path: Path) -> str:
    """Everything in the document that is written as code."""
    return "\n".join(_CODE.findall(path.read_text(encoding="utf-8")))


@cache
def targets() -> frozenset[str]:
    """The targets of the Makefile."""
    found = re.findall(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(found)


@cache
def commands() -> frozenset[str]:
    """The commands of `retpligt`."""
    # A process of its own: the command reads the folder's settings into its environment.
    shown = subprocess.run(
        [sys.executable, "-m", "casework.cli", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return frozenset(re.findall(r"^    ([a-z]+) ", shown.stdout, re.MULTILINE))


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_link_leads_to_a_file_and_a_heading_that_is_there(path: Path):
    dead = []
    for link in links(path):
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        if not file.exists() or (anchor and anchor not in anchors(file)):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_command_that_is_named_exists(path: Path):
    written = code(path)
    assert set(_MAKE.findall(written)) - targets() == set()
    assert set(_COMMAND.findall(written)) - commands() == set()


def test_the_commands_are_found_at_all():
    assert {"run", "test", "screenshots"} <= targets()
    assert {"evaluate", "doctor", "staff"} <= commands()
    assert len(commands()) >= LEAST_COMMANDS


def test_every_picture_is_shown_somewhere_and_none_is_heavy():
    shown = {(path.parent / link).resolve() for path in DOCUMENTS for link in links(path)}
    pictures = [path for path in PICTURES.iterdir() if path.suffix in {".png", ".webp"}]
    assert [path.name for path in pictures if path not in shown] == []
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_BYTES] == []
    assert sum(path.stat().st_size for path in pictures) <= ALL_BYTES


def test_the_pictures_are_those_that_the_scenes_take():
    scenes = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/screenshots").glob("scenes_*.py"))
    taken = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', scenes))
    assert {path.stem for path in PICTURES.iterdir()} == taken


def test_every_picture_says_in_words_what_it_shows():
    silent = [
        f"{named(path)}: {link}"
        for path in DOCUMENTS
        for words, link in _PICTURE.findall(path.read_text(encoding="utf-8"))
        if len(words.split()) < 4  # fewer words name a picture but tell nothing
    ]
    assert silent == []


def test_the_changelog_begins_with_what_is_not_released_and_knows_the_version():
    found = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert found[0] == "Unreleased"
    assert version in found


def test_every_decision_stands_in_the_list_with_its_status_and_parts():
    folder = ROOT / "docs/adr"
    listed = links(folder / "README.md")
    for path in sorted(folder.glob("[0-9]*.md")):
        text = path.read_text(encoding="utf-8")
        assert path.name in listed
        assert re.search(r"^Status: (accepted|superseded by \d{4})\. Date: \d{4}-\d{2}-\d{2}\.$", text, re.MULTILINE)
        for part in ("Context", "Decision", "Consequences"):
            assert f"\n## {part}\n" in text, path.name


@pytest.mark.parametrize("path", sorted((ROOT / "docs/roller").glob("*.md")), ids=named)
def test_the_page_of_each_role_is_as_easy_to_read_as_what_citizens_read(path: Path):
    assert lix(prose(path)) <= EASY


def prose(path: Path) -> str:
    """What is read as sentences: without code, tables, pictures and addresses; lines that were broken are joined."""
    text = re.sub(
        r"```.*?```|^\|[^\n]*$|!\[.*?\]\(.*?\)|<img[^>]*>", "", path.read_text(encoding="utf-8"), flags=_ANY_LINE
    )
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"[`*#»«]", "", text)
    return re.sub(r"\n(?!\n|\s*[-\d])", " ", text)
