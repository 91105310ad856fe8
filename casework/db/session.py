"""Engines and short transactions.

One process uses one database. `use_database(url)` names it at start; without it the setting
RETPLIGT_DATABASE_URL decides at first use.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from casework.settings import database_url

BUSY_TIMEOUT_MS = 5_000
POOL_SIZE = 8


class Database:
    """An engine and the way to open a transaction on it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._reader = self.engine.execution_options(retpligt_read_only=True)
        # SQLite has one writer. Waiting here is fair and immediate; waiting inside SQLite is a polling sleep
        # of up to 100 ms. Other processes still meet at SQLite's own lock.
        self._one_writer: Any = threading.Lock() if self.is_sqlite else nullcontext()

    @contextmanager
    def scope(self, *, read_only: bool = False) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on any error. Never hold it while waiting for others."""
        engine = self._reader if read_only else self.engine
        with (
            nullcontext() if read_only else self._one_writer,
            Session(engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def dispose(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL with the settings that were measured to be safe under load."""
    address = make_url(url)
    # Errors must not repeat what a citizen wrote: they end in logs.
    options: dict[str, Any] = {"pool_size": POOL_SIZE, "max_overflow": POOL_SIZE, "hide_parameters": True}
    if address.get_backend_name() != "sqlite":
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        return create_engine(address, pool_pre_ping=True, **options)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Python's own transaction handling starts transactions late and as readers; we begin them ourselves.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
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


def use_database(url: str) -> Database:
    """Make `url` the database of this process and return it. The one used before is closed."""
    chosen = _chosen()
    before = chosen.get("database")
    if before is not None and before.url == url:
        return before
    if before is not None:
        before.dispose()
    chosen["database"] = Database(url)
    return chosen["database"]


def current_database() -> Database:
    """The database of this process; the setting decides when nobody has chosen."""
    return _chosen().get("database") or use_database(database_url())


@contextmanager
def session_scope(*, read_only: bool = False) -> Iterator[Session]:
    """One short transaction on the database of this process."""
    with current_database().scope(read_only=read_only) as session:
        yield session
