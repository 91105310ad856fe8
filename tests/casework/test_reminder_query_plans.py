"""What the worker does every other second, and what staff look at, must not read more as the reminders grow."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text, update

from casework.clock import FrozenClock
from casework.db import Database, session_scope
from casework.reminders import claiming, lists, outcomes, service
from casework.reminders.channels.base import sent
from casework.reminders.deciding import decide
from casework.reminders.models import PlanRow, ReminderRow
from casework.reminders.planner import Rules
from casework.reminders.records import ListFilter
from casework.reminders.sweeping import sweep
from casework.settings import Settings
from tests.load.reminder_stock import NOW, TODAY, identifier, store
from tests.support.memory_channel import MemoryChannel

RULES = Rules.of(NOW, TODAY, {})
SETTINGS = Settings(internal_token="x" * 16)
#: Reading all of one of these is what must not happen.
LARGE = "reminders|reminder_plans|reminder_choices|reminder_contacts|conversations|conversation_facts"
WHOLE = re.compile(rf"(?:^SCAN|Seq Scan on) (?:{LARGE})\b(?! USING)")
#: Sorting all that was found; an incremental sort only orders rows of one moment.
SORTED = re.compile(r"^(?:-> +)?Sort +\(cost|^USE TEMP B-TREE")


@pytest.fixture
def stock(database: Database) -> Database:
    """3,000 citizens, each with a reminder that was sent or lies ahead, and one that lies ahead."""
    store(3_000, RULES.hash)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return database


def plans(database: Database, act: Callable[[], object]) -> list[tuple[str, list[str]]]:
    """The statements of an act, and the steps by which the database finds their rows."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, sql: str, values: Any, _context: object, many: bool) -> None:
        seen.append((sql, values[0] if many else values))

    event.listen(database.engine, "before_cursor_execute", note)
    act()
    event.remove(database.engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            # Three thousand rows are soon read whole and sorted; asked is whether an index could do it.
            connection.execute(text("SET enable_seqscan = off"))
            connection.execute(text("SET enable_sort = off"))
        return [
            (sql, [str(row[-1]).strip() for row in connection.exec_driver_sql(explain + sql, values)])
            for sql, values in seen
            if sql.startswith(("SELECT", "UPDATE"))
        ]


def test_sending_reads_what_is_due_and_nothing_else(stock):
    with session_scope() as session:
        # Numbers go on where an earlier test left off.
        some = list(session.scalars(select(ReminderRow.id).order_by(ReminderRow.id).limit(40)))
        session.execute(
            update(ReminderRow).where(ReminderRow.id.in_(some)).values(due_at=NOW, status="due", ended_at=None)
        )

    def send() -> None:
        sweep(NOW)
        claiming.claim_uncertain(NOW, 16)
        jobs = claiming.claim("w", NOW, 16)
        decided = decide(jobs, NOW, rules=RULES, settings=SETTINGS, channels={"email": MemoryChannel()})
        outcomes.hand_over(decided, "w", NOW)
        outcomes.finish([(job, sent()) for job in jobs], "w", NOW)

    found = plans(stock, send)
    assert len(found) > 12
    for sql, steps in found:
        assert not [step for step in steps if WHOLE.search(step)], (sql, steps)
    (claimed,) = [steps for sql, steps in found if "ended_at IS NULL" in sql and "ORDER BY" in sql]
    assert any("ix_reminders_open" in step for step in claimed), claimed
    assert not [step for step in claimed if SORTED.search(step)], claimed


def test_looking_for_what_a_wrong_clock_has_left_does_not_read_what_lies_ahead(stock):
    found = plans(stock, lambda: sweep(NOW))
    for index in ("ix_reminders_tried", "ix_reminders_too_late", "ix_reminders_status_due_at"):
        assert any(index in step for _, steps in found for step in steps), (index, found)
    ahead = [steps for sql, steps in found if "attempts > 0" in sql or "too_late" in sql]
    assert not [step for steps in ahead for step in steps if "ix_reminders_status_due_at" in step], ahead


def test_looking_for_old_plans_reads_those_only(stock):
    clock = FrozenClock(NOW + timedelta(seconds=5))
    with session_scope() as session:
        chosen = [identifier(number) for number in range(40)]
        session.execute(update(PlanRow).where(PlanRow.conversation_id.in_(chosen)).values(dirty=True))
    found = plans(stock, lambda: service.replan_due(clock.now(), rules=RULES, since=NOW - timedelta(minutes=5)))
    assert len(found) > 20
    for sql, steps in found:
        assert not [step for step in steps if WHOLE.search(step)], (sql, steps)


@pytest.mark.parametrize(
    "wanted",
    [ListFilter(), ListFilter(status="sent"), ListFilter(kind="cv", channel="email")],
    ids=["all", "one", "cv"],
)
def test_a_page_for_staff_reads_a_page(stock, wanted):
    first = lists.for_staff(wanted, NOW)
    assert first.after
    second = ListFilter(status=wanted.status, kind=wanted.kind, channel=wanted.channel, after=first.after)
    for page in (wanted, second):
        for sql, steps in plans(stock, lambda page=page: lists.for_staff(page, NOW)):
            assert not [step for step in steps if WHOLE.search(step)], (sql, steps)
            if "count(" not in sql:
                assert not [step for step in steps if SORTED.search(step)], (sql, steps)
