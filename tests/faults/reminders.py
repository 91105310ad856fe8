"""Reminders under faults: workers are killed at random moments, one for good, the mail server refuses, hangs and cuts,
citizens stop their reminders meanwhile, and a clock jumps. Then everything is counted."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, update

from casework.clock import on_day
from casework.conversations import service as talks
from casework.conversations.records import NewMessage
from casework.db import session_scope, use_database
from casework.db.migrate import upgrade
from casework.reminders import contacts, service
from casework.reminders.models import ReminderRow
from casework.reminders.planner import Rules
from casework.reminders.worker import AT_ONCE
from tests.support.mail_server import MailServer
from tests.support.services import PostgresServer, running
from tests.support.sms_server import CPSMS, SmsServer

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 20)
FACTS = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-15", "foedselsdato": "1990-01-01"}
#: What the mail server does first with some citizens' mails.
TROUBLE = ("452", "cut", "hang", "refuse", "550")
#: How long the mail server takes to take a mail in, and as long to say so.
SLOW = 0.25
#: A repeat is a killed worker's when the kill came so soon after the message had arrived, or while it was taken in.
AFTER_ARRIVAL = 2.5
BEFORE_ARRIVAL = 2 * SLOW
MOST_SECONDS = 240.0
#: On average; a worker needs a second or two to begin.
BETWEEN_KILLS = 4.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What is done: so many citizens, kills of the two workers, and jumps of the clock in seconds."""

    citizens: int = 120
    kills: int = 8
    jumps: tuple[float, ...] = ()
    seed: int = 1


@dataclass
class Verdict:
    """Counts. `lost`, `after_cancel`, `sms_repeats` and `other_repeats` must be zero; other repeats have a cause, and a
    kill repeats what was on its way at the most."""

    reminders: int = 0
    sent: int = 0
    refused: int = 0
    cancelled: int = 0
    uncertain: int = 0
    kills: int = 0
    lost: int = 0
    after_cancel: int = 0
    sms_repeats: int = 0
    repeats_cut: int = 0
    repeats_killed: int = 0
    repeats_jump: int = 0
    other_repeats: int = 0
    seconds: float = 0.0
    examples: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        bounded = self.repeats_killed <= self.kills * AT_ONCE
        return bounded and not (self.lost or self.after_cancel or self.sms_repeats or self.other_repeats)


class Play:
    """One run."""

    def __init__(self, plan: Plan, url: str, folder: Path, say: Callable[[str], None]) -> None:
        self.plan, self.url, self.folder, self.say = plan, url, folder, say
        self.random = random.Random(plan.seed)
        self.clock = folder / "clock"
        self.people: dict[str, str] = {}
        self.cut: set[str] = set()
        self.refused: set[str] = set()
        self.stopped: dict[str, float] = {}
        self.kills: list[float] = []
        self.jumped: list[float] = []

    def run(self) -> Verdict:
        began = time.monotonic()
        folder_env = {
            "RETPLIGT_DATABASE_URL": self.url, "RETPLIGT_TODAY": TODAY.isoformat(), "RETPLIGT_INTERNAL_TOKEN": "x" * 16,
            "RETPLIGT_QUIET_UNTIL_HOUR": "0", "RETPLIGT_QUIET_FROM_HOUR": "24", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        upgrade(use_database(self.url))
        with MailServer() as mail, SmsServer(CPSMS) as sms:
            mail.slow(SLOW)
            self._people(mail)
            options = json.dumps({"smtp": str(mail.port), "sms": sms.url, "clock": str(self.clock)})
            with self._workers({**os.environ, **folder_env}, options) as workers:
                self._break(workers)
                self._wait()
            return self._verdict(mail, sms, time.monotonic() - began)

    def _people(self, mail: MailServer) -> None:
        now = datetime.now(UTC)
        rules = Rules.of(now, TODAY, {"RETPLIGT_QUIET_UNTIL_HOUR": "0", "RETPLIGT_QUIET_FROM_HOUR": "24"})
        for number in range(self.plan.citizens):
            conversation_id, _, _ = talks.open_conversation([NewMessage(text="Hej")], now=now)
            talks.save_turn(conversation_id, facts=FACTS, now=now)
            channel = "sms" if number % 3 == 0 else "email"
            address = f"+4520{number:06}" if channel == "sms" else f"p{number}@eksempel.dk"
            _, code = contacts.ask_code(conversation_id, channel, address, now)
            contacts.confirm(conversation_id, code, now)
            service.switch_on(conversation_id, kinds=["cv"], channel=channel, now=now, rules=rules)
            self.people[conversation_id] = address
            if channel == "email" and number % 4 == 0:
                trouble = TROUBLE[(number // 4) % len(TROUBLE)]
                mail.script(address, trouble)
                self.cut.update({address} if trouble == "cut" else ())
                self.refused.update({address} if trouble == "550" else ())
        with session_scope() as session:
            # Spread over the whole run, so that every kill meets work that is under way. It begins now: on a busy
            # machine it takes a while until all citizens are there.
            begin = on_day(datetime.now(UTC), TODAY)
            for number in session.scalars(select(ReminderRow.id)).all():
                due = begin + timedelta(seconds=self.random.uniform(0, self.plan.kills * BETWEEN_KILLS))
                session.execute(update(ReminderRow).where(ReminderRow.id == number).values(due_at=due))

    @contextmanager
    def _workers(self, env: dict[str, str], options: str) -> Iterator[list[Callable[[], subprocess.Popen[bytes]]]]:
        running: list[subprocess.Popen[bytes]] = []
        log = (self.folder / "workers.log").open("ab")

        def start() -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "tests.faults.reminder_worker", options]
            process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log)
            running.append(process)
            return process

        try:
            yield [start]
        finally:
            for process in running:
                process.kill()
                process.wait()
            log.close()

    def _break(self, workers: list[Callable[[], subprocess.Popen[bytes]]]) -> None:
        """Kill now the one, now the other worker, at any moment; citizens stop their reminders in between."""
        start = workers[0]
        pair = [start(), start()]
        left = list(self.plan.jumps)
        for kill in range(self.plan.kills):
            until = time.monotonic() + self.random.uniform(0.7, 1.3) * BETWEEN_KILLS
            while time.monotonic() < until:
                self._one_stops()
                time.sleep(self.plan.kills * BETWEEN_KILLS / (self.plan.citizens / 4))
            if left:
                self.clock.write_text(str(left.pop(0)))
                self.jumped.append(time.time())
            victim = kill % 2
            pair[victim].kill()
            pair[victim].wait()
            self.kills.append(time.time())
            # The first worker dies for good with the last kill but one.
            if kill < self.plan.kills - 2:
                pair[victim] = start()
        pair.append(start())
        self.clock.write_text("0")
        self.say(f"{len(self.kills)} drab, {len(self.stopped)} har stoppet")

    def _one_stops(self) -> None:
        waiting = [one for one in self.people if one not in self.stopped]
        if len(self.stopped) >= self.plan.citizens // 4:
            return
        chosen = self.random.choice(waiting)
        service.switch_off(chosen, now=on_day(datetime.now(UTC), TODAY))
        self.stopped[chosen] = time.time()

    def _wait(self) -> None:
        give_up = time.monotonic() + MOST_SECONDS
        while time.monotonic() < give_up:
            with session_scope(read_only=True) as session:
                query = select(func.count()).where(ReminderRow.status.in_(("due", "sending", "uncertain")))
                if not session.scalar(query):
                    return
            time.sleep(0.2)

    def _verdict(self, mail: MailServer, sms: SmsServer, seconds: float) -> Verdict:
        verdict = Verdict(kills=len(self.kills), seconds=seconds)
        arrived: dict[str, list[float]] = {}
        for one in mail.arrived:
            arrived.setdefault(one.to, []).append(one.at)
        taken = Counter("+" + str(one["to"]) for one in sms.taken)
        with session_scope(read_only=True) as session:
            for row in session.scalars(select(ReminderRow)):
                address = self.people[row.conversation_id]
                times = arrived.get(address, [])
                seen = len(times) if row.channel == "email" else taken[address]
                self._judge(verdict, row, seen, times)
        return verdict

    def _judge(self, verdict: Verdict, row: ReminderRow, seen: int, times: list[float]) -> None:
        address = self.people[row.conversation_id]
        verdict.reminders += 1
        verdict.sent += row.status == "sent"
        verdict.cancelled += row.status == "cancelled"
        verdict.uncertain += row.status == "uncertain"
        refused = row.status == "failed" and address in self.refused
        verdict.refused += refused
        arrived = row.status == "sent" and seen > 0
        if not (arrived or refused or (row.status == "cancelled" and row.conversation_id in self.stopped)):
            verdict.lost += 1
            verdict.examples.append(f"lost: {row.status} {row.reason} {row.last_error} seen {seen}")
        if row.status == "cancelled" and row.reason == "stopped":
            late = [at for at in times if at > self.stopped[row.conversation_id]]
            never = row.channel == "sms" and seen > 0 and row.wire_at is None
            verdict.after_cancel += len(late) + never
        if row.channel == "sms":
            verdict.sms_repeats += max(0, seen - 1)
            return
        for first in sorted(times)[:-1]:
            self._repeat(verdict, address, first)

    def _repeat(self, verdict: Verdict, address: str, first: float) -> None:
        if address in self.cut:
            verdict.repeats_cut += 1
        elif any(-BEFORE_ARRIVAL <= at - first <= AFTER_ARRIVAL for at in self.kills):
            verdict.repeats_killed += 1
        elif any(abs(at - first) <= 2 * AFTER_ARRIVAL for at in self.jumped):
            verdict.repeats_jump += 1
        else:
            verdict.other_repeats += 1
            nearest = min((at - first for at in self.kills), key=abs, default=0.0)
            verdict.examples.append(f"repeat without a cause: {address}, the nearest kill {nearest:+.2f} s after it")


def play_all(folder: Path, say: Callable[[str], None], plan: Plan | None = None) -> dict[str, Verdict]:
    """The long run on both databases, and one with a clock that jumps. By the name of the run."""
    plan = plan or Plan(citizens=240, kills=20)
    jumpy = replace(plan, jumps=(3600.0, -1800.0, 600.0, -3600.0), seed=2)
    found = {}
    for name, one in (("SQLite", plan), ("SQLite, uret springer", jumpy)):
        found[name] = _play(one, None, folder / name.replace(",", "").replace(" ", "-"), say)
    (folder / "postgres").mkdir(parents=True, exist_ok=True)
    server = PostgresServer(folder / "postgres")
    with running(server):
        found["PostgreSQL"] = _play(plan, server.url, folder / "postgresql", say)
    return found


def _play(plan: Plan, url: str | None, folder: Path, say: Callable[[str], None]) -> Verdict:
    folder.mkdir(parents=True, exist_ok=True)
    say(f"påmindelser i {folder.name}: {plan.citizens} borgere, {plan.kills} drab")
    return Play(plan, url or f"sqlite:///{folder}/reminders.db", folder, say).run()


def table(verdicts: dict[str, Verdict]) -> str:
    """The counts as a table in Danish, a column for each run."""
    rows = {
        "påmindelser": "reminders", "sendt": "sent", "afvist af modtageren": "refused", "aflyst": "cancelled",
        "stadig uvisse": "uncertain", "drab med kill -9": "kills", "tabt": "lost",
        "sendt efter aflysning": "after_cancel", "sms sendt to gange": "sms_repeats",
        "mail igen, fordi serveren afbrød": "repeats_cut", "mail igen, fordi afsenderen blev dræbt": "repeats_killed",
        "mail igen, fordi uret sprang": "repeats_jump", "mail igen uden grund": "other_repeats",
    }  # fmt: skip
    lines = ["| | " + " | ".join(verdicts) + " |", "|---|" + "---|" * len(verdicts)]
    for words, name in rows.items():
        lines.append(f"| {words} | " + " | ".join(str(getattr(one, name)) for one in verdicts.values()) + " |")
    return "\n".join(lines)
