"""Keeps a citizen's planned reminders in step with what the citizen told, booked and chose, and with the rules."""

import hashlib
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from casework.clock import COPENHAGEN, on_day
from casework.db import session_scope
from casework.reminders import citizens, kinds, plans, syncing
from casework.reminders import repository as repo
from casework.reminders.citizens import Citizen
from casework.reminders.planning import Event, Open, rule_plan
from casework.reminders.records import Planned
from casework.reminders.settings import planning_settings
from casework.reminders.timing import Awake
from rules_core.errors import RulesCoreError
from rules_core.loader import Ruleset, load_ruleset

logger = logging.getLogger(__name__)

#: So much of a hash is enough to tell rules apart; it stands in every citizen's plan, and in an index.
HASH_LENGTH: Final = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """By what is planned: the rule book, the date in Denmark that counts as today, and the hours people may be
    written to. `hash` changes when any of it, or the kinds of reminders, does."""

    book: Ruleset
    today: date
    awake: Awake
    hash: str

    @classmethod
    def of(cls, now: datetime, today: date | None = None, env: Mapping[str, str] = os.environ) -> "Rules":
        """The rules of this installation on `today` (None = the date of the setting, else of `now`)."""
        chosen = planning_settings(env)
        day = today or chosen.today or now.astimezone(COPENHAGEN).date()
        return _rules(load_ruleset(local=chosen.local_rules), day, Awake(*chosen.hours))

    def moment(self, now: datetime) -> datetime:
        """`now` by the clock, on the date that counts as today."""
        return on_day(now, self.today)


@lru_cache(maxsize=8)
def _rules(book: Ruleset, today: date, awake: Awake) -> Rules:
    digest = hashlib.sha256(book.hash.encode() + _kinds_file() + f"{awake.first}-{awake.last}".encode())
    return Rules(book=book, today=today, awake=awake, hash=digest.hexdigest()[:HASH_LENGTH])


@lru_cache(maxsize=1)
def _kinds_file() -> bytes:
    return (Path(kinds.__file__).parent / "data" / "kinds.yml").read_bytes()


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What the rules say of a citizen: events; by kind the fact that is missing; the kinds that are done.

    `events` is None when the rules could not be asked, so nothing is known either way.
    """

    events: tuple[Event, ...] | None
    missing: dict[str, str | None] = field(default_factory=dict)
    done: frozenset[str] = frozenset()


def known_of(conversation_id: str, rules: Rules, now: datetime) -> Known:
    """What the rules say of the citizen of a conversation. One short reading; the rules are asked after it."""
    with session_scope(read_only=True) as session:
        citizen = citizens.read(session, [conversation_id], rules.moment(now)).get(conversation_id)
    return known(citizen, rules) if citizen else Known(events=())


def known(citizen: Citizen, rules: Rules) -> Known:
    """What the rules say of a citizen who was read."""
    since = citizen.since.astimezone(COPENHAGEN).date() if citizen.since else rules.today
    try:
        return known_from(citizen.facts, rules, since)
    except Exception as error:
        # One citizen's stored facts must not keep all who are planned together from it. Only the type: words may
        # repeat what was told.
        logger.error("the rules could not be asked about a citizen: %s", type(error).__name__)
        return Known(events=None)


def known_from(facts: Mapping[str, object], rules: Rules, since: date) -> Known:
    """The same from facts (JSON values); `since` = when reminders were switched on."""
    try:
        found = list(rule_plan(rules.book, rules.today).events(facts, min(since, rules.today)))
    except RulesCoreError:
        # A day that the rules do not know yet, or a fact of an older rule book: what is planned stays as it is.
        return Known(events=None)
    events = tuple(one for one in found if isinstance(one, Event))
    opened = [one for one in found if isinstance(one, Open)]
    dated = {event.kind for event in events}
    return Known(
        events=events,
        missing={one.kind: one.missing for one in opened if one.kind not in dated},
        done=frozenset(one.kind for one in opened if one.done),
    )


def plan(conversation_id: str, now: datetime, rules: Rules) -> Planned:
    """Bring the planned reminders of one citizen up to date. Safe to repeat, and at the same time as others."""
    found = {conversation_id: known_of(conversation_id, rules, now)}
    with session_scope() as session:
        people = citizens.read(session, found, rules.moment(now), facts=False, lock=True)
        if not people:
            return Planned()
        plans.make(session, conversation_id)
        return _write(session, people, found, rules, now)


def plan_many(ids: Sequence[str], now: datetime, rules: Rules) -> None:
    """The same for some hundred citizens whose plan is old, with a handful of queries and one transaction that writes.

    Most plans change nothing, and only the others are locked, read again and written. One that somebody else has
    planned meanwhile is left alone.
    """
    moment = rules.moment(now)
    with session_scope(read_only=True) as session:
        old = plans.still_old(session, ids, today=rules.today, rules_hash=rules.hash)
        people = citizens.read(session, old, moment)
        stored = repo.stored(session, people, _since(rules))
    found = {citizen.id: known(citizen, rules) for citizen in people.values()}
    other = {
        one: found[one]
        for one in people
        # Whoever clears the mark must have read what it stands for.
        if old[one] or syncing.compare(one, stored.get(one, ()), _aim(people[one], found[one], rules, moment))
    }
    with session_scope() as session:
        _write(session, citizens.read(session, other, moment, facts=False, lock=True), other, rules, now)
        plans.stamp(session, [one for one in people if one not in other], now, rules.today, rules.hash)


def bookings_changed(session: Session, conversation_id: str, now: datetime) -> None:
    """Bring the reminders of bookings and offers up to date inside the transaction that changes them.

    No rules are asked, so it is quick. For `casework.booking.events.register`.
    """
    rules = Rules.of(now)
    moment = rules.moment(now)
    people = citizens.read(session, [conversation_id], moment, facts=False)
    if any(citizen.choices for citizen in people.values()):
        _sync(session, people, {conversation_id: Known(events=None)}, rules, moment)


def _write(
    session: Session, people: Mapping[str, Citizen], found: Mapping[str, Known], rules: Rules, now: datetime
) -> Planned:
    planned = _sync(session, people, found, rules, rules.moment(now))
    plans.stamp(session, list(people), now, rules.today, rules.hash, dirty=False)
    return planned


def _sync(
    session: Session, people: Mapping[str, Citizen], found: Mapping[str, Known], rules: Rules, moment: datetime
) -> Planned:
    stored, changes = repo.stored(session, people, _since(rules)), syncing.Changes()
    for one, citizen in people.items():
        changes.add(syncing.compare(one, stored.get(one, ()), _aim(citizen, found[one], rules, moment)))
    return repo.apply(session, changes, moment)


def _aim(citizen: Citizen, found: Known, rules: Rules, moment: datetime) -> syncing.Aim:
    return syncing.Aim(
        events=[*(found.events or ()), *citizen.events],
        chosen=citizen.chosen(),
        done=found.done,
        keep_rules=found.events is None,
        awake=rules.awake,
        now=moment,
    )


def _since(rules: Rules) -> date:
    return rules.today - timedelta(days=1)
