"""What can go wrong in the archive, each once, in words that say what to do."""

from casework.errors import CaseworkError


class ArchiveError(CaseworkError):
    """Root of the errors of this part."""


class NoSuchAnswerError(ArchiveError):
    """This conversation has no answer with that number; only answers can be judged."""


class BadScoreError(ArchiveError):
    """A rating is a whole number from 1 (not at all) to 6 (all the way)."""


class ViewNameError(ArchiveError):
    """A saved search needs a name of its own; choose one that is not used yet."""
