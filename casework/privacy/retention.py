"""How long conversations are kept, by what happened in them, and the nightly deletion of those whose time is over.

`guidance` = the citizen and the assistant alone; `contact` = a person, a call or reminders were asked for, so it holds
how to reach somebody; `case` = staff answered, or a talk was booked or agreed on; `filed` = everything in it is filed
in the case system, and its time is reckoned from the filing. What is still going on is never deleted: somebody waits
or is being answered, a call is owed, a talk or a reminder lies ahead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.exc import IntegrityError

from casework.archive.search import ASKED
from casework.archive.search_repository import forget_page
from casework.db import session_scope
from casework.db.session import current_database
from casework.privacy import retention_repository as due
from casework.privacy import sealing
from casework.privacy.deletion import KeepFigures, delete_in
from casework.privacy.keep import Keep
from casework.privacy.models import PurgeRow

KINDS: Final = ("guidance", "contact", "case", "filed")
#: So many are deleted in one transaction; citizens who write meanwhile wait no longer than that.
AT_ONCE: Final = 50
#: Whoever began so long ago without an end has died, and another one takes over.
GIVEN_UP: Final = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Overdue:
    """How many conversations of a kind there are, and how many of them would be deleted now."""

    kind: str
    stored: int
    overdue: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Purge:
    """One night's deletion."""

    day: date
    began_at: datetime
    ended_at: datetime | None
    deleted: Mapping[str, int]


def preview(keep: Keep, now: datetime) -> list[Overdue]:
    """What there is, and what a deletion now would delete."""
    with session_scope(read_only=True) as session:
        return [
            Overdue(
                kind=kind,
                stored=due.count(session, kind),
                overdue=due.count(session, kind, before=keep.before(kind, now), now=now),
            )
            for kind in KINDS
        ]


def purge(keep: Keep, now: datetime, *, keep_figures: KeepFigures) -> dict[str, int]:
    """Delete what is overdue, some at a time. How many of each kind, and rows of the reading log as `log`.

    What `keep_figures` counts stays, as when a citizen deletes a conversation. Safe to stop and to run again.
    """
    done = {kind: _purge_kind(kind, keep, now, keep_figures) for kind in KINDS}
    while sealing.seal(now) is not None:
        pass
    with session_scope() as session:
        forget_page(session, ASKED)
        done["log"] = sealing.forget(session, keep.before("log", now))
    current_database().empty_journal()
    return done


def purge_tonight(keep: Keep, today: date, clock: Callable[[], datetime], *, keep_figures: KeepFigures) -> Purge | None:
    """Delete what is overdue unless it has been done for `today`, or is being done; None then.

    Several processes may ask at once.
    """
    began = clock()
    try:
        with session_scope() as session:
            row = due.run_of(session, today, lock=True)
            if row is not None and (row.ended_at is not None or row.began_at > began - GIVEN_UP):
                return None
            if row is None:
                session.add(PurgeRow(day=today, began_at=began))
            else:
                row.began_at = began
    except IntegrityError:
        return None  # another process was faster
    deleted = purge(keep, began, keep_figures=keep_figures)
    with session_scope() as session:
        row = due.run_of(session, today)
        assert row is not None, "it was written above"
        row.deleted, row.ended_at = deleted, clock()
        return _to_purge(row)


def last_runs(most: int = 14) -> list[Purge]:
    """The last nights, newest first."""
    with session_scope(read_only=True) as session:
        return [_to_purge(row) for row in due.runs(session, most)]


def _purge_kind(kind: str, keep: Keep, now: datetime, keep_figures: KeepFigures) -> int:
    done = 0
    while True:
        with session_scope() as session:
            ids = due.overdue(session, kind, before=keep.before(kind, now), now=now, limit=AT_ONCE)
            for conversation_id in ids:
                delete_in(session, conversation_id, keep_figures=keep_figures)
        done += len(ids)
        if len(ids) < AT_ONCE:
            return done


def _to_purge(row: PurgeRow) -> Purge:
    return Purge(day=row.day, began_at=row.began_at, ended_at=row.ended_at, deleted=dict(row.deleted or {}))
