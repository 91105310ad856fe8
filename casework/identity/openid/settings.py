"""Whom an installation trusts to say who somebody is, and what that provider calls things."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from casework.errors import SettingsError
from casework.identity.roles import ROLES

PREFIX: Final = "RETPLIGT_"
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffOpenId:
    """Every field is `RETPLIGT_<NAME>` and stands in .env.example. Without an issuer staff log in here."""

    #: The provider's address, as its discovery document gives it.
    staff_oidc_issuer: str = ""
    staff_oidc_client_id: str = ""
    staff_oidc_client_secret: str = field(default="", repr=False)
    staff_oidc_scope: str = "openid profile"
    #: What stands on the button: "Log ind med ...".
    staff_oidc_label: str = "kommunens login"
    #: The claims that hold the person's lasting id, name and groups.
    staff_oidc_subject_claim: str = "sub"
    staff_oidc_name_claim: str = "name"
    staff_oidc_groups_claim: str = "groups"
    #: The claim that holds how surely the person was recognised, and the levels that are good enough; empty = any.
    staff_oidc_level_claim: str = "loa"
    staff_oidc_levels: tuple[str, ...] = ()
    #: Which group gives which role. Of several roles the one that may do most counts.
    staff_oidc_roles: tuple[tuple[str, str], ...] = ()
    #: Whether accounts with a password here are let in beside the provider.
    staff_oidc_passwords: bool = True

    @property
    def on(self) -> bool:
        """Whether staff can log in by a provider."""
        return bool(self.staff_oidc_issuer)

    def role_of(self, groups: tuple[str, ...]) -> str | None:
        """The role that some groups give, or None."""
        given = {role for group, role in self.staff_oidc_roles if group in groups}
        return next((role for role in reversed(ROLES) if role in given), None)


def read_staff_openid(env: Mapping[str, str] = os.environ) -> StaffOpenId:
    """Read the settings. Raises SettingsError, which names the variable and the remedy."""
    given: dict[str, object] = {}
    for name in StaffOpenId.__dataclass_fields__:
        raw = (env.get(PREFIX + name.upper()) or "").strip()
        if raw:
            given[name] = _READ.get(name, _text)(name, raw)
    settings = StaffOpenId(**given)  # type: ignore[arg-type]  # each field was read as what it is
    if settings.on:
        for name in ("staff_oidc_client_id", "staff_oidc_client_secret", "staff_oidc_roles"):
            if not getattr(settings, name):
                raise SettingsError(f"{PREFIX}{name.upper()} must be set when {PREFIX}STAFF_OIDC_ISSUER is.")
    return settings


def _text(_name: str, raw: str) -> str:
    return raw


def _issuer(name: str, raw: str) -> str:
    """An address over https; on this machine alone http will do."""
    parts = urlsplit(raw)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    if not safe or not parts.netloc or parts.query or parts.fragment:
        raise SettingsError(f"{PREFIX}{name.upper()} must be an https address without ? and #, not {raw!r}.")
    return raw


def _scope(name: str, raw: str) -> str:
    if "openid" not in raw.split():
        raise SettingsError(f"{PREFIX}{name.upper()} must hold the word openid.")
    return raw


def _list(_name: str, raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def _roles(name: str, raw: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for part in _list(name, raw):
        group, equals, role = part.rpartition("=")
        if not equals or not group.strip() or role.strip() not in ROLES:
            raise SettingsError(
                f"{PREFIX}{name.upper()} must be pairs such as RetPligt-Raadgiver=caseworker, separated by commas; "
                f"the roles are {', '.join(ROLES)}. {part!r} is none."
            )
        pairs.append((group.strip(), role.strip()))
    return tuple(pairs)


def _switch(name: str, raw: str) -> bool:
    if raw not in {"on", "off"}:
        raise SettingsError(f"{PREFIX}{name.upper()} must be on or off, not {raw!r}.")
    return raw == "on"


_READ: Final = {
    "staff_oidc_issuer": _issuer,
    "staff_oidc_scope": _scope,
    "staff_oidc_levels": _list,
    "staff_oidc_roles": _roles,
    "staff_oidc_passwords": _switch,
}
