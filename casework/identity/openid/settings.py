"""Whom an installation trusts to say who somebody is, and what that provider calls things."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from casework.identity.roles import ROLES
from casework.settings_words import choices, setting, wrong

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
    given = read_fields(env, tuple(StaffOpenId.__dataclass_fields__), _READ)
    settings = StaffOpenId(**given)  # type: ignore[arg-type]  # each field was read as what it is
    if settings.on:
        for name in ("staff_oidc_client_id", "staff_oidc_client_secret", "staff_oidc_roles"):
            if not getattr(settings, name):
                raise wrong("needs", setting(name), other=setting("staff_oidc_issuer"))
    return settings


def read_fields(
    env: Mapping[str, str], names: Sequence[str], read: Mapping[str, Callable[[str, str], object]]
) -> dict[str, object]:
    """What stands in the environment for these fields; a field without a reader of its own is a text.

    Raises SettingsError.
    """
    raws = {name: (env.get(setting(name)) or "").strip() for name in names}
    return {name: read[name](name, raw) if name in read else raw for name, raw in raws.items() if raw}


def read_issuer(name: str, raw: str) -> str:
    """An address over https; on this machine alone http will do."""
    parts = urlsplit(raw)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    if not safe or not parts.netloc or parts.query or parts.fragment:
        raise wrong("issuer", setting(name), given=raw.rpartition("@")[2])
    return raw


def read_scope(name: str, raw: str) -> str:
    """What is asked for; without openid there is no login."""
    if "openid" not in raw.split():
        raise wrong("scope", setting(name), given=raw)
    return raw


def read_list(_name: str, raw: str) -> tuple[str, ...]:
    """Words with commas between them."""
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def _roles(name: str, raw: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for part in read_list(name, raw):
        group, equals, role = part.rpartition("=")
        if not equals or not group.strip() or role.strip() not in ROLES:
            raise wrong("roles", setting(name), given=part, choices=choices(ROLES))
        pairs.append((group.strip(), role.strip()))
    return tuple(pairs)


def _switch(name: str, raw: str) -> bool:
    if raw not in {"on", "off"}:
        raise wrong("choice", setting(name), given=raw, choices=choices(("on", "off")))
    return raw == "on"


_READ: Final = {
    "staff_oidc_issuer": read_issuer,
    "staff_oidc_scope": read_scope,
    "staff_oidc_levels": read_list,
    "staff_oidc_roles": _roles,
    "staff_oidc_passwords": _switch,
}
