"""Numbers and codes of receipts. The number is told to everybody concerned; the code is the citizen's alone."""

import hashlib
import secrets

from sqlalchemy.orm import Session

from casework.booking import booking_repository as repo
from casework.booking.models import BookingRow

#: Without letters and digits that are taken for each other when they are read out or written down.
LETTERS = "ABCDEFGHJKLMNPRSTUVXYZ"
CODE_SIGNS = "23456789ABCDEFGHJKLMNPRSTUVXYZ"
CODE_LENGTH = 10


def new_number(session: Session) -> str:
    """A number that no booking bears, e.g. "RP-4821-KM"."""
    while True:
        number = _number("RP")
        if not repo.number_in_use(session, number):
            return number


def new_receipt_number() -> str:
    """The number of a receipt of what was tried, e.g. "RK-4821-KMTVXA". Long, for nobody looks whether it is free."""
    return f"{_number('RK')}{''.join(secrets.choice(LETTERS) for _ in range(4))}"


def new_code() -> tuple[str, str]:
    """A secret code, and the hash that is stored of it."""
    code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
    return code, _hash(code)


def tidy(number: str) -> str:
    """A number as it is stored, however the citizen wrote it: "rp 4821 km"."""
    signs = "".join(sign for sign in number.upper() if sign.isascii() and sign.isalnum())
    return f"{signs[:2]}-{signs[2:6]}-{signs[6:]}"


def matches(row: BookingRow, code: str) -> bool:
    """Whether the code is the booking's; blanks, hyphens and small letters do not matter."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return row.code_hash is not None and secrets.compare_digest(row.code_hash, _hash(signs))


def _number(prefix: str) -> str:
    letters = secrets.choice(LETTERS) + secrets.choice(LETTERS)
    return f"{prefix}-{secrets.randbelow(10_000):04}-{letters}"


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()
