"""Waiting for somebody else to stand at a lock that this transaction holds."""

import time

from sqlalchemy import text
from sqlalchemy.orm import Session

_WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")


def wait_until_somebody_waits_for(session: Session) -> None:
    """SQLite has one writer anyway, so there it is certain who comes first."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for _ in range(500):
        if session.scalar(_WAITING):
            return
        time.sleep(0.01)
    raise AssertionError("nobody waits")
