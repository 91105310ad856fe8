"""What the services of this part hand out: frozen values, no rows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One change of one setting. `value` None = back to the default; `by` None = an account that is gone."""

    id: int
    name: str
    value: str | None
    at: datetime
    by: str | None
    is_newest: bool
