"""Beginning a login, however the person was recognised."""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from casework.identity import repository as repo
from casework.identity.models import StaffRow, StaffSessionRow

logger = logging.getLogger(__name__)

SESSION_LASTS: Final = timedelta(hours=8)
SESSION_IDLE: Final = timedelta(minutes=60)
LONGEST_CLIENT: Final = 120


#: So long a login may wait for its next step.
WAITS: Final = timedelta(minutes=10)


def begin(
    session: Session,
    row: StaffRow,
    cookie: str,
    client: str | None,
    now: datetime,
    *,
    waits_for: str | None = None,
) -> StaffSessionRow:
    """Note a new login of an account inside the caller's transaction. `client` = a few words on the browser;
    `waits_for` = the step before which it opens nothing."""
    repo.delete_dead_sessions(session, now, now - SESSION_IDLE)
    if waits_for is None:
        row.seen_at = now
    logger.info("login waits for one more step" if waits_for else "logged in", extra={"staff_id": row.id})
    login = StaffSessionRow(
        id_hash=cookie_hash(cookie),
        staff_id=row.id,
        csrf=secrets.token_urlsafe(32),
        created_at=now,
        seen_at=now,
        expires_at=now + (WAITS if waits_for else SESSION_LASTS),
        waits_for=waits_for,
        client=(client or "")[:LONGEST_CLIENT] or None,
    )
    session.add(login)
    return login


def cookie_hash(cookie: str) -> str:
    """What is stored of a cookie."""
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()
