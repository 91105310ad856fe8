"""A provider that is trusted, whoever logs in by it: staff or citizens."""

from dataclasses import dataclass, field

from casework.identity.openid.citizen_settings import CitizenOpenId
from casework.identity.openid.settings import StaffOpenId


@dataclass(frozen=True, kw_only=True, slots=True)
class Trusted:
    """Where the provider is, who we are to it, and what it calls things."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str
    subject_claim: str = "sub"
    name_claim: str = "name"
    groups_claim: str = "groups"
    level_claim: str = "loa"
    #: The levels that are sure enough; none = any.
    levels: tuple[str, ...] = ()
    #: What a broker wants to be told beside what the standard asks for.
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that are read."""
        named = (self.subject_claim, self.name_claim, self.groups_claim, self.level_claim)
        return tuple(name for name in named if name)


def trusted_for_staff(settings: StaffOpenId) -> Trusted:
    """The provider by which staff log in."""
    return Trusted(
        issuer=settings.staff_oidc_issuer,
        client_id=settings.staff_oidc_client_id,
        client_secret=settings.staff_oidc_client_secret,
        scope=settings.staff_oidc_scope,
        subject_claim=settings.staff_oidc_subject_claim,
        name_claim=settings.staff_oidc_name_claim,
        groups_claim=settings.staff_oidc_groups_claim,
        level_claim=settings.staff_oidc_level_claim,
        levels=settings.staff_oidc_levels,
    )


def trusted_for_citizens(settings: CitizenOpenId) -> Trusted:
    """The broker by which citizens log in. Citizens have no groups."""
    return Trusted(
        issuer=settings.citizen_oidc_issuer,
        client_id=settings.citizen_oidc_client_id,
        client_secret=settings.citizen_oidc_client_secret,
        scope=settings.citizen_oidc_scope,
        subject_claim=settings.citizen_oidc_subject_claim,
        name_claim=settings.citizen_oidc_name_claim,
        groups_claim="",
        level_claim=settings.citizen_oidc_level_claim,
        levels=settings.citizen_oidc_levels,
        extra=settings.citizen_oidc_extra,
    )
