"""Logging in and out, who is logged in, who is present. Moments are aware UTC; every function is short.

A password is checked between two transactions, never inside one. Five wrong ones in a row lock an account; names
that no account has are counted too, so that a lock does not tell which names exist.
"""

import logging
import secrets
import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from casework.db import session_scope
from casework.identity import passwords
from casework.identity import repository as repo
from casework.identity.errors import LockedError, NotLoggedInError, WrongLoginError
from casework.identity.lockout import LOCKED_FOR, WRONG_IN_A_ROW, judge
from casework.identity.logins import SESSION_IDLE, begin, cookie_hash
from casework.identity.models import PRESENCES
from casework.identity.records import LoggedIn, Login, StaffMember, Team
from casework.identity.roles import roles_with
from casework.identity.second_step import waits_for
from casework.vault import opened

logger = logging.getLogger(__name__)

#: A login's last use is written down this often; less would be a write for every request.
NOTE_USE_EVERY = timedelta(seconds=60)
#: Whoever was not seen for this long is not present, whatever they chose.
PRESENT_FOR = timedelta(seconds=60)
LONGEST_USERNAME = 64
_UNKNOWN_NAMES = 1_000


class _Strangers:
    """Counts wrong logins of names that no account has, as an account would. Kept small, and only in this process."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, tuple[int, datetime | None]] = OrderedDict()
        self._lock = threading.Lock()

    def fail(self, username: str, now: datetime) -> datetime | None:
        """Count one more; until when the name is locked, if it is."""
        with self._lock:
            wrong, until = self._tries.pop(username, (0, None))
            if until is None or until <= now:
                wrong, until = wrong + 1, None
                if wrong >= WRONG_IN_A_ROW:
                    wrong, until = 0, now + LOCKED_FOR
            self._tries[username] = (wrong, until)
            while len(self._tries) > _UNKNOWN_NAMES:
                self._tries.popitem(last=False)
            return until


_strangers = _Strangers()


def clean_username(username: str) -> str:
    """A user name as it is stored: without space around it and in small letters."""
    return username.replace("\0", "").strip().casefold()


def log_in(
    username: str, password: str, *, client: str | None, now: datetime, code_required: bool = False
) -> tuple[str, StaffMember]:
    """Log in; the cookie's value (shown once, stored as a hash) and the person.

    `client` = a few words on the browser, shown to the person later. The login may wait for one more step (see
    `second_step`); `code_required` = everybody must have an app. Raises WrongLoginError, LockedError. Takes
    as long for an unknown name as for a wrong password.
    """
    wanted = clean_username(username)[:LONGEST_USERNAME]
    with session_scope(read_only=True) as session:
        row = repo.staff_by_username(session, wanted)
        known, stored = row is not None, row.password_hash if row is not None and row.active else None
    right = passwords.matches(stored, password)
    if not known:
        # What was typed is not repeated: it may be a password in the wrong field.
        logger.warning("login failed: no such account")
        until = _strangers.fail(wanted, now)
        raise LockedError(until) if until is not None else WrongLoginError("Wrong user name or password; try again.")
    better = passwords.hash_password(password) if right and stored and passwords.needs_new_hash(stored) else None
    cookie = secrets.token_urlsafe(32)
    with session_scope() as session:
        row = repo.staff_by_username(session, wanted, lock=True)
        # The password may have been changed, or the account switched off, while it was checked.
        right = right and row is not None and row.active and row.password_hash == stored
        locked = None if row is None else judge(row, right=right, now=now, whole=row.totp_secret is None)
        if right and locked is None and row is not None:
            row.password_hash = better or row.password_hash
            begin(session, row, cookie, client, now, waits_for=waits_for(row, required=code_required))
            team = repo.get_team(session, row.team_id).name if row.team_id is not None else None
            return cookie, repo.to_member(row, team)
    if locked is not None:
        raise LockedError(locked)
    raise WrongLoginError("Wrong user name or password; try again.")


def session(cookie: str, now: datetime, *, in_use: bool = True) -> LoggedIn:
    """Who this cookie belongs to. Raises NotLoggedInError after 8 hours, or 60 minutes without use.

    `in_use=False` for what a page does by itself (a heartbeat): it must not keep an abandoned login alive.
    """
    id_hash = cookie_hash(cookie)
    with session_scope(read_only=True) as reading:
        found = repo.session_with_staff(reading, id_hash)
    if found is None:
        raise NotLoggedInError("This login has ended; log in again.")
    login, row, team = found
    if login.waits_for is not None:
        raise NotLoggedInError("This login waits for one more step; finish it first.")
    if login.expires_at <= now or login.seen_at <= now - SESSION_IDLE or not row.active:
        raise NotLoggedInError("This login has ended; log in again.")
    if in_use and now - login.seen_at >= NOTE_USE_EVERY:
        with session_scope() as writing:
            repo.touch_session(writing, id_hash, now)
    return LoggedIn(member=repo.to_member(row, team), csrf=login.csrf, session_id=id_hash)


def log_out(cookie: str, now: datetime) -> str | None:
    """End this login. Whoever has no other is no longer present. Nothing happens for an unknown cookie.

    Returns what a provider gave, to log out there too; None = nothing.
    """
    with session_scope() as session:
        found = repo.session_with_staff(session, cookie_hash(cookie))
        if found is None:
            return None
        login, row, _team = found
        given = opened(login.id_token)
        repo.delete_sessions(session, row.id, only=login.id_hash)
        logger.info("logged out", extra={"staff_id": row.id})
        if not repo.living_sessions(session, row.id, now, now - SESSION_IDLE):
            row.presence = "away"
        return given


def set_presence(staff_id: int, presence: str, now: datetime) -> None:
    """Say that the person is "here" or "away". Raises UnknownAccountError, ValueError for another word."""
    if presence not in PRESENCES:
        raise ValueError(f"{presence!r} is not a presence; choose one of {', '.join(PRESENCES)}.")
    with session_scope() as session:
        row = repo.get_staff(session, staff_id, lock=True)
        row.presence, row.seen_at = presence, now


def set_sound(staff_id: int, on: bool) -> None:
    """Whether the person wants a sound when somebody new waits. Raises UnknownAccountError."""
    with session_scope() as session:
        repo.get_staff(session, staff_id, lock=True).sound = on


def seen(staff_id: int, now: datetime) -> None:
    """A sign of life from the person's browser. It changes nobody's choice of "here" or "away"."""
    with session_scope() as session:
        repo.touch_staff(session, staff_id, now)


def people_present(now: datetime) -> list[StaffMember]:
    """Who could take over now: active, allowed to answer, "here", and seen within 60 seconds; by shown name."""
    with session_scope(read_only=True) as session:
        rows = repo.present_staff(session, roles_with("answer"), now - PRESENT_FOR)
        return [repo.to_member(row, team) for row, team in rows]


def list_staff() -> list[StaffMember]:
    """Every account, also those switched off, by name."""
    with session_scope(read_only=True) as session:
        return [repo.to_member(row, team) for row, team in repo.all_staff(session)]


def list_teams() -> list[Team]:
    """Every team, then every other authority, by name."""
    with session_scope(read_only=True) as session:
        return [repo.to_team(row) for row in repo.all_teams(session)]


def anybody() -> bool:
    """Whether there is an account at all."""
    with session_scope(read_only=True) as session:
        return repo.any_staff(session)


def logins_of(staff_id: int, now: datetime) -> list[Login]:
    """The account's living logins, newest first."""
    with session_scope(read_only=True) as session:
        return [repo.to_login(row) for row in repo.living_sessions(session, staff_id, now, now - SESSION_IDLE)]


def end_logins(staff_id: int, *, keep: str | None = None, only: str | None = None) -> None:
    """End the account's logins: all, all but `keep`, or only `only` (session ids)."""
    with session_scope() as session:
        repo.delete_sessions(session, staff_id, keep=keep, only=only)
        logger.info("logins ended", extra={"staff_id": staff_id})
        if keep is None and only is None:
            repo.get_staff(session, staff_id, lock=True).presence = "away"
