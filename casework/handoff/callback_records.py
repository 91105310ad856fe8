"""What the call-backs hand out and take in: frozen values, no rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.conversations.records import Message, NewMessage
from casework.handoff.availability import Availability
from casework.handoff.promise import Promise


@dataclass(frozen=True, kw_only=True, slots=True)
class CallbackWish:
    """What a citizen gives: a number as `normalise_phone` returns it, and perhaps a name and what it is about."""

    phone: str
    name: str | None = None
    wish: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Callback:
    """One wish to be called. Moments are aware UTC; `late` = the promise is broken."""

    id: int
    conversation_id: str
    state: str
    asked_at: datetime
    why: str
    phone: str
    name: str | None
    wish: str | None
    nearest_deadline: date | None
    nearest_rule: str | None
    promised_by: datetime | None
    owner_id: int | None = None
    owner_name: str | None = None
    attempts: int = 0
    late: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What became of a wish: the call-back, what was promised, how the desk stood, and the deadline's title."""

    callback: Callback
    promise: Promise
    availability: Availability
    deadline_title: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CallbackAnswer:
    """The wish with the messages that were stored about it and the state of the conversation."""

    asked: Asked
    messages: tuple[Message, ...]
    state: str


#: Writes what the citizen is told, in Danish; called inside the transaction, so it must only make texts.
Tell = Callable[[Asked], Sequence[NewMessage]]
