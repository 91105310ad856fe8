"""Ready-made replies with gaps: which gaps there are, and how they are filled. Pure."""

import re
from collections.abc import Mapping
from typing import Final

#: What may stand in braces in a ready-made reply: who writes, the authority, and what is known about the citizen.
PLACEHOLDERS: Final = ("navn", "kommune", "telefon", "aabningstid", "frist", "gruppe")
_GAP = re.compile(r"\{([^{}\s]{1,40})\}")


def gaps_in(text: str) -> tuple[str, ...]:
    """The names in braces in a text, each once, in order."""
    return tuple(dict.fromkeys(_GAP.findall(text)))


def unknown_gaps(text: str) -> tuple[str, ...]:
    """The names in braces that nobody can fill; a reply with one of them must not be kept."""
    return tuple(name for name in gaps_in(text) if name not in PLACEHOLDERS)


def open_gaps(text: str) -> tuple[str, ...]:
    """The placeholders that still stand in a text; with one of them it must not be sent to a citizen."""
    return tuple(name for name in gaps_in(text) if name in PLACEHOLDERS)


def fill(text: str, values: Mapping[str, str | None]) -> str:
    """The text with its gaps filled. A gap without a value stays, so that the writer sees that it is missing."""
    return _GAP.sub(lambda found: values.get(found[1]) or found[0], text)
