"""What is searched for and what is found: frozen values. A find never holds a word of the conversation."""

from dataclasses import dataclass
from datetime import date, datetime

#: rating -> the scores it stands for; "none" = not rated.
RATINGS = {"low": (1, 2), "middle": (3, 4), "high": (5, 6), "none": ()}
YES_NO = ("yes", "no")
THUMBS = {"up": 1, "down": -1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A search. Everything that is empty or None is not asked about.

    `text`: words that citizens and caseworkers wrote, all of them, in any message. `since`/`until`: Danish days on
    which the conversation was last used, both included. `owner_id`: who answers or has answered. `number`: the
    conversation's own, as it stands in the citizen's transcript.
    """

    text: str = ""
    since: date | None = None
    until: date | None = None
    state: str = ""
    topic: str = ""
    owner_id: int | None = None
    team_id: int | None = None
    rating: str = ""
    handed: str = ""
    thumb: str = ""
    missed: bool = False
    number: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """The place after which the next page begins."""

    updated_at: datetime
    conversation_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One conversation of a search. Moments are aware UTC."""

    conversation_id: str
    opened_at: datetime
    updated_at: datetime
    state: str
    topic: str | None
    owner_name: str | None
    handed: bool
    rating: int | None
    rating_comment: str | None
    said: int
    up: int
    down: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page of finds, the one used last first; `after` begins the next page, None on the last."""

    found: tuple[Found, ...]
    after: Key | None


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A saved search; `query` is the query string of the page."""

    id: int
    name: str
    query: str
