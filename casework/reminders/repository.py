"""Every query of contacts and choices, and what a planning does to reminders. Callers own the transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import ColumnElement, Table, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.reminders.models import ChoiceRow, ContactRow, ReminderRow
from casework.reminders.planning import Wanted
from casework.reminders.records import Contact, Planned
from casework.reminders.syncing import Changes, Stored

_TABLE: Final = cast("Table", ReminderRow.__table__)
_STORED: Final = tuple(getattr(ReminderRow, name) for name in Stored._fields)
#: The status, where its index must not be used: few rows of few conversations are looked for.
_STATUS: Final = func.coalesce(ReminderRow.status, "")
#: So many rows are added with one statement: a statement can carry so many values only.
_A_STATEMENT: Final = 500
#: What has reached its channel.
_GONE = ("sent", "delivered", "uncertain")
#: Channels that need no address of their own.
WITHOUT_ADDRESS = ("chat",)


def contact(session: Session, conversation_id: str, channel: str) -> ContactRow | None:
    """The contact of a channel, confirmed or not."""
    return session.scalar(
        select(ContactRow).where(ContactRow.conversation_id == conversation_id, ContactRow.channel == channel)
    )


def contacts(session: Session, conversation_id: str) -> Sequence[ContactRow]:
    """All contacts of a conversation."""
    return session.scalars(
        select(ContactRow).where(ContactRow.conversation_id == conversation_id).order_by(ContactRow.channel)
    ).all()


def can_reach(session: Session, conversation_id: str, channel: str) -> bool:
    """Whether something may be sent by this channel: its address is confirmed, or it needs none."""
    if channel in WITHOUT_ADDRESS:
        return True
    row = contact(session, conversation_id, channel)
    return row is not None and row.confirmed_at is not None


def choices(session: Session, conversation_id: str) -> Sequence[ChoiceRow]:
    """All choices of a conversation, those that are off too."""
    return session.scalars(
        select(ChoiceRow)
        .where(ChoiceRow.conversation_id == conversation_id)
        .order_by(ChoiceRow.kind, ChoiceRow.channel)
    ).all()


def choice_by_token(session: Session, token: str) -> ChoiceRow | None:
    """The choice that a stop link belongs to."""
    return session.scalar(select(ChoiceRow).where(ChoiceRow.stop_token == token))


class Rival(NamedTuple):
    """What a reminder is about, to compare it with others about the same."""

    conversation_id: str
    channel: str
    duty: str
    due_on: date


def rivals(session: Session, ids: Collection[str], now: datetime) -> Sequence[Rival]:
    """The reminders of these conversations that were sent, or whose time has come."""
    tried = or_(ReminderRow.due_at <= now, ReminderRow.attempts > 0)
    rows = session.execute(
        select(ReminderRow.conversation_id, ReminderRow.channel, ReminderRow.duty, ReminderRow.due_on).where(
            ReminderRow.conversation_id.in_(ids),
            or_(_STATUS.in_(_GONE), _STATUS.in_(("due", "sending")) & tried),
        )
    )
    return [Rival(*row) for row in rows]


def stored(session: Session, ids: Collection[str], since: date) -> Mapping[str, list[Stored]]:
    """The reminders of conversations about days from `since` on, and all that are open, by conversation."""
    rows = session.execute(
        select(*_STORED).where(
            ReminderRow.conversation_id.in_(ids),
            or_(ReminderRow.due_on >= since, _STATUS.in_(("due", "sending"))),
        )
    )
    found: dict[str, list[Stored]] = defaultdict(list)
    for row in rows:
        found[row.conversation_id].append(Stored(*row))
    return found


def apply(session: Session, changes: Changes, now: datetime) -> Planned:
    """Write what a planning found; a row that has changed meanwhile is left as it is."""
    _lock(session, ReminderRow.id.in_([*changes.moved, *(one for ids in changes.off.values() for one in ids)]))
    cancelled = sum(_call_off(session, (ReminderRow.id.in_(ids),), why, now) for why, ids in changes.off.items())
    if changes.moved:
        still = or_(
            (_TABLE.c.status == "due") & (_TABLE.c.attempts == 0),
            (_TABLE.c.status == "cancelled") & _TABLE.c.wire_at.is_(None),
        )
        session.connection().execute(
            update(_TABLE).where(_TABLE.c.id == bindparam("row"), still),
            [_as_planned(number, one) for number, one in sorted(changes.moved.items())],
        )
    added = sum(
        insert_new(session, changes.new[start : start + _A_STATEMENT])
        for start in range(0, len(changes.new), _A_STATEMENT)
    )
    return Planned(added=added, moved=len(changes.moved), cancelled=cancelled)


def _as_planned(number: int, one: Wanted) -> dict[str, Any]:
    again = {"status": "due", "reason": None, "ended_at": None, "called_off": False}
    return {"row": number, "due_at": one.at, "event_at": one.event_at, "not_after": one.not_after, **again}


def insert_new(session: Session, values: Iterable[dict[str, Any]]) -> int:
    """Add reminders; one that is already there (the unique key) is left alone. How many were added."""
    entries = list(values)
    if not entries:
        return 0
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    added = session.execute(
        dialect.insert(ReminderRow).values(entries).on_conflict_do_nothing().returning(ReminderRow.id)
    )
    return len(added.all())


@dataclass(frozen=True, kw_only=True, slots=True)
class Which:
    """Some reminders of a conversation; None = all of them."""

    kinds: Iterable[str] | None = None
    channel: str | None = None
    duties: Iterable[str] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What the rows must fulfil."""
        where: list[ColumnElement[bool]] = []
        if self.kinds is not None:
            where.append(ReminderRow.kind.in_(list(self.kinds)))
        if self.channel is not None:
            where.append(ReminderRow.channel == self.channel)
        if self.duties is not None:
            where.append(ReminderRow.duty.in_(list(self.duties)))
        return where


def call_off(session: Session, conversation_id: str, reason: str, now: datetime, which: Which) -> int:
    """Cancel what waits and was not handed to a channel; what is on its way is not sent again. How many it were."""
    where = (ReminderRow.conversation_id == conversation_id, *which.conditions())
    _lock(session, *where)
    return _call_off(session, where, reason, now)


def _lock(session: Session, *where: ColumnElement[bool]) -> None:
    # In the order of the ids, as the queue does it: nobody waits for somebody who waits for them.
    session.scalars(select(ReminderRow.id).where(*where).order_by(ReminderRow.id).with_for_update()).all()


def _call_off(session: Session, where: Sequence[ColumnElement[bool]], reason: str, now: datetime) -> int:
    session.execute(
        update(ReminderRow)
        .where(*where, ReminderRow.status.in_(("sending", "uncertain")), ReminderRow.wire_at.is_not(None))
        .values(called_off=True)
        .execution_options(synchronize_session=False)
    )
    stopped = session.execute(
        update(ReminderRow)
        .where(
            *where,
            or_(ReminderRow.status == "due", (ReminderRow.status == "sending") & ReminderRow.wire_at.is_(None)),
        )
        .values(status="cancelled", reason=reason, ended_at=now, owner=None, lease_until=None)
        .returning(ReminderRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(stopped.all())


def to_contact(row: ContactRow) -> Contact:
    """The stored row as the value that leaves this part."""
    return Contact(id=row.id, channel=row.channel, address=row.address, confirmed=row.confirmed_at is not None)
