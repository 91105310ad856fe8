"""From somebody whom the provider knows to a member of staff who is logged in here."""

import hashlib
import secrets
from datetime import datetime
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.db import session_scope
from casework.identity import repository as repo
from casework.identity.logins import begin
from casework.identity.models import StaffRow
from casework.identity.openid.errors import OpenIdError
from casework.identity.openid.provider import Person
from casework.identity.openid.settings import StaffOpenId
from casework.identity.records import StaffMember
from casework.vault import current_vault

_LONGEST_NAME: Final = 80
_LONGEST_SHOWN_NAME: Final = 40


def log_in(person: Person, settings: StaffOpenId, *, client: str | None, now: datetime) -> tuple[str, StaffMember]:
    """Log in; the cookie's value and the person. The account is made the first time, and its name and role are those
    of the provider each time. Raises OpenIdError: no_role when no group gives one, closed when an administrator here
    has switched the account off; logins that the account had end then."""
    try:
        return _log_in(person, settings.role_of(person.groups), client, now)
    except IntegrityError:
        # The same person's first login, twice at once: the other one has made the account.
        return _log_in(person, settings.role_of(person.groups), client, now)


def _log_in(person: Person, role: str | None, client: str | None, now: datetime) -> tuple[str, StaffMember]:
    cookie = secrets.token_urlsafe(32)
    with session_scope() as session:
        row = repo.staff_by_subject(session, subject_hash(person), lock=True)
        allowed = role is not None and (row is None or row.active)
        if row is not None and not allowed:
            repo.delete_sessions(session, row.id)
        if role is not None and allowed:
            row = _kept_up(session, row, person, role, now)
            login = begin(session, row, cookie, client, now)
            # Kept only where it can be locked, and only to log out at the provider too.
            vault = current_vault()
            login.id_token = vault.lock(person.id_token) if person.id_token and vault.on else None
            team = repo.get_team(session, row.team_id).name if row.team_id is not None else None
            return cookie, repo.to_member(row, team)
    # Outside: the transaction has ended the logins.
    if role is None:
        raise OpenIdError("no_role", "none of the person's groups gives a role here.")
    raise OpenIdError("closed", "the account is switched off here.")


def subject_hash(person: Person) -> str:
    """Under what an account is found again; the provider's own id is not kept."""
    return hashlib.sha256(f"{person.issuer}\n{person.subject}".encode()).hexdigest()


def _kept_up(session: Session, row: StaffRow | None, person: Person, role: str, now: datetime) -> StaffRow:
    name = person.name[:_LONGEST_NAME]
    if row is None:
        digest = subject_hash(person)
        row = StaffRow(
            # Never typed by anybody: there is no password.
            username=f"login-{digest[:16]}",
            name=name or f"Medarbejder {digest[:4]}",
            shown_name=(name.split(" ")[0] or "Rådgiver")[:_LONGEST_SHOWN_NAME],
            role=role,
            subject_hash=digest,
            created_at=now,
        )
        session.add(row)
        session.flush()
        return row
    if row.role != role:
        # What somebody may do changes at once, also where they are logged in already.
        repo.delete_sessions(session, row.id)
    row.name, row.role = name or row.name, role
    return row
