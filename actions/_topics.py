"""The topic table `actions/topics/*.yml`: which rules answer a topic and what may be asked first."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions._texts import has_text, say
from actions.errors import TextFileError

TOPIC_FOLDER = Path(__file__).parent / "topics"

LISTS = ("rules", "asks", "followups", "order", "events")
"""The keys of a row that hold a list."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the table; the fields are described at the top of topics/cv_og_joblog.yml."""

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
    whoever: bool = False
    leads: bool = False
    own_rules: bool = False
    about: str = ""
    assumes: str = ""
    variant: str = ""

    @property
    def by_rules(self) -> bool:
        """Whether the rules answer it; otherwise its curated text is the whole answer."""
        return bool(self.rules) or self.every_rule

    @property
    def stored(self) -> str:
        """What the conversation remembers: the topic, and which of its kinds was asked about (`rule_changes.since`)."""
        return f"{self.id}.{self.variant}" if self.variant else self.id


@cache
def topics() -> dict[str, Topic]:
    """Every topic by id. Raises TextFileError on a key that is not known."""
    found: dict[str, Topic] = {}
    for path in sorted(TOPIC_FOLDER.glob("*.yml")):
        for topic_id, row in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
            if topic_id in found:
                raise TextFileError(f"{path.name}: {topic_id} står også i en anden fil i actions/topics.")
            found[topic_id] = _topic(path.name, topic_id, row)
    return found


def _topic(file: str, topic_id: str, row: dict[str, Any]) -> Topic:
    lists: dict[str, Any] = {key: tuple(row.pop(key, ()) or ()) for key in LISTS}
    try:
        return Topic(id=topic_id, **lists, **row)
    except TypeError as error:
        raise TextFileError(f"{file}: {topic_id}: {error}") from error


def topic_of(stored: str | None) -> Topic | None:
    """The topic that the conversation remembers; None when it is none of the table."""
    topic_id, _, variant = (stored or "").partition(".")
    topic = topics().get(topic_id)
    return replace(topic, variant=variant) if topic and variant else topic


def title(topic_id: str) -> str:
    """The topic as a short question a citizen would ask; used on buttons. Raises TextFileError if it has none."""
    return say(f"topics.{topic_id}")


def has_title(topic_id: str) -> bool:
    """Whether the topic can stand on a button."""
    return has_text(f"topics.{topic_id}")
