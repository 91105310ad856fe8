"""The staff calendar in words: weeks, days, times and what is left out of an opening. Pure but for the texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from casework.booking.calendar_plan import Plan, day_span
from casework.booking.calendar_records import Block, CalendarDay, CalendarSlot, Conflict, StaffBooking
from casework.clock import COPENHAGEN
from casework.handoff.opening_hours import Span
from casework.handoff.weekly_hours import Period, clock_text
from rules_core.dates import MONTHS, WEEKDAYS, danish_date
from web.texts import load_texts

WORKDAYS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A time or a block on a day. `press` = the action of its button (luk, aabn) or None; `tone` names its look."""

    id: str
    time: str
    title: str
    details: str
    state: str
    tone: str
    bookings: tuple[StaffBooking, ...] = ()
    press: str | None = None
    slot_id: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class DayColumn:
    """One day of the week's page."""

    day: date
    heading: str
    is_today: bool
    closed: str | None
    hours: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class WeekPage:
    """A week: its name, its columns, and the Mondays before, of today and after."""

    monday: date
    title: str
    columns: tuple[DayColumn, ...]
    previous: date
    now: date
    next: date


@dataclass(frozen=True, kw_only=True, slots=True)
class PreviewRow:
    """One line of a preview: whose, which day, which times, and (for what is skipped) why."""

    who: str
    day: str
    times: str
    why: str = ""


def texts() -> dict[str, Any]:
    """The texts of week, day and booking."""
    found: dict[str, Any] = load_texts("console_calendar")["calendar"]
    return found


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def week_page(days: Sequence[CalendarDay], *, today: date, now: datetime) -> WeekPage:
    """The page of seven days from a Monday. Saturday and Sunday are shown only when there is something on them."""
    monday = days[0].day
    shown = [one for one in days if one.day.weekday() < WORKDAYS or one.slots or one.blocks or one.work]
    title = texts()["week"].format(
        week=monday.isocalendar().week, first=_short(monday), last=danish_date(days[-1].day, weekday=False)
    )
    return WeekPage(
        monday=monday,
        title=title,
        columns=tuple(_column(one, today, now) for one in shown),
        previous=monday - timedelta(days=7),
        now=monday_of(today),
        next=monday + timedelta(days=7),
    )


def conflict_line(conflict: Conflict) -> str:
    """'mandag den 7. december 2026 kl. 09.00: samtale RP-4821-KM. Fravær: kursus'"""
    told, booking = texts(), conflict.booking
    local = booking.starts_at.astimezone(COPENHAGEN)
    line = told["conflict_line"].format(
        day=danish_date(local.date()), time=f"{local:%H.%M}", number=booking.number or "–"
    )
    return f"{line} {told['conflict'][conflict.why].format(name=conflict.name or '–')}"


def span_text(span: Span) -> str:
    """'09.00-09.45' by the clock in Denmark."""
    start, end = (moment.astimezone(COPENHAGEN) for moment in span)
    return str(texts()["between"]).format(**{"from": f"{start:%H.%M}", "to": f"{end:%H.%M}"})


def block_text(block: Block) -> str:
    """When a block is: days when it fills them, else with the times."""
    words = load_texts("console_calendar_setup")["setup"]
    start, end = (moment.astimezone(COPENHAGEN) for moment in (block.starts_at, block.ends_at))
    last = (end - timedelta(microseconds=1)).date()
    if (block.starts_at, block.ends_at) == day_span(start.date(), last):
        first, until = danish_date(start.date()), danish_date(last)
        return first if first == until else str(words["blocks_whole"]).format(first=first, last=until)
    if start.date() == end.date():
        return f"{danish_date(start.date())} kl. {span_text((block.starts_at, block.ends_at))}"
    first, until = (f"{danish_date(one.date())} kl. {one:%H.%M}" for one in (start, end))
    return str(words["blocks_whole"]).format(first=first, last=until)


def wishes_of(booking: StaffBooking) -> list[str]:
    """What the citizen wants for the talk, one line each."""
    told, wishes = texts(), booking.wishes
    found = [told[name] for name in ("akasse", "companion") if wishes.get(name)]
    if wishes.get("interpreter"):
        found.append(told["interpreter"].format(language=wishes["interpreter"]))
    if wishes.get("accessibility"):
        found.append(told["accessibility"].format(text=wishes["accessibility"]))
    return found


def preview_rows(plan: Plan, names: dict[int, str]) -> tuple[list[PreviewRow], list[PreviewRow]]:
    """What is opened and what is skipped: one line for each person and day, and for each reason."""
    words = load_texts("console_calendar_setup")["setup"]
    opened = [
        PreviewRow(
            who=names[who], day=danish_date(day), times=", ".join(f"{_local(one.starts_at):%H.%M}" for one in group)
        )
        for (who, day), group in groupby(plan.opened, lambda one: (one.staff_id, _local(one.starts_at).date()))
    ]
    skipped = []
    for (who, found, why, name), together in groupby(
        plan.skipped, lambda one: (one.staff_id, one.day, one.why, one.name)
    ):
        spans = [one.span for one in together if one.span is not None]
        times = ", ".join(f"{_local(span[0]):%H.%M}" for span in spans) or words["open_whole_day"]
        skipped.append(
            PreviewRow(
                who=names[who],
                day=danish_date(found) if found else words["open_everything"],
                times=times if found else "–",
                why=words["skipped"][why].format(name=name),
            )
        )
    return opened, skipped


def _column(day: CalendarDay, today: date, now: datetime) -> DayColumn:
    of_day = day_span(day.day, day.day)
    entries = [(one.starts_at, _slot_entry(one, now, closed=day.closed is not None)) for one in day.slots]
    entries += [(max(one.starts_at, of_day[0]), _block_entry(one, of_day)) for one in day.blocks]
    return DayColumn(
        day=day.day,
        heading=f"{WEEKDAYS[day.day.weekday()]} {_short(day.day)}",
        is_today=day.day == today,
        closed=texts()["conflict"][day.closed.kind].format(name=day.closed.name) if day.closed else None,
        hours=_hours(day) if not day.closed else None,
        entries=tuple(entry for _, entry in sorted(entries, key=lambda one: one[0])),
    )


def _slot_entry(slot: CalendarSlot, now: datetime, *, closed: bool) -> Entry:
    told = texts()
    forms = "/".join(told["forms"][form] for form in slot.forms)
    booked = sum(1 for one in slot.bookings if one.state == "active")
    if slot.capacity > 1:
        state = told["places"].format(taken=slot.taken, capacity=slot.capacity)
    elif slot.bookings:
        state = ""
    else:
        state = told["deciding"] if slot.taken else told["free"]
    if slot.state == "closed":
        state = told["closed_booked"] if slot.bookings else told["closed"]
    elif closed and not slot.bookings:
        # It is open, so it can be booked again when the closing day is taken away.
        state = told["day_closed"]
    shut = closed or slot.state == "closed"
    tone = "booked" if slot.bookings else "closed" if shut else "free"
    ahead = slot.starts_at > now
    can_close = slot.state == "open" and (slot.capacity > booked or not slot.bookings)
    return Entry(
        id=f"tid-{slot.id}",
        time=span_text((slot.starts_at, slot.ends_at)),
        title=slot.kind_name,
        details=", ".join(part for part in (forms, slot.room_name) if part),
        state=state,
        tone=tone,
        bookings=slot.bookings,
        press=("luk" if can_close else "aabn" if slot.state == "closed" else None) if ahead else None,
        slot_id=slot.id,
    )


def _block_entry(block: Block, of_day: Span) -> Entry:
    told = texts()
    whole = block.starts_at <= of_day[0] and block.ends_at >= of_day[1]
    inside = (max(block.starts_at, of_day[0]), min(block.ends_at, of_day[1]))
    return Entry(
        id=f"fravaer-{block.id}",
        time=told["all_day"] if whole else span_text(inside),
        title=told["block"] if block.staff_id is not None else told["block_all"],
        details=block.reason or "",
        state="",
        tone="block",
    )


def _hours(day: CalendarDay) -> str | None:
    if not day.work:
        return None
    told = texts()
    parts = [told["work"].format(hours=_periods(day.work))]
    if day.breaks:
        parts.append(told["break"].format(hours=_periods(day.breaks)))
    return ", ".join(parts)


def _periods(periods: Sequence[Period]) -> str:
    return ", ".join(f"{clock_text(one.opens)}-{clock_text(one.closes)}" for one in periods)


def _short(day: date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]}"


def _local(moment: datetime) -> datetime:
    return moment.astimezone(COPENHAGEN)
