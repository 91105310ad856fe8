"""What runs with every message or every second must not read more as the database grows."""

from datetime import UTC, datetime, timedelta

import pytest
from booking_factories import at, book, hold, make_slot, scene
from sqlalchemy import event

from casework.booking import service as booking
from casework.booking import times
from casework.booking.records import TimeWish
from casework.conversations import answering, service
from casework.conversations.records import Incoming, NewMessage
from casework.db import Database
from casework.handoff import desk
from casework.identity import citizens
from tests.casework.handoff_factories import TODAY, ask_for_person, open_talk

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("empty_database", ["sqlite"], indirect=True)
def test_no_statement_of_a_turn_reads_a_whole_table(database: Database):
    seen: list[tuple[str, object]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: seen.append((args[2], args[3])))
    lease = answering.Lease(seconds=12)
    conversation_id, token, _ = service.open_conversation([NewMessage(text="hej")], now=NOW)
    received = service.receive_message(conversation_id, token, Incoming(client_id="a", text="x"), now=NOW, lease=lease)
    answering.record_answers(received.job, [NewMessage(text="svar")], now=NOW, lease=lease)
    answering.claim_next(conversation_id, now=NOW, lease=lease, up_to=9)
    answering.claim_next(conversation_id, now=NOW, lease=lease)
    answering.conversations_to_answer(now=NOW)
    service.messages_after(conversation_id, token, 1)
    service.read_dialogue(conversation_id)
    statements = [(sql, values) for sql, values in seen if sql.startswith(("SELECT", "UPDATE"))]
    assert len(statements) > 10
    with database.engine.connect() as connection:
        for sql, values in statements:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()
            steps = [row[3] for row in plan if row[3].startswith("SCAN") and "CONSTANT ROW" not in row[3]]
            assert all("ix_messages_unanswered" in step for step in steps), (sql, steps)


@pytest.mark.parametrize("empty_database", ["sqlite"], indirect=True)
def test_a_long_queue_takes_as_many_statements_as_a_short_one(database: Database):
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    def statements_for(more: int) -> int:
        for _ in range(more):
            ask_for_person(open_talk())
        seen.clear()
        assert desk.queue(TODAY)
        return len(seen)

    assert statements_for(1) == statements_for(9)


@pytest.mark.parametrize("empty_database", ["sqlite"], indirect=True)
def test_no_statement_of_booking_reads_a_whole_table(database: Database):
    one, seen = scene(), []
    moved = make_slot(at(TODAY + timedelta(days=5), 9))
    event.listen(database.engine, "before_cursor_execute", lambda *args: seen.append((args[2], args[3])))
    times.find(*one.talk, one.offer, wish=TimeWish(), now=NOW)
    book(one.talk, one.offer, one.slots[0], now=NOW)
    hold(one.talk, one.offer, one.slots[1], now=NOW)
    number = book(one.talk, one.offer, moved, now=NOW).booking.number
    booking.mine(*one.talk, now=NOW)
    booking.cancel(*one.talk, number, now=NOW)
    booking.free_lapsed(NOW + timedelta(minutes=10))
    statements = [(sql, values) for sql, values in seen if sql.startswith(("SELECT", "UPDATE"))]
    assert len(statements) > 40
    with database.engine.connect() as connection:
        for sql, values in statements:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()
            scans = [row[3] for row in plan if row[3].startswith("SCAN") and "CONSTANT ROW" not in row[3]]
            assert all("ix_bookings_lapsing" in step or "closing_days" in step for step in scans), (sql, scans)


@pytest.mark.parametrize("empty_database", ["sqlite"], indirect=True)
def test_looking_for_lapsed_logins_reads_no_login_that_is_over(database: Database):
    seen: list[tuple[str, object]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: seen.append((args[2], args[3])))
    citizens.forget_lapsed(NOW)
    ((sql, values),) = [one for one in seen if one[0].startswith("UPDATE")]
    with database.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()
    assert all("ix_citizen_logins_living" in row[3] for row in plan), plan
