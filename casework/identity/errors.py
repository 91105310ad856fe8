"""What can go wrong with accounts and logins. The Danish words for each `code` are in `words.yml`."""

from datetime import datetime

from casework.errors import CaseworkError


class IdentityError(CaseworkError):
    """Root of the errors of this part."""


class NotLoggedInError(IdentityError):
    """The cookie belongs to no living login; log in."""


class WrongLoginError(IdentityError):
    """User name and password do not belong together, or the account is switched off; try again or ask for help."""


class LockedError(IdentityError):
    """Too many wrong passwords in a row; wait until `until` (aware UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many wrong passwords in a row; wait, or ask an administrator for a new password.")
        self.until = until


class AccountError(IdentityError):
    """An account or a team cannot be as wished; `code` says why, `field` where."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"The account or team cannot be as wished: {code} ({field}); change the field.")
        self.code = code
        self.field = field


class UnknownAccountError(IdentityError):
    """No account or team is found there; look at the list again."""
