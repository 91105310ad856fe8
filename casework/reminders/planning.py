"""Which reminders a citizen should get: from the rules and what the citizen told, and from bookings. Pure.

The rules are asked by their fast path; it agrees with the reference on every case.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from casework.reminders.kinds import Kind, Lead, load_kinds
from casework.reminders.timing import BEFORE_TALK, Awake, aimed_at, end_of, next_in_series, send_at
from rules_core.assessment import Status
from rules_core.compile import compile_ruleset
from rules_core.loader import Ruleset
from rules_core.plan import Duty, fact_parser

#: So far ahead reminders are written down; what lies further out is found by one of the next plannings.
HORIZON_DAYS: Final = 60
#: Statuses in which there is nothing for the citizen to do by a date.
_QUIET: Final = (Status.DOES_NOT_APPLY, Status.EXEMPT, Status.DISCRETIONARY)


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something to be reminded of: `day` counts for days ahead (the last open day before a deadline on a closed one),
    `due_on` is the date itself and `event_at` its moment."""

    kind: str
    duty: str
    due_on: date
    day: date
    event_at: datetime
    not_after: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Open:
    """A kind for which no date is known now, and the fact that would tell one (None = no fact would). `done` = the duty
    is fulfilled."""

    kind: str
    missing: str | None
    done: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """One reminder that should exist. `at` = when to send it; None = that moment has passed, so no new one is made."""

    kind: str
    duty: str
    due_on: date
    event_at: datetime
    at: datetime | None
    not_after: datetime


class RulePlan:
    """The duties of one day that are reminded about; one for all citizens."""

    def __init__(self, book: Ruleset, today: date) -> None:
        """Raises PeriodError when the rules do not know the day."""
        self.today = today
        pairs = [(kind, rule) for kind in load_kinds().values() for rule in kind.rules if rule in book.rules]
        self._kinds = [kind for kind, _rule in pairs]
        rules = tuple(rule for _kind, rule in pairs)
        self._compiled = compile_ruleset(book.track.id, today, book, rules)
        self._duties = [Duty(book.rules[rule], book, today) for rule in rules]
        self._parse = fact_parser(book)

    def events(self, facts: Mapping[str, Any], since: date) -> Iterator[Event | Open]:
        """What falls due for a citizen with these facts (JSON values); `since` = when it was switched on.

        Raises RulesCoreError when a fact cannot be used.
        """
        known = self._parse(facts)
        for kind, duty, answer in zip(self._kinds, self._duties, self._compiled.run(known), strict=True):
            status = answer[0]
            if status in _QUIET:
                continue
            due, missing = duty.due(answer, known)
            # Whoever asks to be reminded of something that comes back is, also while an exemption might be found.
            if due is None and kind.every_days and status in (Status.APPLIES, Status.UNRESOLVED):
                done = known.get(kind.done) if kind.done else None
                start = done if isinstance(done, date) and done <= self.today else since
                due, missing = next_in_series(start, kind.every_days, self.today), None
            if due is None:
                yield Open(kind=kind.id, missing=missing, done=status is Status.FULFILLED)
            elif due >= self.today:
                calendar = duty.calendar(known)
                closed = calendar is not None and calendar.name_of(due) is not None
                day = calendar.last_open(due) if calendar is not None and closed else due
                yield deadline_event(kind.id, f"rule:{duty.rule.id}", due, max(day, self.today))


@lru_cache(maxsize=4)
def rule_plan(book: Ruleset, today: date) -> RulePlan:
    """The plan of a day, made once. Raises PeriodError."""
    return RulePlan(book, today)


def deadline_event(kind: str, duty: str, due: date, day: date | None = None) -> Event:
    """A deadline on `due`; days ahead are counted from `day` when that is an earlier one."""
    end = end_of(due)
    return Event(kind=kind, duty=duty, due_on=due, day=day or due, event_at=end, not_after=end)


def talk_event(duty: str, due_on: date, starts_at: datetime) -> Event:
    """A talk that begins at `starts_at`."""
    latest = starts_at - BEFORE_TALK
    return Event(kind="talk", duty=duty, due_on=due_on, day=due_on, event_at=starts_at, not_after=latest)


def wanted(
    events: Iterable[Event],
    leads: Mapping[str, int | None],
    awake: Awake,
    now: datetime,
    *,
    horizon: int = HORIZON_DAYS,
) -> list[Wanted]:
    """The reminders of some events. `leads` = the kinds that are switched on, with the citizen's own lead in minutes.

    A deadline whose reminder should have been sent already is reminded of at the next allowed moment; a talk is not:
    whoever books for this afternoon knows it.
    """
    kinds = load_kinds()
    last = now + timedelta(days=horizon)
    return [
        _wanted(event, lead, awake, now)
        for event in events
        if event.kind in leads and now <= event.not_after and event.event_at <= last
        for lead in leads_of(kinds[event.kind], leads[event.kind])
    ]


def leads_of(kind: Kind, own: int | None) -> tuple[Lead, ...]:
    """How early a kind reminds: as the citizen chose, else as the kind says."""
    return kind.leads if own is None else (Lead.of_minutes(own),)


def duty_parts(duty: str) -> tuple[str, int]:
    """The duty itself and how early (minutes) of a stored reminder's "duty#lead"."""
    base, _, label = duty.partition("#")
    return base, Lead.minutes_of(label)


def _wanted(event: Event, lead: Lead, awake: Awake, now: datetime) -> Wanted:
    at: datetime | None = send_at(aimed_at(event.day, event.event_at, lead), event.not_after, awake)
    if at is not None and at < now:
        soon = awake.next_after(now)
        at = None if event.kind == "talk" or soon > event.not_after else soon
    return Wanted(
        kind=event.kind,
        duty=f"{event.duty}#{lead.label}",
        due_on=event.due_on,
        event_at=event.event_at,
        at=at,
        not_after=event.not_after,
    )
