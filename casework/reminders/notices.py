"""Staff have cancelled or moved a talk: whoever is reminded of talks hears of it now, not with a reminder."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from casework.booking.events import StaffChange
from casework.clock import COPENHAGEN
from casework.reminders import repository as repo
from casework.reminders.kinds import CANCELLED, CHANGES, MOVED, chosen_as
from casework.reminders.models import ReminderRow
from casework.reminders.planner import Rules

#: The chat has got its own message from the one who changed the talk.
_TOLD = "chat"


def talk_changed(session: Session, conversation_id: str, change: StaffChange, now: datetime) -> None:
    """Send a message by every channel by which the citizen is reminded of talks, inside the caller's transaction.

    Too late is when the talk would have begun. For `casework.booking.events.register_staff`.
    """
    kind = CANCELLED if change.what == "cancelled" else MOVED
    moment = Rules.of(now).moment(now)
    for one in repo.choices(session, conversation_id):
        wanted = one.on and one.kind == chosen_as(CHANGES[0]) and one.channel != _TOLD
        if not wanted or not repo.can_reach(session, conversation_id, one.channel):
            continue
        session.add(
            ReminderRow(
                conversation_id=conversation_id,
                kind=kind,
                channel=one.channel,
                duty=f"notice:{secrets.token_hex(8)}",
                due_on=change.starts_at.astimezone(COPENHAGEN).date(),
                event_at=change.starts_at,
                due_at=moment,
                not_after=min(change.before, change.starts_at),
                status="due",
                created_at=moment,
            )
        )
    session.flush()
