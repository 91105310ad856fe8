"""Making and changing accounts and teams. Every wish is checked here, whoever brings it: pages or command line."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from casework.db import session_scope
from casework.identity import passwords
from casework.identity import repository as repo
from casework.identity.errors import AccountError, WrongLoginError
from casework.identity.logins import SESSION_IDLE
from casework.identity.models import ROLES, TEAM_KINDS, StaffRow, TeamRow
from casework.identity.records import Account, AccountWish, StaffMember, Team
from casework.identity.service import clean_username

LONGEST_NAME, LONGEST_SHOWN_NAME, LONGEST_CONTACT = 80, 40, 400
_USERNAME = re.compile(r"[a-zæøå0-9][a-zæøå0-9._@-]{1,63}")


def add_account(wish: AccountWish, password: str, *, now: datetime, given: bool = False) -> StaffMember:
    """Make an account. `given` = somebody else knows the password, so it must be changed at the first login.

    Raises AccountError with the first thing that is wrong.
    """
    wish = _checked(wish)
    passwords.check_password(password, wish.username)
    hashed = passwords.hash_password(password)
    with session_scope() as session:
        if repo.staff_by_username(session, wish.username) is not None:
            raise AccountError("username_taken", "username")
        team = _team_name(session, wish.team_id)
        row = StaffRow(
            username=wish.username,
            name=wish.name,
            shown_name=wish.shown_name,
            role=wish.role,
            team_id=wish.team_id,
            password_hash=hashed,
            password_given=given,
            active=True,
            created_at=now,
            failed_logins=0,
            presence="away",
            sound=True,
        )
        session.add(row)
        session.flush()
        return repo.to_member(row, team)


def change_account(staff_id: int, wish: AccountWish) -> StaffMember:
    """Change names, role and team. Raises AccountError (also for the last administrator), UnknownAccountError."""
    wish = _checked(wish)
    with session_scope() as session:
        administrators = repo.lock_administrators(session)
        row = repo.get_staff(session, staff_id, lock=True)
        other = repo.staff_by_username(session, wish.username)
        if other is not None and other.id != staff_id:
            raise AccountError("username_taken", "username")
        if wish.role != "administrator" and list(administrators) == [staff_id]:
            raise AccountError("last_administrator", "role")
        team = _team_name(session, wish.team_id, now_in=row.team_id)
        row.username, row.name, row.shown_name = wish.username, wish.name, wish.shown_name
        row.role, row.team_id = wish.role, wish.team_id
        return repo.to_member(row, team)


def switch(staff_id: int, *, on: bool) -> None:
    """Switch an account on or off; switching off ends its logins at once.

    Raises AccountError for the last administrator, UnknownAccountError.
    """
    with session_scope() as session:
        administrators = repo.lock_administrators(session)
        row = repo.get_staff(session, staff_id, lock=True)
        if not on and list(administrators) == [staff_id]:
            raise AccountError("last_administrator", "active")
        row.active = on
        if not on:
            row.presence = "away"
            repo.delete_sessions(session, staff_id)


def set_password(staff_id: int, password: str, *, keep: str | None = None, given: bool = False) -> None:
    """Give a new password, unlock the account and end its logins (all but `keep`).

    `given` as for `add_account`. Raises AccountError, UnknownAccountError.
    """
    with session_scope(read_only=True) as session:
        username = repo.get_staff(session, staff_id).username
    passwords.check_password(password, username)
    hashed = passwords.hash_password(password)
    with session_scope() as session:
        row = repo.get_staff(session, staff_id, lock=True)
        row.password_hash, row.failed_logins, row.locked_until = hashed, 0, None
        row.password_given = given
        repo.delete_sessions(session, staff_id, keep=keep)


def change_own_password(staff_id: int, old: str, new: str, *, keep: str) -> None:
    """Change one's own password; every login but `keep` ends. Raises WrongLoginError for a wrong old one."""
    with session_scope(read_only=True) as session:
        stored = repo.get_staff(session, staff_id).password_hash
    if not passwords.matches(stored, old):
        raise WrongLoginError("The present password is wrong; try again.")
    set_password(staff_id, new, keep=keep)


def list_accounts(now: datetime) -> list[Account]:
    """Every account with when it was last seen and how many logins it has, by name."""
    with session_scope(read_only=True) as session:
        logins = repo.count_sessions(session, now, now - SESSION_IDLE)
        return [repo.to_account(row, team, logins.get(row.id, 0)) for row, team in repo.all_staff(session)]


def save_team(team_id: int | None, *, name: str, kind: str, contact: str | None, active: bool = True) -> Team:
    """Make (None) or change a team or another authority. Raises AccountError, UnknownAccountError."""
    name, contact = " ".join(name.split()), (contact or "").strip() or None
    if not 1 <= len(name) <= LONGEST_NAME:
        raise AccountError("team_name", "name")
    if kind not in TEAM_KINDS:
        raise AccountError("team_kind", "kind")
    if contact is not None and len(contact) > LONGEST_CONTACT:
        raise AccountError("contact_long", "contact")
    # A citizen who is sent on must be told where.
    if kind == "authority" and contact is None:
        raise AccountError("contact_missing", "contact")
    with session_scope() as session:
        other = repo.team_by_name(session, name)
        if other is not None and other.id != team_id:
            raise AccountError("team_taken", "name")
        row = TeamRow() if team_id is None else repo.get_team(session, team_id)
        row.name, row.kind, row.contact, row.active = name, kind, contact, active
        session.add(row)
        session.flush()
        return repo.to_team(row)


def _checked(wish: AccountWish) -> AccountWish:
    """The wish, cleaned. Raises AccountError with the first thing that is wrong."""
    username, name = clean_username(wish.username), " ".join(wish.name.split())
    shown_name = " ".join(wish.shown_name.split()) or name.partition(" ")[0]
    if not _USERNAME.fullmatch(username):
        raise AccountError("username_form", "username")
    if not 1 <= len(name) <= LONGEST_NAME:
        raise AccountError("name_form", "name")
    if len(shown_name) > LONGEST_SHOWN_NAME:
        raise AccountError("shown_name_long", "shown_name")
    if wish.role not in ROLES:
        raise AccountError("role", "role")
    return AccountWish(username=username, name=name, shown_name=shown_name, role=wish.role, team_id=wish.team_id)


def _team_name(session: Session, team_id: int | None, *, now_in: int | None = None) -> str | None:
    """The name of a team that somebody may be in. A team that was closed keeps those who are in it already."""
    if team_id is None:
        return None
    row = session.get(TeamRow, team_id)
    if row is None or row.kind != "team" or not (row.active or team_id == now_in):
        raise AccountError("team", "team_id")
    return row.name
