"""Engines and short transactions.

One process uses one database. `use_database(url)` names it at start; without it the setting
RETPLIGT_DATABASE_URL decides at first use.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Select, create_engine, event, func, make_url, select
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from casework.errors import DatabaseAwayError
from casework.settings import database_url

Q = TypeVar("Q", bound=Select[Any])

BUSY_TIMEOUT_MS = 5_000
POOL_SIZE = 8
#: A server that does not answer must not hold up the threads for longer than a citizen waits.
POSTGRES_WAITS = {"connect_timeout": 3, "tcp_user_timeout": 5_000, "keepalives_idle": 10, "keepalives_interval": 3}
#: What SQLite says when a file is held by others, cannot be reached, or its disk is full; the rest are our mistakes.
_SQLITE_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
}


class OneWriter:
    """SQLite has one writer. Waiting here is fair and immediate; waiting inside SQLite is a polling sleep of up to
    100 ms. Other processes still meet at SQLite's own lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: int | None = None

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Write alone. Raises RuntimeError for whoever writes already: that would wait for itself for ever."""
        if self._holder == threading.get_ident():
            raise RuntimeError("A transaction was begun inside another one; use the session that is open.")
        with self._lock:
            self._holder = threading.get_ident()
            try:
                yield
            finally:
                self._holder = None


class Database:
    """An engine and the way to open a transaction on it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._reader = self.engine.execution_options(retpligt_read_only=True)
        self._one_writer: Callable[[], AbstractContextManager[None]] = OneWriter() if self.is_sqlite else nullcontext

    @contextmanager
    def scope(self, *, read_only: bool = False) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on any error. Never hold it while waiting for others.

        Raises DatabaseAwayError when the database is down or locked: the same call may be made again.
        """
        engine = self._reader if read_only else self.engine
        try:
            with (
                nullcontext() if read_only else self._one_writer(),
                Session(engine, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield session
        except (DBAPIError, PoolTimeoutError) as error:
            if not is_away(error):
                raise
            # Without its cause: the driver's words may name the server and its user.
            raise DatabaseAwayError("The database does not answer; try the same again in a moment.") from None

    def empty_journal(self) -> None:
        """Let SQLite write its journal into the file now: old pages in it would keep what was just deleted.

        When others are reading at this very moment it happens with one of the next writes instead.
        """
        if not self.is_sqlite:
            return
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def dispose(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()


def is_away(error: DBAPIError | PoolTimeoutError) -> bool:
    """Whether the database itself is down, starting or locked, so that the same call can succeed later."""
    if isinstance(error, PoolTimeoutError):
        return True
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return (code & 0xFF) in _SQLITE_AWAY  # the lowest byte is the kind, the rest is detail
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL with the settings that were measured to be safe under load."""
    address = make_url(url)
    # Errors must not repeat what a citizen wrote: they end in logs.
    options: dict[str, Any] = {"pool_size": POOL_SIZE, "max_overflow": POOL_SIZE, "hide_parameters": True}
    if address.get_backend_name() != "sqlite":
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        return create_engine(address, pool_pre_ping=True, connect_args=_waits(address), **options)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _waits(address: URL) -> dict[str, int]:
    """How long to wait for the server; what stands in the address itself wins."""
    return {name: value for name, value in POSTGRES_WAITS.items() if name not in address.query}


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Python's own transaction handling starts transactions late and as readers; we begin them ourselves.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        # What a citizen deletes must not stay readable in the file's free pages.
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that begins as a reader and then writes can fail with "database is locked" at once,
    # whatever the busy timeout; taking the write lock first waits instead.
    read_only = connection.get_execution_options().get("retpligt_read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


@cache
def _chosen() -> dict[str, Database]:
    return {}


def use_database(database: str | Database) -> Database:
    """Make a database, named by its address or open already, the one of this process and return it.

    The connections of the one used before are closed.
    """
    chosen = _chosen()
    before = chosen.get("database")
    if before is not None and database in (before, before.url):
        return before
    if before is not None:
        before.dispose()
    chosen["database"] = Database(database) if isinstance(database, str) else database
    return chosen["database"]


def chosen_database() -> Database | None:
    """The database of this process; None while nobody has chosen and nobody has needed one."""
    return _chosen().get("database")


def current_database() -> Database:
    """The database of this process; the setting decides when nobody has chosen."""
    return _chosen().get("database") or use_database(database_url())


def locked(query: Q) -> Q:
    """The same query, locking its rows against other writers. Rows that this session has read before are read anew:
    somebody may have changed them while it waited for the lock."""
    return query.with_for_update().execution_options(populate_existing=True)


def clock_of(session: Session) -> datetime:
    """What time it is where the database is (aware UTC). A SQLite file has the clock of this machine."""
    told = session.scalar(select(func.current_timestamp()))
    there = told if isinstance(told, datetime) else datetime.fromisoformat(str(told))
    return (there.replace(tzinfo=UTC) if there.tzinfo is None else there).astimezone(UTC)


@contextmanager
def session_scope(*, read_only: bool = False) -> Iterator[Session]:
    """One short transaction on the database of this process."""
    with current_database().scope(read_only=read_only) as session:
        yield session
