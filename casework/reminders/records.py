"""What the reminders hand out and take in: frozen values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """An address of one channel; `confirmed` = its code came back. `shown` is what may be shown of it."""

    id: int
    channel: str
    address: str
    confirmed: bool

    @property
    def shown(self) -> str:
        """'a***@eksempel.dk' or '** ** 40 50': enough to see a slip."""
        name, at, domain = self.address.partition("@")
        return f"{name[:1]}***@{domain}" if at else f"** ** {self.address[-4:-2]} {self.address[-2:]}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One kind of reminder by one channel, with how early (minutes; None = as the kind says).

    `next_at` is when the next one is sent (aware UTC); `why_none` says why there is none: "off", "no_date" (nothing is
    known that falls due), "missing" (a fact in `missing` is not known) or "unconfirmed".
    """

    kind: str
    channel: str
    on: bool
    lead_minutes: int | None = None
    next_at: datetime | None = None
    next_on: date | None = None
    why_none: str | None = None
    missing: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """What a planning did to a citizen's reminders."""

    added: int = 0
    moved: int = 0
    cancelled: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One claimed reminder with what sending it needs. `wire_at` = it was handed to the channel before."""

    id: int
    conversation_id: str
    kind: str
    channel: str
    duty: str
    due_on: date
    event_at: datetime
    not_after: datetime
    attempts: int
    wire_at: datetime | None
    called_off: bool
    address: str
    stop_token: str
    look_ups: int = 0
    provider_ref: str | None = None

    @property
    def reference(self) -> str:
        """The same for every try: the Message-ID of an e-mail and the reference of an SMS are made of it."""
        # With a part of the conversation's id: numbers of an emptied database come again, these do not.
        return f"rem-{self.id}-{self.conversation_id[:8]}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One reminder as staff see it: never the address, never the text."""

    id: int
    conversation_id: str
    kind: str
    channel: str
    status: str
    reason: str | None
    due_on: date
    due_at: datetime
    not_after: datetime
    attempts: int
    last_error: str | None
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListPage:
    """A page of reminders, how many there are of each status, and the id to go on after."""

    found: tuple[Listed, ...]
    counts: Mapping[str, int]
    after: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListFilter:
    """What staff look for; "" = everything. `after` = where the last page ended."""

    status: str = ""
    kind: str = ""
    channel: str = ""
    after: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stopped:
    """What a stop link stopped: the kind and channel, and how many messages that were planned."""

    conversation_id: str
    kind: str
    channel: str
    cancelled: int


@dataclass(kw_only=True, slots=True)
class Counts:
    """What a round of the worker did, by outcome."""

    claimed: int = 0
    sent: int = 0
    again: int = 0
    failed: int = 0
    uncertain: int = 0
    cancelled: int = 0
    moved: int = 0
    by_error: dict[str, int] = field(default_factory=dict)
