"""What the citizen reads in the chat of an agreement, an offer to book, and a talk that staff cancel or move."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from casework.booking.calendar_records import StaffBooking
from casework.booking.calendar_week import kind_name
from casework.booking.records import Offer
from casework.clock import COPENHAGEN
from casework.conversations.records import NewMessage
from casework.settings import Settings
from rules_core.dates import danish_date
from web.texts import chat_message, load_texts

_FILE = "console_calendar_told"
#: The buttons that mean one offer or one booking; the others lead to the same place for everybody.
_CARRYING: Final = frozenset({"/booking_times", "/booking_move"})


def agreement(made: StaffBooking, settings: Settings) -> Sequence[NewMessage]:
    """The agreement for next time."""
    told, after = load_texts(_FILE), ""
    day = danish_date(made.next_by) if made.next_by else None
    if made.next_kind:
        by = told["agreement_next_by"]["text"].format(day=day) if day else ""
        after = told["agreement_next"]["text"].format(kind=kind_name(made.next_kind), by=by)
    elif day:
        after = told["agreement_by"]["text"].format(day=day)
    made_up = _say("agreement", settings, agreement=made.agreement, next=f"\n{after}" if after else "")
    return [replace(made_up, text=made_up.text.rstrip())]


def offer(made: Offer, settings: Settings) -> Sequence[NewMessage]:
    """The offer that a caseworker has made."""
    said = _say("offer", settings, kind=made.kind_name, by=_by("offer_by", made.book_by))
    return [_carrying(said, {"offer": made.id})]


def missed(booking: StaffBooking, made: Offer, settings: Settings) -> Sequence[NewMessage]:
    """A new offer after a talk to which the citizen did not come. It says nothing of what may follow: a person asks
    for the reason first."""
    day, _ = _when(booking)
    said = _say("missed", settings, kind=made.kind_name, day=day, by=_by("offer_by", made.book_by))
    return [_carrying(said, {"offer": made.id})]


def cancelled(booking: StaffBooking, made: Offer | None, reason: str, settings: Settings) -> Sequence[NewMessage]:
    """A talk that staff have cancelled. `made` = the offer to book on; None = the citizen does not book."""
    told, (day, time) = load_texts(_FILE), _when(booking)
    if made is None:
        after = told["cancelled_exempt"]["text"]
    else:
        by = _by("cancelled_book_by", made.book_by) or _by("cancelled_hold_by", made.hold_by)
        after = told["cancelled_next"]["text"].format(by=by)
    values = {"kind": booking.kind_name, "day": day, "time": time, "number": booking.number, "reason": reason}
    said = _say("cancelled", settings, next=after, **values)
    if made is not None:
        return [_carrying(said, {"offer": made.id})]
    return [replace(said, buttons=tuple(one for one in said.buttons if one["payload"] not in _CARRYING))]


def moved(booking: StaffBooking, before: StaffBooking, reason: str, settings: Settings) -> Sequence[NewMessage]:
    """A talk that staff have moved."""
    (day, time), (old_day, old_time) = _when(booking), _when(before)
    place = ", ".join(part for part in (booking.room_name, booking.place or settings.authority_address) if part)
    form = load_texts(_FILE)["moved_form"][booking.form].format(place=place)
    values = {"day": day, "time": time, "old_day": old_day, "old_time": old_time, "form": form, "reason": reason}
    said = _say("moved", settings, kind=booking.kind_name, number=booking.number, **values)
    return [_carrying(said, {"number": booking.number})]


def _say(key: str, settings: Settings, **values: str | None) -> NewMessage:
    return chat_message(key, settings, author="system", answer=None, file=_FILE, **values)


def _by(key: str, day: date | None) -> str:
    text: str = load_texts(_FILE)[key]["text"]
    return text.format(day=danish_date(day)) if day else ""


def _when(booking: StaffBooking) -> tuple[str, str]:
    """'tirsdag den 8. december 2026' and '09.00', in Denmark."""
    local = booking.starts_at.astimezone(COPENHAGEN)
    return danish_date(local.date()), f"{local:%H.%M}"


def _carrying(message: NewMessage, choice: Mapping[str, Any]) -> NewMessage:
    """The message whose buttons mean this offer or this booking, whenever they are pressed."""
    told = json.dumps({"valg": dict(choice)}, ensure_ascii=False)
    buttons = (
        {**one, "payload": f"{one['payload']}{told}"} if one["payload"] in _CARRYING else dict(one)
        for one in message.buttons
    )
    return replace(message, buttons=tuple(buttons))
