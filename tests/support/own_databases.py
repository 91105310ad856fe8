"""Databases that are nobody else's, and all that stands in them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from casework.db import Database
from casework.db.base import Base

Rows = dict[str, list[tuple[Any, ...]]]


@contextmanager
def own_postgres(server: str) -> Iterator[str]:
    """The address of an empty database on a server, dropped afterwards whoever is connected."""
    name = f"retpligt_backup_{uuid.uuid4().hex}"
    _on_server(server, f"CREATE DATABASE {name}")
    try:
        # Our own addresses hold the password; SQLAlchemy hides it unless asked.
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def everything(url: str) -> Rows:
    """Every row of every table."""
    database = Database(url)
    with database.engine.connect() as connection:
        found = {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }
    database.dispose()
    return found


def lose_everything(url: str) -> None:
    """Empty every table."""
    database = Database(url)
    with database.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    database.dispose()
