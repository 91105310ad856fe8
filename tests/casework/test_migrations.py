"""The migrations and the models say the same, and there is one way forward."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

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


MOMENT = "2026-11-20 09:00:00"
ROWS = {
    "conversations": {
        "id": "c" * 32,
        "token_hash": "t",
        "state": "bot",
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "next_seq": 1,
        "misses": 0,
        "rasa_epoch": 0,
        "turns_in_epoch": 0,
    },
    "conversation_facts": {
        "conversation_id": "c" * 32,
        "fact": "ydelse",
        "value": '"dagpenge"',
        "given_by": "citizen",
        "updated_at": MOMENT,
    },
    "teams": {"id": 1, "name": "Team Nord", "kind": "team", "active": True},
    "staff": {
        "id": 1,
        "username": "anna",
        "name": "Anna",
        "shown_name": "Anna",
        "role": "caseworker",
        "active": True,
        "created_at": MOMENT,
        "failed_logins": 0,
        "presence": "away",
        "sound": True,
        "team_id": 1,
    },
    "staff_sessions": {
        "id_hash": "s",
        "staff_id": 1,
        "csrf": "x",
        "created_at": MOMENT,
        "seen_at": MOMENT,
        "expires_at": MOMENT,
    },
}


def how_many(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        return {table: connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in ROWS}


def fill(database: Database) -> None:
    with database.engine.begin() as connection:
        for table, row in ROWS.items():
            columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)


def test_nothing_is_lost_on_the_way_forward_and_back(empty_database: Database):
    upgrade(empty_database, "0003")
    fill(empty_database)
    upgrade(empty_database)
    assert how_many(empty_database) == dict.fromkeys(ROWS, 1)
    downgrade(empty_database, "0003")
    assert how_many(empty_database) == dict.fromkeys(ROWS, 1)


def test_references_are_followed_again_after_a_migration(empty_database: Database):
    upgrade(empty_database, "0003")
    fill(empty_database)
    upgrade(empty_database)
    with empty_database.engine.begin() as connection:
        connection.execute(text("DELETE FROM conversations"))
    assert how_many(empty_database)["conversation_facts"] == 0


def test_a_migration_that_would_leave_a_reference_to_nothing_is_undone(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'broken.db'}")
    upgrade(database, "0003")
    with sqlite3.connect(tmp_path / "broken.db") as unchecked:
        unchecked.execute("INSERT INTO staff_sessions VALUES ('s', 99, 'x', ?, ?, ?, NULL)", (MOMENT, MOMENT, MOMENT))
    with pytest.raises(RuntimeError, match="staff_sessions"):
        upgrade(database)
    assert current_revision(database) == "0003"
    assert "handoffs" not in inspect(database.engine).get_table_names()
