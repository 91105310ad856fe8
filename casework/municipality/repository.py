"""Every query of what the municipality has set. Callers own the transaction."""

from collections.abc import Sequence

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from casework.identity.models import StaffRow
from casework.municipality.models import OwnSettingRow


def begin_change(session: Session) -> None:
    """Let nobody else change anything until this transaction ends. SQLite has one writer anyway.

    Numbers are then given in the order in which they can be read: whoever has seen the newest has seen all before it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE own_settings IN SHARE ROW EXCLUSIVE MODE"))


def version(session: Session) -> int:
    """The number of the newest change; 0 = there has been none."""
    return session.scalar(select(func.max(OwnSettingRow.id))) or 0


def newest_ids(session: Session) -> dict[str, int]:
    """The newest change of every name."""
    rows = session.execute(select(OwnSettingRow.name, func.max(OwnSettingRow.id)).group_by(OwnSettingRow.name))
    return {row.name: row[1] for row in rows}


def values(session: Session) -> dict[str, str]:
    """What holds, by name; what is back at its default is left out."""
    newest = select(func.max(OwnSettingRow.id)).group_by(OwnSettingRow.name)
    query = select(OwnSettingRow.name, OwnSettingRow.value).where(OwnSettingRow.id.in_(newest))
    return {name: value for name, value in session.execute(query) if value is not None}


def newest_of(session: Session, name: str) -> OwnSettingRow | None:
    """The newest change of a name."""
    query = select(OwnSettingRow).where(OwnSettingRow.name == name).order_by(OwnSettingRow.id.desc()).limit(1)
    return session.scalar(query)


def history(
    session: Session, prefix: str, *, limit: int, before: int | None = None
) -> Sequence[tuple[OwnSettingRow, str | None]]:
    """The newest changes first, each with the name of whoever made it.

    Of all names that begin with `prefix` when it is empty or ends in a full stop, else of this very name.
    """
    query = select(OwnSettingRow, StaffRow.name).outerjoin(StaffRow, StaffRow.id == OwnSettingRow.changed_by)
    if prefix.endswith("."):
        query = query.where(OwnSettingRow.name.startswith(prefix, autoescape=True))
    elif prefix:
        query = query.where(OwnSettingRow.name == prefix)
    if before is not None:
        query = query.where(OwnSettingRow.id < before)
    return [(row, by) for row, by in session.execute(query.order_by(OwnSettingRow.id.desc()).limit(limit))]
