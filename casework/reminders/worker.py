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
from casework.reminders import queue, service
from casework.reminders.channels import Channel, Outcome, Trace
from casework.reminders.channels.base import temporary, uncertain
from casework.reminders.kinds import TEST
from casework.reminders.messages import compose
from casework.reminders.planner import Rules
from casework.reminders.queue import PACE, Pace
from casework.reminders.rechecking import objection
from casework.reminders.records import Counts, Job
from casework.reminders.timing import Awake
from casework.settings import Settings

logger = logging.getLogger(__name__)

#: So many are claimed together and sent at the same time; a lease must outlast them all.
AT_ONCE: Final = 8
#: A round ends after so many, so that planning and stopping get their turn.
MOST_A_ROUND: Final = 2_000
#: No channel takes longer; what does is cut off and its end unknown.
LONGEST_SEND_SECONDS: Final = 45.0
#: How many citizens' plans are looked after between two looks at what is due.
PLANS_AT_ONCE: Final = 200
MOST_PLANS: Final = 5_000
PLAN_EVERY: Final = timedelta(minutes=1)

RulesOf = Callable[[datetime], Rules]


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
        self._awake = Awake(*settings.reminders.hours)
        self._planned_at: datetime | None = None
        self.owner = uuid.uuid4().hex

    def _own_rules(self, now: datetime) -> Rules:
        return Rules.of(now, today_copenhagen(self._clock, self._settings))

    def _now(self) -> datetime:
        return on_day(self._clock.now(), today_copenhagen(self._clock, self._settings))

    async def look(self) -> Counts:
        """Plan what has changed when it is time for it, then send what is due."""
        now = self._clock.now()
        if self._planned_at is None or not timedelta(0) <= now - self._planned_at < PLAN_EVERY:
            await self.plan()
            self._planned_at = now
        return await self.round()

    async def plan(self) -> int:
        """Bring old plans up to date, some thousands at most. How many it were."""
        done, now = 0, self._clock.now()
        rules = await asyncio.to_thread(self._rules_of, now)
        for _ in range(MOST_PLANS // PLANS_AT_ONCE):
            found = await asyncio.to_thread(service.replan_due, now, rules=rules, limit=PLANS_AT_ONCE)
            done += found
            if found < PLANS_AT_ONCE:
                break
        return done

    async def round(self) -> Counts:
        """Send what is due now and ask about what is uncertain. Returns what became of it."""
        counts = Counts()
        rules = await asyncio.to_thread(self._rules_of, self._clock.now())
        await asyncio.to_thread(queue.sweep, self._now(), self._pace)
        await self._look_up(counts)
        while counts.claimed < MOST_A_ROUND:
            # The time is asked for again and again: a lease counted from an old moment would be over too soon.
            jobs = await asyncio.to_thread(queue.claim, self.owner, self._now(), self._at_once, self._pace)
            counts.claimed += len(jobs)
            await asyncio.gather(*(self._one(job, rules, counts) for job in jobs))
            if len(jobs) < self._at_once:
                break
        return counts

    async def _one(self, job: Job, rules: Rules, counts: Counts) -> None:
        try:
            status = await self._try(job, rules, counts)
        except Exception as error:
            # Its lease will run out and somebody takes it up again. Only the type: words may hold an address.
            logger.error("reminder %s could not be handled: %s", job.id, type(error).__name__)
            return
        name = {"due": "again", "lost": "moved"}.get(status, status)
        setattr(counts, name, getattr(counts, name) + 1)

    async def _try(self, job: Job, rules: Rules, counts: Counts) -> str:
        """How the reminder stands after this try."""
        now = self._now()
        later = now if job.kind == TEST else self._awake.next_after(now)
        if later > job.not_after:
            await asyncio.to_thread(queue.too_late, job, self.owner, now)
            return "failed"
        if later > now:
            await asyncio.to_thread(queue.put_off, job, self.owner, later)
            return "moved"
        reason = await asyncio.to_thread(objection, job, now, rules)
        if reason is not None:
            await asyncio.to_thread(queue.withdraw, job, self.owner, self._now(), reason)
            return "cancelled"
        outcome = await self._sent(job, rules)
        if outcome is None:
            return "lost"
        if outcome.error:
            counts.by_error[outcome.error] = counts.by_error.get(outcome.error, 0) + 1
        return await asyncio.to_thread(queue.finish, job, self.owner, outcome, self._now(), self._pace)

    async def _sent(self, job: Job, rules: Rules) -> Outcome | None:
        """What the channel said; None when the message was called off in the last moment."""
        channel = self._channels.get(job.channel)
        if channel is None:
            return temporary("channel_off")
        message = compose(job, self._settings, rules.today)
        if not await asyncio.to_thread(queue.hand_over, job, self.owner, self._now()):
            return None
        try:
            async with asyncio.timeout(LONGEST_SEND_SECONDS):
                return await channel.send(message)
        except TimeoutError:
            return uncertain("slow")

    async def _look_up(self, counts: Counts) -> None:
        for job in await asyncio.to_thread(queue.claim_uncertain, self._now(), self._at_once, self._pace):
            channel = self._channels.get(job.channel)
            if channel is None:
                continue
            trace = Trace(reference=job.reference, address=job.address, provider_ref=job.provider_ref)
            try:
                fate = await channel.look_up(trace)
            except Exception as error:
                logger.error("reminder %s could not be looked up: %s", job.id, type(error).__name__)
                continue
            status = await asyncio.to_thread(queue.settle, job, fate, self._now())
            counts.uncertain += status == "uncertain"
            counts.sent += status == "sent"

    async def close(self) -> None:
        """Give back the connections."""
        for channel in self._channels.values():
            await channel.close()
