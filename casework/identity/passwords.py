"""Hashing and checking passwords. Pure and slow on purpose: never call it inside a transaction."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from casework.identity.errors import AccountError

SHORTEST_PASSWORD = 12
#: Longer ones would only be a way to keep the machine busy.
LONGEST_PASSWORD = 200
FEWEST_DIFFERENT = 5
#: A shorter user name may stand in a password by chance.
TELLING_USERNAME = 4

#: Holds the one in use. The library's own settings follow RFC 9106.
_in_use = {"hasher": PasswordHasher()}


def use_hasher(hasher: PasswordHasher) -> PasswordHasher:
    """Hash with these settings from now on, and return those used until now.

    For tests that log in hundreds of times: there the slowness protects nobody. Nothing else may call it.
    """
    before, _in_use["hasher"] = _in_use["hasher"], hasher
    return before


def check_password(password: str, username: str) -> None:
    """Raise AccountError when a new password is too short, too long or too easy to guess."""
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError("password_short", "password")
    if len(password) > LONGEST_PASSWORD:
        raise AccountError("password_long", "password")
    has_username = len(username) >= TELLING_USERNAME and username.casefold() in password.casefold()
    if len(set(password)) < FEWEST_DIFFERENT or has_username:
        raise AccountError("password_easy", "password")


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return _in_use["hasher"].hash(_same_form(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether the password belongs to the stored hash. None takes as long as a hash, and never matches."""
    hasher = _in_use["hasher"]
    try:
        hasher.verify(stored or _nobodys_hash(hasher), _same_form(password[:LONGEST_PASSWORD]))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def needs_new_hash(stored: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _in_use["hasher"].check_needs_rehash(stored)


def _same_form(password: str) -> str:
    # An å is one character or two, depending on the keyboard it is typed on. Half characters cannot be typed at all.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


@cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")
