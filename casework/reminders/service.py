"""What a citizen does with reminders: switches them on and off, sees them, tries them. Each function is one transaction
unless it says more; the rules are asked outside of it. Moments are aware UTC.
"""

import random
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from casework.clock import COPENHAGEN
from casework.conversations import repository as talks
from casework.db import session_scope
from casework.reminders import planner, plans
from casework.reminders import repository as repo
from casework.reminders.errors import ContactNeededError, NoSuchTokenError, UnknownChannelError
from casework.reminders.kinds import EARLIEST_LEAD, LATEST_LEAD, TEST, find_kind
from casework.reminders.models import ChoiceRow, ReminderRow
from casework.reminders.planner import Rules
from casework.reminders.records import Choice, Planned, Stopped
from casework.reminders.repository import Which
from casework.reminders.syncing import Stored

#: Every channel there can be; which of them an installation offers its settings say (`channels.offered`).
CHANNELS: Final = ("email", "sms", "nemsms", "digital_post", "chat", "file")
#: A test message that could not be sent within so long is of no use any more.
TEST_LIFETIME: Final = timedelta(minutes=30)
#: So many citizens are planned in one transaction: it is over before anybody who writes has noticed.
PLANNED_TOGETHER: Final = 200


def switch_on(
    conversation_id: str,
    *,
    kinds: Iterable[str],
    channel: str,
    now: datetime,
    lead_minutes: int | None = None,
    rules: Rules | None = None,
) -> Planned:
    """Remind of these kinds by one channel, so early (minutes before; None = as the kind says), and plan at once.

    Raises UnknownKindError, UnknownChannelError, ContactNeededError (ask for a code first), ValueError for a lead that
    is too short or too long, and ConversationNotFoundError.
    """
    chosen = [find_kind(kind).id for kind in dict.fromkeys(kinds)]
    _check_channel(channel)
    # 0 = in the morning of the day itself.
    if lead_minutes and not EARLIEST_LEAD <= timedelta(minutes=lead_minutes) <= LATEST_LEAD:
        raise ValueError(f"A reminder can come {EARLIEST_LEAD} to {LATEST_LEAD} before, not {lead_minutes} minutes.")
    with session_scope() as session:
        talks.get_conversation(session, conversation_id, lock=True)
        if not repo.can_reach(session, conversation_id, channel):
            raise ContactNeededError("The address of this channel is not confirmed; ask for a code first.")
        there = {(row.kind, row.channel): row for row in repo.choices(session, conversation_id)}
        for kind in chosen:
            row = there.get((kind, channel)) or _new_choice(session, conversation_id, kind, channel)
            row.created_at = row.created_at or now
            row.on, row.changed_at, row.lead_minutes = True, now, lead_minutes
        plans.make(session, conversation_id).dirty = True
    return plan_for(conversation_id, now, rules=rules)


def switch_off(
    conversation_id: str, *, kinds: Iterable[str] | None = None, channel: str | None = None, now: datetime
) -> int:
    """Stop reminding of these kinds by this channel (None = all of them). How many planned messages were cancelled.

    What is being sent at this very moment cannot be called back; it is not sent again.
    """
    wanted = None if kinds is None else [find_kind(kind).id for kind in kinds]
    with session_scope() as session:
        talks.get_conversation(session, conversation_id, lock=True)
        for row in repo.choices(session, conversation_id):
            if (wanted is None or row.kind in wanted) and channel in (None, row.channel) and row.on:
                row.on, row.changed_at = False, now
        return repo.call_off(session, conversation_id, "stopped", now, Which(kinds=wanted, channel=channel))


def choices(conversation_id: str, *, now: datetime, rules: Rules | None = None) -> tuple[Choice, ...]:
    """What is switched on and off, and when the next message of each comes or why none does."""
    known = planner.known_of(conversation_id, rules or Rules.of(now), now)
    with session_scope(read_only=True) as session:
        rows = repo.choices(session, conversation_id)
        since = now.astimezone(COPENHAGEN).date()
        waiting = repo.stored(session, [conversation_id], since).get(conversation_id, [])
        return tuple(
            _choice(row, waiting, known.missing, repo.can_reach(session, conversation_id, row.channel)) for row in rows
        )


def send_test(conversation_id: str, *, channel: str, now: datetime) -> int:
    """Send one message now, whatever the hour, to show that the channel works; the worker takes it in its next round.

    Returns the reminder's id. Raises ContactNeededError, UnknownChannelError.
    """
    _check_channel(channel)
    with session_scope() as session:
        talks.get_conversation(session, conversation_id, lock=True)
        if not repo.can_reach(session, conversation_id, channel):
            raise ContactNeededError("The address of this channel is not confirmed; ask for a code first.")
        row = ReminderRow(
            conversation_id=conversation_id,
            kind=TEST,
            channel=channel,
            duty=f"test:{secrets.token_hex(8)}",
            due_on=now.astimezone(COPENHAGEN).date(),
            event_at=now,
            due_at=now,
            not_after=now + TEST_LIFETIME,
            status="due",
            created_at=now,
        )
        session.add(row)
        session.flush()
        return row.id


def plan_for(conversation_id: str, now: datetime, today: date | None = None, *, rules: Rules | None = None) -> Planned:
    """Plan a citizen's reminders afresh from facts, bookings and rules. Safe to repeat.

    `today` = the date in Denmark that the rules are asked about; None = the one of `now`.
    """
    return planner.plan(conversation_id, now, rules or Rules.of(now, today))


def replan_due(
    now: datetime,
    today: date | None = None,
    *,
    rules: Rules | None = None,
    limit: int = 200,
    since: datetime | None = None,
) -> int:
    """Plan again for up to `limit` citizens whose plan is old (new day, new rules, a change). How many it were.

    `since` = look for citizens who have written from then on only; None = among all of them.
    """
    asked = rules or Rules.of(now, today)
    with session_scope(read_only=True) as session:
        waiting = list(plans.old(session, today=asked.today, rules_hash=asked.hash, limit=limit, since=since))
    # Each worker in another order: what one has planned the others then find planned.
    random.shuffle(waiting)
    for start in range(0, len(waiting), PLANNED_TOGETHER):
        planner.plan_many(waiting[start : start + PLANNED_TOGETHER], now, asked)
    return len(waiting)


def cancel_for(conversation_id: str, *, now: datetime, kinds: Sequence[str] | None = None, reason: str = "done") -> int:
    """Cancel what is planned because its duty is done; the choices stay on. How many were cancelled."""
    with session_scope() as session:
        return repo.call_off(session, conversation_id, reason, now, Which(kinds=kinds))


def look_up_token(token: str) -> Stopped:
    """What a stop link would stop. Changes nothing. Raises NoSuchTokenError."""
    with session_scope(read_only=True) as session:
        row = _by_token(session, token)
        return Stopped(conversation_id=row.conversation_id, kind=row.kind, channel=row.channel, cancelled=0)


def stop_by_token(token: str, now: datetime, *, everything: bool = False) -> Stopped:
    """Stop one kind by one channel (or `everything` by that channel) with the link of a message. Safe to repeat.

    Raises NoSuchTokenError.
    """
    with session_scope() as session:
        row = _by_token(session, token)
        talks.get_conversation(session, row.conversation_id, lock=True)
        stopped = [row] if not everything else list(repo.choices(session, row.conversation_id))
        kinds = [one.kind for one in stopped if one.channel == row.channel]
        for one in stopped:
            if one.channel == row.channel and one.on:
                one.on, one.changed_at = False, now
        cancelled = repo.call_off(session, row.conversation_id, "stopped", now, Which(kinds=kinds, channel=row.channel))
        return Stopped(conversation_id=row.conversation_id, kind=row.kind, channel=row.channel, cancelled=cancelled)


def _check_channel(channel: str) -> None:
    if channel not in CHANNELS:
        raise UnknownChannelError(f"{channel!r} is no channel; choose one of {', '.join(CHANNELS)}.")


def _by_token(session: Session, token: str) -> ChoiceRow:
    row = repo.choice_by_token(session, token) if token.isascii() and token.isprintable() else None
    if row is None:
        raise NoSuchTokenError("This link stops nothing; the conversation was deleted, or the address is cut off.")
    return row


def _new_choice(session: Session, conversation_id: str, kind: str, channel: str) -> ChoiceRow:
    row = ChoiceRow(conversation_id=conversation_id, kind=kind, channel=channel)
    row.stop_token = secrets.token_urlsafe(32)
    session.add(row)
    return row


def _choice(row: ChoiceRow, reminders: list[Stored], missing: dict[str, str | None], reachable: bool) -> Choice:
    own = [one for one in reminders if (one.kind, one.channel, one.status) == (row.kind, row.channel, "due")]
    following = min(own, key=lambda one: one.due_at, default=None) if row.on else None
    why = None
    if following is None:
        why = "off" if not row.on else "no_date"
        why = "unconfirmed" if row.on and not reachable else why
        why = "missing" if why == "no_date" and missing.get(row.kind) else why
    return Choice(
        kind=row.kind,
        channel=row.channel,
        on=row.on,
        lead_minutes=row.lead_minutes,
        next_at=following.due_at if following else None,
        next_on=following.due_on if following else None,
        why_none=why,
        missing=missing.get(row.kind) if why == "missing" else None,
    )
