"""The log of who has read what, sealed: whoever changes, adds or removes a row afterwards is found out.

Each seal holds a hash over its rows and over the seal before it. A database that can be changed can be sealed anew, so
the newest hash is also written to the process's own log each time: `verify` compares with one that was kept elsewhere.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.db import session_scope
from casework.db.frozen import frozen
from casework.privacy import sealing_repository as repo
from casework.privacy.models import AccessRow, SealRow

#: A row that is being written now may have a lower number than one that is there already.
SETTLED: Final = timedelta(minutes=10)
#: So many rows are sealed together.
MOST_ROWS: Final = 5_000
_FIRST: Final = "0" * 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """One seal: the rows from `first_id` to `last_id`, and the hash that covers them and all before."""

    number: int
    first_id: int
    last_id: int
    sealed_at: datetime
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """`broken` = numbers of the seals that do not hold; `sealed` = rows that were looked at; `open` = rows not sealed
    yet; `head` = the newest hash, and `known` = whether the hash that was kept elsewhere is among the seals."""

    broken: tuple[int, ...]
    sealed: int
    open: int
    head: str | None
    known: bool = True


def seal(now: datetime) -> Seal | None:
    """Seal the rows that have settled; None when there are none, or another process is doing it."""
    try:
        with session_scope() as session:
            before = repo.newest(session)
            rows = repo.rows_after(session, before.last_id if before else 0, now - SETTLED, MOST_ROWS)
            if not rows:
                return None
            # One day at most, so that each day can be forgotten at its time.
            rows = [row for row in rows if row.at.date() == rows[0].at.date()]
            made = SealRow(
                number=before.number + 1 if before else 1,
                # From the seal before on: a row that is slipped in between belongs to this one.
                first_id=before.last_id + 1 if before else 1,
                last_id=rows[-1].id,
                rows=len(rows),
                sealed_at=now,
                hash=_hash(before.hash if before else _FIRST, rows),
            )
            session.add(made)
            session.flush()
            return frozen(Seal, made)
    except IntegrityError:
        return None  # another process made the same number


def verify(kept: str | None = None) -> Verdict:
    """Compute every seal again. `kept` = a hash that was written down elsewhere at some time."""
    broken: list[int] = []
    looked_at, previous, head, known, last_id = 0, _FIRST, None, kept is None, 0
    with session_scope(read_only=True) as session:
        for row in repo.all_seals(session):
            expected, previous = (row.hash if row.forgotten else _hash_of(session, row, previous)), row.hash
            if expected != row.hash or row.first_id != last_id + 1:
                broken.append(row.number)
            looked_at += 0 if row.forgotten else row.rows
            head, last_id, known = row.hash, row.last_id, known or row.hash == kept
        waiting = repo.count_after(session, last_id)
        broken += repo.numbers_missing(session)
    return Verdict(broken=tuple(sorted(set(broken))), sealed=looked_at, open=waiting, head=head, known=known)


def forget(session: Session, before: datetime) -> int:
    """Delete the sealed rows older than a moment, whole seals at a time; how many rows. The seals stay."""
    return sum(repo.forget(session, row) for row in repo.seals_over(session, before))


def _hash_of(session: Session, row: SealRow, previous: str) -> str:
    return _hash(previous, repo.rows_between(session, row.first_id, row.last_id))


def _hash(previous: str, rows: list[AccessRow]) -> str:
    digest = hashlib.sha256(previous.encode())
    for row in rows:
        said = [
            row.id,
            row.at.isoformat(),
            row.conversation_id,
            row.staff_id,
            row.staff_name,
            row.role,
            row.purpose,
            row.reason,
        ]
        digest.update(json.dumps(said, ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()
