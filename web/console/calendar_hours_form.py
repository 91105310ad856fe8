"""The form for a working week: several periods and breaks in one field a day, and the dates it counts between."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from starlette.datastructures import FormData

from casework.booking.calendar_errors import CalendarError
from casework.booking.calendar_records import WorkingHours
from casework.handoff.weekly_hours import Period
from rules_core.dates import WEEKDAYS, danish_date
from web.console.calendar_forms import clock_value, many_of, minute_of
from web.console.forms import day_of, number_of, text_of
from web.texts import load_texts

#: Between two periods: "9-12, 12.30-15", "9-12 og 12.30-15".
_BETWEEN: Final = re.compile(r"[,;+\n]|\bog\b")
_TO: Final = re.compile(r"\s*(?:-|\u2013|\btil\b)\s*")
LONGEST_DAY: Final = 200
#: The address of the week that counts when no other does, and of one that is not written down yet.
ALWAYS, NEW = "altid", "ny"


def read_hours(form: FormData) -> WorkingHours:
    """The working week of the form. Raises CalendarError (hours, break, hours_date)."""
    work, breaks = [], []
    for day in range(len(WEEKDAYS)):
        work.append(_periods(text_of(form, f"arbejde-{day}"), "hours", day))
        breaks.append(_periods(text_of(form, f"pauser-{day}"), "break", day))
    return WorkingHours(
        work=tuple(work),
        breaks=tuple(breaks),
        kinds=tuple(many_of(form, "slags")),
        forms=tuple(many_of(form, "former")),
        room_id=number_of(form, "lokale"),
        valid_from=_day(form, "gaelder-fra"),
        valid_to=_day(form, "gaelder-til"),
    )


def filled_hours(hours: WorkingHours) -> dict[str, str]:
    """What the fields of the week hold."""
    found = {
        "lokale": str(hours.room_id or ""),
        "gaelder-fra": hours.valid_from.isoformat() if hours.valid_from else "",
        "gaelder-til": hours.valid_to.isoformat() if hours.valid_to else "",
    }
    for day in range(len(WEEKDAYS)):
        found[f"arbejde-{day}"] = _typed(hours.work[day])
        found[f"pauser-{day}"] = _typed(hours.breaks[day])
    return found


def key_of(hours: WorkingHours) -> str:
    """How an address names a week: the day on which it begins, or "altid"."""
    return hours.valid_from.isoformat() if hours.valid_from else ALWAYS


def named(weeks: Sequence[WorkingHours], key: str) -> WorkingHours | None:
    """The week that an address names; None when it is new or has gone."""
    return next((one for one in weeks if key_of(one) == key), None)


def counts_text(hours: WorkingHours) -> str:
    """'Altid', 'Fra mandag den 4. januar 2027' or with the last day too."""
    words = load_texts("console_calendar_setup")["setup"]["hours_counts"]
    begins, ends = hours.valid_from, hours.valid_to
    which = ("between" if ends else "since") if begins else ("until" if ends else "always")
    text: str = words[which]
    return text.format(first=danish_date(begins) if begins else "", last=danish_date(ends) if ends else "")


def _periods(text: str, code: str, day: int) -> tuple[Period, ...]:
    found = []
    for typed in (part.strip() for part in _BETWEEN.split(text[:LONGEST_DAY])):
        if not typed:
            continue
        ends = [minute_of(one) for one in _TO.split(typed)]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:  # noqa: PLR2004 - a beginning and an end
            raise CalendarError(code, f"dag-{day}")
        found.append(Period(ends[0], ends[1]))
    return tuple(sorted(found, key=lambda one: one.opens))


def _typed(periods: Sequence[Period]) -> str:
    return ", ".join(f"{clock_value(one.opens)}-{clock_value(one.closes)}" for one in periods)


def _day(form: FormData, name: str) -> date | None:
    found = day_of(form, name)
    if found is None and text_of(form, name).strip():
        raise CalendarError("hours_date", name)
    return found
