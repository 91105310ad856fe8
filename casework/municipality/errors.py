"""What can be wrong with what an administrator sets."""

from collections.abc import Sequence

from casework.errors import CaseworkError


class OwnSettingError(CaseworkError):
    """It cannot be as wished; `code` says why, `field` where, and `about` what the message should name."""

    def __init__(self, code: str, field: str, about: Sequence[str] = ()) -> None:
        super().__init__(f"It cannot be as wished: {code} ({field}); change the field.")
        self.code = code
        self.field = field
        self.about = tuple(about)
