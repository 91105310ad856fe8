"""Call-backs from the staff's side: the list, who calls, and what came of it. Each function is one transaction."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time

from sqlalchemy.orm import Session

from casework.clock import COPENHAGEN
from casework.conversations import repository as talks
from casework.conversations.errors import ConversationNotFoundError
from casework.conversations.records import NewMessage
from casework.db import session_scope
from casework.handoff import callback_repository as repo
from casework.handoff.callback_records import Callback
from casework.handoff.errors import AlreadyTakenError, NoCallbackError, NotOwnerError
from casework.handoff.models import CallbackRow
from casework.handoff.records import Change
from casework.identity.models import StaffRow

#: After so many calls that nobody answered the wish has ended.
MOST_ATTEMPTS = 3

_NEVER = datetime.max.replace(tzinfo=UTC)


def list_open(now: datetime) -> list[Callback]:
    """Every call-back to be made or being made, the most pressing first: by promise, else by deadline, else by age.

    `now` = the moment as opening hours see it; a promise before it is late.
    """
    with session_scope(read_only=True) as session:
        found = [
            repo.to_callback(row, name, late=row.promised_by is not None and row.promised_by < now)
            for row, name in repo.open_callbacks(session)
        ]
    return sorted(found, key=lambda callback: (_pressing(callback), callback.asked_at, callback.id))


def find(callback_id: int) -> Callback:
    """One call-back, open or ended. Raises NoCallbackError."""
    with session_scope(read_only=True) as session:
        return repo.to_callback(_get(session, callback_id))


def take(callback_id: int, staff_id: int, seen: Callable[[Session, str], None] | None = None) -> Callback:
    """Say that one calls now. Of two at once one gets it. `seen(session, conversation_id)` logs, in the same
    transaction, that the number is shown.

    Raises AlreadyTakenError (with the colleague's name), NoCallbackError when it has ended.
    """
    with session_scope() as session:
        if not repo.move_callback(session, callback_id, ("open",), {"state": "taken", "owner_id": staff_id}):
            row = _get(session, callback_id)
            if row.state != "taken":
                raise NoCallbackError("The call-back has ended; look at the list again.")
            owner = session.get(StaffRow, row.owner_id) if row.owner_id else None
            if row.owner_id != staff_id:
                raise AlreadyTakenError(owner.name if owner else None)
        taken = repo.to_callback(_get(session, callback_id))
        if seen is not None:
            seen(session, taken.conversation_id)
        return taken


def put_back(callback_id: int, staff_id: int) -> None:
    """Leave a call that one had taken to the colleagues. Raises NotOwnerError, NoCallbackError."""
    with session_scope() as session:
        _move_own(session, callback_id, staff_id, {"state": "open", "owner_id": None})


def reached(callback_id: int, staff_id: int, *, now: datetime, notices: Sequence[NewMessage] = ()) -> Change:
    """The citizen was spoken with. Raises NotOwnerError, NoCallbackError."""
    with session_scope() as session:
        _lock_conversation(session, callback_id)
        row = _move_own(session, callback_id, staff_id, {"state": "reached", "ended_at": now})
        row.attempts += 1
        return _told(session, row, notices, now)


def not_reached(
    callback_id: int,
    staff_id: int,
    *,
    now: datetime,
    notices: Sequence[NewMessage] = (),
    last: Sequence[NewMessage] = (),
) -> Change:
    """Nobody answered: the wish goes back to the list, the third time it ends.

    The citizen is told `notices`, the last time `last`. Raises NotOwnerError, NoCallbackError.
    """
    with session_scope() as session:
        _lock_conversation(session, callback_id)
        row = _move_own(session, callback_id, staff_id, {"state": "open", "owner_id": None})
        row.attempts += 1
        ends = row.attempts >= MOST_ATTEMPTS
        if ends:
            row.state, row.ended_at = "not_reached", now
        return _told(session, row, last if ends else notices, now)


def cancel(callback_id: int, staff_id: int, *, now: datetime, notices: Sequence[NewMessage] = ()) -> Change:
    """Strike a call-back that is not needed any more. Raises NoCallbackError, and NotOwnerError while a colleague
    calls."""
    with session_scope() as session:
        _lock_conversation(session, callback_id)
        if _get(session, callback_id).owner_id not in (None, staff_id):
            raise NotOwnerError("A colleague is calling; leave the call to them.")
        if not repo.move_callback(session, callback_id, repo.OPEN, {"state": "cancelled", "ended_at": now}):
            raise NoCallbackError("The call-back has ended; look at the list again.")
        return _told(session, _get(session, callback_id), notices, now)


def _pressing(callback: Callback) -> datetime:
    if callback.promised_by is not None:
        return callback.promised_by
    if callback.nearest_deadline is not None:
        return datetime.combine(callback.nearest_deadline, time.max, COPENHAGEN).astimezone(UTC)
    return _NEVER


def _get(session: Session, callback_id: int) -> CallbackRow:
    row = repo.get_callback(session, callback_id)
    if row is None:
        raise NoCallbackError("There is no such call-back; look at the list again.")
    return row


def _lock_conversation(session: Session, callback_id: int) -> None:
    """The conversation first, then its call, as the citizen's side does it: the other way round the two could wait for
    each other, and a new number could be written into a call that has just ended."""
    try:
        talks.get_conversation(session, _get(session, callback_id).conversation_id, lock=True)
    except ConversationNotFoundError as error:
        raise NoCallbackError("The conversation was deleted; look at the list again.") from error


def _move_own(session: Session, callback_id: int, staff_id: int, values: dict[str, object]) -> CallbackRow:
    if not repo.move_callback(session, callback_id, ("taken",), values, owner_id=staff_id):
        if _get(session, callback_id).state in repo.OPEN:
            raise NotOwnerError("The call is not yours; take it before you change it.")
        raise NoCallbackError("The call-back has ended; look at the list again.")
    row = _get(session, callback_id)
    session.refresh(row)
    return row


def _told(session: Session, row: CallbackRow, notices: Sequence[NewMessage], now: datetime) -> Change:
    conversation = talks.get_conversation(session, row.conversation_id, lock=True)
    conversation.updated_at = now
    rows = talks.add_replies(session, conversation, notices, in_reply_to=None, now=now)
    session.flush()
    return Change(
        conversation_id=conversation.id,
        state=conversation.state,
        messages=tuple(talks.to_message(message) for message in rows),
    )
