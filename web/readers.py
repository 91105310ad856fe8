"""Who may take up a part of an incoming message before it is stored, one after the other."""

from casework.conversations.records import Incoming
from casework.conversations.service import Rewrite
from web.gateway import NumberReader


class Readers:
    """The first of several readers that wants a message gets it."""

    def __init__(self, *readers: NumberReader) -> None:
        self._readers = readers

    def reader(self, conversation_id: str, token: str, incoming: Incoming) -> Rewrite | None:
        """How to store the message; None when no reader wants it. Blocks. Raises NotAllowedError."""
        for one in self._readers:
            rewrite = one.reader(conversation_id, token, incoming)
            if rewrite is not None:
                return rewrite
        return None
