"""Sends what is due. Any number may run, in one process or in many; a worker that dies loses nothing.

worker = Worker(settings, make_channels(settings, clock), clock)
counts = await worker.look()
"""

import asyncio
import logging
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from casework.clock import Clock, on_day, today_copenhagen
from casework.municipality.current import refresh_if_old
from casework.reminders import claiming, outcomes, service
from casework.reminders.channels import Channel, Trace, not_off
from casework.reminders.deciding import Decided, decide
from casework.reminders.flight import Ends, Flight
from casework.reminders.planner import Rules
from casework.reminders.queue import PACE, Pace
from casework.reminders.records import Counts, Job
from casework.reminders.sweeping import sweep
from casework.settings import Settings

logger = logging.getLogger(__name__)

#: So many messages are on their way at the same time, and so many connections a mail server sees at most.
AT_ONCE: Final = 16
#: A round ends after so many, so that planning and stopping get their turn.
MOST_A_ROUND: Final = 2_000
#: How many citizens' plans are looked after between two looks at what is due.
PLANS_AT_ONCE: Final = 2_000
PLAN_EVERY: Final = timedelta(minutes=1)
#: Whoever wrote so shortly before the last look may not have been seen by it.
OVERLAP: Final = timedelta(minutes=5)

RulesOf = Callable[[datetime], Rules]
#: How the counts call what a reminder became.
_COUNTED: Final = {"due": "again", "lost": "moved"}


class Worker:
    """One worker. `rules_of` gives the rules for a moment; the default is the installation's own."""

    def __init__(
        self,
        settings: Settings,
        channels: Mapping[str, Channel],
        clock: Clock,
        *,
        rules_of: RulesOf | None = None,
        at_once: int = AT_ONCE,
        pace: Pace = PACE,
    ) -> None:
        self._settings = settings
        self._channels = channels
        self._clock = clock
        self._rules_of = rules_of or self._own_rules
        self._at_once = at_once
        self._pace = pace
        self._planned_at: datetime | None = None
        #: All who have written until then were planned.
        self._seen_until: datetime | None = None
        #: There was more to do than one look does: the next one should come at once.
        self.is_busy = False
        self.owner = uuid.uuid4().hex

    def _own_rules(self, now: datetime) -> Rules:
        return Rules.of(now, today_copenhagen(self._clock, self._settings))

    def _now(self) -> datetime:
        return on_day(self._clock.now(), today_copenhagen(self._clock, self._settings))

    async def look(self) -> Counts:
        """Plan what has changed when it is time for it, then send what is due."""
        await asyncio.to_thread(refresh_if_old)
        now, more, self.is_busy = self._clock.now(), False, False
        if self._planned_at is None or not timedelta(0) <= now - self._planned_at < PLAN_EVERY:
            more = await self.plan() >= PLANS_AT_ONCE
            self._planned_at = None if more else now
        counts = await self.round()
        self.is_busy = more or counts.claimed >= MOST_A_ROUND
        return counts

    async def plan(self) -> int:
        """Bring old plans up to date, some thousands at most. How many it were."""
        now = self._clock.now()
        if self._seen_until is not None and self._seen_until > now:
            self._seen_until = None  # by a clock that was wrong
        since = self._seen_until - OVERLAP if self._seen_until else None
        rules = await asyncio.to_thread(self._rules_of, now)
        found = await asyncio.to_thread(service.replan_due, now, rules=rules, limit=PLANS_AT_ONCE, since=since)
        if found < PLANS_AT_ONCE:
            self._seen_until = now
        return found

    async def round(self) -> Counts:
        """Send what is due now and ask about what is uncertain. Returns what became of it."""
        counts = Counts()
        rules = await asyncio.to_thread(self._rules_of, self._clock.now())
        await asyncio.to_thread(sweep, self._now(), self._pace)
        await self._look_up(counts)

        async def write(ends: Ends) -> None:
            await self._finish(ends, counts)

        flight = Flight(not_off(self._channels), write, self._at_once)
        try:
            await self._send_due(flight, rules, counts)
        finally:
            await flight.land(everything=True)
        return counts

    async def _send_due(self, flight: Flight, rules: Rules, counts: Counts) -> None:
        while counts.claimed < MOST_A_ROUND:
            # A few free places are not worth a transaction.
            while flight.free < max(1, self._at_once // 4):
                await flight.land()
            limit = min(flight.free, MOST_A_ROUND - counts.claimed)
            # The time is asked for again and again: a lease counted from an old moment would be over too soon.
            jobs = await asyncio.to_thread(claiming.claim, self.owner, self._now(), limit, self._pace)
            counts.claimed += len(jobs)
            if jobs:
                await self._start(jobs, flight, rules, counts)
            if len(jobs) < limit:
                return
            if flight:
                await flight.land()

    async def _start(self, jobs: list[Job], flight: Flight, rules: Rules, counts: Counts) -> None:
        """Decide about claimed reminders and put those that may be sent on their way."""
        decided, go = await asyncio.to_thread(self._decided, jobs, rules)
        counts.failed += len(decided.late)
        counts.cancelled += sum(len(one) for one in decided.withdrawn.values())
        counts.moved += sum(len(one) for one in decided.put_off.values()) + len(decided.send) - len(go)
        for job in decided.send:
            if job.id in go:
                flight.start(job, decided.messages[job.id])
        if decided.told:
            await self._finish(decided.told, counts)

    def _decided(self, jobs: list[Job], rules: Rules) -> tuple[Decided, set[int]]:
        decided = decide(jobs, self._now(), rules=rules, settings=self._settings, channels=not_off(self._channels))
        return decided, outcomes.hand_over(decided, self.owner, self._now())

    async def _finish(self, ends: Ends, counts: Counts) -> None:
        stands = await asyncio.to_thread(outcomes.finish, ends, self.owner, self._now(), self._pace)
        for job, outcome in ends:
            if outcome.error:
                counts.by_error[outcome.error] = counts.by_error.get(outcome.error, 0) + 1
            name = _COUNTED.get(stands[job.id], stands[job.id])
            setattr(counts, name, getattr(counts, name) + 1)

    async def _look_up(self, counts: Counts) -> None:
        jobs = await asyncio.to_thread(claiming.claim_uncertain, self._now(), self._at_once, self._pace)
        for job in jobs:
            channel = self._channels.get(job.channel)
            if channel is None:
                continue
            trace = Trace(reference=job.reference, address=job.address, provider_ref=job.provider_ref)
            try:
                fate = await channel.look_up(trace)
            except Exception as error:
                logger.error("reminder %s could not be looked up: %s", job.id, type(error).__name__)
                continue
            status = await asyncio.to_thread(outcomes.settle, job, fate, self._now())
            counts.uncertain += status == "uncertain"
            counts.sent += status == "sent"

    async def close(self) -> None:
        """Give back the connections."""
        for channel in self._channels.values():
            await channel.close()
