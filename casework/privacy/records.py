"""What the reading log hands out: frozen values, no rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Reader(Protocol):
    """A member of staff as far as the log is concerned; `casework.identity.records.StaffMember` is one."""

    @property
    def id(self) -> int:
        """The account's number."""
        ...

    @property
    def name(self) -> str:
        """The person's own name; citizens never see it."""
        ...

    @property
    def role(self) -> str:
        """caseworker, support or administrator."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One opening of a conversation, with the name: for administrators only. `at` is aware UTC."""

    at: datetime
    staff_id: int
    staff_name: str
    role: str
    purpose: str
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CitizensReading:
    """The same as the citizen may see it: which kind of staff, when (aware UTC) and why, but not who."""

    at: datetime
    role: str
    purpose: str
