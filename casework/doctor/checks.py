"""The checks. Each looks at one thing, changes nothing, and answers with one finding."""

import shutil
import smtplib
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
from sqlalchemy.exc import SQLAlchemyError

from casework.booking import confirming
from casework.booking.planner import make_planner
from casework.db import Database
from casework.db.migrate import current_revision, head_revision
from casework.doctor import running, upkeep
from casework.doctor.findings import BAD, OK, WARN, Finding, bad, ok, warn
from casework.errors import CaseworkError
from casework.identity import keys, service
from casework.reminders.channels import offered
from casework.settings import Settings
from casework.vault import use_keys

SECONDS: Final = 5.0
SEVERITY: Final = (OK, WARN, BAD)
SHORT_SECRET: Final = 32
LITTLE_SPACE_BYTES: Final = 2 * 2**30
_SMTP_TLS: Final = "tls"
_EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - warned of, not bound to


def run(settings: Settings) -> Iterator[Finding]:
    """Every check, one after the other."""
    database = Database(settings.database_url)
    reachable = _database(database)
    yield reachable
    if reachable.state == "ok":
        yield _staff(settings)
        yield _keys(settings)
        yield from running.in_database(settings)
    database.dispose()
    for check in _OTHERS:
        yield check(settings)


def _database(database: Database) -> Finding:
    place = database.engine.url.database if database.is_sqlite else None
    # Looking into a SQLite file that is not there would make it.
    if place and not Path(place).is_file():
        return bad("database", "database_new")
    try:
        current = current_revision(database)
    except (SQLAlchemyError, CaseworkError) as error:
        return bad("database", "database_away", kind=type(error).__name__)
    if current != head_revision():
        return bad("database", "database_old", current=current or "-", head=head_revision())
    return ok("database", "database_ok", kind=database.engine.dialect.name, head=current)


def _staff(settings: Settings) -> Finding:
    if settings.staff_openid.on and not settings.staff_openid.staff_oidc_passwords:
        return ok("staff", "staff_elsewhere")
    everybody = [one for one in service.list_staff() if one.active]
    if not any(one.role == "administrator" for one in everybody):
        return bad("staff", "staff_no_administrator")
    if settings.staff_second_step != "required" and not settings.staff_openid.on:
        return warn("staff", "staff_password_alone", count=len(everybody))
    return ok("staff", "staff_ok", count=len(everybody))


def _each(check: str, addresses: Sequence[str], path: str, token: str) -> Finding:
    """The worst of what is found at the addresses of all copies."""
    found = [_inner(check, address, path, token) for address in addresses]
    return max(found, key=lambda one: SEVERITY.index(one.state))


def _keys(settings: Settings) -> Finding:
    """Whether secrets in the database can be locked, and all of them opened."""
    use_keys(settings.secret_key)
    found = keys.look()
    if found.lost:
        return bad("keys", "keys_lost", count=found.lost)
    if not settings.secret_key:
        return warn("keys", "keys_none")
    if found.old:
        return warn("keys", "keys_old", count=found.old)
    return ok("keys", "keys_ok", count=found.new)


def _inner(check: str, address: str, path: str, token: str) -> Finding:
    """A service behind us answers, knows our secret, and cannot be reached from elsewhere."""
    try:
        answer = httpx.get(f"{address}{path}", headers={"Authorization": f"Bearer {token}"}, timeout=SECONDS)
    except httpx.HTTPError:
        return bad(check, "inner_away", address=address)
    if answer.status_code in {401, 403}:
        return bad(check, "inner_refused", address=address)
    if not answer.is_success:
        return bad(check, "inner_failed", address=address, status=answer.status_code)
    host = urlsplit(address).hostname or ""
    if host not in {"127.0.0.1", "localhost", "::1"}:
        return warn(check, "inner_elsewhere", address=address)
    return ok(check, "inner_ok", address=address)


def _rasa(settings: Settings) -> Finding:
    return _each("rasa", settings.rasa_urls, "/webhooks/retpligt/health", settings.internal_token)


def _actions(settings: Settings) -> Finding:
    return _each("actions", settings.actions_urls, "/health", settings.internal_token)


def _secret(settings: Settings) -> Finding:
    if len(settings.internal_token) < SHORT_SECRET:
        return warn("secret", "secret_short", least=SHORT_SECRET)
    return ok("secret")


def _https(settings: Settings) -> Finding:
    if settings.https_address is None:
        return warn("https", "https_none")
    return ok("https", "https_ok", address=settings.https_address)


def _authority(settings: Settings) -> Finding:
    told = (settings.authority_name, settings.authority_phone, settings.authority_email)
    if any("eksempel" in part.casefold() or part == "70 10 20 30" for part in told):
        return warn("authority", "authority_example")
    return ok("authority", "authority_ok", name=settings.authority_name)


def _today(settings: Settings) -> Finding:
    return bad("today", "today_fixed", day=settings.today.isoformat()) if settings.today else ok("today", "today_ok")


def _redis(settings: Settings) -> Finding:
    if settings.redis_url is None:
        return ok("redis", "redis_none")
    try:
        import redis  # noqa: PLC0415 - only installed where it is used

        redis.Redis.from_url(settings.redis_url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS).ping()
    except ImportError:
        return bad("redis", "redis_missing")
    except Exception as error:
        # The library's own words may hold the password of the address.
        return bad("redis", "redis_away", kind=type(error).__name__)
    return ok("redis", "redis_ok")


def _mail(settings: Settings) -> Finding:
    chosen = settings.reminders
    if not chosen.smtp_host:
        return warn("mail", "mail_none")
    kind = smtplib.SMTP_SSL if chosen.smtp_security == _SMTP_TLS else smtplib.SMTP
    try:
        with kind(chosen.smtp_host, chosen.smtp_port, timeout=SECONDS) as server:
            server.ehlo()
            if chosen.smtp_security == "starttls":
                server.starttls()
                server.ehlo()
            if chosen.smtp_user:
                server.login(chosen.smtp_user, chosen.smtp_password)
    except smtplib.SMTPAuthenticationError:
        return bad("mail", "mail_refused", host=chosen.smtp_host)
    except (OSError, smtplib.SMTPException) as error:
        return bad("mail", "mail_away", host=chosen.smtp_host, kind=type(error).__name__)
    return ok("mail", "mail_ok", host=chosen.smtp_host)


def _channels(settings: Settings) -> Finding:
    there = offered(settings)
    if "file" in there:
        return warn("channels", "channels_file")
    return ok("channels", "channels_ok", channels=", ".join(there))


def _booking(settings: Settings) -> Finding:
    codes = {
        confirming.NOTHING: "booking_open",
        confirming.CONTACT: "booking_contact",
        confirming.LOGIN: "booking_login",
    }
    code = codes[confirming.needs(settings)]
    return warn("booking", code) if code == "booking_open" else ok("booking", code)


def _login(settings: Settings) -> Finding:
    openid = settings.staff_openid
    return _provider("login", openid.staff_oidc_issuer) if openid.on else ok("login", "login_none")


def _citizens(settings: Settings) -> Finding:
    openid = settings.citizen_openid
    return _provider("citizens", openid.citizen_oidc_issuer) if openid.on else ok("citizens", "citizens_none")


def _provider(check: str, issuer: str) -> Finding:
    """A login provider answers, and calls itself as the setting does."""
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        answer = httpx.get(address, timeout=SECONDS)
        named = answer.json().get("issuer") if answer.is_success else None
    except (httpx.HTTPError, ValueError, AttributeError):
        return bad(check, "login_away", address=address)
    if named != issuer:
        return bad(check, "login_other", issuer=issuer, named=named or "-")
    return ok(check, "login_ok", issuer=named)


def _planner(settings: Settings) -> Finding:
    try:
        make_planner(settings.booking_planner)
    except Exception as error:
        return bad("planner", "planner_wrong", name=settings.booking_planner, kind=type(error).__name__)
    return ok("planner", "planner_other" if settings.booking_planner else "planner_own", name=settings.booking_planner)


def _space(settings: Settings) -> Finding:
    del settings
    free = shutil.disk_usage(".").free
    gigabytes = f"{free / 2**30:.1f}".replace(".", ",")
    if free <= LITTLE_SPACE_BYTES:
        return warn("space", "space_little", free=gigabytes)
    return ok("space", "space_ok", free=gigabytes)


def _port(settings: Settings) -> Finding:
    """Whether the web process runs; it is no error when it does not, for then it can be started."""
    if settings.host in _EVERYWHERE:
        return warn("web", "web_open", port=settings.port)
    with socket.socket() as probe:
        probe.settimeout(SECONDS)
        runs = probe.connect_ex((settings.host, settings.port)) == 0
    return ok("web", "web_runs" if runs else "web_stands", port=settings.port)


_OTHERS: Final[tuple[Callable[[Settings], Finding], ...]] = (
    _port, _rasa, _actions, _secret, _https, _authority, _today, _redis, _mail, _channels, _login, _citizens, _booking,
    _planner, upkeep.case_system, running.language_model, upkeep.certificate, upkeep.backup, _space,
)  # fmt: skip
