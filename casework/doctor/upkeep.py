"""The checks of what is kept up around the product: backups, the certificate, and the case system."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from casework.db.backup import BackupError, newest
from casework.doctor.findings import Finding, bad, ok, warn
from casework.errors import SettingsError
from casework.journal.adapter import make_journal
from casework.journal.errors import JournalError
from casework.settings import Settings

#: A backup each night, and two hours for one that took long.
OLDEST_BACKUP: Final = timedelta(hours=26)
#: So much is left when those who renew certificates by hand must begin.
LEAST_DAYS: Final = 21
SECONDS: Final = 5.0
_HTTPS_PORT: Final = 443
#: OpenSSL's number for a certificate whose time is over.
_OVER: Final = 10
_HOUR: Final = timedelta(hours=1)


def backup(settings: Settings) -> Finding:
    """How old the newest backup is."""
    if settings.backup_dir is None:
        return warn("backup", "backup_unknown")
    try:
        written = newest(settings.backup_dir)
    except BackupError:
        return bad("backup", "backup_away", folder=settings.backup_dir)
    if written is None:
        return warn("backup", "backup_none", folder=settings.backup_dir)
    age = datetime.now(UTC) - written
    hours = max(0, age // _HOUR)
    if age > OLDEST_BACKUP:
        return warn("backup", "backup_old", hours=hours, folder=settings.backup_dir)
    return ok("backup", "backup_ok", hours=hours)


def certificate(settings: Settings) -> Finding:
    """Whether browsers trust the certificate of the address that citizens use, and for how long."""
    address = settings.https_address
    if address is None:
        return ok("certificate", "certificate_none")
    parts = urlsplit(address)
    try:
        days = _days_left(parts.hostname or "", parts.port or _HTTPS_PORT)
    except ssl.SSLCertVerificationError as error:
        if error.verify_code == _OVER:
            return bad("certificate", "certificate_over", address=address)
        return bad("certificate", "certificate_wrong", address=address, reason=error.verify_message)
    except OSError as error:
        # A machine need not reach its own address from within; so it is told, and is no fault.
        return warn("certificate", "certificate_away", address=address, kind=type(error).__name__)
    if days < LEAST_DAYS:
        return warn("certificate", "certificate_soon", address=address, days=days)
    return ok("certificate", "certificate_ok", days=days)


def case_system(settings: Settings) -> Finding:
    """Whether the case system would take a filing, as far as its adapter can tell."""
    try:
        journal = make_journal(settings.journal, settings.journal_dir)
    except SettingsError:
        return bad("case_system", "journal_wrong", name=settings.journal)
    ready = getattr(journal, "ready", None)
    if ready is None:
        return ok("case_system", "journal_silent", name=settings.journal)
    try:
        ready()
    except JournalError as error:
        return bad("case_system", "journal_away", name=_name(settings), why=error.why)
    except Exception as error:
        # An adapter is not ours, and its own words may hold a password.
        return bad("case_system", "journal_away", name=_name(settings), why=type(error).__name__)
    return ok("case_system", "journal_ok", name=_name(settings))


def _name(settings: Settings) -> str:
    return settings.journal or str(settings.journal_dir)


def _days_left(host: str, port: int) -> int:
    """Whole days until the certificate at an address ends. Raises OSError, of which ssl.SSLError is one."""
    with (
        socket.create_connection((host, port), timeout=SECONDS) as plain,
        ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secured,
    ):
        found: dict[str, Any] = secured.getpeercert() or {}
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(found["notAfter"]), UTC)
    return (ends - datetime.now(UTC)).days
