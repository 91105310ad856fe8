"""What the archive hands out: frozen values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One message as it stands in a transcript. `name` is what the citizen was shown of a member of staff."""

    seq: int
    author: str
    name: str | None
    text: str
    answer: Mapping[str, Any] | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """A whole conversation, oldest message first. Moments are aware UTC."""

    id: str
    opened_at: datetime
    on_behalf_of: str | None
    messages: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One paragraph of a transcript. `kind`: title, note, day, who, text, rule or source; `url` only for a source."""

    kind: str
    text: str
    url: str | None = None
