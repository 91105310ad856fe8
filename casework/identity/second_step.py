"""What a login still waits for after the password: a code from the person's app, a password of their own, or the app.

A login that waits opens nothing. Each step that is done ends it and begins a new one, with a new cookie.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyotp
from sqlalchemy.orm import Session

from casework.db import session_scope
from casework.identity import passwords
from casework.identity import repository as repo
from casework.identity.errors import AccountError, LockedError, NotLoggedInError, WrongLoginError
from casework.identity.lockout import judge
from casework.identity.logins import begin, cookie_hash
from casework.identity.models import StaffRow
from casework.identity.records import StaffMember
from casework.vault import current_vault

CODE, PASSWORD, SETUP = "code", "password", "setup"
#: A code is good for its own half minute and the one on each side, for telephones go wrong.
_STEP_SECONDS: Final = 30
_AROUND: Final = (0, -1, 1)
_DIGITS: Final = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A login that waits: whose it is, for what, the token its form must bring, and the app's secret to be set up."""

    member: StaffMember
    step: str
    csrf: str
    secret: str | None


def waits_for(row: StaffRow, *, required: bool) -> str | None:
    """What comes after the password. `required` = nobody is let in without an app."""
    if row.totp_secret is not None:
        return CODE
    return _after_code(row, required=required)


def pending(cookie: str, now: datetime) -> Waiting | None:
    """The login that waits, or None when this is none or it is over."""
    with session_scope(read_only=True) as session:
        found = repo.session_with_staff(session, cookie_hash(cookie))
        if found is None or found[0].waits_for is None or found[0].expires_at <= now or not found[1].active:
            return None
        login, row, team = found
        return Waiting(
            member=repo.to_member(row, team), step=login.waits_for or "", csrf=login.csrf, secret=_offered(row)
        )


def give_code(cookie: str, code: str, *, required: bool, now: datetime) -> str:
    """Take the code of the app; the new cookie. Raises NotLoggedInError, WrongLoginError and LockedError: a wrong code
    counts as a wrong password does, and a code counts once. Raises VaultError when the app's secret cannot be read."""
    with session_scope() as session:
        row, client = _row_of(session, cookie, CODE, now)
        vault, stored = current_vault(), row.totp_secret or ""
        secret = vault.open(stored)
        step = _step_of(secret, code, now)
        right = step is not None and step > (row.totp_step or 0)
        locked = judge(row, right=right, now=now)
        if right and locked is None:
            row.totp_step = step
            if vault.on and not vault.is_new(stored):
                row.totp_secret = vault.lock(secret)
            return _go_on(session, row, cookie, client, _after_code(row, required=required), now)
    if locked is not None:
        raise LockedError(locked)
    raise WrongLoginError("The code is wrong or was used; wait for the next one.")


def give_password(cookie: str, new: str, *, required: bool, now: datetime) -> str:
    """Take a password of the person's own in place of one that somebody gave; the new cookie.

    Raises NotLoggedInError and AccountError, also when it is the one that was given.
    """
    with session_scope(read_only=True) as session:
        row, _client = _row_of(session, cookie, PASSWORD, now)
        username, stored = row.username, row.password_hash
    passwords.check_password(new, username)
    if passwords.matches(stored, new):
        raise AccountError("password_same", "password")
    hashed = passwords.hash_password(new)
    with session_scope() as session:
        row, client = _row_of(session, cookie, PASSWORD, now)
        row.password_hash, row.password_given = hashed, False
        return _go_on(session, row, cookie, client, _after_password(row, required=required), now)


def finish_setup(cookie: str, code: str, *, now: datetime) -> str:
    """Take the first code of an app that had to be set up; the new cookie. Raises NotLoggedInError, WrongLoginError."""
    with session_scope() as session:
        row, client = _row_of(session, cookie, SETUP, now)
        _switch_on(row, code, now)
        return _go_on(session, row, cookie, client, None, now)


def offer(staff_id: int) -> str:
    """A secret for an app, until a code of it has come back. Raises UnknownAccountError, and NoKeyError where there is
    no key to store it under."""
    with session_scope() as session:
        return _offer(repo.get_staff(session, staff_id, lock=True))


def switch_on(staff_id: int, code: str, now: datetime) -> None:
    """Ask for the app's codes from now on. Raises WrongLoginError, UnknownAccountError."""
    with session_scope() as session:
        _switch_on(repo.get_staff(session, staff_id, lock=True), code, now)


def switch_off(staff_id: int) -> None:
    """Ask for no more codes; logins that wait for one end. Raises UnknownAccountError."""
    with session_scope() as session:
        row = repo.get_staff(session, staff_id, lock=True)
        row.totp_secret = row.totp_offered = row.totp_step = None
        repo.delete_waiting_sessions(session, staff_id)


def state_of(staff_id: int) -> tuple[bool, str | None]:
    """Whether codes are asked for, and the secret that waits to be set up. Raises UnknownAccountError."""
    with session_scope(read_only=True) as session:
        row = repo.get_staff(session, staff_id)
        return row.totp_secret is not None, _offered(row)


def address_for_app(secret: str, username: str, issuer: str) -> str:
    """What the app reads from the square code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def _after_code(row: StaffRow, *, required: bool) -> str | None:
    return PASSWORD if row.password_given else _after_password(row, required=required)


def _after_password(row: StaffRow, *, required: bool) -> str | None:
    if row.totp_secret is not None or not required:
        return None
    _offer(row)
    return SETUP


def _offer(row: StaffRow) -> str:
    """The secret that waits for its first code, made when there is none. It is never stored open."""
    secret = _offered(row)
    if secret is None:
        secret = pyotp.random_base32()
        row.totp_offered = current_vault().lock(secret)
    return secret


def _offered(row: StaffRow) -> str | None:
    return None if row.totp_offered is None else current_vault().open(row.totp_offered)


def _row_of(session: Session, cookie: str, step: str, now: datetime) -> tuple[StaffRow, str | None]:
    """The account whose login waits for this step, locked, and its browser. Raises NotLoggedInError."""
    found = repo.session_with_staff(session, cookie_hash(cookie))
    if found is not None:
        repo.get_staff(session, found[1].id, lock=True)
        # While this waited for the lock, the same step may have been taken.
        found = repo.session_with_staff(session, cookie_hash(cookie))
    if found is None or found[0].waits_for != step or found[0].expires_at <= now or not found[1].active:
        raise NotLoggedInError("This login has ended; log in again.")
    return found[1], found[0].client


def _go_on(session: Session, row: StaffRow, cookie: str, client: str | None, step: str | None, now: datetime) -> str:
    repo.delete_sessions(session, row.id, only=cookie_hash(cookie))
    fresh = secrets.token_urlsafe(32)
    begin(session, row, fresh, client, now, waits_for=step)
    return fresh


def _switch_on(row: StaffRow, code: str, now: datetime) -> None:
    secret = _offered(row) or ""
    step = _step_of(secret, code, now)
    if step is None:
        raise WrongLoginError("The code does not belong to the app that was set up; try the next one.")
    row.totp_secret, row.totp_offered, row.totp_step = current_vault().lock(secret), None, step


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half minute that a code belongs to, or None."""
    given = "".join(code.split())
    if not secret or len(given) != _DIGITS or not (given.isascii() and given.isdigit()):
        return None
    app, present = pyotp.TOTP(secret), int(now.timestamp()) // _STEP_SECONDS
    return next((present + n for n in _AROUND if secrets.compare_digest(app.generate_otp(present + n), given)), None)
