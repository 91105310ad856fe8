"""What the citizen reads in the chat of an agreement or an offer to book."""

from collections.abc import Sequence

from casework.booking.calendar_records import StaffBooking
from casework.booking.calendar_week import kind_name
from casework.booking.records import Offer
from casework.conversations.records import NewMessage
from casework.settings import Settings
from rules_core.dates import danish_date
from web.texts import chat_message, load_texts

_FILE = "console_calendar_told"


def agreement(made: StaffBooking, settings: Settings) -> Sequence[NewMessage]:
    """The agreement for next time."""
    told, after = load_texts(_FILE), ""
    day = danish_date(made.next_by) if made.next_by else None
    if made.next_kind:
        by = told["agreement_next_by"]["text"].format(day=day) if day else ""
        after = told["agreement_next"]["text"].format(kind=kind_name(made.next_kind), by=by)
    elif day:
        after = told["agreement_by"]["text"].format(day=day)
    text = _say("agreement", settings, agreement=made.agreement, next=f"\n{after}" if after else "").text
    return [NewMessage(text=text.rstrip(), author="system")]


def offer(made: Offer, settings: Settings) -> Sequence[NewMessage]:
    """The offer that a caseworker has made."""
    by = load_texts(_FILE)["offer_by"]["text"].format(day=danish_date(made.book_by)) if made.book_by else ""
    return [_say("offer", settings, kind=made.kind_name, by=by)]


def _say(key: str, settings: Settings, **values: str | None) -> NewMessage:
    return chat_message(key, settings, author="system", answer=None, file=_FILE, **values)
