"""From a chosen time to a booking: form, topic, wishes, the summary read back, the receipt."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from actions import _booking_desk as desk
from actions._answer_parts import paragraphs
from actions._booking_contact import CONTACT, ask_proof, told
from actions._booking_receipt import receipt
from actions._booking_state import BOOK, REBOOK, asking, button, choice_of, done
from actions._booking_words import bare_clock, form_words, whole_day
from actions._messages import Button, Reply
from actions._texts import say
from actions._turn import Outcome, Turn
from casework.booking.errors import NeedsProofError
from casework.booking.kinds import kinds, topics
from casework.booking.records import BookingWish, Held, Offer, Wishes
from casework.clock import on_day
from casework.handoff.moment_words import danish_clock, danish_moment

Choice = Mapping[str, Any]
FREE_TEXT = {"interpreter": "booking.which_language", "accessibility": "booking.which_need"}
"""Wishes that are told in the citizen's own words, and the question for them."""

_BUTTONS = ("akasse", "companion", "interpreter", "accessibility")
LONGEST_WISH = 80


def take(turn: Turn, choice: Choice | None = None) -> Outcome:
    """A time was chosen: ask for the form when there is a choice, else hold it."""
    choice = choice_of(turn) if choice is None else choice
    if not choice.get("form"):
        return _ask_form(turn, choice)
    offer = desk.offer(turn, choice.get("offer"))
    held = desk.hold(turn, offer.id, int(choice["slot"]), str(choice["form"]))
    lead = [say("booking.held", moment=_moment(turn, held), clock=_until(turn, held))]
    if held.moves:
        lead.append(say("booking.held_moves"))
    carried = carried_by(held, offer)
    subjects = [topic for topic in kinds()[offer.kind].topics if not offer.topics or topic in offer.topics]
    if len(subjects) < 2:  # noqa: PLR2004 - one is no choice
        return ask_wishes(turn, {**carried, "topic": subjects[0] if subjects else None}, lead=" ".join(lead))
    buttons = [
        button(topics()[topic].name.capitalize(), "booking_topic", {**carried, "topic": topic}) for topic in subjects
    ]
    buttons.append(button(say("buttons.topic_unknown"), "booking_topic", carried))
    text = paragraphs(" ".join(lead), say("booking.which_topic"))
    return asking(turn, Reply(text=text, buttons=tuple(buttons), topic=_topic(choice)), "topic", _topic(choice))


def ask_wishes(turn: Turn, choice: Choice, lead: str = "") -> Outcome:
    """The special wishes, one after the other, until there are no more."""
    chosen: dict[str, Any] = dict(choice.get("wishes") or {})
    left = [name for name in _BUTTONS if name not in chosen and (name != "akasse" or choice.get("with_akasse"))]
    buttons = [button(say("buttons.no_more_wishes" if chosen else "buttons.no_wishes"), "booking_summary", choice)]
    buttons += [_wish_button(name, choice, chosen) for name in left]
    question = say("booking.more_wishes", wishes=wishes_words(chosen)) if chosen else say("booking.which_wishes")
    return asking(
        turn,
        Reply(text=paragraphs(lead, question), buttons=tuple(buttons), topic=_topic(choice)),
        "wishes",
        _topic(choice),
    )


def wish_chosen(turn: Turn) -> Outcome:
    """One special wish: taken down, or asked for in the citizen's own words."""
    choice = choice_of(turn)
    asked = choice.get("asks")
    if asked not in FREE_TEXT:
        return ask_wishes(turn, choice)
    question = say("booking.which_language") if asked == "interpreter" else say("booking.which_need")
    rest = {name: value for name, value in choice.items() if name != "asks"}
    buttons = (button(say("buttons.no_wishes"), "booking_wishes", rest),)
    # The button that is shown carries what the words are added to (see `_booking_said`).
    return asking(turn, Reply(text=question, buttons=buttons, topic=_topic(choice)), f"words_{asked}", _topic(choice))


def summary(turn: Turn, choice: Choice | None = None) -> Outcome:
    """All of it read back, with weekday and date; nothing is booked before the yes."""
    choice = choice_of(turn) if choice is None else choice
    begins, ends = (datetime.fromisoformat(str(choice[name])) for name in ("at", "ends"))
    lines = [
        say("booking.summary_what", kind=kinds()[str(choice["kind"])].name),
        say("booking.summary_when", day=whole_day(begins), begins=bare_clock(begins), ends=bare_clock(ends)),
        say("booking.summary_form", form=_form(choice)),
    ]
    if choice.get("topic"):
        lines.append(say("booking.summary_topic", topic=topics()[str(choice["topic"])].name))
    if choice.get("wishes"):
        lines.append(say("booking.summary_wishes", wishes=wishes_words(choice["wishes"])))
    moves = say("booking.summary_moves") if choice.get("moves") else ""
    text = paragraphs(say("booking.summary"), "\n".join(lines), f"{moves} {say('booking.summary_asks')}".strip())
    buttons = (
        button(say("buttons.move_it" if choice.get("moves") else "buttons.book_it"), "booking_confirm", choice),
        button(say("buttons.other_time"), "booking_times", {"offer": choice["offer"], "moves": choice.get("moves")}),
        button(say("buttons.book_nothing"), "booking_release", {"hold": choice["hold"]}),
    )
    return asking(turn, Reply(text=text, buttons=buttons, topic=_topic(choice)), "confirm", _topic(choice))


def confirm(turn: Turn, choice: Choice | None = None) -> Outcome:
    """The yes: booked, and the receipt told."""
    choice = choice_of(turn) if choice is None else choice
    if choice.get(CONTACT):
        return told(turn, choice)
    wish = BookingWish(topic=choice.get("topic"), wishes=Wishes(**(choice.get("wishes") or {})))
    try:
        booked = desk.confirm(turn, int(choice["hold"]), wish)
    except NeedsProofError as error:
        return ask_proof(turn, choice, error.what)
    return receipt(turn, booked)


def release(turn: Turn) -> Outcome:
    """The no: the time is given back, and nothing is booked."""
    hold_id = choice_of(turn).get("hold")
    if hold_id is not None:
        desk.release(turn, int(hold_id))
    again = button(say("topics.book_talk"), BOOK)
    return done(Reply(text=say("booking.given_back"), buttons=(again,), topic=BOOK))


def wishes_words(wishes: Mapping[str, Any]) -> str:
    """'du tager en bisidder med, tolk på arabisk'."""
    told = {
        "akasse": say("booking.wish_akasse"),
        "companion": say("booking.wish_companion"),
        "interpreter": say("booking.wish_interpreter", language=wishes.get("interpreter")),
        "accessibility": say("booking.wish_accessibility", need=wishes.get("accessibility")),
    }
    return ", ".join(told[name] for name in _BUTTONS if wishes.get(name))


def with_words(choice: Choice, name: str, words: str) -> dict[str, Any]:
    """The choice with a wish in the citizen's own words."""
    short = " ".join(words.split())[:LONGEST_WISH]
    return {**choice, "wishes": {**(choice.get("wishes") or {}), name: short}}


def _ask_form(turn: Turn, choice: Choice) -> Outcome:
    forms: Sequence[str] = choice.get("forms") or ()
    rest = {name: value for name, value in choice.items() if name != "forms"}
    buttons = tuple(button(say(f"buttons.form_{form}"), "booking_take", {**rest, "form": form}) for form in forms)
    moment = danish_moment(datetime.fromisoformat(str(choice["at"])), turn.today)
    text = say("booking.which_form", moment=moment)
    return asking(turn, Reply(text=text, buttons=buttons, topic=_topic(choice)), "form", _topic(choice))


def _wish_button(name: str, choice: Choice, chosen: Mapping[str, Any]) -> Button:
    titles = {
        "akasse": say("buttons.with_akasse"),
        "companion": say("buttons.with_companion"),
        "interpreter": say("buttons.with_interpreter"),
        "accessibility": say("buttons.with_need"),
    }
    if name in FREE_TEXT:
        return button(titles[name], "booking_wishes", {**choice, "asks": name})
    return button(titles[name], "booking_wishes", {**choice, "wishes": {**chosen, name: True}})


def carried_by(held: Held, offer: Offer) -> dict[str, Any]:
    """What every later button of this time carries."""
    place = ", ".join(part for part in (held.slot.room, held.slot.place) if part)
    return {
        "hold": held.id,
        "offer": held.offer_id,
        "kind": offer.kind,
        "at": held.slot.starts_at.isoformat(),
        "ends": held.slot.ends_at.isoformat(),
        "form": held.form,
        "place": place if held.form == "fremmoede" else None,
        "with_akasse": offer.akasse_may_join or None,
        "moves": held.moves,
    }


def _form(choice: Choice) -> str:
    place = choice.get("place")
    return f"{form_words(str(choice['form']))}: {place}" if place else form_words(str(choice["form"]))


def _topic(choice: Choice) -> str:
    return REBOOK if choice.get("moves") else BOOK


def _moment(turn: Turn, held: Held) -> str:
    return danish_moment(held.slot.starts_at, turn.today)


def _until(turn: Turn, held: Held) -> str:
    return danish_clock(on_day(held.held_until, turn.today))
