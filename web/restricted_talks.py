"""Answers for a conversation whose use is restricted: it is kept and not used, and the citizen is told so."""

from dataclasses import replace

from sqlalchemy.orm import Session

from casework.conversations.models import ConversationRow
from casework.conversations.records import Incoming
from casework.conversations.service import Rewrite
from casework.privacy import restriction
from casework.settings import Settings
from web.texts import chat_message


class RestrictedTalks:
    """The first to look at an incoming message; all others are asked only when it does not want it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def reader(self, conversation_id: str, _token: str, _incoming: Incoming) -> Rewrite | None:
        """How to store the message; None when the conversation may be used. Blocks for one read."""
        return self._rewrite if restriction.is_restricted(conversation_id) else None

    def _rewrite(self, _session: Session, conversation: ConversationRow, incoming: Incoming) -> Incoming:
        notice = chat_message("restricted", self._settings)
        if conversation.state in {"bot", "closed"}:
            return replace(incoming, replies=(notice,))
        # A person answers, or is waited for; they cannot see it, so nobody may wait in vain.
        return replace(incoming, notices=(*incoming.notices, notice))
