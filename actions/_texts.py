"""The Danish texts of the actions, read once from `actions/texts/*.yml`.

Code names a text by its key and gives the variables; no action builds a sentence of its own.
"""

import re
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from actions.errors import TextFileError
from casework.municipality.texts import own_text

TEXT_DIR = Path(__file__).parent / "texts"


@cache
def texts() -> dict[str, str]:
    """Every text by its key `file.key`. Raises TextFileError when a value is not a text."""
    found: dict[str, str] = {}
    for path in sorted(TEXT_DIR.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for key, text in content.items():
            if not isinstance(text, str):
                raise TextFileError(f"{path.name}: {key} skal være en tekst.")
            found[f"{path.stem}.{key}"] = text.strip()
    return found


def say(key: str, /, **values: Any) -> str:
    """The text of `key` with its variables filled in; what the municipality says instead goes before the file.

    Raises TextFileError on an unknown key or a missing variable.
    """
    try:
        return (own_text(f"actions.{key}") or texts()[key]).format(**values)
    except KeyError as error:
        raise TextFileError(f"Teksten {key} mangler i actions/texts, eller variablen {error} er ikke givet.") from error


def has_text(key: str) -> bool:
    """Whether a text with this key exists."""
    return key in texts()


def variables(key: str) -> set[str]:
    """Names of the variables that the text needs."""
    return {name for _, name, _, _ in Formatter().parse(texts()[key]) if name}


def first_sentence(text: str) -> str:
    """The text up to its first full stop that ends a sentence, not one in `1. juli` or `§ 23, stk. 1`."""
    return re.split(r"(?<=[^\W\d][.!?]) (?=[A-ZÆØÅ])", text, maxsplit=1)[0]


def sentence(text: str) -> str:
    """The half sentence as a whole one: a capital first and a full stop last."""
    text = text.strip()
    if not text:
        return ""
    end = "" if text[-1] in ".!?:" else "."
    return f"{text[0].upper()}{text[1:]}{end}"
