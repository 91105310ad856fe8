"""A worker with a channel in memory and a clock of its own, for tests of what is sent."""

import asyncio
from datetime import datetime

from reminder_factories import NOW, rules, stored

from casework.clock import FrozenClock
from casework.reminders import outcomes
from casework.reminders.channels.base import Outcome
from casework.reminders.models import ReminderRow
from casework.reminders.outcomes import Decisions
from casework.reminders.records import Counts, Job
from casework.reminders.worker import AT_ONCE, Worker
from casework.settings import Settings
from tests.support.memory_channel import MemoryChannel

SETTINGS = Settings(internal_token="x" * 16)


class Post:
    """`at` plays one round at a moment; what arrived is in `channel.taken`."""

    def __init__(self, name: str = "email", at_once: int = AT_ONCE) -> None:
        self.clock = FrozenClock(NOW)
        self.channel = MemoryChannel(name)
        self.worker = Worker(
            SETTINGS,
            {name: self.channel},
            self.clock,
            rules_of=lambda now: rules(now.date()),
            at_once=at_once,
        )

    def at(self, moment: datetime) -> Counts:
        """One round."""
        self.clock.moment = moment
        return asyncio.run(self.worker.round())


def due(conversation_id: str) -> ReminderRow:
    """The only reminder of a conversation."""
    (row,) = stored(conversation_id)
    return row


def handed(job: Job, owner: str, moment: datetime) -> bool:
    """Whether one claimed reminder may go to its channel now."""
    return outcomes.hand_over(Decisions(send=[job]), owner, moment) == {job.id}


def told(job: Job, owner: str, outcome: Outcome, moment: datetime) -> str:
    """How one reminder stands after its try."""
    return outcomes.finish([(job, outcome)], owner, moment)[job.id]
