"""Before a held time is booked in chat: an address with its code, or a login. What was chosen waits on the buttons."""

from collections.abc import Mapping
from typing import Any

from actions import _booking_desk as desk
from actions._answer_parts import paragraphs
from actions._booking_state import BOOK, REBOOK, asking, button
from actions._messages import Button, Link, Reply
from actions._texts import say
from actions._turn import Outcome, Turn
from actions._wiring import authority, settings
from casework.booking import confirming
from casework.clock import on_day
from casework.handoff.moment_words import danish_clock
from casework.reminders import contacts
from casework.reminders.errors import NoCodeError, TooManyCodesError

Choice = Mapping[str, Any]
CONTACT = "kontakt"
"""In a choice: what came of an address or a code. The gateway writes it (web/booking_contacts.py)."""

LOGIN_PAGE = "/log-ind?fra=chat"


def ask_proof(turn: Turn, choice: Choice, what: str, lead: str = "") -> Outcome:
    """Ask for what must be shown first. `what` = contact or login."""
    openid, ways = settings().citizen_openid, confirming.ways(settings())
    login = openid.on
    by_address = what == confirming.CONTACT and bool(ways)
    question = f"{_question(ways)} {say('booking_contact.hidden')}" if by_address else say("booking_contact.ask_login")
    if not by_address and not login:
        # An administrator has switched off what codes are sent by.
        question = say("booking_contact.no_way", **authority())
    text = paragraphs(lead, question, say("booking_contact.or_login") if by_address and login else "", _held(turn))
    link = Link(say("booking_contact.login_link", label=openid.citizen_oidc_label), LOGIN_PAGE)
    done = (button(say("booking_contact.logged_in"), "booking_confirm", _plain(choice)),) if login else ()
    reply = Reply(text=text, buttons=(*done, _stop(choice)), topic=_topic(choice), links=(link,) if login else ())
    return asking(turn, reply, "contact" if by_address else "login", _topic(choice))


def told(turn: Turn, choice: Choice) -> Outcome:
    """What came of an address, a code, or the wish for a new code."""
    known = choice[CONTACT]
    if known.get("again"):
        known = _again(turn, str(known.get("channel")))
    problem = known.get("problem")
    if problem in ("bad_address", "nothing_asked"):
        lead = say("booking_contact.problem_bad_address") if problem == "bad_address" else ""
        return ask_proof(turn, choice, confirming.CONTACT, lead)
    again = {**_plain(choice), CONTACT: {"again": True, "channel": known.get("channel")}}
    buttons = (button(say("booking_contact.again"), "booking_confirm", again), _stop(choice))
    text = paragraphs(_code_words(known), _held(turn))
    return asking(turn, Reply(text=text, buttons=buttons, topic=_topic(choice)), "code", _topic(choice))


def _again(turn: Turn, channel: str) -> dict[str, Any]:
    try:
        contact = contacts.want_code_again(turn.conversation_id, channel, turn.now)
    except NoCodeError:
        return {"problem": "nothing_asked"}
    except TooManyCodesError:
        return {"problem": "too_many", "channel": channel}
    return {"channel": channel, "address": contact.shown}


def _code_words(known: Choice) -> str:
    problem = known.get("problem")
    if problem == "wrong_code":
        return say("booking_contact.problem_wrong_code")
    if problem == "code_over":
        return say("booking_contact.problem_code_over")
    if problem == "too_many":
        contact = authority()
        return say("booking_contact.problem_too_many", authority=contact["authority"], phone=contact["phone"])
    return say("booking_contact.code_sent", address=known.get("address", ""))


def _question(ways: tuple[str, ...]) -> str:
    if "sms" in ways:
        return say("booking_contact.ask_both") if len(ways) > 1 else say("booking_contact.ask_sms")
    return say("booking_contact.ask_email")


def _held(turn: Turn) -> str:
    held = desk.held(turn)
    return say("booking_contact.held", clock=danish_clock(on_day(held.held_until, turn.today))) if held else ""


def _stop(choice: Choice) -> Button:
    # It carries all that was chosen: the gateway finds there what an address or a code belongs to.
    return button(say("booking_contact.stop"), "booking_release", _plain(choice))


def _plain(choice: Choice) -> dict[str, Any]:
    return {name: value for name, value in choice.items() if name != CONTACT}


def _topic(choice: Choice) -> str:
    return REBOOK if choice.get("moves") else BOOK
