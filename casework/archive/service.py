"""What citizens and staff get out of the archive. Every function is one short transaction."""

from casework.archive import repository as repo
from casework.archive.records import Talk
from casework.conversations import service as conversations
from casework.db import session_scope


def own_talk(conversation_id: str, token: str) -> Talk:
    """The whole conversation for the citizen who holds its token. Raises NotAllowedError."""
    conversations.authorise(conversation_id, token)
    with session_scope(read_only=True) as session:
        return repo.talk_of(session, conversation_id)
