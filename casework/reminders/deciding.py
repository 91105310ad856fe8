"""What becomes of reminders that were just claimed: sent now, sent in the morning, or dropped, and with which words."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from casework.reminders.channels import Channel, Outcome, Outgoing
from casework.reminders.channels.base import temporary
from casework.reminders.kinds import CHANGES, TEST
from casework.reminders.messages import compose
from casework.reminders.outcomes import Decisions
from casework.reminders.planner import Rules
from casework.reminders.rechecking import objections
from casework.reminders.records import Job
from casework.settings import Settings

logger = logging.getLogger(__name__)


@dataclass(kw_only=True, slots=True)
class Decided(Decisions):
    """With the messages of those that are sent, by id, and what is known of some without sending them."""

    messages: dict[int, Outgoing] = field(default_factory=dict)
    told: list[tuple[Job, Outcome]] = field(default_factory=list)


def decide(
    jobs: Sequence[Job], now: datetime, *, rules: Rules, settings: Settings, channels: Mapping[str, Channel]
) -> Decided:
    """Look at claimed reminders a last time and write the messages. Reads once, changes nothing.

    One whose message cannot be written is left out: its lease runs out, and it is taken up again.
    """
    found = Decided()
    morning = rules.awake.next_after(now)
    wanted = []
    for job in jobs:
        if now > job.not_after:
            found.late.append(job)
        elif job.kind != TEST and morning > now and not _presses(job, morning):
            found.put_off.setdefault(morning, []).append(job)
        else:
            wanted.append(job)
    against = objections(wanted, now, rules) if wanted else {}
    for job in wanted:
        if job.id in against:
            found.withdrawn.setdefault(against[job.id], []).append(job)
        elif job.channel not in channels:
            found.told.append((job, temporary("channel_off")))
        else:
            _compose(found, job, rules, settings)
    return found


def _presses(job: Job, morning: datetime) -> bool:
    """Whether a talk that was cancelled or moved would have begun before people may be written to again."""
    return job.kind in CHANGES and morning > job.not_after


def _compose(found: Decided, job: Job, rules: Rules, settings: Settings) -> None:
    try:
        message = compose(job, settings, rules.today)
    except Exception as error:
        # Only the type: words may hold an address.
        logger.error("reminder %s could not be written: %s", job.id, type(error).__name__)
        return
    found.messages[job.id] = message
    found.send.append(job)
