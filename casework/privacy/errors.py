"""What can go wrong with access and deletion, each once, in words that say what to do."""

from casework.errors import CaseworkError


class PrivacyError(CaseworkError):
    """Root of the errors of this part."""


class ReasonMissingError(PrivacyError):
    """This purpose needs a reason of at least a few words; write why the conversation must be read."""


class BadReferenceError(PrivacyError):
    """This is no reference that a citizen can have; give the number of a conversation, a booking or a receipt."""


class NotLookedUpError(PrivacyError):
    """This was not looked up within the last half hour; look it up first and write why."""


class TalkAheadError(PrivacyError):
    """The talk of this booking lies ahead; cancel it first."""


class AlreadyRestrictedError(PrivacyError):
    """The use of this conversation is restricted already, or is no longer; read the page again."""
