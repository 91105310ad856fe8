"""The root of every error that casework raises on purpose."""


class CaseworkError(Exception):
    """Something a caller can understand and act on; the message says what happened and what to do."""


class SettingsError(CaseworkError):
    """A setting is missing or cannot be read."""


class DatabaseAwayError(CaseworkError):
    """The database does not answer or is locked. Nothing was stored that was not confirmed; try the same again soon."""
