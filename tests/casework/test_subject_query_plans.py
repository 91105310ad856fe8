"""Finding what is held about a citizen must not read more as the tables grow."""

import re
from collections.abc import Callable

import pytest

from casework.db import Database, session_scope
from casework.privacy import subject_repository as repo
from casework.privacy.subject_records import Match
from tests.casework.test_reminder_query_plans import plans

WHOLE = re.compile("^SCAN|Seq Scan on")


@pytest.mark.parametrize(
    "look_up",
    [
        lambda session: list(repo.by_contact(session, ["ida@eksempel.dk"])),
        lambda session: list(repo.by_contact(session, ["+4520304050"])),
        lambda session: list(repo.by_callback(session, "+4520304050")),
        lambda session: list(repo.by_booking(session, "RP-4821-KM")),
        lambda session: list(repo.by_receipt(session, "RK-4821-KM")),
    ],
    ids=["address", "phone", "callback", "booking", "receipt"],
)
def test_no_look_up_of_the_data_protection_desk_reads_a_whole_table(
    database: Database, look_up: Callable[[object], list[Match]]
):
    def act() -> None:
        with session_scope(read_only=True) as session:
            assert look_up(session) == []

    found = [(sql, steps) for sql, steps in plans(database, act) if sql.startswith("SELECT")]
    assert found
    for sql, steps in found:
        assert not [step for step in steps if WHOLE.search(step)], (sql, steps)
