"""What can go wrong when a person takes over, each once, in words that say what to do."""

from casework.errors import CaseworkError


class HandoffError(CaseworkError):
    """Root of the errors of this part."""


class AlreadyTakenError(HandoffError):
    """A colleague was faster. `by` is the colleague's name, None when it is not known any more."""

    def __init__(self, by: str | None) -> None:
        super().__init__("A colleague has taken the conversation; choose another one from the queue.")
        self.by = by


class NotWaitingError(HandoffError):
    """Nobody waits in this conversation any more; look at the queue again."""


class NotOwnerError(HandoffError):
    """The conversation is not this colleague's; take it over before writing in it."""


class AlreadyWaitingError(HandoffError):
    """The citizen waits for a person already, or talks with one."""


class NobodyNowError(HandoffError):
    """No person can come now; offer to call back. `code` says why, see `casework.handoff.availability`."""

    def __init__(self, code: str) -> None:
        super().__init__(f"No person can come now ({code}); offer to call back.")
        self.code = code


class UnknownReceiverError(HandoffError):
    """Nobody of that number can be sent a conversation; choose an active colleague, team or authority."""


class NoCallbackError(HandoffError):
    """No such call-back waits (any more); look at the list again."""
