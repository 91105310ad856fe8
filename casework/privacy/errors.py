"""What can go wrong with access and deletion, each once, in words that say what to do."""

from casework.errors import CaseworkError


class PrivacyError(CaseworkError):
    """Root of the errors of this part."""


class ReasonMissingError(PrivacyError):
    """This purpose needs a reason of at least a few words; write why the conversation must be read."""
