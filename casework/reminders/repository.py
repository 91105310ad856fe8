"""Every query of contacts, choices and plans, and what a planning does to reminders. Callers own the transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.conversations.models import ConversationRow
from casework.reminders.models import ChoiceRow, ContactRow, PlanRow, ReminderRow
from casework.reminders.records import Contact

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


def plan_row(session: Session, conversation_id: str) -> PlanRow:
    """The conversation's plan, made when there is none."""
    row = session.get(PlanRow, conversation_id)
    if row is None:
        row = PlanRow(conversation_id=conversation_id, dirty=True)
        session.add(row)
        session.flush()
    return row


def make_dirty(session: Session, conversation_id: str) -> None:
    """Say that the plan must be made again, if there is one."""
    session.execute(update(PlanRow).where(PlanRow.conversation_id == conversation_id).values(dirty=True))


def to_plan(session: Session, *, today: date, rules_hash: str, limit: int) -> Sequence[str]:
    """Conversations whose plan is old: another day, other rules, a change, or the citizen has written since."""
    by_day = or_(PlanRow.planned_for.is_(None), PlanRow.planned_for != today)
    by_rules = or_(PlanRow.rules_hash.is_(None), PlanRow.rules_hash != rules_hash)
    return session.scalars(
        select(PlanRow.conversation_id)
        .join(ConversationRow, ConversationRow.id == PlanRow.conversation_id)
        .where(or_(PlanRow.dirty, by_day, by_rules, ConversationRow.updated_at > PlanRow.planned_at))
        .order_by(PlanRow.planned_at, PlanRow.conversation_id)
        .limit(limit)
    ).all()


def reminders_of(session: Session, conversation_id: str, since: date) -> dict[tuple[str, date, str], ReminderRow]:
    """The reminders of a conversation about days from `since` on, by duty, day and channel, and all that are open."""
    rows = session.scalars(
        select(ReminderRow).where(
            ReminderRow.conversation_id == conversation_id,
            or_(ReminderRow.due_on >= since, ReminderRow.status.in_(("due", "sending"))),
        )
    )
    return {(row.duty, row.due_on, row.channel): row for row in rows}


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
    where = [ReminderRow.conversation_id == conversation_id, *which.conditions()]
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
