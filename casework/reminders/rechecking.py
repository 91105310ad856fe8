"""The last look before reminders are sent: are they still wanted, still true, and is there a later one?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from casework.db import session_scope
from casework.reminders import planner
from casework.reminders import repository as repo
from casework.reminders.citizens import Citizen, read
from casework.reminders.kinds import CHANGES, MOVED, TEST, chosen_as
from casework.reminders.planner import Known, Rules
from casework.reminders.planning import duty_parts
from casework.reminders.records import Job
from casework.reminders.repository import Rival

#: Conversation, channel, duty and date: what a reminder is about and whom it reaches.
About = tuple[str, str, str, date]


def objections(jobs: Sequence[Job], now: datetime, rules: Rules) -> Mapping[int, str]:
    """Why claimed reminders must not be sent, by id; one that may is missing. `now` = the moment on the date that
    counts as today.

    "stopped", "unreachable", "done", "changed", "booking" or "superseded". Reads once; the rules are asked after it.
    """
    ids, by_rules = {job.conversation_id for job in jobs}, {job.conversation_id for job in jobs if _by_rules(job)}
    with session_scope(read_only=True) as session:
        people = read(session, ids, now, facts=bool(by_rules), events=not all(_by_rules(job) for job in jobs))
        last = _last_leads(repo.rivals(session, ids, now))
    known = {one: planner.known(people[one], rules) for one in by_rules if one in people}
    found = {job.id: _objection(job, people.get(job.conversation_id), known, last) for job in jobs}
    return {number: reason for number, reason in found.items() if reason is not None}


def _objection(job: Job, citizen: Citizen | None, known: Mapping[str, Known], last: Mapping[About, int]) -> str | None:
    if citizen is None or not citizen.can_reach(job.channel):
        return "unreachable"
    if job.kind == TEST:
        return None
    if not citizen.is_on(chosen_as(job.kind), job.channel):
        return "stopped"
    if job.kind in CHANGES:
        moved_again = job.kind == MOVED and all(event.event_at != job.event_at for event in citizen.events)
        return "booking" if moved_again else None
    about, lead = _about(job)
    untrue = _untrue(job, citizen, known[job.conversation_id] if _by_rules(job) else None)
    return untrue or ("superseded" if last.get(about, lead) < lead else None)


def _untrue(job: Job, citizen: Citizen, known: Known | None) -> str | None:
    events = citizen.events if known is None else known.events
    if events is None:
        return None  # nothing to compare with; what was planned stands
    duty, _lead = duty_parts(job.duty)
    if any((event.duty, event.due_on, event.event_at) == (duty, job.due_on, job.event_at) for event in events):
        return None
    if known is None:
        return "booking"
    return "done" if job.kind in known.done else "changed"


def _last_leads(rivals: Iterable[Rival]) -> dict[About, int]:
    """How early (minutes) the last reminder of each thing comes, of those that are due or were sent. After an outage
    several are due at once; only that one is sent."""
    last: dict[About, int] = {}
    for rival in rivals:
        about, lead = _about(rival)
        last[about] = min(lead, last.get(about, lead))
    return last


def _about(one: Job | Rival) -> tuple[About, int]:
    duty, lead = duty_parts(one.duty)
    return (one.conversation_id, one.channel, duty, one.due_on), lead


def _by_rules(job: Job) -> bool:
    return job.duty.startswith("rule:")
