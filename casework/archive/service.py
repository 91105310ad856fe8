"""What citizens and staff get out of the archive. Every function is one short transaction."""

from datetime import datetime

from casework.archive import repository as repo
from casework.archive.records import Talk
from casework.conversations import service as conversations
from casework.db import session_scope
from casework.privacy import subject
from casework.privacy.subject_records import Extract


def own_extract(conversation_id: str, token: str, now: datetime) -> Extract:
    """Everything else that is held about the conversation, for the citizen who holds its token; without what staff
    wrote among themselves. Raises NotAllowedError."""
    conversations.authorise(conversation_id, token)
    with session_scope(read_only=True) as session:
        return subject.own_extract(session, conversation_id, now)


def own_talk(conversation_id: str, token: str) -> Talk:
    """The whole conversation for the citizen who holds its token. Raises NotAllowedError."""
    conversations.authorise(conversation_id, token)
    with session_scope(read_only=True) as session:
        return repo.talk_of(session, conversation_id)
