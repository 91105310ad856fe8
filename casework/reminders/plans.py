"""Every query of the plans: whose is old, and that it was made again. Callers own the transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from casework.conversations.models import ConversationRow
from casework.reminders.models import PlanRow


def make(session: Session, conversation_id: str) -> PlanRow:
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


def old(session: Session, *, today: date, rules_hash: str, limit: int, since: datetime | None = None) -> Sequence[str]:
    """Conversations whose plan is old: a change, another day, other rules, or the citizen has written since.

    `since` = look for writing citizens from then on only; None = among all, which reads every plan.
    """
    found: dict[str, None] = {}
    # One after the other, each by its own index: together they would read the whole table.
    for condition in (
        PlanRow.dirty,
        PlanRow.planned_for.is_(None),
        PlanRow.planned_for < today,
        PlanRow.planned_for > today,
        PlanRow.rules_hash.is_(None),
        PlanRow.rules_hash < rules_hash,
        PlanRow.rules_hash > rules_hash,
    ):
        if len(found) < limit:
            query = select(PlanRow.conversation_id).where(condition).limit(limit - len(found))
            found |= dict.fromkeys(session.scalars(query))
    if len(found) < limit:
        found |= dict.fromkeys(_written_since(session, since, limit - len(found)))
    return list(found)


def _written_since(session: Session, since: datetime | None, limit: int) -> Sequence[str]:
    later = [ConversationRow.updated_at > PlanRow.planned_at]
    if since is not None:
        later.append(ConversationRow.updated_at >= since)
    return session.scalars(
        select(PlanRow.conversation_id)
        .join(ConversationRow, ConversationRow.id == PlanRow.conversation_id)
        .where(*later)
        .limit(limit)
    ).all()


def still_old(session: Session, ids: Collection[str], *, today: date, rules_hash: str) -> Mapping[str, bool]:
    """Those of the ids whose plan is still old, with whether it is marked as changed."""
    is_old: ColumnElement[bool] = or_(
        PlanRow.dirty,
        PlanRow.planned_for.is_(None),
        PlanRow.planned_for != today,
        PlanRow.rules_hash.is_(None),
        PlanRow.rules_hash != rules_hash,
        ConversationRow.updated_at > PlanRow.planned_at,
    )
    rows = session.execute(
        select(PlanRow.conversation_id, PlanRow.dirty)
        .join(ConversationRow, ConversationRow.id == PlanRow.conversation_id)
        .where(PlanRow.conversation_id.in_(ids), is_old)
    )
    return {row.conversation_id: row.dirty for row in rows}


def stamp(
    session: Session, ids: Sequence[str], now: datetime, today: date, rules_hash: str, *, dirty: bool | None = None
) -> None:
    """Write down that these plans were made for a day by these rules; `dirty` None leaves the mark as it is.

    A plan that somebody else holds at this moment is left to be made again.
    """
    values = {"planned_at": now, "planned_for": today, "rules_hash": rules_hash}
    free = session.scalars(
        select(PlanRow.conversation_id)
        .where(PlanRow.conversation_id.in_(ids))
        .order_by(PlanRow.conversation_id)
        .with_for_update(skip_locked=True)
    ).all()
    session.execute(
        update(PlanRow)
        .where(PlanRow.conversation_id.in_(free))
        .values(**values, **({} if dirty is None else {"dirty": dirty}))
        .execution_options(synchronize_session=False)
    )
