"""From the forms of the calendar to what is wished, and back to what was typed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from starlette.datastructures import FormData

from casework.booking.calendar_errors import CalendarError
from casework.booking.calendar_plan import OpeningWish, day_span
from casework.booking.calendar_records import Room
from casework.booking.kinds import kinds
from casework.booking.models import FORMS
from casework.clock import COPENHAGEN
from casework.handoff.opening_hours import Span
from casework.handoff.weekly_hours import MINUTES_OF_DAY, MINUTES_OF_HOUR, Period
from rules_core.dates import WEEKDAYS
from web.console.forms import day_of, number_of, text_of
from web.console.pages import FieldProblem
from web.texts import load_texts

_TIME: Final = re.compile(r"(\d{1,2})(?:[.:](\d\d))?(?::\d\d)?")
#: What the form for opening times holds at first.
NEW_OPENING: Final = {"fra": "", "til": "", "begynder": "9.00", "slutter": "15.00", "slags": "jobsamtale"} | {
    "minutter": "",
    "pause": "0",
    "lokale": "",
    "pladser": "",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One box to tick."""

    value: str
    label: str
    chosen: bool


def problem_of(error: CalendarError) -> FieldProblem:
    """What a page says about what the calendar cannot do."""
    words = load_texts("console_calendar")["calendar"]["wrong"] | load_texts("console_calendar_setup")["setup"]["wrong"]
    words |= load_texts("console_calendar_change")["change"]["wrong"]
    return FieldProblem(field=error.field, text=words[error.code])


def many_of(form: FormData, name: str) -> list[str]:
    """Every value of a field that can be ticked more than once."""
    return [str(value) for value in form.getlist(name)]


def minute_of(text: str) -> int | None:
    """'9', '9.30', '09:30' as minutes after midnight; 24 is the end of the day. None for anything else."""
    found = _TIME.fullmatch(text.strip()) if text.isascii() else None
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    minute = hours * MINUTES_OF_HOUR + minutes
    return minute if minutes < MINUTES_OF_HOUR and minute <= MINUTES_OF_DAY else None


def clock_value(minute: int) -> str:
    """What a field for a time holds: '9.30'. Browsers in other languages would show '9:30 AM' in a field for times."""
    return f"{minute // MINUTES_OF_HOUR}.{minute % MINUTES_OF_HOUR:02}"


def read_opening(form: FormData) -> OpeningWish:
    """What is to be opened. Empty minutes, places and forms are those of the kind. Raises CalendarError."""
    kind = kinds().get(text_of(form, "slags"))
    if kind is None:
        raise CalendarError("kind", "slags")
    first, last = day_of(form, "fra"), day_of(form, "til")
    if first is None or last is None:
        raise CalendarError("dates", "fra" if first is None else "til")
    begins, ends = (minute_of(text_of(form, name)) for name in ("begynder", "slutter"))
    if begins is None or ends is None:
        raise CalendarError("period", "begynder" if begins is None else "slutter")
    return OpeningWish(
        first=first,
        last=last,
        weekdays=frozenset(day for day in range(len(WEEKDAYS)) if str(day) in many_of(form, "dage")),
        period=Period(begins, ends),
        kind=kind.id,
        minutes=_amount(form, "minutter", kind.minutes, "minutes"),
        pause=_amount(form, "pause", 0, "pause"),
        forms=tuple(many_of(form, "former")) or kind.forms,
        room_id=_room(form),
        capacity=_amount(form, "pladser", kind.capacity, "capacity"),
    )


def read_block_span(form: FormData) -> Span:
    """From when to when a block lasts; without times it fills the days. Raises CalendarError (dates, block_time)."""
    days = [day_of(form, name) for name in ("fra-dag", "til-dag")]
    first, last = days[0], days[1] or days[0]
    if first is None or last is None:
        raise CalendarError("dates", "fra-dag")
    whole = day_span(first, last)
    start, end = (_moment(form, name, day) for name, day in (("fra-kl", first), ("til-kl", last)))
    return start or whole[0], end or whole[1]


def day_choices(chosen: list[str]) -> list[Choice]:
    """The weekdays."""
    return [Choice(value=str(day), label=name, chosen=str(day) in chosen) for day, name in enumerate(WEEKDAYS)]


def kind_choices(chosen: list[str]) -> list[Choice]:
    """The kinds of talk."""
    return [Choice(value=one.id, label=one.name, chosen=one.id in chosen) for one in kinds().values()]


def form_choices(chosen: list[str]) -> list[Choice]:
    """The forms of a talk."""
    names: Mapping[str, Any] = load_texts("console_calendar")["calendar"]["forms"]
    return [Choice(value=form, label=names[form], chosen=form in chosen) for form in FORMS]


def options(choices: list[Choice]) -> list[tuple[str, str]]:
    """The same as the entries of a list to choose from."""
    return [(one.value, one.label) for one in choices]


def room_options(rooms: Sequence[Room]) -> list[tuple[str, str]]:
    """The rooms as the entries of a list to choose from, the first of them none."""
    none = load_texts("console_calendar_setup")["setup"]["room_none"]
    return [("", none), *((str(one.id), one.name) for one in rooms)]


def _amount(form: FormData, name: str, otherwise: int, code: str) -> int:
    if not text_of(form, name).strip():
        return otherwise
    found = number_of(form, name)
    if found is None:
        raise CalendarError(code, name)
    return found


def _room(form: FormData) -> int | None:
    room_id = number_of(form, "lokale")
    if room_id is None and text_of(form, "lokale"):
        raise CalendarError("room", "lokale")
    return room_id


def _moment(form: FormData, name: str, day: date) -> datetime | None:
    typed = text_of(form, name).strip()
    minute = minute_of(typed)
    if typed and minute is None:
        raise CalendarError("block_time", name)
    if minute is None:
        return None
    wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    return wall.replace(tzinfo=COPENHAGEN).astimezone(UTC)
