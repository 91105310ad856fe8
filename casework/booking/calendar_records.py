"""What the staff calendar hands out and takes in: frozen values, no rows. Moments are aware UTC, days Danish."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from casework.booking.calendar_plan import DatedWeek, WorkingWeek
from casework.handoff.opening_hours import ClosedOn
from casework.handoff.weekly_hours import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """A room; `place` = how the citizen finds it, `capacity` = how many can be there."""

    id: int
    name: str
    place: str | None
    capacity: int
    active: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A stretch that cannot be booked, of a caseworker, a room, or (neither) everybody. Only staff see the reason."""

    id: int
    staff_id: int | None
    staff_name: str | None
    room_id: int | None
    room_name: str | None
    starts_at: datetime
    ends_at: datetime
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingHours:
    """A working week of a caseworker from Monday: periods of work, and the breaks in them.

    Empty `kinds` and `forms` = all; `room_id` = the usual room. It counts from `valid_from` to `valid_to`, both
    included, None = without end; of several that cover a day the one that began last counts.
    """

    work: tuple[tuple[Period, ...], ...] = ((),) * 7
    breaks: tuple[tuple[Period, ...], ...] = ((),) * 7
    kinds: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    room_id: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def written(self) -> bool:
        """Whether any day has hours."""
        return any(self.work)

    def dated(self) -> DatedWeek:
        """The same as an opening must know it."""
        return DatedWeek(
            week=self.week(),
            kinds=frozenset(self.kinds) or None,
            forms=frozenset(self.forms) or None,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )

    def week(self) -> WorkingWeek:
        """The periods of each day with the breaks taken out."""
        return tuple(_without(*day) for day in zip(self.work, self.breaks, strict=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffBooking:
    """A booking as its caseworker sees it. `conversation_id` is None when the citizen has deleted the conversation."""

    id: int
    number: str
    state: str
    kind: str
    kind_name: str
    form: str
    starts_at: datetime
    ends_at: datetime
    staff_id: int
    slot_id: int
    room_name: str | None = None
    place: str | None = None
    conversation_id: str | None = None
    topic_name: str | None = None
    preparation: tuple[tuple[str, str], ...] = ()
    wishes: Mapping[str, Any] = field(default_factory=dict)
    sequence: int = 0
    made_at: datetime | None = None
    ended_at: datetime | None = None
    agreement: str | None = None
    next_kind: str | None = None
    next_by: date | None = None
    #: When the citizen's page or chat showed the agreement.
    seen_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarSlot:
    """A time in the calendar with its bookings. `taken` counts citizens who are deciding too."""

    id: int
    kind: str
    kind_name: str
    starts_at: datetime
    ends_at: datetime
    forms: tuple[str, ...]
    room_name: str | None
    capacity: int
    taken: int
    state: str
    bookings: tuple[StaffBooking, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarDay:
    """One day: why it is closed (if it is), the hours worked, and times and blocks in order."""

    day: date
    closed: ClosedOn | None
    work: tuple[Period, ...]
    breaks: tuple[Period, ...]
    slots: tuple[CalendarSlot, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A booked talk that lies where nobody can hold it. `why`: holiday, closing_day or block; `name` = which."""

    booking: StaffBooking
    why: str
    name: str | None
    block_id: int | None = None


def _without(work: tuple[Period, ...], breaks: tuple[Period, ...]) -> tuple[Period, ...]:
    left = list(work)
    for pause in breaks:
        left = [
            part
            for one in left
            for part in (
                Period(one.opens, min(one.closes, pause.opens)),
                Period(max(one.opens, pause.closes), one.closes),
            )
            if part.opens < part.closes
        ]
    return tuple(left)
