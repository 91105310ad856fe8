"""Tell Rasa when our code has changed.

Rasa reuses a trained component when its data, its settings and the source of its class are the same. It does not see
the modules that the class uses, so a change in how text is folded would silently keep the old model.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

_BOT = Path(__file__).resolve().parents[1]
_PLACES = ("components", "danish")


@lru_cache(maxsize=1)
def source_fingerprint() -> str:
    """Return a hash over all files of bot/components and bot/danish that can change what a model learns."""
    digest = hashlib.sha256()
    for place in _PLACES:
        for path in sorted((_BOT / place).rglob("*")):
            if path.is_file() and path.suffix in {".py", ".yml", ".json", ".txt"}:
                digest.update(path.relative_to(_BOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
