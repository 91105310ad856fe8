"""The reminders as staff see them: how they stand and why, never to which address or with which words."""

import re
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_, select

from casework.db import session_scope
from casework.reminders.models import STATUSES, ReminderRow
from casework.reminders.records import Listed, ListFilter, ListPage

PAGE_SIZE: Final = 50
#: How far back the numbers at the top count; further back it would be reading the whole table.
COUNTED: Final = timedelta(days=30)
#: A number above this one is said to be above it: counting on would take longer the more there are.
MOST_COUNTED: Final = 10_000
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_CURSOR: Final = re.compile(r"(\d{1,19})-(\d{1,18})")


def for_staff(wanted: ListFilter, now: datetime) -> ListPage:
    """A page of reminders, the newest moment first, and how many there are of each status since 30 days ago
    (MOST_COUNTED + 1 = more than MOST_COUNTED).

    An unknown status, kind or channel finds nothing; an `after` that cannot be read begins at the first page.
    """
    with session_scope(read_only=True) as session:
        # Each status by its own index; a page of all of them at once would sort the whole table.
        asked = (wanted.status,) if wanted.status else STATUSES
        found: list[ReminderRow] = [row for status in asked for row in session.scalars(_page(status, wanted))]
        counts: dict[str, int] = dict(zip(STATUSES, session.execute(_counted(now)).one(), strict=True))
    rows = sorted(found, key=lambda row: (row.due_at, row.id), reverse=True)
    shown = rows[:PAGE_SIZE]
    more = len(rows) > PAGE_SIZE
    return ListPage(
        found=tuple(_listed(row) for row in shown),
        counts=counts,
        after=_cursor(shown[-1]) if more else None,
    )


def _page(status: str, wanted: ListFilter) -> Select[Any]:
    where = [ReminderRow.status == status, *_after(wanted.after)]
    if wanted.kind:
        where.append(ReminderRow.kind == wanted.kind)
    if wanted.channel:
        where.append(ReminderRow.channel == wanted.channel)
    newest = (ReminderRow.due_at.desc(), ReminderRow.id.desc())
    return select(ReminderRow).where(*where).order_by(*newest).limit(PAGE_SIZE + 1)


def _counted(now: datetime) -> Select[Any]:
    """How many there are of each status, each counted to one above MOST_COUNTED and no further."""
    each = [
        select(ReminderRow.id)
        .where(ReminderRow.status == status, ReminderRow.due_at >= now - COUNTED)
        .limit(MOST_COUNTED + 1)
        .subquery()
        for status in STATUSES
    ]
    return select(*(select(func.count()).select_from(one).scalar_subquery() for one in each))


def _after(cursor: str | None) -> list[ColumnElement[bool]]:
    match = _CURSOR.fullmatch(cursor or "")
    if match is None:
        return []
    try:
        at = _EPOCH + timedelta(microseconds=int(match[1]))
    except OverflowError:
        return []
    return [ReminderRow.due_at <= at, or_(ReminderRow.due_at < at, ReminderRow.id < int(match[2]))]


def _cursor(row: ReminderRow) -> str:
    return f"{(row.due_at - _EPOCH) // timedelta(microseconds=1)}-{row.id}"


def _listed(row: ReminderRow) -> Listed:
    return Listed(
        id=row.id,
        conversation_id=row.conversation_id,
        kind=row.kind,
        channel=row.channel,
        status=row.status,
        reason=row.reason,
        due_on=row.due_on,
        due_at=row.due_at,
        not_after=row.not_after,
        attempts=row.attempts,
        last_error=row.last_error,
        sent_at=row.sent_at,
    )
