"""Every query of ready-made replies, closing days and switches. Callers own the transaction."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.handoff.models import CannedReplyRow, ClosingDayRow, SwitchRow
from casework.identity.models import StaffRow, TeamRow

_WITH_TEAM = select(CannedReplyRow, TeamRow.name).outerjoin(TeamRow, TeamRow.id == CannedReplyRow.team_id)


def all_replies(session: Session) -> Sequence[tuple[CannedReplyRow, str | None]]:
    """Every ready-made reply with the name of its team, by shortcut."""
    rows = session.execute(_WITH_TEAM.order_by(CannedReplyRow.shortcut, CannedReplyRow.id))
    return [(row, team) for row, team in rows]


def replies_for(session: Session, team_id: int | None) -> Sequence[tuple[CannedReplyRow, str | None]]:
    """The replies of everybody and of one team, by shortcut; the team's own first where both have the shortcut."""
    mine = or_(CannedReplyRow.team_id.is_(None), CannedReplyRow.team_id == team_id)
    query = _WITH_TEAM.where(mine).order_by(CannedReplyRow.shortcut, CannedReplyRow.team_id.is_(None))
    return [(row, team) for row, team in session.execute(query)]


def reply_with(session: Session, shortcut: str, team_id: int | None) -> CannedReplyRow | None:
    """The reply with this shortcut among those of the team (None = of everybody)."""
    same_team = CannedReplyRow.team_id.is_(None) if team_id is None else CannedReplyRow.team_id == team_id
    return session.scalar(select(CannedReplyRow).where(CannedReplyRow.shortcut == shortcut, same_team))


def days_since(session: Session, since: date) -> Sequence[ClosingDayRow]:
    """The closing days from `since`, in order."""
    return session.scalars(select(ClosingDayRow).where(ClosingDayRow.day >= since).order_by(ClosingDayRow.day)).all()


def switch_with_name(session: Session, name: str) -> tuple[SwitchRow, str | None] | None:
    """A switch that was turned, and the name of whoever did it."""
    query = select(SwitchRow, StaffRow.name).outerjoin(StaffRow, StaffRow.id == SwitchRow.changed_by)
    found = session.execute(query.where(SwitchRow.name == name)).first()
    return None if found is None else (found[0], found[1])
