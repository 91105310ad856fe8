"""The last look before a reminder is sent: is it still wanted, and still true?"""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.db import session_scope
from casework.reminders import planner
from casework.reminders import repository as repo
from casework.reminders.kinds import TEST
from casework.reminders.planner import Rules
from casework.reminders.records import Job


def objection(job: Job, now: datetime, rules: Rules) -> str | None:
    """Why a claimed reminder must not be sent; None when it may. `now` = the moment on the date that counts as today.

    "stopped", "unreachable", "done", "changed" or "booking". Reads once; the rules are asked outside of it.
    """
    by_rules = job.duty.startswith("rule:")
    known = planner.known_of(job.conversation_id, rules) if by_rules else planner.Known(events=())
    with session_scope(read_only=True) as session:
        if not repo.can_reach(session, job.conversation_id, job.channel):
            return "unreachable"
        if job.kind != TEST and not _is_on(session, job):
            return "stopped"
        if job.kind == TEST or known.events is None:
            return None  # nothing to compare with; what was planned stands
        events = planner.events_now(session, job.conversation_id, known, now)
    duty = job.duty.partition("#")[0]
    if any((event.duty, event.due_on, event.event_at) == (duty, job.due_on, job.event_at) for event in events):
        return None
    gone = "done" if job.kind in known.done else "changed"
    return gone if by_rules else "booking"


def _is_on(session: Session, job: Job) -> bool:
    return any(
        row.on and (row.kind, row.channel) == (job.kind, job.channel)
        for row in repo.choices(session, job.conversation_id)
    )
