"""What the review hands out and takes in: frozen values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from casework.privacy.redaction import Found


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueFilter:
    """Which conversations of the queue to show; None = all. Moments are aware; `until` is not part of the period."""

    state: str | None = "waiting"
    cause: str | None = None
    topic: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueEntry:
    """One conversation of the queue. It holds no word of the conversation: reading it is logged, listing it is not."""

    conversation_id: str
    state: str
    causes: tuple[str, ...]
    weight: int
    started_at: datetime
    last_at: datetime
    topics: tuple[str, ...]
    messages: int
    marks: int
    follow_up: str


@dataclass(frozen=True, kw_only=True, slots=True)
class QueuePage:
    """One page of the queue and how many conversations there are in all."""

    entries: tuple[QueueEntry, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NewMark:
    """What a reviewer says of one of a citizen's messages. `theme` = the topic it was really about."""

    message_id: int
    kind: str
    theme: str | None = None
    comment: str | None = None
    follow_up: str = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A stored mark with the kinds of items that were made of it."""

    id: int
    message_id: int
    kind: str
    theme: str | None
    comment: str | None
    follow_up: str
    created_at: datetime
    items: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One message as the reviewer sees it.

    `understood` = {intent, confidence, ranking, entities} of a citizen's message; `answer` = the bot's answer object;
    `suggestions` = passages that may have to be hidden; `marks` stand on citizens' messages only.
    """

    id: int
    seq: int
    author: str
    author_name: str | None
    text: str
    payload: str | None
    created_at: datetime
    understood: Mapping[str, Any] | None
    answer: Mapping[str, Any] | None
    buttons: tuple[Mapping[str, str], ...]
    thumb: int | None
    suggestions: tuple[Found, ...] = ()
    marks: tuple[Mark, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A conversation opened for review."""

    conversation_id: str
    state: str
    causes: tuple[str, ...]
    theme: str | None
    follow_up: str
    started_at: datetime
    on_behalf_of: str | None
    rating: int | None
    rating_comment: str | None
    done_at: datetime | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """What a mark became. `data` holds what is exported and nothing about a person."""

    id: int
    mark_id: int | None
    kind: str
    state: str
    data: Mapping[str, Any]
    created_at: datetime
    exported_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseDraft:
    """A rule case as it was typed: every value is a text, "" = not said; `facts` by fact id."""

    rule: str
    day: str
    facts: Mapping[str, str]
    source: str
    status: str = ""
    deadline: str = ""
    amount: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleSays:
    """What the rules answer today to the case a reviewer is writing."""

    status: str
    deadline: date | None
    amount: str
    unit: str
