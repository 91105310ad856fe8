"""What can go wrong when somebody logs in elsewhere. The Danish words for each `code` are in `web/texts`."""

from casework.identity.errors import IdentityError


class OpenIdError(IdentityError):
    """Nobody was logged in. `code` says why: away, refused, wrong_answer, attempt_over, too_weak; for staff
    no_role and closed, for citizens other_person."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"Nobody was logged in: {reason}")
        self.code = code
