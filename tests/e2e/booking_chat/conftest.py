"""Times for a first talk in the running product."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.chat_times import open_times
from tests.support.stack import Stack


@pytest.fixture
def times(stack: Stack) -> Iterator[None]:
    """Four times for a first talk; closed again afterwards."""
    with open_times(stack):
        yield
