"""Many plans at a time: the same reminders as one by one, only what changes is written, and nothing is overlooked."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from reminder_factories import CV, NOW, TODAY, book, change, reachable, reminded, rules, stored
from reminder_rounds import Post
from sqlalchemy import event, select, update

from casework.conversations import service as talks
from casework.conversations.models import ConversationRow
from casework.db import Database, session_scope
from casework.reminders import planner, service
from casework.reminders.models import PlanRow, ReminderRow

TOMORROW = date(2026, 11, 21)
LATER = NOW + timedelta(minutes=1)


def plan_of(conversation_id: str) -> PlanRow:
    with session_scope(read_only=True) as session:
        return session.get(PlanRow, conversation_id)


def crowd() -> list[str]:
    """Citizens about whom a planning finds something to add, to move, to call off, to take up again, and nothing."""
    added, moved, off, again, same = (reminded("cv", "talk", **CV) for _ in range(5))
    book(added, datetime(2026, 11, 25, 12, tzinfo=UTC))
    change(stored(moved)[0].id, due_at=NOW + timedelta(hours=5))
    talks.save_turn(off, facts={"cv_registreret": "2026-11-20"}, now=LATER)
    change(stored(again)[0].id, status="cancelled", reason="done", ended_at=NOW)
    return [added, moved, off, again, same]


def seen(conversations: list[str]) -> list[list[tuple[object, ...]]]:
    return [
        [
            (row.duty.partition(":")[0], row.due_on, row.due_at, row.status, row.reason, row.ended_at)
            for row in stored(one)
        ]
        for one in conversations
    ]


def test_many_at_a_time_are_planned_as_one_by_one(database):
    together, alone = crowd(), crowd()
    planner.plan_many(together, LATER, rules(TOMORROW))
    for one in alone:
        planner.plan(one, LATER, rules(TOMORROW))
    assert seen(together) == seen(alone)
    assert [sorted(row.status for row in stored(one)) for one in together] == [
        ["due", "due", "due"], ["due"], ["cancelled"], ["due"], ["due"],
    ]  # fmt: skip
    assert {plan_of(one).planned_for for one in together} == {TOMORROW}


def test_a_plan_that_changes_nothing_writes_no_reminder(database):
    conversations = [reminded("cv", **CV) for _ in range(3)]
    written: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: written.append(args[2]))
    planner.plan_many(conversations, LATER, rules(TOMORROW))
    assert [sql for sql in written if sql.startswith(("UPDATE reminders", "INSERT"))] == []


@pytest.mark.parametrize("empty_database", ["sqlite"], indirect=True)
def test_many_plans_take_as_many_statements_as_few(database: Database):
    counted: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))

    def statements_for(count: int) -> int:
        conversations = [reminded("cv", **CV) for _ in range(count)]
        counted.clear()
        planner.plan_many(conversations, LATER, rules(TOMORROW))
        return len(counted)

    assert statements_for(2) == statements_for(9)


def test_a_plan_that_somebody_else_made_meanwhile_is_left_alone(database):
    conversation = reminded("cv", **CV)
    planner.plan_many([conversation], LATER, rules(TOMORROW))
    planner.plan_many([conversation], LATER + timedelta(minutes=1), rules(TOMORROW))
    assert plan_of(conversation).planned_at == LATER


def test_a_confirmed_address_is_planned_for_and_its_mark_is_taken_away(database):
    conversation = reminded("cv", **CV)
    reachable(conversation, "sms", "20304050")
    assert plan_of(conversation).dirty
    assert service.replan_due(LATER, rules=rules()) == 1
    assert not plan_of(conversation).dirty


def test_a_mark_that_is_set_while_a_plan_is_made_stays(database):
    conversation = reminded("cv", **CV)
    marked: list[str] = []

    def mark(_connection: object, _cursor: object, sql: str, *_more: object) -> None:
        # The plan has been read, and nothing is written yet.
        if "FROM reminders" in sql and not marked:
            marked.append(sql)
            with session_scope() as session:
                session.execute(update(PlanRow).values(dirty=True))

    event.listen(database.engine, "before_cursor_execute", mark)
    planner.plan_many([conversation], LATER, rules(TOMORROW))
    assert (plan_of(conversation).dirty, plan_of(conversation).planned_for) == (True, TOMORROW)
    assert marked


def test_facts_that_the_rules_cannot_read_do_not_keep_others_from_being_planned(database):
    odd, other = reminded("cv", **CV), reminded("cv", **CV)
    talks.save_turn(odd, facts={"tilmeldt_dato": "no date"}, now=LATER)
    talks.save_turn(other, facts={"cv_registreret": "2026-11-20"}, now=LATER)
    planner.plan_many([odd, other], LATER + timedelta(minutes=1), rules())
    assert [row.status for one in (odd, other) for row in stored(one)] == ["due", "cancelled"]


def test_whoever_has_written_since_the_last_look_is_planned_again(database):
    conversation, today = reminded("cv", **CV), rules(TODAY)
    with session_scope() as session:
        session.execute(update(ConversationRow).values(updated_at=LATER))
    assert service.replan_due(LATER, rules=today, since=LATER + timedelta(seconds=1)) == 0
    assert service.replan_due(LATER, rules=today, since=LATER) == 1
    assert service.replan_due(LATER, rules=today) == 0
    with session_scope(read_only=True) as session:
        assert session.scalar(select(ReminderRow.status).where(ReminderRow.conversation_id == conversation)) == "due"


def test_two_workers_that_plan_the_same_citizens_while_one_stops_get_in_nobodys_way(database):
    conversations = [reminded("cv", "joblog", **CV, seneste_joblog="2026-11-18") for _ in range(12)]
    day = TODAY + timedelta(days=6)
    later = NOW + timedelta(days=6)
    with ThreadPoolExecutor(3) as threads:
        plans = [
            threads.submit(planner.plan_many, ids, later, rules(day)) for ids in (conversations, conversations[::-1])
        ]
        stops = [threads.submit(service.switch_off, one, now=later) for one in conversations[:4]]
        for one in (*plans, *stops):
            one.result(timeout=60)
    assert {row.status for one in conversations[:4] for row in stored(one)} == {"cancelled"}
    for one in conversations[4:]:
        days = [row.due_on for row in stored(one, kind="joblog", status="due")]
        assert days == [date(2026, 11, 25), date(2026, 12, 2)]
        assert plan_of(one).planned_for == day


def test_a_look_asks_who_has_written_since_the_last_one_and_all_when_the_clock_was_wrong(database):
    conversation, post = reminded("cv", **CV), Post()

    def planned(minutes: int) -> int:
        post.clock.moment = NOW + timedelta(minutes=minutes)
        return asyncio.run(post.worker.plan())

    def written(seconds: int) -> None:
        with session_scope() as session:
            at = NOW + timedelta(seconds=seconds)
            session.execute(update(ConversationRow).where(ConversationRow.id == conversation).values(updated_at=at))

    assert (planned(0), planned(10)) == (0, 0)
    written(30)
    assert planned(11) == 0
    written(10 * 60 + 30)
    assert (planned(11), planned(16)) == (1, 0)
    with session_scope() as session:
        session.execute(update(PlanRow).values(planned_at=NOW))
    assert (planned(20), planned(19)) == (0, 1)
