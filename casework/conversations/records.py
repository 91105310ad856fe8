"""What the services hand out and take in: frozen values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

FactValue = str | int | bool


class Keep(Enum):
    """Stands for "leave as it is" where None already means "clear"."""

    KEEP = "keep"


KEEP = Keep.KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFact:
    """A fact with who gave it, in which message and when (aware UTC)."""

    fact: str
    value: FactValue
    given_by: str
    message_id: int | None
    updated_at: datetime


#: After so many misses in a row the assistant's message ends with the offer of a human.
MISSES_BEFORE_HUMAN = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialogue:
    """Where the talk stands: the topic, what was asked and is waited for, misses in a row, what is known.

    `unanswered` = the topic's own answer still waits for a question; `later` = topics to be answered after it;
    `about` = another person the talk is about, with `about_facts` of their own; `on_behalf_of` = for whom the whole
    talk is held ("min mor"): then `facts` are that person's.
    """

    topic: str | None = None
    asked_fact: str | None = None
    asked_kind: str | None = None
    asked_message: int | None = None
    asked_within: str | None = None
    misses: int = 0
    as_of: date | None = None
    mode: str = "citizen"
    unanswered: bool = False
    later: tuple[str, ...] = ()
    about: str | None = None
    about_facts: Mapping[str, FactValue] = field(default_factory=dict)
    facts: tuple[StoredFact, ...] = ()
    on_behalf_of: str | None = None

    def values(self) -> dict[str, FactValue]:
        """The facts as the rules core takes them: those of the other person while the talk is about one."""
        if self.about is not None:
            return dict(self.about_facts)
        return {fact.fact: fact.value for fact in self.facts}


@dataclass(frozen=True, kw_only=True, slots=True)
class DialogueChange:
    """What a turn changes in the dialogue. A field left out stays as it is; None clears it."""

    topic: str | Keep | None = KEEP
    asked_fact: str | Keep | None = KEEP
    asked_kind: str | Keep | None = KEEP
    asked_message: int | Keep | None = KEEP
    asked_within: str | Keep | None = KEEP
    misses: int | Keep = KEEP
    as_of: date | Keep | None = KEEP
    unanswered: bool | Keep = KEEP
    later: tuple[str, ...] | Keep = KEEP
    about: str | Keep | None = KEEP
    on_behalf_of: str | Keep | None = KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class NewMessage:
    """A message of the bot or the system that is about to be stored."""

    text: str
    author: str = "bot"
    buttons: tuple[Mapping[str, str], ...] = ()
    answer: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A stored message as everybody may see it."""

    id: int
    seq: int
    author: str
    text: str
    buttons: tuple[Mapping[str, str], ...] = ()
    answer: Mapping[str, Any] | None = None
    in_reply_to: int | None = None
    client_id: str | None = None
    #: The name the citizen was shown with a caseworker's message.
    name: str | None = None
    #: The citizen's thumb on it: 1 up, -1 down.
    thumb: int | None = None
    created_at: datetime

    def to_json(self) -> dict[str, Any]:
        """The message record of the public contract."""
        return {
            "id": self.id,
            "seq": self.seq,
            "author": self.author,
            "text": self.text,
            "buttons": [dict(button) for button in self.buttons],
            "answer": dict(self.answer) if self.answer is not None else None,
            "in_reply_to": self.in_reply_to,
            "client_id": self.client_id,
            "name": self.name,
            "thumb": self.thumb,
            "created_at": self.created_at.isoformat(timespec="milliseconds"),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """What the engine made of a message: the answers and what it understood (intent, confidence, ranking, entities)."""

    messages: tuple[NewMessage, ...]
    understood: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How a conversation stands for its citizen: who answers, for whom it is written, what was read and rated."""

    state: str
    mode: str
    owner_name: str | None = None
    on_behalf_of: str | None = None
    read_by_citizen: int = 0
    read_by_staff: int = 0
    rating: int | None = None
    last_seq: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A citizen's message that was claimed for answering, with all the language engine needs to know."""

    conversation_id: str
    message: Message
    payload: str | None
    epoch: int
    attempts: int
    late: bool
    topic: str | None
    asked_fact: str | None
    asked_kind: str | None
    asked_within: str | None = None
    mode: str = "citizen"
    about: str | None = None
    #: The intent of what the last answer offered in its last sentence: a bare yes means that.
    offered: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """What became of an incoming message. `job` is set when the receiver may answer it at once."""

    message: Message
    state: str
    created: bool
    answer_state: str
    replies: tuple[Message, ...] = ()
    job: Job | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """A citizen's message, already cleaned and masked. With `replies` it is answered at once without the engine."""

    client_id: str
    text: str
    payload: str | None = None
    notices: tuple[NewMessage, ...] = ()
    replies: tuple[NewMessage, ...] = field(default=())
