"""The tests that a document promises by `file::name`: are they there?"""

# ruff: noqa: T201 (what fails is printed)
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
_ENDED = re.compile(r"^(PASSED|FAILED|ERROR) (tests/[\w/]+\.py::test_\w+)", re.MULTILINE)


def named_tests(paper: str) -> list[tuple[str, str]]:
    """(file, test) for every test that the text names, each once, in order."""
    return sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", paper)))


def is_there(file: str, name: str) -> bool:
    """Whether the file has a test of that name, in a class or not."""
    source = (ROOT / file).read_text(encoding="utf-8")
    return re.search(rf"^\s*(?:async )?def {name}\(", source, re.MULTILINE) is not None


def run_named(tests: Iterable[str], env: Mapping[str, str] | None = None) -> dict[str, Counter[str]]:
    """Run tests (`file::name`) and tell how often each ended how ("PASSED" ...); what failed is printed.

    One run for each folder: what a folder prepares must not reach into the others.
    """
    ended: dict[str, Counter[str]] = {}
    chosen = sorted(set(tests))
    for folder in sorted({str(Path(test.partition("::")[0]).parent) for test in chosen}):
        own = [test for test in chosen if str(Path(test.partition("::")[0]).parent) == folder]
        command = [sys.executable, "-m", "pytest", "-q", "-rA", "--no-header", "--show-capture=no", *own]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        for how, test in _ENDED.findall(done.stdout):
            ended.setdefault(test, Counter())[how] += 1
        if done.returncode:
            failures = re.search(r"^=+ (?:FAILURES|ERRORS).*", done.stdout, re.MULTILINE | re.DOTALL)
            print((failures[0] if failures else done.stdout + done.stderr)[:8_000])
    return ended
