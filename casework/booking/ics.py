"""Calendar files (RFC 5545): the citizen's invitation and its cancellation.

They end in shared calendars and on locked screens. So they name the authority, the time, the place and the number of
the booking, and nothing else: no benefit, no kind or topic of the talk, and not the citizen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from casework.booking.records import Booking
from casework.clock import COPENHAGEN
from rules_core.dates import danish_date

PRODUCT = "-//Ret & Pligt//booking//DA"
_WORDS = Path(__file__).parent / "data" / "calendar_words.yml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Authority:
    """Who invites. `url` = the page on which bookings are moved and cancelled."""

    name: str
    email: str
    phone: str
    address: str
    url: str

    @property
    def domain(self) -> str:
        """What makes the numbers of this authority different from everybody else's."""
        return self.email.rpartition("@")[2] or "retpligt.invalid"


def invitation(
    booking: Booking, authority: Authority, method: str = "REQUEST", *, now: datetime, attendee: str | None = None
) -> bytes:
    """The calendar file of a booking, UTF-8 with CRLF.

    `method` REQUEST = it takes place (a higher `sequence` moves the entry that is there), CANCEL = it does not.
    `attendee` = the address it is sent to, when it is sent by mail. Raises ValueError for another method, and for a
    booking that has no number yet.
    """
    if method not in ("REQUEST", "CANCEL"):
        raise ValueError(f"A calendar file is a REQUEST or a CANCEL, not {method!r}.")
    cancelled = method == "CANCEL"
    event = _event(booking, authority, now)
    values = _values(booking, authority)
    event.add("summary", _say("summary_cancelled" if cancelled else "summary", values))
    event.add("description", _say("description_cancelled" if cancelled else "description", values))
    event.add("location", _where(booking, authority))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    organizer = vCalAddress(f"mailto:{authority.email}")
    organizer.params["CN"] = authority.name
    event.add("organizer", organizer, encode=False)
    if attendee is not None:
        event.add("attendee", vCalAddress(f"mailto:{attendee}"), encode=False)
    return _calendar(event, method)


def _event(booking: Booking, authority: Authority, now: datetime) -> Event:
    if booking.number is None:
        raise ValueError("Only a booking that was confirmed has a number and can stand in a calendar.")
    event = Event()
    event.add("uid", f"{booking.number}@{authority.domain}")
    event.add("sequence", booking.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", booking.starts_at.astimezone(COPENHAGEN))
    event.add("dtend", booking.ends_at.astimezone(COPENHAGEN))
    return event


def _calendar(event: Event, method: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(copenhagen_zone())
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def copenhagen_zone() -> Timezone:
    """The clock in Denmark since 1996: summer time from the last Sunday of March to that of October, at 01:00 UTC.

    An onset is told by the clock that it ends (RFC 5545, 3.6.5): 2 o'clock in March, 3 o'clock in October. The zone
    that the library makes by itself tells March's by the new clock, an hour too late.
    """
    zone = Timezone()
    zone.add("tzid", str(COPENHAGEN))
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for part, name, onset, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), winter, summer),  # noqa: DTZ001 - a clock's own time
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), summer, winter),  # noqa: DTZ001 - a clock's own time
    ):
        part.add("tzname", name)
        part.add("dtstart", onset)
        part.add("rrule", {"freq": "yearly", "bymonth": onset.month, "byday": "-1SU"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone


def _where(booking: Booking, authority: Authority) -> str:
    if booking.form != "fremmoede":
        words: str = _words()["where"][booking.form]
        return words
    return ", ".join(part for part in (booking.room, booking.place or authority.address) if part)


def _values(booking: Booking, authority: Authority) -> dict[str, Any]:
    what = _words()["what"][booking.form].format(place=_where(booking, authority))
    change = "change_by" if booking.change_by else "change"
    day = danish_date(booking.change_by) if booking.change_by else ""
    told = [_say(change, {"url": authority.url, "day": day})]
    if authority.phone:
        told.append(_say("call", {"phone": authority.phone}))
    return {
        "authority": authority.name,
        "number": booking.number,
        "url": authority.url,
        "what": what,
        "change": " ".join(told),
    }


def _say(key: str, values: Mapping[str, Any]) -> str:
    text: str = _words()[key]
    return text.format(**values)


@cache
def _words() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return read
