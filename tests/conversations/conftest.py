"""The running product for the conversations of this folder; options are those of the tests over the whole line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.stack import Stack, any_stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The three real processes, shared by all conversations."""
    with any_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running
