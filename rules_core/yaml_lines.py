"""Finds the line that a mistake stands on. Only done when there is a mistake: reading stays as fast as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import yaml

from rules_core.errors import RuleFileError

_STEP: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


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
    line = int(node.start_mark.line)
    for step in _steps(key):
        found = _child(node, step)
        if found is None:
            break
        line, node = found
    return line + 1


def _steps(key: str) -> Iterator[str | int]:
    for match in _STEP.finditer(key):
        yield int(match.group(1)) if match.group(1) else match.group(2)


def _child(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    """The line where a step of the key begins, and what stands there; None when the step is not in the file."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        inside = node.value[step] if step < len(node.value) else None
        return (inside.start_mark.line, inside) if inside else None
    if isinstance(node, yaml.MappingNode):
        # The key's own line and not the value's: a value may be an alias for something written further up.
        return next(((name.start_mark.line, value) for name, value in node.value if name.value == step), None)
    return None
