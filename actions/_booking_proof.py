"""No free time before the deadline, or the system fails: the citizen gets a stored receipt, and the case goes on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions import _booking_desk as desk
from actions._answer_parts import human_button, paragraphs
from actions._booking_state import BOOK, button, done
from actions._messages import Button, Reply, payload
from actions._texts import say
from actions._turn import Outcome, Turn
from actions._wiring import authority
from casework.booking.records import Offer
from casework.clock import on_day
from casework.handoff.moment_words import danish_day, danish_moment


def proof(turn: Turn, offer: Offer, wish: Mapping[str, Any], why: str, lead: str = "") -> Outcome:
    """The receipt told: number, moment, what was tried, and who has the case now. `why` = no_times or failure."""
    made = desk.receipt(turn, offer.id, wish, why)
    moment = danish_moment(on_day(made.made_at, turn.today), turn.today)
    contact = authority()
    deadline = made.book_by or made.hold_by
    text = paragraphs(
        lead,
        _reason(why, deadline),
        say("booking.proof", number=made.number, kind=made.kind_name, moment=moment),
        say("booking.proof_deadline", day=danish_day(deadline, turn.today)) if deadline else "",
        say("booking.proof_queued")
        if made.queued
        else say("booking.proof_not_queued", authority=contact["authority"], phone=contact["phone"]),
    )
    again = button(say("buttons.look_again"), "booking_times", {"offer": offer.id})
    call = Button(say("buttons.call"), payload("callback_wish"))
    return done(Reply(text=text, buttons=(again, call, human_button()), topic=BOOK))


def _reason(why: str, deadline: date | None) -> str:
    if why != "no_times":
        return say("booking.failure")
    return say("booking.no_times") if deadline else say("booking.no_times_open")
