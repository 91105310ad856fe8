"""The log of who has opened a conversation, when and why. It can only grow.

It holds no word of the conversations, so it stays when a conversation is deleted: a citizen or an auditor can still
be told who read it.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from casework.db import session_scope
from casework.db.frozen import frozen
from casework.privacy import repository as repo
from casework.privacy.errors import ReasonMissingError
from casework.privacy.masking import mask
from casework.privacy.models import PURPOSES
from casework.privacy.records import CitizensReading, Reader, Reading

#: Whoever reads outside their own work must say why in words of their own.
REASON_NEEDED = frozenset({"quality", "access_request", "export", "erasure", "restriction"})
SHORTEST_REASON = 5
LONGEST_REASON = 500


def record(
    conversation_id: str,
    staff: Reader,
    purpose: str,
    reason: str | None,
    now: datetime,
    session: Session | None = None,
) -> None:
    """Log that `staff` opens a conversation; call it before anything is shown.

    `purpose` is one of `PURPOSES`; `reason` is the reader's own words, stored masked. With `session` the row belongs
    to the caller's transaction. Raises ReasonMissingError, and ValueError for a purpose that does not exist.
    """
    record_many([conversation_id], staff, purpose, reason, now, session)


def record_many(
    conversation_ids: Iterable[str],
    staff: Reader,
    purpose: str,
    reason: str | None,
    now: datetime,
    session: Session | None = None,
) -> None:
    """Log that several conversations are read in one go, as an export does. Otherwise as `record`."""
    if purpose not in PURPOSES:
        raise ValueError(f"{purpose!r} is not a purpose; choose one of {', '.join(PURPOSES)}.")
    # Masked before it is cut: half a number could no longer be recognised.
    kept = mask((reason or "").strip()).text[:LONGEST_REASON] or None
    if purpose in REASON_NEEDED and len(kept or "") < SHORTEST_REASON:
        raise ReasonMissingError("Write in a few words why the conversation must be read.")
    if session is not None:
        repo.add_readings(session, conversation_ids, staff, purpose, kept, now)
        return
    with session_scope() as own:
        repo.add_readings(own, conversation_ids, staff, purpose, kept, now)


def has_opened(conversation_id: str, staff_id: int, since: datetime, purpose: str | None = None) -> bool:
    """Whether this person has opened the conversation, with the opening logged, at or after `since`.

    Taking out a list in which the conversation stands is no opening. With `purpose` only openings for that count.
    """
    with session_scope(read_only=True) as session:
        return repo.opened_since(session, conversation_id, staff_id, since, purpose)


def readings(conversation_id: str) -> list[Reading]:
    """Every opening of a conversation with names, oldest first; for administrators. Empty when nobody has read it."""
    with session_scope(read_only=True) as session:
        return [frozen(Reading, row) for row in repo.readings_of(session, conversation_id)]


def citizens_extract(conversation_id: str) -> list[CitizensReading]:
    """The same without names and without the readers' own words, which can name people; for the citizen."""
    return [CitizensReading(at=one.at, role=one.role, purpose=one.purpose) for one in readings(conversation_id)]
