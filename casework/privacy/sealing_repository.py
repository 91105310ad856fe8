"""Every query of the seals of the reading log. Callers own the transaction."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework.privacy.models import AccessRow, SealRow


def newest(session: Session) -> SealRow | None:
    """The last seal."""
    return session.scalar(select(SealRow).order_by(SealRow.number.desc()).limit(1).with_for_update())


def all_seals(session: Session) -> Iterator[SealRow]:
    """Every seal in its order."""
    return iter(session.scalars(select(SealRow).order_by(SealRow.number)))


def rows_after(session: Session, last_id: int, before: datetime, most: int) -> list[AccessRow]:
    """Rows that are not sealed yet, up to the first that is too young."""
    young = select(func.min(AccessRow.id)).where(AccessRow.id > last_id, AccessRow.at >= before).scalar_subquery()
    query = select(AccessRow).where(AccessRow.id > last_id, func.coalesce(AccessRow.id < young, AccessRow.id > 0))
    return list(session.scalars(query.order_by(AccessRow.id).limit(most)))


def rows_between(session: Session, first_id: int, last_id: int) -> list[AccessRow]:
    """The rows of a seal."""
    return list(
        session.scalars(select(AccessRow).where(AccessRow.id.between(first_id, last_id)).order_by(AccessRow.id))
    )


def count_after(session: Session, last_id: int) -> int:
    """How many rows are not sealed yet."""
    return session.scalar(select(func.count(AccessRow.id)).where(AccessRow.id > last_id)) or 0


def numbers_missing(session: Session) -> list[int]:
    """Numbers of seals that are gone."""
    there = set(session.scalars(select(SealRow.number)))
    return [number for number in range(1, max(there, default=0)) if number not in there]


def seals_over(session: Session, before: datetime) -> list[SealRow]:
    """Seals all of whose rows are older than a moment, and still there."""
    kept = select(AccessRow.id).where(AccessRow.id.between(SealRow.first_id, SealRow.last_id), AccessRow.at >= before)
    return list(session.scalars(select(SealRow).where(SealRow.forgotten.is_(False), ~kept.exists())))


def forget(session: Session, row: SealRow) -> int:
    """Delete the rows of a seal; how many there were."""
    gone = session.execute(
        delete(AccessRow).where(AccessRow.id.between(row.first_id, row.last_id)).returning(AccessRow.id)
    )
    row.forgotten = True
    return len(gone.all())
