"""What can go wrong with filing, each once, in words that say what to do."""

from casework.errors import CaseworkError


class FilingError(CaseworkError):
    """Root of the errors of this part."""


class BadFilingError(FilingError):
    """The KLE number or the case number cannot be used; `field` says which: "kle" or "case_number"."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is not in its form; a KLE number is 12.34.56, a case number has up to 40 signs.")
        self.field = field


class NothingNewError(FilingError):
    """Everything that has been written is filed already; file again when more has been written."""


class FilingUnderWayError(FilingError):
    """Somebody is filing this conversation just now; wait a moment and look at the page again."""


class JournalError(FilingError):
    """The case system did not take the filing; the same filing may be tried again.

    Raised by adapters. `why` is a short word for the record, never words of the conversation.
    """

    def __init__(self, why: str) -> None:
        super().__init__(f"The case system did not take the filing ({why}); try again.")
        self.why = why
