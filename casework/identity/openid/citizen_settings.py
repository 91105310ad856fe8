"""Whom an installation trusts to say which citizen somebody is: a broker of MitID."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from casework.identity.openid.settings import read_fields, read_issuer, read_list, read_scope
from casework.settings_words import setting, wrong

#: The Danish levels of assurance (NSIS) that are sure enough for one's own case.
LEVELS: Final = (
    "https://data.gov.dk/concept/core/nsis/Substantial",
    "https://data.gov.dk/concept/core/nsis/High",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CitizenOpenId:
    """Every field is `RETPLIGT_<NAME>` and stands in .env.example. Without an issuer citizens do not log in."""

    #: The broker's address, as its discovery document gives it.
    citizen_oidc_issuer: str = ""
    citizen_oidc_client_id: str = ""
    citizen_oidc_client_secret: str = field(default="", repr=False)
    #: The CPR number is not asked for, and nobody here wants it.
    citizen_oidc_scope: str = "openid"
    #: What the broker wants to be told too, such as which login it shall show.
    citizen_oidc_extra: tuple[tuple[str, str], ...] = ()
    #: What stands on the button: "Log ind med ...".
    citizen_oidc_label: str = "MitID"
    #: The claims that hold the person's lasting id, name and level.
    citizen_oidc_subject_claim: str = "sub"
    citizen_oidc_name_claim: str = "name"
    citizen_oidc_level_claim: str = "loa"
    citizen_oidc_levels: tuple[str, ...] = LEVELS

    @property
    def on(self) -> bool:
        """Whether citizens can log in."""
        return bool(self.citizen_oidc_issuer)


def read_citizen_openid(env: Mapping[str, str] = os.environ) -> CitizenOpenId:
    """Read the settings. Raises SettingsError, which names the variable and the remedy."""
    given = read_fields(env, tuple(CitizenOpenId.__dataclass_fields__), _READ)
    settings = CitizenOpenId(**given)  # type: ignore[arg-type]  # each field was read as what it is
    if settings.on:
        for name in ("citizen_oidc_client_id", "citizen_oidc_client_secret"):
            if not getattr(settings, name):
                raise wrong("needs", setting(name), other=setting("citizen_oidc_issuer"))
    return settings


def _pairs(name: str, raw: str) -> tuple[tuple[str, str], ...]:
    pairs = [part.partition("=")[::2] for part in read_list(name, raw)]
    if any(not key.strip() or not value.strip() for key, value in pairs):
        raise wrong("pairs", setting(name), given=raw)
    return tuple((key.strip(), value.strip()) for key, value in pairs)


def _levels(name: str, raw: str) -> tuple[str, ...]:
    levels = read_list(name, raw)
    if not levels:
        # For staff none means any. A citizen who is recognised less surely must never reach their own case.
        raise wrong("levels", setting(name), given=raw)
    return levels


_READ: Final = {
    "citizen_oidc_issuer": read_issuer,
    "citizen_oidc_scope": read_scope,
    "citizen_oidc_extra": _pairs,
    "citizen_oidc_levels": _levels,
}
