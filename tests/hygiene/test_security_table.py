"""docs/sikkerhed.md promises nothing that no test holds."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from casework.identity.lockout import LOCKED_FOR, WRONG_IN_A_ROW
from casework.identity.logins import SESSION_IDLE, SESSION_LASTS
from tests.support.named_tests import is_there, named_tests

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs/sikkerhed.md").read_text(encoding="utf-8")
NAMED = named_tests(TABLE)


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_that_is_named_is_there(file: str, name: str):
    assert is_there(file, name)


def test_every_row_names_a_test_or_says_what_is_missing():
    rows = [line.split("|") for line in TABLE.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 30
    for _before, number, _what, tests, missing, _after in rows:
        assert tests.strip() or missing.strip(), number


def test_the_lifetimes_in_the_papers_are_those_of_the_code():
    papers = " ".join((ROOT / "docs/drift.md").read_text(encoding="utf-8").split())
    hours, minutes = SESSION_LASTS // timedelta(hours=1), SESSION_IDLE // timedelta(minutes=1)
    assert f"Et login varer højst {hours} timer og slutter efter {minutes} minutter uden brug." in papers
    closed = LOCKED_FOR // timedelta(minutes=1)
    assert f"Fem forkerte adgangskoder i træk lukker for login på kontoen i {closed} minutter." in papers
    assert WRONG_IN_A_ROW == 5
