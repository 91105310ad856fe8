"""docs/tilgaengelighed.md promises nothing that no test holds."""

import re
from pathlib import Path

import pytest

from tests.support.named_tests import is_there, named_tests

ROOT = Path(__file__).parents[2]
PAPER = (ROOT / "docs/tilgaengelighed.md").read_text(encoding="utf-8")
NAMED = named_tests(PAPER)


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_that_is_named_is_there(file: str, name: str):
    assert is_there(file, name)


def test_the_paper_names_tests_and_has_room_for_the_figures():
    assert len(NAMED) > 10
    assert re.search(r"<!-- tal -->\n.+\n<!-- /tal -->", PAPER)
