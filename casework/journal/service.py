"""Filing a conversation: frozen once, handed to the case system, recorded. No transaction is open while it works.

The documents are made first and frozen in the database. So a try that fails or dies is made again with the very same
bytes and the same key, and what is written meanwhile becomes a filing of its own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from casework.archive.records import Talk
from casework.archive.repository import talk_of
from casework.conversations.repository import get_conversation
from casework.db import session_scope
from casework.db.frozen import frozen
from casework.journal import repository as repo
from casework.journal.adapter import LONGEST_RECEIPT, Journal
from casework.journal.errors import BadFilingError, FilingUnderWayError, JournalError, NothingNewError
from casework.journal.models import FilingContentRow, FilingRow
from casework.journal.records import Filed, Filing, FilingHead, FilingWish
from casework.privacy.masking import mask
from casework.privacy.records import Reader

#: So long a case system may take; after it the try is taken to have died.
LEASE: Final = timedelta(minutes=2)
#: Looking for filings that wait goes no further.
MOST_WAITING: Final = 1_000
_KLE: Final = re.compile(r"\d{2}\.\d{2}\.\d{2}(?:-[A-ZÆØÅ]\d{2})?")
_CASE_NUMBER: Final = re.compile(r"[\w./ -]{1,40}")

#: Makes the two documents (JSON, PDF) of a talk.
Freeze = Callable[[Talk, FilingHead], tuple[bytes, bytes]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Made:
    """A filing that nothing has been stored of yet, and who wants it."""

    filing: Filing
    staff_id: int


def file(
    conversation_id: str, staff: Reader, wish: FilingWish, *, now: datetime, journal: Journal, freeze: Freeze
) -> Filed:
    """File what is not filed yet, or try again the filing that is not through (its own numbers then stand).

    A case system that refuses makes a filing that is `failed`, with why. Raises BadFilingError, NothingNewError,
    FilingUnderWayError and ConversationNotFoundError.
    """
    _check(wish)
    made = _made(conversation_id, staff, wish, now, freeze)
    with session_scope() as session:
        row = _to_try(session, conversation_id, made, now)
        row.state, row.lease_until, row.attempts = "pending", now + LEASE, row.attempts + 1
        session.flush()
        content = repo.content_of(session, row.id)
        filing, lease, row_id = (
            Filing(head=frozen(FilingHead, row), json=content.json.encode(), pdf=content.pdf),
            now + LEASE,
            row.id,
        )
    try:
        receipt = journal.file(filing)
        if not 0 < len(receipt) <= LONGEST_RECEIPT:
            raise JournalError("receipt of a wrong length")
    except JournalError as error:
        return _ended(conversation_id, row_id, lease, {"state": "failed", "why": error.why[:80]})
    except Exception as error:
        # An adapter is not ours: whatever it raises must leave a filing that can be tried again.
        _ended(conversation_id, row_id, lease, {"state": "failed", "why": type(error).__name__[:80]})
        raise
    return _ended(conversation_id, row_id, lease, {"state": "filed", "receipt": receipt, "filed_at": now, "why": None})


def filings(conversation_id: str) -> list[Filed]:
    """Every filing of a conversation, oldest first."""
    with session_scope(read_only=True) as session:
        return [frozen(Filed, row) for row in repo.filings_of(session, conversation_id)]


def waiting(now: datetime, limit: int = MOST_WAITING) -> list[str]:
    """Conversations with a filing that is not through and that nobody is trying, the one that waits longest first.

    One whose conversation was deleted before it was through is none of them: there is nothing left to file.
    """
    with session_scope(read_only=True) as session:
        return repo.waiting(session, now, limit)


def _check(wish: FilingWish) -> None:
    if not _KLE.fullmatch(wish.kle):
        raise BadFilingError("kle")
    if not _CASE_NUMBER.fullmatch(wish.case_number) or mask(wish.case_number).found:
        raise BadFilingError("case_number")


def _made(conversation_id: str, staff: Reader, wish: FilingWish, now: datetime, freeze: Freeze) -> _Made | None:
    """What is not filed yet, made into documents; None when a filing that is not through must be tried first.

    No transaction is open meanwhile: a long conversation takes some seconds.
    """
    with session_scope(read_only=True) as session:
        conversation = get_conversation(session, conversation_id)
        known = repo.filings_of(session, conversation_id)
        last = known[-1] if known else None
        if last is not None and last.state != "filed":
            return None
        from_seq, to_seq = (last.to_seq + 1 if last else 1), conversation.next_seq - 1
        if from_seq > to_seq:
            raise NothingNewError("Everything is filed already.")
        talk = talk_of(session, conversation_id)
    head = FilingHead(
        conversation_id=conversation_id,
        number=len(known) + 1,
        kle=wish.kle,
        case_number=wish.case_number,
        from_seq=from_seq,
        to_seq=to_seq,
        filed_by=staff.name,
        made_at=now,
    )
    new = tuple(one for one in talk.messages if from_seq <= one.seq <= to_seq)
    data, pdf = freeze(replace(talk, messages=new), head)
    return _Made(filing=Filing(head=head, json=data, pdf=pdf), staff_id=staff.id)


def _to_try(session: Session, conversation_id: str, made: _Made | None, now: datetime) -> FilingRow:
    get_conversation(session, conversation_id, lock=True)
    known = repo.filings_of(session, conversation_id)
    last = known[-1] if known else None
    if last is not None and last.state != "filed":
        if last.state == "pending" and last.lease_until is not None and last.lease_until > now:
            raise FilingUnderWayError("Somebody is filing it just now.")
        return last
    if made is None or made.filing.head.number != len(known) + 1:
        raise FilingUnderWayError("Somebody has filed it meanwhile.")
    return _stored(session, made)


def _stored(session: Session, made: _Made) -> FilingRow:
    filing, head = made.filing, made.filing.head
    row = FilingRow(
        conversation_id=head.conversation_id,
        number=head.number,
        kle=head.kle,
        case_number=head.case_number,
        from_seq=head.from_seq,
        to_seq=head.to_seq,
        made_at=head.made_at,
        staff_id=made.staff_id,
        filed_by=head.filed_by,
        attempts=0,
        hash=filing.hash,
    )
    session.add(row)
    session.flush()
    content = FilingContentRow(
        filing_id=row.id, conversation_id=head.conversation_id, json=filing.json.decode(), pdf=filing.pdf
    )
    session.add(content)
    session.flush()
    return row


def _ended(conversation_id: str, row_id: int, lease: datetime, values: dict[str, object]) -> Filed:
    with session_scope() as session:
        if repo.end(session, row_id, lease, values) and values["state"] == "filed":
            repo.drop_content(session, row_id)
        session.expire_all()
        return next(frozen(Filed, row) for row in repo.filings_of(session, conversation_id) if row.id == row_id)
