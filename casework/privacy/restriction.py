"""Restricting the use of a conversation (GDPR article 18), and lifting it again.

While it lasts the conversation is only kept: it stands in no queue, search, review, figure or training, it is not
deleted by age, and staff cannot open it. Its citizen can still read, fetch and delete it. Reminders that the citizen
has asked for go on, unless the citizen wants them to rest as well.
"""

from datetime import datetime

from casework.conversations import repository as talks
from casework.db import session_scope
from casework.db.frozen import frozen
from casework.privacy import access
from casework.privacy import subject_repository as repo
from casework.privacy.errors import AlreadyRestrictedError
from casework.privacy.masking import mask
from casework.privacy.models import RestrictionRow
from casework.privacy.records import Reader
from casework.privacy.subject import check_looked_up
from casework.privacy.subject_records import Restriction
from casework.reminders import plans


def restrict(conversation_id: str, staff: Reader, reason: str, now: datetime, *, quiet: bool = False) -> None:
    """Restrict from now on; `quiet` = reminders rest too.

    Raises NotLookedUpError, ReasonMissingError, AlreadyRestrictedError and ConversationNotFoundError.
    """
    check_looked_up(conversation_id, staff, now)
    with session_scope() as session:
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        if conversation.restricted_at is not None:
            raise AlreadyRestrictedError("It is restricted already.")
        access.record(conversation_id, staff, "restriction", reason, now, session)
        conversation.restricted_at, conversation.restricted_quiet = now, quiet
        session.add(
            RestrictionRow(
                conversation_id=conversation_id, began_at=now, began_by=staff.id, reason=mask(reason).text, quiet=quiet
            )
        )
        plans.make_dirty(session, conversation_id)


def lift(conversation_id: str, staff: Reader, reason: str, now: datetime) -> None:
    """Let the conversation be used again; its time before deletion is reckoned from its last message as before.

    Raises NotLookedUpError, ReasonMissingError, AlreadyRestrictedError and ConversationNotFoundError.
    """
    check_looked_up(conversation_id, staff, now)
    with session_scope() as session:
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        if conversation.restricted_at is None:
            raise AlreadyRestrictedError("It is not restricted.")
        access.record(conversation_id, staff, "restriction", reason, now, session)
        conversation.restricted_at, conversation.restricted_quiet = None, False
        last = repo.restrictions_of(session, conversation_id)[-1]
        last.lifted_at, last.lifted_by, last.lift_reason = now, staff.id, mask(reason).text
        plans.make_dirty(session, conversation_id)


def restrictions(conversation_id: str) -> list[Restriction]:
    """Every stretch of restricted use of a conversation, oldest first."""
    with session_scope(read_only=True) as session:
        return [frozen(Restriction, row) for row in repo.restrictions_of(session, conversation_id)]


def is_restricted(conversation_id: str) -> bool:
    """Whether the use of a conversation is restricted now; False for one that does not exist."""
    with session_scope(read_only=True) as session:
        return talks.is_restricted(session, conversation_id)
