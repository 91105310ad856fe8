"""Times for somebody who tries the product out: two weeks of talks to book."""

from datetime import date, timedelta
from typing import Final

from casework.booking.calendar_plan import wall_span
from casework.booking.closed_days import closing_days, is_closed
from casework.booking.kinds import kinds
from casework.booking.models import SlotRow
from casework.db import session_scope

#: Kind of talk and the hours of the day at which one begins.
_DAY: Final = (("foerste_jobsamtale", (9, 10, 11)), ("jobsamtale", (13, 14)))
_DAYS: Final = 14
_SATURDAY: Final = 5


def open_times(staff_id: int, today: date) -> int:
    """Open times in a caseworker's empty calendar from tomorrow on, on days when the authority is open; how many."""
    with session_scope() as session:
        own = closing_days(session, today)
        days = [today + timedelta(days=number) for number in range(1, _DAYS + 1)]
        rows = [
            _slot(staff_id, day, kind, hour)
            for day in days
            if day.weekday() < _SATURDAY and not is_closed(day, own)
            for kind, hours in _DAY
            for hour in hours
        ]
        session.add_all(rows)
        return len(rows)


def _slot(staff_id: int, day: date, kind: str, hour: int) -> SlotRow:
    made = kinds()[kind]
    span = wall_span(day, hour * 60, made.minutes)
    assert span is not None, "no clock is changed in the middle of the day"
    return SlotRow(
        staff_id=staff_id,
        kind=kind,
        holder="kommune",
        starts_at=span[0],
        ends_at=span[1],
        forms=list(made.forms),
        capacity=made.capacity,
        taken=0,
        state="open",
    )
