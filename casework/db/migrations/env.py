"""Alembic runs this file. The engine comes from casework.db.migrate as an attribute of the configuration."""

from alembic import context
from sqlalchemy import Engine

from casework.db import tables  # noqa: F401 - registers them
from casework.db.base import Base
from casework.db.session import current_database


def run() -> None:
    """Run the migrations on the engine that was handed over, or on the one of the settings."""
    engine: Engine = context.config.attributes.get("engine") or current_database().engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            # SQLite cannot alter most things in place; batch mode copies the table.
            render_as_batch=engine.dialect.name == "sqlite",
        )
        with context.begin_transaction():
            context.run_migrations()


run()
