"""The topic table `actions/topics.yml`: which rules answer a topic and what may be asked first."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions._texts import has_text, say
from actions.errors import TextFileError

TOPIC_FILE = Path(__file__).parent / "topics.yml"

LISTS = ("rules", "asks", "followups", "order", "events")
"""The keys of a row that hold a list."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the table; the fields are described at the top of the file."""

    id: str
    rules: tuple[str, ...]
    asks: tuple[str, ...]
    group: bool
    followups: tuple[str, ...]
    every_rule: bool = False
    compares: bool = False
    order: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    settle: bool = False
    variant: str = ""

    @property
    def stored(self) -> str:
        """What the conversation remembers: the topic, and which of its kinds was asked about (`rule_changes.since`)."""
        return f"{self.id}.{self.variant}" if self.variant else self.id


@cache
def topics() -> dict[str, Topic]:
    """Every topic that the rules answer, by id. Raises TextFileError on a key that is not known."""
    rows = yaml.safe_load(TOPIC_FILE.read_text(encoding="utf-8"))
    return {topic_id: _topic(topic_id, row) for topic_id, row in rows.items()}


def _topic(topic_id: str, row: dict[str, Any]) -> Topic:
    lists: dict[str, Any] = {
        key: tuple(row.pop(key, ()) or ()) for key in ("rules", "asks", "followups", "order", "events")
    }
    try:
        return Topic(id=topic_id, **lists, **row)
    except TypeError as error:
        raise TextFileError(f"topics.yml: {topic_id}: {error}") from error


def topic_of(stored: str | None) -> Topic | None:
    """The topic that the conversation remembers; None when the rules do not answer it."""
    topic_id, _, variant = (stored or "").partition(".")
    topic = topics().get(topic_id)
    return replace(topic, variant=variant) if topic and variant else topic


def title(topic_id: str) -> str:
    """The topic as a short question a citizen would ask; used on buttons. Raises TextFileError if it has none."""
    return say(f"topics.{topic_id}")


def has_title(topic_id: str) -> bool:
    """Whether the topic can stand on a button."""
    return has_text(f"topics.{topic_id}")
