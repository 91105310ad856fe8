"""Every secret that is locked: how they stand, and locking them all with the newest key."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.db import session_scope
from casework.identity import repository as repo
from casework.identity.models import StaffRow
from casework.vault import NoKeyError, Vault, VaultError, current_vault

_COLUMNS = ("totp_secret", "totp_offered")


@dataclass(frozen=True, kw_only=True, slots=True)
class Locked:
    """How many secrets are locked with the newest key, are not, and can be opened with none."""

    new: int
    old: int
    lost: int


def look() -> Locked:
    """How the secrets stand. Changes nothing."""
    vault = current_vault()
    with session_scope(read_only=True) as session:
        return _counted(vault, _stored(repo.staff_with_app(session)))


def renew() -> Locked:
    """Lock every secret with the newest key; how they stood before. Those that no key opens stay as they are.

    Raises NoKeyError.
    """
    vault = current_vault()
    if not vault.on:
        raise NoKeyError("There is no key to lock with; set RETPLIGT_SECRET_KEY.")
    with session_scope() as session:
        rows = repo.staff_with_app(session, lock=True)
        before = _counted(vault, _stored(rows))
        for row in rows:
            for column in _COLUMNS:
                _renew(vault, row, column)
        return before


def _renew(vault: Vault, row: StaffRow, column: str) -> None:
    stored = getattr(row, column)
    if stored is None or vault.is_new(stored):
        return
    try:
        setattr(row, column, vault.lock(vault.open(stored)))
    except VaultError:
        # Counted as lost; whoever finds the old key again can still open it.
        return


def _stored(rows: Sequence[StaffRow]) -> list[str]:
    return [stored for row in rows for column in _COLUMNS if (stored := getattr(row, column)) is not None]


def _counted(vault: Vault, stored: Sequence[str]) -> Locked:
    new = sum(vault.is_new(one) for one in stored)
    lost = sum(not _opens(vault, one) for one in stored)
    return Locked(new=new, old=len(stored) - new - lost, lost=lost)


def _opens(vault: Vault, stored: str) -> bool:
    try:
        vault.open(stored)
    except VaultError:
        return False
    return True
