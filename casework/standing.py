"""What stands in the database now, in numbers: who waits, who is owed a call, what is to be sent."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, func, select

from casework.booking.models import BookingRow
from casework.conversations import repository as talks
from casework.conversations.answering import KEEP_TRYING
from casework.conversations.models import ConversationRow
from casework.db import session_scope
from casework.handoff.models import CallbackRow, HandoffRow
from casework.reminders.models import ContactRow, ReminderRow

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


def left_behind(now: datetime) -> dict[str, int]:
    """What ran out at least `LATE` ago and nobody has taken up or given back since; each at most `MOST`.

    `answers` = conversations, `holds` = times, `codes` and `reminders` = messages. Each of them is taken up within
    seconds where the processes run: a number that is not zero says that one of them does not.
    """
    over = now - LATE
    queries: dict[str, Select[Any]] = {
        "holds": select(BookingRow.id).where(BookingRow.state == "held", BookingRow.held_until <= over),
        # Wanted or sending: the lease tells when it is somebody's turn, so it has run out in both.
        "codes": select(ContactRow.id).where(ContactRow.code_state.is_not(None), ContactRow.code_lease <= over),
        "reminders": select(ReminderRow.id).where(ReminderRow.status == "sending", ReminderRow.lease_until <= over),
    }
    with session_scope(read_only=True) as session:
        found = {name: session.scalar(_bounded(query)) or 0 for name, query in queries.items()}
        # Older ones are given up: the citizen has been told, and nobody will take them up again.
        waiting = talks.conversations_to_answer(session, now=over, since=now - KEEP_TRYING, limit=MOST)
        return {"answers": len(waiting), **found}


def _bounded(query: Select[Any]) -> Select[int]:
    return select(func.count()).select_from(query.limit(MOST).subquery())
