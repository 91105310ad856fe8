"""How often number and code of a receipt may be guessed: a few times an hour for a number, then nothing opens it.

Counted before it is known whether a try is right, in the database, so that neither two processes nor a restart give
more. What was tried is kept as a keyed hash, and for little longer than it counts. A number that does not exist is
counted as any other. A caller's address comes second and allows many more: a whole library may have one.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.booking.errors import TooManyTriesError
from casework.booking.models import CodeTriesRow
from casework.booking.numbers import tidy
from casework.db import session_scope

#: Rows are swept up so long after they have stopped counting.
KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """So many wrong tries from the first of them until `window` has passed."""

    tries: int
    window: timedelta


PER_NUMBER = Limit(tries=10, window=timedelta(hours=1))
PER_ADDRESS = Limit(tries=60, window=timedelta(minutes=10))


@dataclass(frozen=True, kw_only=True, slots=True)
class Guess:
    """A number that somebody wants to open. `address` = from where, None = nobody knows; `secret` makes the hashes."""

    number: str
    address: str | None
    secret: str

    @property
    def number_key(self) -> str:
        """What the number is counted under, however it was written."""
        return self._key("number", tidy(self.number))

    @property
    def address_key(self) -> str | None:
        """What the address is counted under."""
        return self._key("address", self.address) if self.address else None

    def _key(self, what: str, value: str) -> str:
        told = f"{what}:{value}".encode("utf-8", "replace")
        return hmac.new(self.secret.encode(), told, hashlib.sha256).hexdigest()


def count(guess: Guess, *, now: datetime) -> None:
    """Count a try that is about to be made. Raises TooManyTriesError, and then nothing is counted."""
    with session_scope() as session:
        # The address first, everywhere: two who try at once must not wait for each other in a ring.
        if guess.address_key is not None:
            _count(session, guess.address_key, PER_ADDRESS, now)
        _count(session, guess.number_key, PER_NUMBER, now)


def right(guess: Guess) -> None:
    """The try was right: the number is counted from the beginning again, and the address loses one."""
    with session_scope() as session:
        if guess.address_key is not None:
            session.execute(
                update(CodeTriesRow)
                .where(CodeTriesRow.key == guess.address_key, CodeTriesRow.tries > 0)
                .values(tries=CodeTriesRow.tries - 1)
            )
        session.execute(delete(CodeTriesRow).where(CodeTriesRow.key == guess.number_key))


def sweep(now: datetime) -> int:
    """Delete what has long stopped counting. Returns how much that was."""
    with session_scope() as session:
        old = session.scalars(
            select(CodeTriesRow.key)
            .where(CodeTriesRow.ends_at <= now - KEPT_FOR)
            .with_for_update(skip_locked=True)
            .limit(1_000)
        ).all()
        session.execute(delete(CodeTriesRow).where(CodeTriesRow.key.in_(old)))
        return len(old)


def _count(session: Session, key: str, limit: Limit, now: datetime) -> None:
    if _one_more(session, key, limit, now):
        return
    try:
        with session.begin_nested():
            session.add(CodeTriesRow(key=key, tries=1, ends_at=now + limit.window))
    except IntegrityError:
        # There is one: full, or made by somebody else a moment ago.
        if not _one_more(session, key, limit, now):
            ends = session.scalar(select(CodeTriesRow.ends_at).where(CodeTriesRow.key == key)) or now
            raise TooManyTriesError(ends) from None


def _one_more(session: Session, key: str, limit: Limit, now: datetime) -> bool:
    """Count in the row that is there: one more while it counts, from the beginning when it has stopped."""
    counting = (CodeTriesRow.ends_at > now, CodeTriesRow.tries < limit.tries)
    over = (CodeTriesRow.ends_at <= now,)
    for where, values in (
        (counting, {"tries": CodeTriesRow.tries + 1}),
        (over, {"tries": 1, "ends_at": now + limit.window}),
    ):
        counted = session.execute(
            update(CodeTriesRow)
            .where(CodeTriesRow.key == key, *where)
            .values(**values)
            .returning(CodeTriesRow.key)
            .execution_options(synchronize_session=False)
        )
        if counted.first() is not None:
            return True
    return False
