"""Finds the line that a mistake stands on. Only done when there is a mistake: reading stays as fast as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import yaml

from rules_core.errors import RuleFileError

_INDEX: Final = re.compile(r"\[(\d+)\]")


def located(errors: Sequence[RuleFileError], *roots: Path | None) -> list[RuleFileError]:
    """The mistakes, each with its line where one can be told; file names start from one of `roots`."""
    return [_located(error, roots) for error in errors]


def _located(error: RuleFileError, roots: Sequence[Path | None]) -> RuleFileError:
    path = next((root / error.file for root in roots if root and (root / error.file).is_file()), None)
    line = error.line or (line_of(path, error.key) if path else None)
    return RuleFileError(error.file, error.key, error.reason, line)


def line_of(path: Path, key: str) -> int | None:
    """The line of `key`, e.g. "versions[0].texts.applies"; where the key is missing, the line of the nearest around it.

    None when the file cannot be read as YAML.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, OSError):
        return None
    if node is None:
        return None
    line, rest = int(node.start_mark.line), key
    while rest:
        found = _child(node, rest)
        if found is None:
            break
        line, node, rest = found
    return line + 1


def _child(node: yaml.Node, rest: str) -> tuple[int, yaml.Node, str] | None:
    """One step along the key: its line, what stands there, and the rest of the key; None when it is not in the file."""
    if isinstance(node, yaml.SequenceNode):
        index = _INDEX.match(rest)
        if index is None or int(index[1]) >= len(node.value):
            return None
        inside = node.value[int(index[1])]
        return inside.start_mark.line, inside, rest[index.end() :].removeprefix(".")
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            # A name may hold a full stop itself, as a rule's id does.
            after = rest.removeprefix(name.value)
            if rest.startswith(name.value) and (not after or after[0] in ".["):
                # The key's own line and not the value's: a value may be an alias for something written further up.
                return name.start_mark.line, value, after.removeprefix(".")
    return None
