"""The migrations and the models say the same, and there is one way forward."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from casework.db import Database, tables  # noqa: F401 - registers the tables
from casework.db.base import Base
from casework.db.migrate import alembic_config, current_revision, downgrade, head_revision, upgrade


def test_there_is_one_head():
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [head_revision()]


def test_upgrading_makes_exactly_the_tables_of_the_models(empty_database: Database):
    assert current_revision(empty_database) is None
    upgrade(empty_database)
    assert current_revision(empty_database) == head_revision()
    with empty_database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_upgrading_twice_changes_nothing(database: Database):
    upgrade(database)
    assert current_revision(database) == head_revision()


def test_the_way_back_leaves_no_table_of_ours(empty_database: Database):
    upgrade(empty_database)
    downgrade(empty_database, "base")
    assert set(inspect(empty_database.engine).get_table_names()) <= {"alembic_version"}
    upgrade(empty_database)
    assert current_revision(empty_database) == head_revision()
