"""What the handoff hands out: frozen values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.conversations.records import Message


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place in the queue, 1 = next, and about how many minutes it will take (None = nobody can say)."""

    number: int
    minutes: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Receiver:
    """To whom a conversation is sent on: one colleague, or one team or authority."""

    staff_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedReceiver:
    """A receiver as the citizen is told: colleague (by the shown name), team or authority (with how to reach it)."""

    kind: str
    name: str
    contact: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a handover did: the state now, what was said about it, and who answers (None = no person)."""

    conversation_id: str
    state: str
    messages: tuple[Message, ...] = ()
    owner_id: int | None = None
    owner_name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Queued:
    """A citizen who has got in line: the place, and what was told of it."""

    place: Place
    change: Change


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueEntry:
    """One open episode as the queue shows it. `nearest_deadline` decides the order."""

    handoff_id: int
    conversation_id: str
    state: str
    cause: str
    asked_at: datetime
    taken_at: datetime | None
    wish: str | None
    nearest_deadline: date | None
    nearest_rule: str | None
    urgency_days: int | None
    group: str | None
    topic: str | None
    on_behalf_of: str | None
    owner_id: int | None
    owner_name: str | None
    team_id: int | None
    team_name: str | None
    unread: int
    #: Why a colleague sent it on, when one did.
    forwarded_because: str | None = None
    #: False = nobody waits in the chat: the assistant answers, and the case alone is in the queue.
    in_chat: bool = True
    citizen_seen_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """An internal note."""

    id: int
    staff_name: str | None
    text: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoffEvent:
    """One thing that happened in an episode."""

    kind: str
    at: datetime
    staff_name: str | None
    to_name: str | None
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetFact:
    """A fact as the sheet shows it: said as to the citizen ("du får dagpenge"), with who gave it and when."""

    fact: str
    statement: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetDeadline:
    """A computed deadline with its rule. `days` = from today to it, below 0 when it has passed."""

    rule: str
    title: str
    status: str
    bearer: str
    due: date
    days: int
    calculation: str | None
    warning: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetQuestion:
    """A question of the citizen and what it was answered with."""

    seq: int
    text: str
    topic: str | None
    rules: tuple[str, ...]
    understood: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseSheet:
    """All a caseworker needs to take over: who, what is known, what is due, what was asked, what was not understood."""

    conversation_id: str
    as_of: date
    group: str | None
    group_name: str | None
    on_behalf_of: str | None
    wish: str | None
    facts: tuple[SheetFact, ...] = ()
    deadlines: tuple[SheetDeadline, ...] = ()
    questions: tuple[SheetQuestion, ...] = ()
    nearest: SheetDeadline | None = None

    @property
    def not_understood(self) -> tuple[SheetQuestion, ...]:
        """The questions that the assistant did not understand."""
        return tuple(question for question in self.questions if not question.understood)

    @property
    def urgency_days(self) -> int | None:
        """Days to the nearest deadline; None when none is known."""
        return self.nearest.days if self.nearest else None

    def to_json(self) -> Mapping[str, Any]:
        """The sheet as it is kept with the episode: ids, dates and numbers, no text of the citizen."""
        return {
            "as_of": self.as_of.isoformat(),
            "group": self.group,
            "facts": [fact.fact for fact in self.facts],
            "deadlines": [
                {"rule": due.rule, "status": due.status, "due": due.due.isoformat()} for due in self.deadlines
            ],
            "questions": len(self.questions),
            "not_understood": len(self.not_understood),
        }
