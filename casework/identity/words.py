"""The Danish words of this part, read once from `words.yml`."""

from functools import cache
from pathlib import Path

import yaml


def account_text(code: str) -> str:
    """Why an account or a team cannot be as wished, and what to do; `code` is that of an AccountError."""
    return _words()["account"][code]


def role_text(role: str) -> str:
    """What a role is called."""
    return _words()["roles"][role]


def command_text(key: str) -> str:
    """What the command `retpligt staff` says."""
    return _words()["command"][key]


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return words
