"""Every table stands in the data map, with every column: nothing personal can be stored that nobody can take out."""

import pytest
from sqlalchemy import Table

from casework.db import tables  # noqa: F401 - registers the tables
from casework.db.base import Base
from casework.privacy.data_map import CITIZEN, CITIZENS, EMPTIED, GOES, STAYS, TABLES
from web.texts import load_texts

SCHEMA = Base.metadata.tables


def test_every_table_stands_in_the_data_map_and_no_other():
    """A new table: say in casework/privacy/data_map.py whose it is, and what becomes of it."""
    assert set(TABLES) == set(SCHEMA)


@pytest.mark.parametrize("name", CITIZENS)
def test_every_column_about_citizens_is_shown_or_left_out(name: str):
    held = CITIZENS[name]
    assert sorted((*held.shown, *held.left_out)) == sorted(SCHEMA[name].columns.keys())


@pytest.mark.parametrize("name", [name for name in SCHEMA if name not in CITIZENS])
def test_no_other_table_hangs_on_a_conversation(name: str):
    assert "conversation_id" not in SCHEMA[name].columns


def goes_along(table: Table) -> bool:
    """Whether the schema deletes the rows with the conversation."""
    keys = [key for column in table.columns for key in column.foreign_keys if key.ondelete == "CASCADE"]
    return any(key.column.table.name == "conversations" or goes_along(key.column.table) for key in keys)


@pytest.mark.parametrize("name", [name for name, held in CITIZENS.items() if held.fate == GOES])
def test_what_goes_is_deleted_with_the_conversation_by_the_schema(name: str):
    assert name == "conversations" or goes_along(SCHEMA[name])


def test_what_does_not_go_says_why_on_the_page():
    words = load_texts("console_data_desk")["data"]
    assert {name for name, held in CITIZENS.items() if held.fate == STAYS} == set(words["stays"])
    assert {name for name, held in CITIZENS.items() if held.fate == EMPTIED} == {"bookings"}
    assert all(held.whose == CITIZEN for held in CITIZENS.values())


def test_every_table_and_field_of_an_export_has_a_danish_name():
    words = load_texts("held_data")
    beside = {name for held in CITIZENS.values() if held.beside for name in held.beside[2]}
    assert set(words["tables"]) == set(CITIZENS)
    assert {name for held in CITIZENS.values() for name in held.shown} | beside == set(words["fields"])
