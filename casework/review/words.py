"""The review's own Danish words, read once from words.yml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


@cache
def words() -> dict[str, Any]:
    """All of words.yml."""
    read: dict[str, Any] = yaml.safe_load((_HERE / "words.yml").read_text(encoding="utf-8"))
    return read


def word(section: str, code: str, /, **values: object) -> str:
    """The words for a code with `values` filled in. Raises KeyError for a code without words."""
    text: str = words()[section][code]
    return text.format(**values)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something cannot be used: a code of words.yml and what is to be filled into its text."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What is wrong and what to do, in Danish."""
        return word("problems", self.code, **self.values)
