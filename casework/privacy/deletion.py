"""Deleting a whole conversation because its citizen wants it gone."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.booking import booking_repository as bookings
from casework.conversations.models import ConversationRow
from casework.conversations.service import authorised
from casework.db import session_scope
from casework.db.session import current_database
from casework.privacy import repository as repo

#: Writes the anonymous figures of a conversation in the transaction that deletes it.
KeepFigures = Callable[[Session, str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Deleted:
    """What was going on when a conversation was deleted: who answered, and which member of staff it was."""

    conversation_id: str
    state: str
    owner_id: int | None


def delete_conversation(conversation_id: str, token: str, *, keep_figures: KeepFigures) -> Deleted:
    """Delete everything of a conversation in one transaction; the token opens nothing afterwards.

    Messages, facts, case sheets, events, notes, call-backs, offers to book, receipts of what was tried, agreements,
    review and marks go. Two things stay, for neither holds a word of it: the log of who has read it, and what
    `keep_figures` counts. Sentences and cases that a reviewer has freed of personal data stay too. Talks that are
    booked stay booked, without what the citizen wrote about them and without the conversation; number and code of the
    receipt still open and cancel them. Raises NotAllowedError.
    """
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True)
        deleted = delete_in(session, conversation_id, keep_figures=keep_figures)
    assert deleted is not None, "it is locked above"
    current_database().empty_journal()
    return deleted


def delete_in(session: Session, conversation_id: str, *, keep_figures: KeepFigures) -> Deleted | None:
    """The same inside the caller's transaction and without a token; None when there is no such conversation.

    The caller empties the database's journal when the transaction has ended.
    """
    conversation = session.get(ConversationRow, conversation_id, with_for_update=True)
    if conversation is None:
        return None
    deleted = Deleted(conversation_id=conversation_id, state=conversation.state, owner_id=conversation.owner_id)
    keep_figures(session, conversation_id)
    bookings.forget(session, conversation_id)
    repo.delete_conversation(session, conversation_id)
    return deleted
