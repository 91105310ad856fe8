"""Migrations, run from code: by setup, by the tests and by `python -m casework.db`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from casework.db.session import Database

SCRIPTS = Path(__file__).parent / "migrations"


def alembic_config(database: Database | None = None) -> Config:
    """Alembic's configuration without a file; the database travels as an attribute, so no password is written."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    if database is not None:
        config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to `revision`. Safe to run again."""
    command.upgrade(alembic_config(database), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the database back to `revision` ("base" removes everything)."""
    command.downgrade(alembic_config(database), revision)


def head_revision() -> str:
    """The newest migration's id. Raises Alembic's CommandError when there are two heads."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    return head or ""


def current_revision(database: Database) -> str | None:
    """The migration that the database stands at, or None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
