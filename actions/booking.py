"""Actions that book, move and cancel talks, and tell when the next one is."""

import logging
from collections.abc import Callable, Mapping
from typing import Final

from actions import _booking_desk as desk
from actions._booking_change import BY_TOPIC, cancel_now, give_up, keep, move
from actions._booking_hold import confirm, release, summary, take, wish_chosen
from actions._booking_proof import proof
from actions._booking_said import affirmed, denied, said, unsure
from actions._booking_start import start
from actions._booking_state import BOOK, WHEN, choice_of, done
from actions._booking_times import more_times, show_times
from actions._boundary import TurnAction
from actions._messages import Button, Reply, payload
from actions._texts import say
from actions._turn import Outcome, Turn
from actions._wiring import authority
from casework.booking.errors import (
    AlreadyBookedError,
    BookingError,
    FormNotAllowedError,
    HoldLapsedError,
    NoBookingError,
    OfferGoneError,
    SlotGoneError,
    TooLateError,
)
from casework.errors import DatabaseAwayError
from casework.municipality import switches

logger = logging.getLogger(__name__)

_BY_INTENT: Final[Mapping[str, Callable[[Turn], Outcome]]] = {
    **BY_TOPIC,
    "booking_times": more_times,
    "booking_take": take,
    "booking_topic": wish_chosen,
    "booking_wishes": wish_chosen,
    "booking_summary": summary,
    "booking_confirm": confirm,
    "booking_release": release,
    "booking_move": move,
    "booking_give_up": give_up,
    "booking_cancel": cancel_now,
    "booking_keep": keep,
}
#: What leads to a new time; all else about talks that are booked goes on while booking is switched off.
_MAKING: Final = frozenset({BOOK, "booking_times", "booking_take", "booking_confirm", "booking_move"})
_OTHER_TIMES: Final[Mapping[type[BookingError], str]] = {
    SlotGoneError: "booking.slot_gone",
    HoldLapsedError: "booking.hold_lapsed",
    FormNotAllowedError: "booking.form_gone",
}
"""After these the times that are left are shown at once."""


class ActionBooking(TurnAction):
    """Everything that a citizen says or presses about booking a talk."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_booking"

    def decide(self, turn: Turn) -> Outcome:
        """See `book`."""
        return book(turn)


def book(turn: Turn) -> Outcome:
    """What the button or the words ask for. What has changed meanwhile is said kindly, with a way on; what fails on
    our side gives the citizen a stored receipt."""
    return said(turn, _pressed) if turn.intent == "booking_said" else _pressed(turn)


def yes(turn: Turn) -> Outcome:
    """A yes while a message of booking waits."""
    return affirmed(turn, _pressed)


def no(turn: Turn) -> Outcome:
    """A no while a message of booking waits."""
    return denied(turn, _pressed)


def dont_know(turn: Turn) -> Outcome:
    """ "Det ved jeg ikke" while a message of booking waits."""
    return unsure(turn, _pressed)


def _pressed(turn: Turn) -> Outcome:
    if turn.intent in _MAKING and not switches.is_on(switches.BOOKING):
        contact = authority()
        text = say(
            "booking.switched_off", authority=contact["authority"], phone=contact["phone"], hours=contact["hours"]
        )
        return done(Reply(text=text, buttons=(_human(),), topic=BOOK))
    try:
        return _BY_INTENT.get(turn.intent, start)(turn)
    except BookingError as error:
        return _changed_meanwhile(turn, error)
    except DatabaseAwayError:
        raise
    except Exception as error:
        return _failed(turn, error)


def _changed_meanwhile(turn: Turn, error: BookingError) -> Outcome:
    """The time, the offer or the booking is not as it was when the button was shown."""
    choice = choice_of(turn)
    key = next((key for kind, key in _OTHER_TIMES.items() if isinstance(error, kind)), None)
    if key is not None and choice.get("offer"):
        try:
            offer = desk.offer(turn, choice["offer"])
            return show_times(turn, offer, {}, lead=say(key), moves=choice.get("moves"))
        except BookingError as other:
            error = other
    if isinstance(error, TooLateError):
        contact = authority()
        text = say("booking.too_late", authority=contact["authority"], phone=contact["phone"])
        return done(Reply(text=text, buttons=(_human(),), topic=BOOK))
    if isinstance(error, NoBookingError):
        return done(Reply(text=say("booking.no_booking"), buttons=(_again(),), topic=BOOK))
    if isinstance(error, OfferGoneError | AlreadyBookedError):
        return done(Reply(text=say("booking.offer_gone"), buttons=(_again(), _when()), topic=BOOK))
    return done(Reply(text=say("booking.nothing_waits"), buttons=(_again(),), topic=BOOK))


def _failed(turn: Turn, error: Exception) -> Outcome:
    """Our own failure: the citizen gets the proof that they tried. Raises the error when there is no offer to name.

    Only the kind of the error is logged: its words may quote what a citizen has told.
    """
    logger.error("booking failed: %s", type(error).__qualname__, extra={"conversation_id": turn.conversation_id})
    offers = desk.offers(turn)
    wanted = choice_of(turn).get("offer")
    offer = next((one for one in offers if wanted in (None, one.id)), None)
    if offer is None:
        raise error
    return proof(turn, offer, choice_of(turn).get("wish") or {}, "failure")


def _again() -> Button:
    return Button(say("topics.book_talk"), payload(BOOK))


def _when() -> Button:
    return Button(say("topics.talk_when"), payload(WHEN))


def _human() -> Button:
    return Button(say("buttons.human"), payload("handoff_human"))
