"""`make bench-reminders`: plans a country of citizens, sends what is due, and plans again, from a table that grows.

`python -m tests.load.bench_reminders [--people N] [--send N] [--replan N] [--url DATABASE]`. The citizens are made up;
what is sent goes to a sink in this process, so the figures are those of planning, table and worker alone.
"""

import argparse
import asyncio
import os
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select, text, update

from casework.clock import FrozenClock
from casework.db import Database, session_scope, use_database
from casework.db.migrate import upgrade
from casework.reminders import service
from casework.reminders.channels.base import Fate, Outcome, Outgoing, Trace, sent
from casework.reminders.kinds import load_kinds
from casework.reminders.models import PlanRow, ReminderRow
from casework.reminders.planner import Rules
from casework.reminders.planning import Event, rule_plan, wanted
from casework.reminders.worker import AT_ONCE, MOST_A_ROUND, PLANS_AT_ONCE, Worker
from casework.settings import Settings
from rules_core.loader import load_ruleset
from tests.load.reminder_stock import BLOCK, NOW, TODAY, copy, store
from tests.load.rule_citizens import Citizens

MINUTE = timedelta(minutes=1)
#: All were planned for this day; those that are planned again are set back by two days.
PLANNED_FOR = TODAY + timedelta(days=2)
A_STATEMENT = 5_000
#: Everybody has two reminders.
CITIZEN = ReminderRow.id // 2


class Rate(NamedTuple):
    """So many in a second, by the clock and by this process's own processor time: others share the machine."""

    wall: float
    cpu: float


class Watch:
    """Begins when it is made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def rate(self, count: int) -> Rate:
        """The rate of `count` things done since."""
        return Rate(count / (time.perf_counter() - self._wall), count / (time.process_time() - self._cpu))


class Sink:
    """Takes everything and keeps nothing."""

    name = "email"
    repeatable = True
    taken = 0

    async def send(self, _message: Outgoing) -> Outcome:
        self.taken += 1
        return sent()

    async def look_up(self, _trace: Trace) -> Fate:
        return "unknown"

    async def close(self) -> None:
        """Nothing is open."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000, help="citizens who are planned")
    parser.add_argument(
        "--send", type=int, default=20_000, help="due reminders that are sent at each size of the table"
    )
    parser.add_argument("--replan", type=int, default=40_000, help="citizens who are planned again at each size")
    parser.add_argument("--url", help="an empty database that may be filled; otherwise a SQLite file that goes away")
    parser.add_argument("--only-database", action="store_true", help="leave out the planning in memory")
    options = parser.parse_args()
    if not options.only_database:
        plan_country(options.people)
    with tempfile.TemporaryDirectory() as folder:
        database = use_database(options.url or f"sqlite:///{folder}/bench.db")
        upgrade(database)
        blocks = max(1, options.people // 10 // BLOCK)
        for first, last in ((0, blocks), (blocks, 10 * blocks)):
            fill(database, range(first, last))
            size = last * BLOCK
            send(size, min(options.send, size // 4))
            replan(size, min(options.replan, size // 4))
            say(f"hukommelse: {_memory():.0f} MB, databasen fylder {_size(database):,.0f} MB")


def plan_country(people: int) -> None:
    """Plan everybody once by the rules' fast path and say how long it took."""
    book = load_ruleset()
    plan, awake = rule_plan(book, TODAY), Rules.of(NOW, TODAY, {}).awake
    leads = dict.fromkeys(load_kinds())
    before, began, found = _memory(), time.perf_counter(), 0
    for number, facts in Citizens(book, TODAY).stream(people):
        events = [one for one in plan.events(facts, TODAY) if isinstance(one, Event)]
        found += len(wanted(events, leads, awake, NOW))
        if number + 1 == people // 10:
            say(f"hukommelse efter {number + 1:,}: {_memory():.0f} MB ({_memory() - before:+.0f} MB)")
    seconds = time.perf_counter() - began
    say(f"planlagt af reglerne: {people:,} borgere, {people / seconds:,.0f}/s, {found:,} påmindelser")
    say(f"hukommelse efter {people:,}: {_memory():.0f} MB ({_memory() - before:+.0f} MB)")


def fill(database: Database, blocks: range) -> None:
    """Fill the tables up, and let the database look at them as its own housekeeping would in time."""
    began, rules = time.perf_counter(), Rules.of(NOW, TODAY, {})
    for block in blocks:
        if block:
            copy(block)
        else:
            store(BLOCK, rules.hash, PLANNED_FOR)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    say(f"gemt: {len(blocks) * BLOCK:,} borgere på {time.perf_counter() - began:.1f} s")


def send(size: int, count: int) -> None:
    """Make `count` reminders due, claim and send them, and print the rate of the rounds' median."""
    with session_scope() as session:
        # From everywhere in the table: what is due on one day was not written on one day. A third has a CV to come.
        due = (ReminderRow.status == "due", ReminderRow.kind == "cv", CITIZEN % max(1, size // count // 3) == 0)
        chosen = session.scalars(select(ReminderRow.id).where(*due, _copied(size)).limit(count)).all()
        for start in range(0, len(chosen), A_STATEMENT):
            part = chosen[start : start + A_STATEMENT]
            session.execute(update(ReminderRow).where(ReminderRow.id.in_(part)).values(due_at=NOW - MINUTE))
    sink, rules = Sink(), Rules.of(NOW, TODAY, {})
    worker = Worker(Settings(internal_token="x" * 16), {"email": sink}, FrozenClock(NOW), rules_of=lambda _now: rules)

    async def rounds() -> list[Rate]:
        rates = []
        while True:
            watch = Watch()
            claimed = (await worker.round()).claimed
            rates += [watch.rate(claimed)] if claimed else []
            if claimed < MOST_A_ROUND:
                return rates

    rates = asyncio.run(rounds())
    with session_scope(read_only=True) as session:
        left = session.scalar(select(func.count()).where(ReminderRow.status == "due", ReminderRow.due_at <= NOW))
    say(
        f"{size:,} borgere: {sink.taken:,} sendt, {AT_ONCE} ad gangen, {_rates(rates)} "
        f"i {len(rates)} runder, {left} tilbage"
    )


def replan(size: int, count: int) -> None:
    """Plan `count` citizens again for another day, through the database, and print the rate of the rounds' median."""
    later = PLANNED_FOR - TODAY
    rules = Rules.of(NOW + later, PLANNED_FOR, {})
    with session_scope() as session:
        everywhere = select(ReminderRow.conversation_id).where(
            ReminderRow.kind == "joblog", CITIZEN % (size // count) == 0, _copied(size)
        )
        chosen = session.scalars(everywhere.limit(count)).all()
        for start in range(0, len(chosen), A_STATEMENT):
            part = chosen[start : start + A_STATEMENT]
            session.execute(update(PlanRow).where(PlanRow.conversation_id.in_(part)).values(planned_for=TODAY))
    rates = []
    for _ in range(max(1, len(chosen) // PLANS_AT_ONCE)):
        watch = Watch()
        rates.append(watch.rate(service.replan_due(NOW + later, rules=rules, limit=PLANS_AT_ONCE, since=NOW + later)))
    with session_scope(read_only=True) as session:
        added = session.scalar(select(func.count()).where(ReminderRow.created_at == NOW + later))
    say(f"{size:,} borgere: planlagt om {_rates(rates)} i {len(rates)} runder, {added:,} nye i alt")


def _copied(size: int) -> ColumnElement[bool]:
    """Not of the first block, if there are more: the next ones are copied from it."""
    return ReminderRow.id > (2 * BLOCK if size > BLOCK else 0)


def _rates(rates: list[Rate]) -> str:
    walls = [rate.wall for rate in rates]
    busy = f"{median(rate.cpu for rate in rates):,.0f} pr. sekund processortid"
    return f"{median(walls):,.0f} ({min(walls):,.0f}-{max(walls):,.0f}) pr. sekund, {busy},"


def _memory() -> float:
    """The most this process has used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _size(database: Database) -> float:
    """What the database takes on the disk, in MB."""
    if database.is_sqlite:
        return Path(str(database.engine.url.database)).stat().st_size / 2**20
    with database.engine.connect() as connection:
        return float(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0) / 2**20


def say(words: str) -> None:
    """Print at once."""
    print(words, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("RETPLIGT_TODAY", TODAY.isoformat())
    sys.exit(main())
