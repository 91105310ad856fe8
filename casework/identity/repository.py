"""Every query of accounts, logins and teams. Callers own the transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from casework.db import locked
from casework.identity.errors import UnknownAccountError
from casework.identity.models import StaffRow, StaffSessionRow, TeamRow
from casework.identity.records import Account, Login, StaffMember, Team


def staff_by_username(session: Session, username: str, *, lock: bool = False) -> StaffRow | None:
    """The account with this (cleaned) user name."""
    query = select(StaffRow).where(StaffRow.username == username)
    return session.scalar(locked(query) if lock else query)


def staff_by_subject(session: Session, subject_hash: str, *, lock: bool = False) -> StaffRow | None:
    """The account of somebody whom a provider knows."""
    query = select(StaffRow).where(StaffRow.subject_hash == subject_hash)
    return session.scalar(locked(query) if lock else query)


def get_staff(session: Session, staff_id: int, *, lock: bool = False) -> StaffRow:
    """The account. Raises UnknownAccountError."""
    query = select(StaffRow).where(StaffRow.id == staff_id)
    row = session.scalar(locked(query) if lock else query)
    if row is None:
        raise UnknownAccountError("No account has this number; look at the list again.")
    return row


def staff_with_app(session: Session, *, lock: bool = False) -> Sequence[StaffRow]:
    """Accounts that share a secret with an app, or have been offered one."""
    query = select(StaffRow).where(StaffRow.totp_secret.is_not(None) | StaffRow.totp_offered.is_not(None))
    return session.scalars(locked(query.order_by(StaffRow.id)) if lock else query).all()


def all_staff(session: Session) -> Sequence[tuple[StaffRow, str | None]]:
    """Every account with the name of its team, by name."""
    query = select(StaffRow, TeamRow.name).outerjoin(TeamRow, TeamRow.id == StaffRow.team_id)
    return [(row, team) for row, team in session.execute(query.order_by(StaffRow.name, StaffRow.id))]


def any_staff(session: Session) -> bool:
    """Whether there is an account at all."""
    return session.scalar(select(StaffRow.id).limit(1)) is not None


def present_staff(
    session: Session, roles: Sequence[str], seen_after: datetime
) -> Sequence[tuple[StaffRow, str | None]]:
    """Active accounts of these roles that are here and were seen after a moment."""
    query = (
        select(StaffRow, TeamRow.name)
        .outerjoin(TeamRow, TeamRow.id == StaffRow.team_id)
        .where(
            StaffRow.active.is_(True),
            StaffRow.presence == "here",
            StaffRow.role.in_(roles),
            StaffRow.seen_at > seen_after,
        )
        .order_by(StaffRow.shown_name, StaffRow.id)
    )
    return [(row, team) for row, team in session.execute(query)]


def lock_administrators(session: Session) -> Sequence[int]:
    """The active administrators, locked, so that two changes at once cannot remove the last two."""
    query = select(StaffRow.id).where(StaffRow.role == "administrator", StaffRow.active.is_(True)).order_by(StaffRow.id)
    return session.scalars(query.with_for_update()).all()


def touch_staff(session: Session, staff_id: int, now: datetime) -> None:
    """The person was seen."""
    session.execute(update(StaffRow).where(StaffRow.id == staff_id).values(seen_at=now))


def session_with_staff(session: Session, id_hash: str) -> tuple[StaffSessionRow, StaffRow, str | None] | None:
    """A login with its account and the name of the team."""
    query = (
        select(StaffSessionRow, StaffRow, TeamRow.name)
        .join(StaffRow, StaffRow.id == StaffSessionRow.staff_id)
        .outerjoin(TeamRow, TeamRow.id == StaffRow.team_id)
        .where(StaffSessionRow.id_hash == id_hash)
    )
    found = session.execute(query).first()
    return None if found is None else (found[0], found[1], found[2])


def touch_session(session: Session, id_hash: str, now: datetime) -> None:
    """The login was used."""
    session.execute(update(StaffSessionRow).where(StaffSessionRow.id_hash == id_hash).values(seen_at=now))


def living_sessions(session: Session, staff_id: int, now: datetime, seen_after: datetime) -> Sequence[StaffSessionRow]:
    """The account's logins that still work, newest first."""
    return session.scalars(
        select(StaffSessionRow)
        .where(
            StaffSessionRow.staff_id == staff_id,
            StaffSessionRow.waits_for.is_(None),
            StaffSessionRow.expires_at > now,
            StaffSessionRow.seen_at > seen_after,
        )
        .order_by(StaffSessionRow.created_at.desc())
    ).all()


def count_sessions(session: Session, now: datetime, seen_after: datetime) -> dict[int, int]:
    """How many logins of each account still work."""
    query = (
        select(StaffSessionRow.staff_id, func.count())
        .where(
            StaffSessionRow.expires_at > now, StaffSessionRow.seen_at > seen_after, StaffSessionRow.waits_for.is_(None)
        )
        .group_by(StaffSessionRow.staff_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def delete_sessions(session: Session, staff_id: int, *, keep: str | None = None, only: str | None = None) -> None:
    """End logins of an account: all, all but one, or only one."""
    query = delete(StaffSessionRow).where(StaffSessionRow.staff_id == staff_id)
    if keep is not None:
        query = query.where(StaffSessionRow.id_hash != keep)
    if only is not None:
        query = query.where(StaffSessionRow.id_hash == only)
    session.execute(query)


def delete_waiting_sessions(session: Session, staff_id: int) -> None:
    """End logins of an account that wait for their next step."""
    waiting = (StaffSessionRow.staff_id == staff_id) & StaffSessionRow.waits_for.is_not(None)
    session.execute(delete(StaffSessionRow).where(waiting))


def delete_dead_sessions(session: Session, now: datetime, seen_before: datetime) -> None:
    """Forget logins that no longer work, whoever's they are."""
    dead = (StaffSessionRow.expires_at <= now) | (StaffSessionRow.seen_at <= seen_before)
    session.execute(delete(StaffSessionRow).where(dead))


def all_teams(session: Session) -> Sequence[TeamRow]:
    """Teams first, then authorities, each by name."""
    return session.scalars(select(TeamRow).order_by(TeamRow.kind.desc(), TeamRow.name)).all()


def get_team(session: Session, team_id: int) -> TeamRow:
    """The team or authority. Raises UnknownAccountError."""
    row = session.get(TeamRow, team_id)
    if row is None:
        raise UnknownAccountError("No team has this number; look at the list again.")
    return row


def team_by_name(session: Session, name: str) -> TeamRow | None:
    """The team or authority of this name."""
    return session.scalar(select(TeamRow).where(TeamRow.name == name))


def to_member(row: StaffRow, team_name: str | None) -> StaffMember:
    """A row as others may see it."""
    return StaffMember(
        id=row.id,
        username=row.username,
        name=row.name,
        shown_name=row.shown_name,
        role=row.role,
        team_id=row.team_id,
        team_name=team_name,
        active=row.active,
        presence=row.presence,
        sound=row.sound,
    )


def to_account(row: StaffRow, team_name: str | None, sessions: int) -> Account:
    """A row as an administrator may see it."""
    return Account(
        member=to_member(row, team_name),
        created_at=row.created_at,
        seen_at=row.seen_at,
        locked_until=row.locked_until,
        sessions=sessions,
        code_on=row.totp_secret is not None,
    )


def to_login(row: StaffSessionRow) -> Login:
    """A login without its token."""
    return Login(
        session_id=row.id_hash,
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        client=row.client,
    )


def to_team(row: TeamRow) -> Team:
    """A row as others may see it."""
    return Team(id=row.id, name=row.name, kind=row.kind, contact=row.contact, active=row.active)
