"""What the page for booking gets: offers, times, bookings and receipts as JSON. Pure.

Moments go out with Denmark's own offset, and never without the seconds that are left where something runs out: the
clock of a citizen's telephone may be wrong.
"""

from datetime import date, datetime
from typing import Any

from casework.booking.agreements import Agreement
from casework.booking.called_off import CalledOff
from casework.booking.kinds import Topic, kinds, topics
from casework.booking.records import Booking, Held, Offer, Receipt, Slot, Times
from casework.clock import COPENHAGEN
from casework.settings import Settings
from web.console.words import rule_title
from web.texts import load_texts


def offer_json(offer: Offer, settings: Settings) -> dict[str, Any]:
    """An offer to book, with the rules behind it and the topics to choose from."""
    kind = kinds()[offer.kind]
    return {
        "id": offer.id,
        "kind": offer.kind,
        "name": offer.kind_name,
        "about": offer.about,
        "minutes": kind.minutes,
        "holder": offer.holder,
        "forms": list(offer.forms),
        "place": offer.place,
        "topics": [topic_json(topics()[topic]) for topic in offer.topics],
        "book_by": day_json(offer.book_by),
        "hold_by": day_json(offer.hold_by),
        "late": offer.late,
        "source": offer.source,
        "rules": [{"id": rule, "title": rule_title(rule)} for rule in offer.rules],
        "state": offer.state,
        "exempt": _exempt(offer),
        "akasse_may_join": offer.akasse_may_join,
        "elsewhere": _elsewhere(offer, settings),
    }


def _exempt(offer: Offer) -> dict[str, Any] | None:
    """Why booking is not asked of the citizen, in words; None when it is."""
    if not offer.exempt:
        return None
    text = load_texts("booking")["exempt"][offer.exempt_reason]
    return {"reason": offer.exempt_reason, "text": text}


def _elsewhere(offer: Offer, settings: Settings) -> str | None:
    """Where the talk is booked when its calendar is not here."""
    if not offer.elsewhere:
        return None
    text: str = load_texts("booking")["elsewhere"][offer.holder]
    return text.format(authority_name=settings.authority_name, authority_phone=settings.authority_phone)


def topic_json(topic: Topic) -> dict[str, Any]:
    """A topic of the talk with the questions that prepare for it."""
    questions = [{"id": one.id, "text": one.text, "help": one.help} for one in topic.questions]
    return {"id": topic.id, "name": topic.name, "about": topic.about, "questions": questions}


def times_json(times: Times, settings: Settings) -> dict[str, Any]:
    """Three suggestions, further times, and the cursor that gives the next ones."""
    return {
        "suggestions": [slot_json(slot, settings) for slot in times.suggestions],
        "more": [slot_json(slot, settings) for slot in times.more],
        "after": times.after,
        "none_before_deadline": times.none_before_deadline,
    }


def slot_json(slot: Slot, settings: Settings) -> dict[str, Any]:
    """A time; `free` = places left, `fits` = it is what was wished for."""
    return {
        "id": slot.id,
        "starts_at": moment_json(slot.starts_at),
        "ends_at": moment_json(slot.ends_at),
        "minutes": minutes_between(slot.starts_at, slot.ends_at),
        "forms": list(slot.forms),
        "place": slot.place or _own_address(slot.holder, settings),
        "room": slot.room,
        "capacity": slot.capacity,
        "free": slot.free,
        "fits": slot.fits,
    }


def held_json(held: Held, settings: Settings, now: datetime) -> dict[str, Any]:
    """A time that is kept for the citizen, and for how many seconds yet."""
    return {
        "id": held.id,
        "offer": held.offer_id,
        "slot": slot_json(held.slot, settings),
        "form": held.form,
        "held_until": moment_json(held.held_until),
        "seconds_left": max(0, int((held.held_until - now).total_seconds())),
        "moves": held.moves,
    }


def booking_json(
    booking: Booking, settings: Settings, *, now: datetime, today: date, offer: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A booking with all that its receipt tells. `offer` = what another time is looked for with.

    `can_move` and `can_cancel` say what the citizen may do now; `reopens` = cancelling leaves a deadline to keep;
    `ahead` = it has not ended.
    """
    ahead = booking.state == "active" and now < booking.starts_at
    wishes = booking.wishes
    return {
        "number": booking.number,
        "kind": booking.kind,
        "name": booking.kind_name,
        "holder": booking.holder,
        "form": booking.form,
        "state": booking.state,
        "starts_at": moment_json(booking.starts_at),
        "ends_at": moment_json(booking.ends_at),
        "minutes": booking.minutes,
        "with": booking.staff_name,
        "place": booking.place or _own_address(booking.holder, settings),
        "room": booking.room,
        "topic": {"id": booking.topic, "name": booking.topic_name} if booking.topic else None,
        "preparation": dict(booking.preparation),
        "wishes": {
            "akasse": wishes.akasse,
            "interpreter": wishes.interpreter,
            "companion": wishes.companion,
            "accessibility": wishes.accessibility,
        },
        "bring": list(booking.bring),
        "sequence": booking.sequence,
        "can_move": ahead and (booking.change_by is None or today <= booking.change_by) and offer is not None,
        "can_cancel": ahead,
        "ahead": booking.state == "active" and now < booking.ends_at,
        "change_by": day_json(booking.change_by),
        "book_by": day_json(booking.book_by),
        "reopens": _reopens(booking, today),
        "offer": offer,
    }


def _own_address(holder: str, settings: Settings) -> str | None:
    """Where talks are held that have no room of their own; the a-kasse's address is not ours to tell."""
    return settings.authority_address if holder == "kommune" else None


def _reopens(booking: Booking, today: date) -> bool:
    return all(day is None or today <= day for day in (booking.book_by, booking.hold_by))


def agreement_json(agreed: Agreement) -> dict[str, Any]:
    """What was agreed for next time."""
    return {
        "text": agreed.text,
        "next_kind": agreed.next_kind,
        "next_name": agreed.next_kind_name,
        "next_by": day_json(agreed.next_by),
        "made_at": moment_json(agreed.made_at),
    }


def called_off_json(gone: CalledOff) -> dict[str, Any]:
    """A talk that staff have cancelled."""
    return {
        "number": gone.number,
        "kind": gone.kind,
        "name": gone.kind_name,
        "starts_at": moment_json(gone.starts_at),
        "reason": gone.reason,
    }


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """The stored proof that no time could be had."""
    return {
        "number": receipt.number,
        "made_at": moment_json(receipt.made_at),
        "why": receipt.why,
        "kind": receipt.kind,
        "name": receipt.kind_name,
        "tried": dict(receipt.tried),
        "book_by": day_json(receipt.book_by),
        "hold_by": day_json(receipt.hold_by),
        "queued": receipt.queued,
    }


def file_name(booking: Booking) -> str:
    """The name of the file for a calendar: the day of the talk, and nothing about the citizen."""
    day = booking.starts_at.astimezone(COPENHAGEN).date()
    return str(load_texts("booking")["calendar"]["file"]).format(day=day.isoformat())


def moment_json(moment: datetime) -> str:
    """'2026-11-26T10:15:00+01:00'."""
    return moment.astimezone(COPENHAGEN).isoformat(timespec="seconds")


def day_json(day: date | None) -> str | None:
    """'2026-11-26'."""
    return day.isoformat() if day else None


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes."""
    return round((end - start).total_seconds() / 60)
