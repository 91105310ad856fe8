"""The guide for rule authors is run as it stands: each file is written, each command is run, each answer compared."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
GUIDE = (PROJECT / "docs" / "skriv-en-regel.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- fil: (?P<file>\S+) -->\n)?```(?P<kind>console|yaml)\n(?P<text>.*?)```", re.DOTALL)
PROGRAMS = {"retpligt": ["-m", "rules_core.cli"], "pytest": ["-m", "pytest", "-p", "no:cacheprovider"]}


def copy_of_the_project(folder: Path) -> Path:
    """What an author works in: the rules and their cases. Nothing real is touched."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PROJECT / "rules_core", folder / "rules_core", ignore=ignore)
    shutil.copytree(PROJECT / "tests" / "cases", folder / "tests" / "cases")
    shutil.copytree(PROJECT / "tests" / "rules_core" / "mutation", folder / "tests" / "rules_core" / "mutation")
    shutil.copy(PROJECT / "tests" / "rules_core" / "test_cases.py", folder / "tests" / "rules_core")
    shutil.copy(PROJECT / "pyproject.toml", folder)
    return folder


def run(command: str, folder: Path) -> str:
    """What the command prints, errors too."""
    program, *arguments = shlex.split(command)
    words = [sys.executable, *PROGRAMS[program], *arguments]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip()


def fits(expected: str, printed: str) -> bool:
    """Whether the answer is as the guide shows it; `...` stands for what is left out."""
    pattern = re.escape(expected.strip()).replace(re.escape("..."), ".*?")
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


@pytest.mark.slow
def test_every_file_and_command_of_the_guide_does_what_the_guide_says(tmp_path):
    folder = copy_of_the_project(tmp_path)
    commands = 0
    for block in BLOCK.finditer(GUIDE):
        if block["file"]:
            (folder / block["file"]).write_text(block["text"], encoding="utf-8")
            continue
        command, _, expected = block["text"].removeprefix("$ ").partition("\n")
        printed = run(command, folder)
        assert expected.strip(), f"the guide shows no answer to: {command}"
        assert fits(expected, printed), f"{command}\n{printed}"
        commands += 1
    assert commands >= 8
    # The last state of the guide is whole: the register knows what the rule stands on.
    printed = run("retpligt check --coverage", folder)
    assert [line for line in printed.splitlines() if "eksempel/" in line or "eksempel.kursus" in line] == []


def test_an_answer_that_differs_is_found():
    assert fits("a\n...\nb: 1 ... 3", "a\nx\ny\nb: 1 2 3")
    assert not fits("a\n...\nb: 2", "a\nx\nb: 1")
    assert not fits("a", "a\nb")
