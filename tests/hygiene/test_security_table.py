"""docs/sikkerhed.md promises nothing that no test holds."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs/sikkerhed.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TABLE)))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_that_is_named_is_there(file: str, name: str):
    assert re.search(rf"^\s*(?:async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_row_names_a_test_or_says_what_is_missing():
    rows = [line.split("|") for line in TABLE.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 30
    for _before, number, _what, tests, missing, _after in rows:
        assert tests.strip() or missing.strip(), number
