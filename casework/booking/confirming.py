"""What a citizen must have shown before a held time is booked: the one place that asks, for chat, page and calls.

The installation chooses (RETPLIGT_BOOKING_NEEDS): `nothing`; `contact` = an address whose code came back, or a login;
`login` = a login; `auto` = a contact where codes can be sent or citizens can log in, else nothing. Suggestions and
holding a time ask for nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from casework.booking.errors import NeedsProofError
from casework.booking.planner import Planner
from casework.booking.records import Booked, BookingWish
from casework.conversations.service import authorise
from casework.identity import citizens
from casework.reminders import contacts
from casework.reminders.channels import offered
from casework.settings import Settings

NOTHING, CONTACT, LOGIN = "nothing", "contact", "login"
#: The ways by which an address can be confirmed, the one to be asked for first first; "file" is a developer's.
_WAYS: Final = ("email", "sms")
_DEVELOPERS: Final = "file"


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """The held time that is to be booked, and whose it is."""

    conversation_id: str
    token: str
    id: int


def needs(settings: Settings) -> str:
    """What this installation asks for: nothing, contact or login."""
    if settings.booking_needs != "auto":
        return settings.booking_needs
    return CONTACT if settings.reminders.can_reach or settings.citizen_openid.on else NOTHING


def ways(settings: Settings) -> tuple[str, ...]:
    """The channels by which a code can be sent here."""
    there = offered(settings)
    found = tuple(way for way in _WAYS if way in there)
    return found or ((_DEVELOPERS,) if _DEVELOPERS in there else ())


def is_met(conversation_id: str, settings: Settings, now: datetime) -> bool:
    """Whether the citizen of a conversation, whose token was checked, has shown what is asked for."""
    wanted = needs(settings)
    if wanted == NOTHING or (settings.citizen_openid.on and citizens.is_logged_in(conversation_id, now)):
        return True
    return wanted == CONTACT and _confirmed(conversation_id, (*_WAYS, _DEVELOPERS))


def confirm(
    planner: Planner, hold: Hold, wish: BookingWish, *, settings: Settings, now: datetime, today: date | None = None
) -> Booked:
    """Book the held time. When something must be shown first, the time is kept ten minutes more, once, so that
    nothing that was chosen is lost meanwhile.

    Raises NeedsProofError then, and otherwise what `Planner.confirm` raises.
    """
    authorise(hold.conversation_id, hold.token)
    if not is_met(hold.conversation_id, settings, now):
        extend = getattr(planner, "extend", None)
        if extend is not None:
            extend(hold.conversation_id, hold.token, hold.id, now=now)
        raise NeedsProofError(needs(settings))
    return planner.confirm(hold.conversation_id, hold.token, hold.id, wish, now=now, today=today)


def _confirmed(conversation_id: str, channels: Sequence[str]) -> bool:
    return any(one.confirmed and one.channel in channels for one in contacts.of_conversation(conversation_id))
