"""What stands before the citizen now: the question that waits, and the buttons below the newest message."""

from collections.abc import Mapping

from casework.conversations import repository as repo
from casework.conversations.service import authorised
from casework.db import session_scope


def asked_now(conversation_id: str, token: str, client_id: str) -> str | None:
    """What the assistant waits for an answer to; None when nothing is asked, when a person answers, or when the
    message with this `client_id` is stored already. Raises NotAllowedError."""
    with session_scope(read_only=True) as session:
        conversation = authorised(session, conversation_id, token)
        if conversation.state != "bot" or repo.message_by_client_id(session, conversation_id, client_id) is not None:
            return None
        return conversation.asked_fact


def last_buttons(conversation_id: str) -> list[Mapping[str, str]]:
    """The buttons (title, payload) of the newest message that offered any: what the citizen can press or name now."""
    with session_scope(read_only=True) as session:
        newest = repo.newest_with_buttons(session, conversation_id, limit=1)
        return list(newest[0].buttons or ()) if newest else []
