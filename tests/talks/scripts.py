"""What the imagined people say, read from the YAML files of this folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
MESSAGES = (3, 10)


@dataclass(frozen=True)
class Script:
    """One person and what they write. `judged` is what a reader thought of the answers."""

    name: str
    persona: str
    says: list[str | dict[str, Any]]
    mode: str = "citizen"
    judged: str = ""
    file: str = field(default="", compare=False)


def scripts(folder: Path = HERE) -> list[Script]:
    """All scripts in the order of the files. Raises TypeError for an unknown key, ValueError for a wrong form."""
    found = [
        Script(**entry, file=path.stem)
        for path in sorted(folder.glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    for script in found:
        _check(script)
    return found


def _check(script: Script) -> None:
    if not MESSAGES[0] <= len(script.says) <= MESSAGES[1]:
        raise ValueError(f"{script.file}: {script.name!r} has {len(script.says)} messages")
    for said in script.says:
        if not isinstance(said, str) and set(said) != {"press"}:
            raise ValueError(f"{script.file}: {script.name!r} has a message that is neither text nor press: {said}")
    if script.mode not in ("citizen", "caseworker"):
        raise ValueError(f"{script.file}: {script.name!r} has the unknown mode {script.mode!r}")
