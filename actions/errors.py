"""Errors of the action server. Every error says what happened and what to do about it."""


class ActionsError(Exception):
    """Root of every error this package raises itself."""


class TextFileError(ActionsError):
    """A text or topic file is wrong: unknown key, missing variable, duplicate. Mend the file that is named."""


class MessageError(ActionsError):
    """Rasa sent a message without what an action needs (no conversation id). Check the gateway's metadata."""
