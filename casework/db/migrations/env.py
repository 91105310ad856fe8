"""Alembic runs this file. The engine comes from casework.db.migrate as an attribute of the configuration."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, Engine

from casework.db import tables  # noqa: F401 - registers them
from casework.db.base import Base
from casework.db.session import current_database


def run() -> None:
    """Run the migrations on the engine that was handed over, or on the one of the settings."""
    engine: Engine = context.config.attributes.get("engine") or current_database().engine
    with engine.connect() as connection, _without_cascades(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            # SQLite cannot alter most things in place; batch mode copies the table.
            render_as_batch=engine.dialect.name == "sqlite",
            # SQLite can undo it too, as transactions are begun here: a migration is done whole or not at all.
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            _look_at_references(connection)


@contextmanager
def _without_cascades(connection: Connection) -> Iterator[None]:
    """On SQLite a table is changed by copying it and dropping the old one, and dropping it deletes what refers to it,
    as if every row had been deleted. So references are not followed meanwhile."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # The driver's own connection, for SQLAlchemy would begin a transaction.
    raw = connection.connection.dbapi_connection
    assert raw is not None, "the connection was just opened"
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()  # what was not committed: the setting means nothing inside a transaction
        raw.execute("PRAGMA foreign_keys=ON")


def _look_at_references(connection: Connection) -> None:
    """Raise RuntimeError, before anything is written for good, when a reference leads nowhere now."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise RuntimeError(f"The migration would leave references to rows that are gone, in {tables}. It was undone.")


run()
