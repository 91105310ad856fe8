"""What stands in the database now, in numbers: who waits, who is owed a call, what is to be sent."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, func, select

from casework.booking.models import BookingRow
from casework.conversations.models import ConversationRow
from casework.db import session_scope
from casework.handoff.models import CallbackRow, HandoffRow
from casework.reminders.models import ReminderRow

#: A reminder that should have gone so long ago is late.
LATE: Final = timedelta(minutes=5)
#: Counting goes no further: more than this is "very many" all the same.
MOST: Final = 10_000


def count(now: datetime) -> dict[str, int]:
    """The numbers by name, each at most `MOST`. Blocks; reads once."""
    queries: dict[str, Select[Any]] = {
        "waiting": select(ConversationRow.id).where(ConversationRow.state == "waiting"),
        "with_a_person": select(ConversationRow.id).where(ConversationRow.state == "caseworker"),
        "cases_in_queue": select(HandoffRow.id).where(HandoffRow.state == "waiting"),
        "calls_owed": select(CallbackRow.id).where(CallbackRow.state.in_(("open", "taken"))),
        "calls_late": select(CallbackRow.id).where(
            CallbackRow.state.in_(("open", "taken")), CallbackRow.promised_by < now
        ),
        "times_held": select(BookingRow.id).where(BookingRow.state == "held"),
        "reminders_late": select(ReminderRow.id).where(ReminderRow.status == "due", ReminderRow.due_at < now - LATE),
        "reminders_sending": select(ReminderRow.id).where(ReminderRow.status == "sending"),
        "reminders_uncertain": select(ReminderRow.id).where(ReminderRow.status == "uncertain"),
    }
    with session_scope(read_only=True) as session:
        return {name: session.scalar(_bounded(query)) or 0 for name, query in queries.items()}


def _bounded(query: Select[Any]) -> Select[int]:
    return select(func.count()).select_from(query.limit(MOST).subquery())
