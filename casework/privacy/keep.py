"""For how long conversations are kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Keep:
    """For how many days after the last message each kind is kept, and the log of who has read what."""

    guidance_days: int = 30
    contact_days: int = 180
    case_days: int = 365
    log_days: int = 730

    def before(self, kind: str, now: datetime) -> datetime:
        """Conversations of the kind whose last message is older than this are deleted."""
        days: int = getattr(self, f"{kind}_days")
        return now - timedelta(days=days)
