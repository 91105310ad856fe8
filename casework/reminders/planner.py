"""Keeps a citizen's planned reminders in step with what the citizen told, booked and chose, and with the rules."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from casework.clock import COPENHAGEN, on_day
from casework.conversations import repository as talks
from casework.conversations.models import ConversationRow
from casework.db import session_scope
from casework.reminders import bookings, kinds, syncing
from casework.reminders import repository as repo
from casework.reminders.planning import Event, Open, rule_plan
from casework.reminders.records import Planned
from casework.reminders.settings import planning_settings
from casework.reminders.timing import Awake
from rules_core.errors import RulesCoreError
from rules_core.loader import Ruleset, load_ruleset

#: The one who looks rules up for others is not reminded of anything.
_CITIZEN = "citizen"


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
    return Rules(book=book, today=today, awake=awake, hash=digest.hexdigest())


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


def known_of(conversation_id: str, rules: Rules) -> Known:
    """What the rules say of the citizen of a conversation. One short reading; the rules are asked after it."""
    with session_scope(read_only=True) as session:
        facts = {fact.fact: fact.value for fact in talks.facts_of(session, conversation_id)}
        since = min((row.created_at for row in repo.choices(session, conversation_id)), default=None)
    return known_from(facts, rules, since.astimezone(COPENHAGEN).date() if since else rules.today)


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
    known = known_of(conversation_id, rules)
    moment = rules.moment(now)
    with session_scope() as session:
        conversation = session.get(ConversationRow, conversation_id, with_for_update=True)
        if conversation is None:
            return Planned()
        row = repo.plan_row(session, conversation_id)
        row.dirty, row.planned_at, row.planned_for, row.rules_hash = False, now, rules.today, rules.hash
        return _sync(session, conversation, known, rules, moment)


def bookings_changed(session: Session, conversation_id: str, now: datetime) -> None:
    """Bring the reminders of bookings and offers up to date inside the transaction that changes them.

    No rules are asked, so it is quick. For `casework.booking.events.register`.
    """
    conversation = session.get(ConversationRow, conversation_id)
    if conversation is None or not repo.choices(session, conversation_id):
        return
    rules = Rules.of(now)
    _sync(session, conversation, Known(events=None), rules, rules.moment(now))


def events_now(session: Session, conversation_id: str, known: Known, now: datetime) -> list[Event]:
    """Everything to be reminded of: by the rules, and by bookings and offers as they stand in this transaction."""
    return [*(known.events or ()), *bookings.events(session, conversation_id, now)]


def _sync(session: Session, conversation: ConversationRow, known: Known, rules: Rules, moment: datetime) -> Planned:
    chosen: dict[str, dict[str, int | None]] = {}
    if conversation.mode == _CITIZEN:
        for row in repo.choices(session, conversation.id):
            if row.on and repo.can_reach(session, conversation.id, row.channel):
                chosen.setdefault(row.channel, {})[row.kind] = row.lead_minutes
    return syncing.sync(
        session,
        conversation.id,
        syncing.Aim(
            events=events_now(session, conversation.id, known, moment),
            chosen=chosen,
            done=known.done,
            keep_rules=known.events is None,
            awake=rules.awake,
            now=moment,
            since=rules.today - timedelta(days=1),
        ),
    )
