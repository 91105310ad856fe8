"""What the services of identity hand out: frozen values, no rows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffMember:
    """One member of staff. A citizen sees `shown_name` and nothing else."""

    id: int
    username: str
    name: str
    shown_name: str
    role: str
    team_id: int | None = None
    team_name: str | None = None
    active: bool = True
    presence: str = "away"
    sound: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account as an administrator sees it; moments are aware UTC."""

    member: StaffMember
    created_at: datetime
    seen_at: datetime | None
    locked_until: datetime | None
    sessions: int
    code_on: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountWish:
    """What an account is to be. Texts are cleaned by the service."""

    username: str
    name: str
    shown_name: str
    role: str
    team_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LoggedIn:
    """Who is logged in, the token every form must bring, and which login it is (a hash, never the cookie)."""

    member: StaffMember
    csrf: str
    session_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Login:
    """One living login of an account."""

    session_id: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    client: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Team:
    """A team of colleagues, or (kind "authority") another authority with the words about how to reach it."""

    id: int
    name: str
    kind: str
    contact: str | None
    active: bool
