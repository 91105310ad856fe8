"""A transaction that is begun inside another one fails with a reason; it does not wait for itself."""

import threading

import pytest
from sqlalchemy import text

from casework.db import Database


@pytest.mark.parametrize("empty_database", ["sqlite"], indirect=True)
def test_a_write_inside_a_write_is_refused_and_both_can_be_tried_again(empty_database: Database):
    with pytest.raises(RuntimeError, match="inside another"), empty_database.scope(), empty_database.scope():
        pass
    with empty_database.scope() as session:
        assert session.scalar(text("SELECT 1")) == 1


def test_a_read_inside_a_write_is_allowed(empty_database: Database):
    with empty_database.scope(), empty_database.scope(read_only=True) as session:
        assert session.scalar(text("SELECT 1")) == 1


@pytest.mark.parametrize("empty_database", ["sqlite"], indirect=True)
def test_a_write_in_another_thread_waits_its_turn(empty_database: Database):
    done: list[str] = []

    def write() -> None:
        with empty_database.scope():
            done.append("second")

    other = threading.Thread(target=write)
    with empty_database.scope():
        other.start()
        other.join(0.2)
        done.append("first")
    other.join()
    assert done == ["first", "second"]
