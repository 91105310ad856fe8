"""What can go wrong with a conversation, each once, in words that say what to do."""

from casework.errors import CaseworkError


class ConversationError(CaseworkError):
    """Root of the errors of this part."""


class ConversationNotFoundError(ConversationError):
    """No conversation has this id; open a new one."""


class NotAllowedError(ConversationError):
    """The token does not belong to this conversation; open a new one or send the token that came with it."""


class StateConflictError(ConversationError):
    """Somebody else changed who answers; read the state again before changing it."""
