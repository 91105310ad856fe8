"""For how long conversations are kept."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from casework.settings_words import setting, wrong

LONGEST_DAYS: Final = 36_500


@dataclass(frozen=True, kw_only=True, slots=True)
class Keep:
    """For how many days after the last message each kind is kept, and the log of who has read what.

    Every field is `RETPLIGT_<NAME>` and stands in .env.example.
    """

    keep_guidance_days: int = 30
    keep_contact_days: int = 180
    keep_case_days: int = 365
    keep_log_days: int = 730
    #: After its filing, when all of it is filed; None = as a case.
    keep_filed_days: int | None = None

    def days(self, kind: str) -> int:
        """For how long a kind is kept: guidance, contact, case, filed or log."""
        found: int | None = getattr(self, f"keep_{kind}_days")
        return self.keep_case_days if found is None else found

    def before(self, kind: str, now: datetime) -> datetime:
        """What is older than this is deleted."""
        return now - timedelta(days=self.days(kind))


def read_keep(env: Mapping[str, str] = os.environ) -> Keep:
    """Read the settings. Raises SettingsError, which names the variable and the remedy."""
    given = {name: env.get(setting(name), "").strip() for name in Keep.__dataclass_fields__}
    return Keep(**{name: _days(name, raw) for name, raw in given.items() if raw})


def _days(name: str, raw: str) -> int:
    if not raw.isascii() or not raw.isdigit() or not 0 < int(raw) <= LONGEST_DAYS:
        raise wrong("days", setting(name), given=raw, most=LONGEST_DAYS)
    return int(raw)
