"""Opening many times at once: which times come, and which are left out and why. Pure: all that is known is handed in.

Days and clock times are Danish, spans are aware UTC. A time that the change of the clock would move, double or swallow
is left out: nobody should be asked to a talk at 2.30 in a night that has no 2.30.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol, TypeVar

from casework.clock import COPENHAGEN
from casework.handoff.opening_hours import ClosedOn, Span
from casework.handoff.weekly_hours import Period

_DAY = timedelta(days=1)

#: The week of somebody who works: the periods of each day from Monday, breaks already taken out.
WorkingWeek = tuple[tuple[Period, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OpeningWish:
    """What to open: from `first` to `last` (both included) on these weekdays (Monday = 0) within `period`.

    `minutes` = the length of a talk, `pause` = minutes between two of them.
    """

    first: date
    last: date
    weekdays: frozenset[int]
    period: Period
    kind: str
    minutes: int
    pause: int = 0
    forms: tuple[str, ...] = ()
    room_id: int | None = None
    capacity: int = 1


class Dated(Protocol):
    """What counts from one day to another, both included; None = from ever, for ever."""

    @property
    def valid_from(self) -> date | None:
        """The first day."""

    @property
    def valid_to(self) -> date | None:
        """The last day."""


_Dated = TypeVar("_Dated", bound=Dated)


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedWeek:
    """A working week from `valid_from` to `valid_to`, both included. `kinds` and `forms` None = all."""

    week: WorkingWeek
    kinds: frozenset[str] | None = None
    forms: frozenset[str] | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """One caseworker as the plan must know them; without `weeks` nothing was written down, so everything goes."""

    staff_id: int
    weeks: Sequence[DatedWeek] = ()
    slots: Sequence[Span] = ()
    blocks: Sequence[Span] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedTime:
    """A time that can be opened."""

    staff_id: int
    starts_at: datetime
    ends_at: datetime
    forms: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SkippedTime:
    """A time, a whole day (no span), or everything of somebody (no day) that is left out.

    `why`: not_kind, not_form, holiday, closing_day, not_working, no_room_in_day, past, clock_change, block, own_slot
    or room_taken; `name` = what the closed day is called.
    """

    staff_id: int
    day: date | None
    why: str
    name: str | None = None
    span: Span | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What comes of a wish, in order of person and time."""

    opened: tuple[PlannedTime, ...] = ()
    skipped: tuple[SkippedTime, ...] = ()


@dataclass(slots=True)
class Occupied:
    """Spans that are taken, found by the day in UTC they touch."""

    _days: dict[date, list[Span]] = field(default_factory=dict)

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Occupied":
        """All of `spans`."""
        found = cls()
        for span in spans:
            found.add(span)
        return found

    def add(self, span: Span) -> None:
        """One more."""
        for day in _days_of(span):
            self._days.setdefault(day, []).append(span)

    def meets(self, span: Span) -> bool:
        """Whether any of them overlaps `span`; those that only touch it do not."""
        return any(overlap(span, one) for day in _days_of(span) for one in self._days.get(day, ()))


def on_day(weeks: Iterable[_Dated], day: date) -> _Dated | None:
    """The one that counts on a day: of those that cover it the one that began last; None = none covers it."""
    covering = [one for one in weeks if (one.valid_from or day) <= day <= (one.valid_to or day)]
    return max(covering, key=lambda one: one.valid_from or date.min, default=None)


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a moment; an end is not part of its span."""
    return one[0] < other[1] and other[0] < one[1]


def day_span(first: date, last: date) -> Span:
    """From midnight before `first` to midnight after `last` by the clock in Denmark, in UTC."""
    start, end = (datetime.combine(day, time.min, COPENHAGEN).astimezone(UTC) for day in (first, last + _DAY))
    return start, end


def wall_span(day: date, minute: int, minutes: int) -> Span | None:
    """The span of a talk that begins at `minute` of the day by the clock in Denmark, in UTC.

    None when the change of the clock lies within it, or makes its start or end ambiguous.
    """
    midnight = datetime.combine(day, time.min)
    start, end = (midnight + timedelta(minutes=at) for at in (minute, minute + minutes))
    offsets = {moment.replace(tzinfo=COPENHAGEN, fold=fold).utcoffset() for moment in (start, end) for fold in (0, 1)}
    if len(offsets) > 1:
        return None
    return start.replace(tzinfo=COPENHAGEN).astimezone(UTC), end.replace(tzinfo=COPENHAGEN).astimezone(UTC)


def plan(
    wish: OpeningWish,
    people: Sequence[Person],
    *,
    closed_on: Callable[[date], ClosedOn | None],
    room: Sequence[Span],
    now: datetime,
) -> Plan:
    """Which times the wish opens. `room` = when its room is taken; times that have begun at `now` are left out."""
    opened: list[PlannedTime] = []
    skipped: list[SkippedTime] = []
    room_taken = Occupied.of(room if wish.room_id is not None else ())
    for person in people:
        unfit = _always_unfit(person, wish)
        if unfit:
            skipped.append(SkippedTime(staff_id=person.staff_id, day=None, why=unfit))
            continue
        taken, blocked = Occupied.of(person.slots), Occupied.of(person.blocks)
        for found in _times_of(person, wish, closed_on):
            why = _obstacle(found.span, now, blocked, taken, room_taken) if found.span else found.why
            if found.span is None or why:
                skipped.append(_skipped(person, found, why))
                continue
            if wish.room_id is not None:
                room_taken.add(found.span)
            start, end = found.span
            forms = _forms(on_day(person.weeks, found.day), wish)
            opened.append(PlannedTime(staff_id=person.staff_id, starts_at=start, ends_at=end, forms=forms))
    return Plan(opened=tuple(opened), skipped=tuple(skipped))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A time to look at, or (without a span) the reason why there is none."""

    day: date
    why: str = ""
    name: str | None = None
    span: Span | None = None


def _skipped(person: Person, found: _Candidate, why: str) -> SkippedTime:
    return SkippedTime(staff_id=person.staff_id, day=found.day, why=why, name=found.name, span=found.span)


def _obstacle(span: Span, now: datetime, blocked: Occupied, taken: Occupied, room: Occupied) -> str:
    if span[0] <= now:
        return "past"
    for why, occupied in (("block", blocked), ("own_slot", taken), ("room_taken", room)):
        if occupied.meets(span):
            return why
    return ""


def _always_unfit(person: Person, wish: OpeningWish) -> str:
    """Why nothing of the wish can be opened for somebody, whatever the day; "" = something may be."""
    days = (wish.first + _DAY * number for number in range((wish.last - wish.first).days + 1))
    why = {_unfit(on_day(person.weeks, day), wish) for day in days if day.weekday() in wish.weekdays}
    return why.pop() if len(why) == 1 else ""


def _unfit(week: DatedWeek | None, wish: OpeningWish) -> str:
    if week is not None and week.kinds is not None and wish.kind not in week.kinds:
        return "not_kind"
    return "" if _forms(week, wish) else "not_form"


def _forms(week: DatedWeek | None, wish: OpeningWish) -> tuple[str, ...]:
    return tuple(form for form in wish.forms if week is None or week.forms is None or form in week.forms)


def _times_of(person: Person, wish: OpeningWish, closed_on: Callable[[date], ClosedOn | None]) -> Iterator[_Candidate]:
    day = wish.first
    while day <= wish.last:
        if day.weekday() in wish.weekdays:
            closed = closed_on(day)
            if closed is not None:
                yield _Candidate(day, closed.kind, closed.name)
            else:
                yield from _times_of_day(day, person, wish)
        day += _DAY


def _times_of_day(day: date, person: Person, wish: OpeningWish) -> Iterator[_Candidate]:
    week = on_day(person.weeks, day)
    if week is not None:
        periods = _within(wish.period, week.week[day.weekday()])
    else:
        periods = [] if person.weeks else [wish.period]
    why = "" if periods else "not_working"
    if why or (why := _unfit(week, wish)):
        yield _Candidate(day, why)
        return
    found = False
    for period in periods:
        minute = period.opens
        while minute + wish.minutes <= period.closes:
            found = True
            span = wall_span(day, minute, wish.minutes)
            yield _Candidate(day, "" if span else "clock_change", None, span)
            minute += wish.minutes + wish.pause
    if not found:
        yield _Candidate(day, "no_room_in_day")


def _within(period: Period, worked: Sequence[Period]) -> list[Period]:
    cut = (Period(max(period.opens, one.opens), min(period.closes, one.closes)) for one in worked)
    return [one for one in cut if one.opens < one.closes]


def _days_of(span: Span) -> Iterator[date]:
    day, last = span[0].astimezone(UTC).date(), span[1].astimezone(UTC).date()
    while day <= last:
        yield day
        day += _DAY
