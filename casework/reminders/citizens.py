"""Reads what planning needs to know of some hundred citizens in a handful of queries. Callers own the transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.conversations.models import ConversationRow, FactRow
from casework.reminders import bookings
from casework.reminders.models import ChoiceRow, ContactRow
from casework.reminders.planning import Event
from casework.reminders.repository import WITHOUT_ADDRESS

#: The one who looks rules up for others is not reminded of anything.
_CITIZEN = "citizen"


class Chosen(NamedTuple):
    """One choice; `lead` = the citizen's own "how early" in minutes, None = as the kind says."""

    kind: str
    channel: str
    on: bool
    lead: int | None
    since: datetime


@dataclass(kw_only=True, slots=True)
class Citizen:
    """A citizen as stored. `facts` are JSON values; `events` are talks and days to book by, not those of the rules."""

    id: str
    mode: str
    #: The use of the conversation is restricted, and the citizen wants reminders to rest as well.
    quiet: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    choices: list[Chosen] = field(default_factory=list)
    confirmed: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)

    @property
    def since(self) -> datetime | None:
        """When the first reminder was switched on."""
        return min((one.since for one in self.choices), default=None)

    def can_reach(self, channel: str) -> bool:
        """Whether something may be sent by this channel: its address is confirmed, or it needs none."""
        return channel in WITHOUT_ADDRESS or channel in self.confirmed

    def is_on(self, kind: str, channel: str) -> bool:
        """Whether this kind is switched on by this channel."""
        return not self.quiet and any(one.on and (one.kind, one.channel) == (kind, channel) for one in self.choices)

    def chosen(self) -> dict[str, dict[str, int | None]]:
        """By channel the kinds to remind of, with their lead."""
        found: dict[str, dict[str, int | None]] = {}
        if self.mode == _CITIZEN and not self.quiet:
            for one in self.choices:
                if one.on and self.can_reach(one.channel):
                    found.setdefault(one.channel, {})[one.kind] = one.lead
        return found


def read(
    session: Session,
    ids: Collection[str],
    now: datetime,
    *,
    facts: bool = True,
    events: bool = True,
    lock: bool = False,
) -> Mapping[str, Citizen]:
    """The citizens of these conversations by id; one that was deleted is missing. At most some hundred at a time.

    `now` = from when on talks count. `facts` and `events` False = without them. `lock` = their conversations stay as
    they are until the transaction ends.
    """
    if not ids:
        return {}
    query = select(ConversationRow.id, ConversationRow.mode, ConversationRow.restricted_quiet).where(
        ConversationRow.id.in_(ids)
    )
    if lock:
        query = query.order_by(ConversationRow.id).with_for_update()
    found = {row.id: Citizen(id=row.id, mode=row.mode, quiet=row.restricted_quiet) for row in session.execute(query)}
    if facts:
        _read_facts(session, found)
    _read_choices(session, found)
    contacts = select(ContactRow.conversation_id, ContactRow.channel).where(
        ContactRow.conversation_id.in_(found), ContactRow.confirmed_at.is_not(None)
    )
    for conversation_id, channel in session.execute(contacts):
        found[conversation_id].confirmed.add(channel)
    booked = bookings.events_of(session, found, now) if events else {}
    for citizen in found.values():
        citizen.events = booked.get(citizen.id, [])
    return found


def _read_facts(session: Session, found: Mapping[str, Citizen]) -> None:
    rows = session.execute(
        select(FactRow.conversation_id, FactRow.fact, FactRow.value).where(FactRow.conversation_id.in_(found))
    )
    for conversation_id, fact, value in rows:
        found[conversation_id].facts[fact] = value


def _read_choices(session: Session, found: Mapping[str, Citizen]) -> None:
    rows = session.execute(
        select(
            ChoiceRow.conversation_id,
            ChoiceRow.kind,
            ChoiceRow.channel,
            ChoiceRow.on,
            ChoiceRow.lead_minutes,
            ChoiceRow.created_at,
        ).where(ChoiceRow.conversation_id.in_(found))
    )
    for row in rows:
        found[row.conversation_id].choices.append(
            Chosen(row.kind, row.channel, row.on, row.lead_minutes, row.created_at)
        )
