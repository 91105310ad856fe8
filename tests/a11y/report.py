"""What a sweep has seen: one line for each page and each mail, from the tests to whoever counts them."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

#: Names the file; without it nothing is written.
FILE: Final = "RETPLIGT_A11Y_REPORT"


@dataclass(frozen=True, slots=True)
class Row:
    """A page or a mail, and what was found in each dress it was seen in."""

    name: str
    dresses: dict[str, list[str]]
    mail: bool = False

    @property
    def bad(self) -> dict[str, list[str]]:
        """Only the dresses in which something was found."""
        return {dress: found for dress, found in self.dresses.items() if found}


def add(row: Row) -> None:
    """Add a row to the report, when one is wanted."""
    file = os.environ.get(FILE)
    if file:
        with Path(file).open("a", encoding="utf-8") as report:
            report.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")


def read(file: Path) -> list[Row]:
    """The rows of a report; none when it was never begun."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [Row(**json.loads(line)) for line in lines]
