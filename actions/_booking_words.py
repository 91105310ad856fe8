"""Times, forms and wishes of a talk in Danish, for sentences and for buttons."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from actions._booking_wishes import OFFICE_CLOSES, OFFICE_OPENS
from actions._texts import say
from casework.booking.records import Slot
from casework.clock import COPENHAGEN
from casework.handoff.moment_words import danish_clock, danish_day, danish_moment
from casework.handoff.weekly_hours import clock_text
from rules_core.dates import MONTHS, WEEKDAYS, danish_date

_SHORT_DAY = 3
_LONG_SHORT = {"tirsdag": "tirs", "torsdag": "tors"}


def short_moment(moment: datetime) -> str:
    """'Tors. 26. nov. kl. 10.30', for a button."""
    local = moment.astimezone(COPENHAGEN)
    weekday = WEEKDAYS[local.weekday()]
    name = _LONG_SHORT.get(weekday, weekday[:_SHORT_DAY])
    return f"{name.capitalize()}. {local.day}. {MONTHS[local.month - 1][:3]}. {danish_clock(moment)}"


def whole_day(moment: datetime) -> str:
    """'torsdag den 26. november 2026': how a time is read back, never as "i morgen"."""
    return danish_date(moment.astimezone(COPENHAGEN).date())


def bare_clock(moment: datetime) -> str:
    """'10.30'."""
    return danish_clock(moment).removeprefix("kl. ")


def form_words(form: str) -> str:
    """'på telefon'."""
    return say(f"booking.form_{form}")


def either(names: Sequence[str]) -> str:
    """'mandag, onsdag eller fredag'."""
    *first, last = names
    return f"{', '.join(first)} {say('booking.wish_or')} {last}" if first else last


def time_line(slot: Slot, forms: Sequence[str], today: date) -> str:
    """A line of the list of times: when, and the forms it can be held in."""
    return say(
        "booking.time_line",
        moment=danish_moment(slot.starts_at, today),
        forms=either([form_words(form) for form in forms]),
    )


def wish_words(wish: Mapping[str, Any], today: date) -> str:
    """The wish said back as half a sentence: 'en torsdag om formiddagen på telefon'."""
    parts = [_days(wish), _dates(wish, today), _hours(wish), form_words(wish["form"]) if wish.get("form") else ""]
    if not parts[0] and not parts[1]:
        parts[0] = say("booking.wish_soonest" if wish.get("order") == "soonest" else "booking.wish_any")
    elif parts[0] and parts[1]:
        parts[1] = parts[1].removeprefix(say("booking.wish_any")).strip()
    return " ".join(part for part in parts if part)


def _days(wish: Mapping[str, Any]) -> str:
    denied, days = wish.get("not_days") or (), wish.get("days") or ()
    if denied and len(days) + len(denied) == len(WEEKDAYS[:5]):
        return say("booking.wish_weekdays", days=either([WEEKDAYS[day] for day in denied]))
    return say("booking.wish_days", days=either([WEEKDAYS[day] for day in days])) if days else ""


def _dates(wish: Mapping[str, Any], today: date) -> str:
    first, last = (date.fromisoformat(wish[key]) if wish.get(key) else None for key in ("from_day", "to_day"))
    if first and last:
        if first == last:
            return say("booking.wish_on", day=danish_day(first, today))
        return say("booking.wish_between", first=danish_day(first, today), last=danish_day(last, today))
    if first:
        return say("booking.wish_from", day=danish_day(first, today))
    return say("booking.wish_to", day=danish_day(last, today)) if last else ""


def _hours(wish: Mapping[str, Any]) -> str:
    if wish.get("part"):
        return say(f"booking.wish_part_{wish['part']}")
    begin, until = wish.get("begin"), wish.get("until")
    if begin is None or until is None:
        return ""
    first, last = (f"kl. {clock_text(minutes)}" for minutes in (begin, until))
    if until >= OFFICE_CLOSES:
        return say("booking.wish_clock_from", clock=first)
    return say("booking.wish_clock", first=first, last=last) if begin > OFFICE_OPENS else _before(last)


def _before(clock: str) -> str:
    return say("booking.wish_clock_to", clock=clock)
