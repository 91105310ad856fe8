"""What the browser tests of the staff calendar share."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.support.console_window import ConsoleWindow
from tests.web.conftest import RunningWeb

CALENDAR = "/sagsbehandler/kalender"
#: The first day of Mette's full week.
MONDAY = date(2026, 11, 30)
Open = Callable[..., ConsoleWindow]


@dataclass(frozen=True)
class World:
    """The site, a booking of Mette's that is to come, and one that has begun today."""

    web: RunningWeb
    coming: int
    begun: int

    @property
    def url(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.web.settings.port}"


def picture(window: ConsoleWindow, folder: Path, name: str) -> None:
    """A screenshot, kept where RETPLIGT_TEST_PICTURES says or thrown away with the test."""
    window.picture(Path(os.environ.get("RETPLIGT_TEST_PICTURES", folder)), name)
