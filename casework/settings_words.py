"""What a wrong setting says: which variable it is, what stands there, and what may stand there. Never a secret."""

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from casework.errors import SettingsError

PREFIX: Final = "RETPLIGT_"
#: More of a value than this is not repeated: whoever pasted a whole file knows what it was.
LONGEST: Final = 80


def setting(name: str) -> str:
    """What the variable of a field is called."""
    return PREFIX + name.upper()


def wrong(code: str, variable: str = "", *, given: object = "", **values: object) -> SettingsError:
    """The error to raise for a setting. `code` names its words in settings_words.yml, which the values fill.

    `given` is what stands there now; leave it out where it is a secret or may hold one.
    """
    shown = " ".join(str(given).split())[:LONGEST]
    return SettingsError(_words()["setting"][code].format(setting=variable, given=shown, **values))


def choices(known: tuple[str, ...]) -> str:
    """Words of which one is chosen: "a, b eller c"."""
    *first, last = known
    joined: str = _words()["or"]
    return ", ".join(first) + joined + last if first else last


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return loaded
