"""Word lists as one string each: easier to read and to sort than a column of quoted words."""

from __future__ import annotations


def listed(*lines: str) -> tuple[str, ...]:
    """The words of some lines, in order."""
    return tuple(" ".join(lines).split())
