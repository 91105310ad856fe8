"""Whether a person can be offered right now. Pure: everything it depends on is handed in.

The first thing that stands in the way decides, from what lasts longest to what may pass in a minute.
"""

from dataclasses import dataclass
from datetime import datetime

from casework.handoff.opening_hours import OpeningHours

#: Every answer there is; each but "open" has its own words for the citizen.
CODES = ("open", "off", "unstaffed", "closed", "holiday", "closing_day", "lunch", "nobody", "full")


@dataclass(frozen=True, kw_only=True, slots=True)
class Staffing:
    """How the desk stands: handed over at all, manned at all, who is there, and how many wait for them."""

    switched_on: bool
    staffed: bool
    present: int
    waiting: int
    longest_queue: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Availability:
    """The answer. `code` is one of CODES.

    `opens_at` (UTC) is set when the office is closed and opens again; `closes_at` when it is open. `name` = what the
    holiday or the closing day is called.
    """

    code: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    name: str | None = None

    @property
    def is_open(self) -> bool:
        """A person can be offered."""
        return self.code == "open"


def check(moment: datetime, hours: OpeningHours, desk: Staffing) -> Availability:
    """Whether a person can be offered at `moment` (aware)."""
    if not desk.switched_on:
        return Availability(code="off")
    if not desk.staffed:
        return Availability(code="unstaffed")
    state = hours.state(moment)
    if state != "open":
        return Availability(code=state, opens_at=hours.next_opening(moment), name=_name(hours, moment))
    code = "nobody" if desk.present < 1 else "full" if desk.waiting >= desk.longest_queue else "open"
    return Availability(code=code, closes_at=hours.closes_at(moment))


def _name(hours: OpeningHours, moment: datetime) -> str | None:
    closed = hours.closed_at(moment)
    return closed.name if closed else None
