"""What goes out of booking: frozen values, never rows. Moments are aware UTC, dates are dates in Denmark."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from casework.handoff.records import Change


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferWish:
    """The offer that a caseworker makes. Empty `forms` and `topics` = all that the kind allows."""

    kind: str
    holder: str = "kommune"
    forms: tuple[str, ...] = ()
    place: str | None = None
    topics: tuple[str, ...] = ()
    book_by: date | None = None
    hold_by: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A citizen's offer to book a talk.

    `book_by` = the last day to book, `hold_by` = the last day on which the talk can be held; None = no rule and no
    caseworker gives a date. `late` = book_by has passed, and the sooner it is booked the better. `elsewhere` = the
    holder's calendar is not here: the citizen books with the holder itself. `exempt` = booking is not asked of the
    citizen: say so, do not press, offer a caseworker; whoever wants to may book all the same. `exempt_reason`
    selvbooking_fritaget = exempt from booking and called in instead; it_eller_sprog_fritaget = exempt from the CV
    because IT or Danish is hard, so that booking may be hard too. `akasse_may_join` = the municipality holds the talk,
    and the citizen may have an a-kasse that takes part (dagpenge, or not told yet).
    """

    id: int
    conversation_id: str
    kind: str
    kind_name: str
    about: str
    holder: str
    forms: tuple[str, ...]
    place: str | None
    topics: tuple[str, ...]
    book_by: date | None
    hold_by: date | None
    source: str
    rules: tuple[str, ...]
    state: str
    created_at: datetime
    late: bool = False
    elsewhere: bool = False
    exempt: bool = False
    exempt_reason: str | None = None
    akasse_may_join: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeWish:
    """When and how the citizen would like the talk: "helst torsdag formiddag, telefon".

    `days` = weekdays, 0 is Monday; empty = any. `part_of_day` = morgen (before 9), formiddag (9 to 12) or eftermiddag.
    `begin_minute` and `until_minute` bound the start of the talk more closely, in minutes after midnight in Denmark,
    the second not included. Days are dates in Denmark, both included. `after` = the cursor of the times shown last.
    """

    days: frozenset[int] = frozenset()
    part_of_day: str | None = None
    form: str | None = None
    from_day: date | None = None
    to_day: date | None = None
    begin_minute: int | None = None
    until_minute: int | None = None
    after: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The wish as it is kept with a receipt."""
        return {
            "days": sorted(self.days),
            "part_of_day": self.part_of_day,
            "form": self.form,
            "from_day": self.from_day.isoformat() if self.from_day else None,
            "to_day": self.to_day.isoformat() if self.to_day else None,
            "begin_minute": self.begin_minute,
            "until_minute": self.until_minute,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """A time as the citizen sees it. `free` = places left; `fits` = it is what was wished for."""

    id: int
    kind: str
    holder: str
    starts_at: datetime
    ends_at: datetime
    forms: tuple[str, ...]
    staff_id: int
    staff_name: str
    room: str | None
    place: str | None
    capacity: int
    free: int
    fits: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    """Free times for an offer.

    `suggestions` = the best three, on different days where there are such, nearest fit first. `more` = further times
    in order of time. `after` = the cursor that gives the next ones; None = there are no more.
    `none_before_deadline` = there is no free time at all that the offer allows, whatever is wished for.
    """

    suggestions: tuple[Slot, ...]
    more: tuple[Slot, ...]
    none_before_deadline: bool
    after: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeChoice:
    """The time that the citizen has chosen, and the form. `client_id` makes asking twice harmless."""

    offer_id: int
    slot_id: int
    form: str
    client_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A time that is kept for the citizen until `held_until`. `moves` = number of the booking that it would move."""

    id: int
    offer_id: int
    slot: Slot
    form: str
    held_until: datetime
    moves: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """What the citizen wants for the talk. `interpreter` = the language, `accessibility` in the citizen's words."""

    akasse: bool = False
    interpreter: str | None = None
    companion: bool = False
    accessibility: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BookingWish:
    """What the citizen says of the talk when it is confirmed. `preparation` = answers by question id."""

    topic: str | None = None
    preparation: Mapping[str, str] = field(default_factory=dict)
    wishes: Wishes = Wishes()


@dataclass(frozen=True, kw_only=True, slots=True)
class Booking:
    """A booking with all that its receipt tells.

    `change_by` = the last day on which the citizen can move it here; None = until the talk begins. `conversation_id`
    is None when the conversation has been deleted.
    """

    id: int
    number: str | None
    kind: str
    kind_name: str
    holder: str
    form: str
    state: str
    starts_at: datetime
    ends_at: datetime
    staff_id: int
    staff_name: str
    room: str | None
    place: str | None
    topic: str | None
    topic_name: str | None
    bring: tuple[str, ...]
    sequence: int
    made_at: datetime
    confirmed_at: datetime | None
    preparation: Mapping[str, str] = field(default_factory=dict)
    wishes: Wishes = Wishes()
    offer_id: int | None = None
    conversation_id: str | None = None
    book_by: date | None = None
    hold_by: date | None = None
    change_by: date | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    reason: str | None = None

    @property
    def minutes(self) -> int:
        """How long the talk takes."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


@dataclass(frozen=True, kw_only=True, slots=True)
class Booked:
    """What confirming gave. `code` opens the booking from another device and is told this once, None = it is as it
    was; `replaced` = the booking that was moved."""

    booking: Booking
    code: str | None
    replaced: Booking | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cancelled:
    """What cancelling did. `offer` = the offer that is open again, so that another time can be booked."""

    booking: Booking
    offer: Offer | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """What the citizen tried without getting a time. `why` = no_times, failure or exempt; `offer_id` None = there was
    no offer; `none_free` = whether there was no time at all, see `receipts.none_free`."""

    offer_id: int | None
    wish: TimeWish
    why: str
    none_free: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """The stored proof of what was tried. `queued` = a person has the case, or it waits for one, marked so.

    `tried` = `TimeWish.to_json`, and none_before_deadline: whether there was no free time at all when it was stored.
    `why` = no_times, failure or exempt. `change` = what it did to the conversation, to be pushed to those who look;
    None = nothing.
    """

    number: str
    conversation_id: str
    offer_id: int | None
    kind: str
    kind_name: str
    why: str
    tried: Mapping[str, Any]
    book_by: date | None
    hold_by: date | None
    made_at: datetime
    queued: bool
    change: Change | None = None
