"""What must be read again, but must not lie open in the database: locked with the installation's own key.

RETPLIGT_SECRET_KEY holds one key, or several with commas between them: the first locks, all of them open. One process
has one vault. `use_keys` sets it at start; without that the environment decides at first use.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping, Sequence
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from casework.errors import CaseworkError
from casework.settings_words import wrong

SETTING: Final = "RETPLIGT_SECRET_KEY"
SHORTEST_KEY: Final = 32
#: Stands before everything that is locked; what lacks it was stored before there was a key.
_LOCKED: Final = "v1:"
_BYTES: Final = 32


class VaultError(CaseworkError):
    """Something cannot be locked or opened with the keys of this installation; see RETPLIGT_SECRET_KEY."""


class NoKeyError(VaultError):
    """There is no key to lock with; set RETPLIGT_SECRET_KEY (`make setup` writes one)."""


class Vault:
    """Locks and opens texts, and makes marks that only whoever has the key can make."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(keys)
        fernets = [Fernet(base64.urlsafe_b64encode(_derived(key, "lock"))) for key in self._keys]
        self._first = fernets[0] if fernets else None
        self._all = MultiFernet(fernets) if fernets else None

    @property
    def on(self) -> bool:
        """Whether there is a key at all."""
        return self._first is not None

    def lock(self, text: str) -> str:
        """The text as it may be stored. Raises NoKeyError."""
        if self._first is None:
            raise NoKeyError(f"There is no key to lock with; set {SETTING}.")
        return _LOCKED + self._first.encrypt(text.encode()).decode()

    def open(self, stored: str) -> str:
        """The text again; one that was stored before there was a key is itself. Raises VaultError."""
        if not stored.startswith(_LOCKED):
            return stored
        if self._all is None:
            raise NoKeyError(f"Something was locked with a key that is gone; set {SETTING} to it again.")
        try:
            return self._all.decrypt(stored.removeprefix(_LOCKED).encode()).decode()
        except InvalidToken:
            raise VaultError(
                f"Something was locked with another key; put that one after a comma in {SETTING}."
            ) from None

    def is_new(self, stored: str) -> bool:
        """Whether it is locked with the first key, as everything is once the keys are renewed."""
        if self._first is None or not stored.startswith(_LOCKED):
            return False
        try:
            self._first.decrypt(stored.removeprefix(_LOCKED).encode())
        except InvalidToken:
            return False
        return True

    def marks(self, what: str, text: str) -> tuple[str, ...]:
        """Keyed hashes of a text, one for each key, the newest first. `what` keeps different uses apart.

        Raises NoKeyError.
        """
        if not self._keys:
            raise NoKeyError(f"There is no key to mark with; set {SETTING}.")
        return tuple(
            hmac.new(_derived(key, f"mark {what}"), text.encode(), hashlib.sha256).hexdigest() for key in self._keys
        )


def read_keys(env: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The keys of the environment, none when there are none. Raises SettingsError, which never repeats a key."""
    keys = tuple(part.strip() for part in (env.get(SETTING) or "").split(",") if part.strip())
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise wrong("keys", SETTING, least=SHORTEST_KEY)
    return keys


_current: Vault | None = None


def use_keys(keys: Sequence[str]) -> Vault:
    """Let this process use these keys from now on."""
    global _current  # noqa: PLW0603 - one process has one vault, as it has one database
    _current = Vault(keys)
    return _current


def current_vault() -> Vault:
    """The vault of this process. Raises SettingsError when the environment holds a key that is too short."""
    return _current or use_keys(read_keys())


def opened(locked: str | None) -> str | None:
    """What was locked; None when there is nothing or no key opens it, for what can be done without."""
    try:
        return current_vault().open(locked) if locked else None
    except VaultError:
        return None


def _derived(key: str, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), _BYTES, salt=None, info=f"retpligt {purpose}".encode()).derive(key.encode())
