"""Makes the stored reminders of one citizen those that are wanted. Inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.reminders import repository as repo
from casework.reminders.kinds import TEST
from casework.reminders.models import ReminderRow
from casework.reminders.planning import Event, Wanted, wanted
from casework.reminders.records import Planned
from casework.reminders.timing import Awake

Key = tuple[str, date, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Aim:
    """What should be: events, and by channel the kinds that are switched on with their lead. `done` = kinds whose duty
    is fulfilled; `keep_rules` = nothing is known of the rules' events, so theirs stay; `since` = how far back to look.
    """

    events: Sequence[Event]
    chosen: Mapping[str, Mapping[str, int | None]]
    done: frozenset[str]
    keep_rules: bool
    awake: Awake
    now: datetime
    since: date


def sync(session: Session, conversation_id: str, aim: Aim) -> Planned:
    """Add what is missing, move what is sent at another time now, cancel what is not wanted any more."""
    rows = repo.reminders_of(session, conversation_id, aim.since)
    want: dict[Key, Wanted] = {
        (one.duty, one.due_on, channel): one
        for channel, leads in aim.chosen.items()
        for one in wanted(aim.events, leads, aim.awake, aim.now)
    }
    new = [_values(conversation_id, key, one, aim.now) for key, one in want.items() if key not in rows and one.at]
    moved = sum(_brought_up(rows[key], one, aim.now) for key, one in want.items() if key in rows)
    cancelled = sum(
        _called_off(session, row, aim) for key, row in rows.items() if key not in want and _may_go(row, aim)
    )
    added = repo.insert_new(session, new)
    session.flush()
    waiting = sum(row.status == "due" for row in rows.values()) + added
    return Planned(added=added, moved=moved, cancelled=cancelled, waiting=waiting)


def _values(conversation_id: str, key: Key, one: Wanted, now: datetime) -> dict[str, Any]:
    return {
        "conversation_id": conversation_id,
        "kind": one.kind,
        "channel": key[2],
        "duty": one.duty,
        "due_on": one.due_on,
        "event_at": one.event_at,
        "due_at": one.at,
        "not_after": one.not_after,
        "status": "due",
        "created_at": now,
    }


def _brought_up(row: ReminderRow, one: Wanted, now: datetime) -> bool:
    """Move a planned reminder, or take up again one that was cancelled and never sent. Whether anything changed."""
    if one.at is None:
        return False
    revived = row.status == "cancelled" and row.wire_at is None and row.sent_at is None
    # One whose time has come is the worker's; one that was tried has its own next moment.
    planned = row.status == "due" and row.attempts == 0 and row.due_at > now
    if not (revived or (planned and (row.due_at, row.not_after) != (one.at, one.not_after))):
        return False
    row.status, row.reason, row.ended_at, row.called_off = "due", None, None, False
    row.due_at, row.event_at, row.not_after = one.at, one.event_at, one.not_after
    return True


def _may_go(row: ReminderRow, aim: Aim) -> bool:
    # One that is too late is the worker's: it says so in the list.
    if row.kind == TEST or row.status not in ("due", "sending") or row.not_after < aim.now:
        return False
    off = row.kind not in aim.chosen.get(row.channel, {})
    return off or not (aim.keep_rules and row.duty.startswith("rule:"))


def _called_off(session: Session, row: ReminderRow, aim: Aim) -> int:
    if row.kind not in aim.chosen.get(row.channel, {}):
        reason = "stopped"
    elif row.duty.startswith("rule:"):
        reason = "done" if row.kind in aim.done else "changed"
    else:
        reason = "booking"
    which = repo.Which(kinds=(row.kind,), channel=row.channel, duties=(row.duty,))
    found = repo.call_off(session, row.conversation_id, reason, aim.now, which)
    session.refresh(row)
    return found
