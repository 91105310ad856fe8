"""The pages on which staff cancel or move booked talks: what was chosen, and what will come of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.booking.calendar_records import StaffBooking
from casework.booking.models import FORMS
from casework.booking.staff_changes import CancelledTalk
from casework.booking.staff_move import FreeTime
from casework.clock import COPENHAGEN
from rules_core.dates import WEEKDAYS, danish_date
from web.console.calendar_forms import Choice
from web.console.calendar_view import span_text, texts
from web.texts import load_texts


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelRow:
    """One line of what cancelling will do."""

    day: str
    time: str
    talk: str
    who: str
    gets: str


def reason_options() -> list[tuple[str, str]]:
    """The reasons to choose from."""
    return [*load_texts("console_calendar_change")["change"]["reasons"].items()]


def reason_of(filled: Mapping[str, str]) -> str:
    """The reason as the citizen reads it: the chosen one, then staff's own words; empty when it says nothing."""
    reasons: Mapping[str, str] = load_texts("console_calendar_change")["change"]["reasons"]
    chosen = "" if filled["grund"] == "other" else reasons.get(filled["grund"], "")
    return " ".join(part for part in (chosen, " ".join(filled["egne-ord"].split())) if part)


def talk_choices(bookings: Sequence[StaffBooking], chosen: Sequence[str], names: Mapping[int, str]) -> list[Choice]:
    """The talks to choose from. `names` = whose calendars they are in, when that is worth saying."""
    told = load_texts("console_calendar_change")["change"]["line"]
    made = []
    for one in bookings:
        local = one.starts_at.astimezone(COPENHAGEN)
        values = {"day": danish_date(local.date()), "time": f"{local:%H.%M}", "number": one.number}
        label = told.format(kind=one.kind_name, **values)
        who = names.get(one.staff_id)
        made.append(Choice(value=str(one.id), label=f"{label}, {who}" if who else label, chosen=str(one.id) in chosen))
    return made


def cancel_rows(found: Sequence[CancelledTalk], names: Mapping[int, str]) -> list[CancelRow]:
    """What comes of cancelling each of these, in order of time."""
    told = load_texts("console_calendar_change")["change"]
    rows = []
    for talk in sorted(found, key=lambda talk: talk.booking.starts_at):
        one = talk.booking
        gets = "gets_nothing" if talk.told is None else "gets_told" if talk.offer else "gets_told_exempt"
        rows.append(
            CancelRow(
                day=danish_date(one.starts_at.astimezone(COPENHAGEN).date()),
                time=span_text((one.starts_at, one.ends_at)),
                talk=f"{one.number}, {one.kind_name}",
                who=names.get(one.staff_id, ""),
                gets=told[gets],
            )
        )
    return rows


def message_shown(found: Sequence[CancelledTalk]) -> str:
    """The message that one of the citizens gets, to be read before it is sent; empty when nobody gets one."""
    return next((talk.told.messages[0].text for talk in found if talk.told is not None), "")


def time_options(times: Sequence[FreeTime]) -> list[tuple[str, str]]:
    """The times to move a talk to."""
    told = load_texts("console_calendar_change")["change"]
    made = []
    for one in times:
        # Short, for the beginning alone is seen on a telephone; the times lie within two months.
        slot, local = one.slot, one.slot.starts_at.astimezone(COPENHAGEN)
        day = f"{WEEKDAYS[local.weekday()]} {local.day}/{local.month}"
        label = told["move_option"].format(
            day=day, time=span_text((slot.starts_at, slot.ends_at)), staff=slot.staff_name
        )
        made.append((str(slot.id), told["move_late"].format(time=label) if one.late else label))
    return made


def form_options(times: Sequence[FreeTime]) -> list[tuple[str, str]]:
    """The forms that at least one of the times allows."""
    allowed = {form for one in times for form in one.forms}
    return [(form, texts()["forms"][form]) for form in FORMS if form in allowed]
