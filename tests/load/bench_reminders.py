"""`make bench-reminders`: plans a country of citizens, then claims and sends what is due from a table that grows.

`python -m tests.load.bench_reminders [--people N] [--send N] [--url DATABASE]`. The citizens are made up and live in
memory; what is sent goes to a sink in this process, so the figures are those of planning, table and worker alone.
"""

import argparse
import asyncio
import os
import resource
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, update

from casework.clock import FrozenClock
from casework.conversations.models import ConversationRow, FactRow
from casework.db import session_scope, use_database
from casework.db.migrate import upgrade
from casework.reminders.kinds import load_kinds
from casework.reminders.models import ChoiceRow, ContactRow, PlanRow, ReminderRow
from casework.reminders.planner import Rules
from casework.reminders.planning import Event, rule_plan, wanted
from casework.reminders.worker import MOST_A_ROUND, Worker
from casework.settings import Settings
from rules_core.loader import load_ruleset
from tests.load.rule_citizens import Citizens
from tests.support.memory_channel import MemoryChannel

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
CHUNK = 5_000
DAYS = 50
FACTS = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-15", "foedselsdato": "1990-01-01"}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000, help="citizens who are planned")
    parser.add_argument("--send", type=int, default=4_000, help="due reminders that are sent at each size of the table")
    parser.add_argument("--url", help="a database that may be filled; otherwise a SQLite file that goes away")
    options = parser.parse_args()
    plan_country(options.people)
    with tempfile.TemporaryDirectory() as folder:
        upgrade(use_database(options.url or f"sqlite:///{folder}/bench.db"))
        size = 0
        for aim in (options.people // 10, options.people):
            store(aim - size, size)
            size = aim
            measure(size, options.send)
        if not options.url:
            print(f"databasen fylder {Path(folder, 'bench.db').stat().st_size / 2**20:,.0f} MB")


def plan_country(people: int) -> None:
    """Plan everybody once by the rules' fast path and say how long it took."""
    book = load_ruleset()
    plan, awake = rule_plan(book, TODAY), Rules.of(NOW, TODAY, {}).awake
    leads = dict.fromkeys(load_kinds())
    before, began, found = _memory(), time.perf_counter(), 0
    for _number, facts in Citizens(book, TODAY).stream(people):
        events = [one for one in plan.events(facts, TODAY) if isinstance(one, Event)]
        found += len(wanted(events, leads, awake, NOW))
    seconds = time.perf_counter() - began
    print(
        f"planlagt: {people:,} borgere på {seconds:.1f} s = {people / seconds:,.0f}/s, {found:,} påmindelser",
        flush=True,
    )
    print(f"hukommelse ved planlægning: {_memory():.0f} MB ({_memory() - before:+.0f} MB)", flush=True)


def store(count: int, first: int) -> None:
    """Fill the table with reminders that are sent or lie ahead, one for each citizen."""
    began = time.perf_counter()
    for start in range(first, first + count, CHUNK):
        _insert(range(start, min(start + CHUNK, first + count)))
    print(f"gemt: {count:,} borgere på {time.perf_counter() - began:.1f} s", flush=True)


def _insert(numbers: range) -> None:
    ids = [f"{number:032x}" for number in numbers]
    with session_scope() as session:
        stamp = {"created_at": NOW}
        session.execute(
            insert(ConversationRow),
            [{"id": one, "token_hash": one, "updated_at": NOW - timedelta(days=1), **stamp} for one in ids],
        )
        session.execute(
            insert(FactRow),
            [
                {"conversation_id": one, "fact": fact, "value": value, "given_by": "citizen", "updated_at": NOW}
                for one in ids
                for fact, value in FACTS.items()
            ],
        )
        base = [{"conversation_id": one, "channel": "email", **stamp} for one in ids]
        session.execute(insert(ContactRow), [{**one, "address": "a@b.dk", "confirmed_at": NOW} for one in base])
        session.execute(
            insert(ChoiceRow),
            [
                {**one, "kind": "cv", "on": True, "stop_token": f"t{one['conversation_id']}", "changed_at": NOW}
                for one in base
            ],
        )
        session.execute(insert(PlanRow), [{"conversation_id": one, "dirty": False, "planned_at": NOW} for one in ids])
        session.execute(
            insert(ReminderRow), [_row(one, number % DAYS) for one, number in zip(base, numbers, strict=True)]
        )


def _row(base: Mapping[str, Any], day: int) -> dict[str, Any]:
    ahead = day >= 25
    return {
        **base,
        "kind": "cv",
        "duty": "rule:cv.registrering#3d",
        "due_on": date(2026, 11, 29),
        "event_at": datetime(2026, 11, 29, 22, 59, tzinfo=UTC),
        "not_after": datetime(2026, 11, 29, 22, 59, tzinfo=UTC),
        "due_at": NOW + timedelta(days=day - DAYS // 2 + 1, minutes=1),
        "status": "due" if ahead else "sent",
    }


def measure(size: int, count: int) -> None:
    """Make `count` reminders due, claim and send them, and print the rate."""
    with session_scope() as session:
        chosen = session.scalars(select(ReminderRow.id).where(ReminderRow.status == "due").limit(count)).all()
        for start in range(0, len(chosen), CHUNK):
            part = chosen[start : start + CHUNK]
            session.execute(
                update(ReminderRow).where(ReminderRow.id.in_(part)).values(due_at=NOW - timedelta(minutes=1))
            )
    channel = MemoryChannel()
    rules = Rules.of(NOW, TODAY, {})
    worker = Worker(
        Settings(internal_token="x" * 16), {"email": channel}, FrozenClock(NOW), rules_of=lambda _now: rules, at_once=50
    )

    async def all_of_them() -> None:
        while (await worker.round()).claimed >= MOST_A_ROUND:
            pass

    began = time.perf_counter()
    asyncio.run(all_of_them())
    seconds = time.perf_counter() - began
    with session_scope(read_only=True) as session:
        left = session.scalar(select(func.count()).where(ReminderRow.status == "due", ReminderRow.due_at <= NOW))
    sent = len(channel.taken)
    print(
        f"tabel med {size:,}: {sent:,} sendt på {seconds:.1f} s = {sent / seconds:,.0f}/s, {left} tilbage", flush=True
    )
    print(f"hukommelse: {_memory():.0f} MB", flush=True)


def _memory() -> float:
    """The most this process has used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    os.environ.setdefault("RETPLIGT_TODAY", TODAY.isoformat())
    sys.exit(main())
