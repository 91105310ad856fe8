"""Passwords at next to no cost: with the real one, hashing took most of the time of the tests that need accounts.

tests/casework/test_identity.py holds the real cost.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher

from casework.identity import passwords

QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
REAL = PasswordHasher()


@contextmanager
def hashed_by(hasher: PasswordHasher) -> Iterator[None]:
    """Passwords are hashed by this one meanwhile."""
    before = passwords.use_hasher(hasher)
    try:
        yield
    finally:
        passwords.use_hasher(before)
