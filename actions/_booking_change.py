"""What is booked already: when it is, moving it, and cancelling it after the consequence was told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from actions import _booking_desk as desk
from actions._answer_parts import paragraphs
from actions._booking_hold import carried_by
from actions._booking_start import practical, start
from actions._booking_state import (
    BOOK,
    CANCEL,
    REBOOK,
    WHEN,
    asking,
    button,
    choice_of,
    done,
    shown,
    waits,
    wish_of,
)
from actions._booking_times import show_times
from actions._booking_words import form_words
from actions._messages import Button, Link, Reply, payload
from actions._texts import say
from actions._topics import title
from actions._turn import Outcome, Turn
from casework.booking.errors import BookingError
from casework.booking.records import Booking, Held
from casework.clock import on_day
from casework.handoff.moment_words import danish_clock, danish_day, danish_moment


def when(turn: Turn) -> Outcome:
    """The citizen's own next talk as far as it was booked here, and the time that is held; never a guess about
    others."""
    booked, held = (desk.bookings(turn), desk.held(turn)) if _own(turn) else ([], None)
    if not booked and held is None:
        return practical(turn, WHEN)
    text = paragraphs(_booked_words(turn, booked), _held_words(turn, held), say("booking.next_only_here"))
    number = booked[0].number if booked else None
    reply = Reply(text=text, topic=WHEN, links=(_page(),), booking=number)
    if held is not None:
        step, buttons = _on_with(turn, held)
        return asking(turn, replace(reply, buttons=buttons), step, REBOOK if held.moves else BOOK)
    buttons = (
        button(say("buttons.move_talk"), "booking_move", {"number": number}),
        Button(title(CANCEL), payload(CANCEL)),
    )
    return done(replace(reply, buttons=buttons), WHEN)


def _booked_words(turn: Turn, booked: Sequence[Booking]) -> str:
    if not booked:
        return say("booking.nothing_booked")
    first, *others = booked
    moment = danish_moment(first.starts_at, turn.today)
    lines = [say("booking.next_is", moment=moment, kind=first.kind_name, form=form_words(first.form))]
    for one in others:
        lines.append(say("booking.next_also", kind=one.kind_name, moment=danish_moment(one.starts_at, turn.today)))
    return " ".join(lines)


def _held_words(turn: Turn, held: Held | None) -> str:
    if held is None:
        return ""
    moment = danish_moment(held.slot.starts_at, turn.today)
    clock = danish_clock(on_day(held.held_until, turn.today))
    return say("booking.held_now", moment=moment, form=form_words(held.form), clock=clock)


def _on_with(turn: Turn, held: Held) -> tuple[str, tuple[Button, ...]]:
    """How the booking of a held time goes on: with the step that was asked last, or from the time itself."""
    open_now = shown(turn)
    if waits(turn) and any(choice.get("hold") == held.id for _, _, choice in open_now):
        step = (turn.dialogue.asked_fact or "").removeprefix("booking_")
        return step, tuple(button(name, intent, choice) for name, intent, choice in open_now)
    choice = carried_by(held, desk.offer(turn, held.offer_id))
    buttons = (
        button(say("buttons.go_on"), "booking_summary", choice),
        button(say("buttons.book_nothing"), "booking_release", {"hold": held.id}),
    )
    return "wishes", buttons


def rebook(turn: Turn) -> Outcome:
    """The wish to move a talk: new times for it, or how to do it where it was booked."""
    return _chosen(turn, REBOOK, "booking_move", move)


def cancel(turn: Turn) -> Outcome:
    """The wish to cancel: what it can cost is said first."""
    return _chosen(turn, CANCEL, "booking_give_up", give_up)


def move(turn: Turn, booking: Booking | None = None) -> Outcome:
    """New times for a booking. The old one is kept until the new one is confirmed."""
    booking = booking or desk.booking(turn, choice_of(turn).get("number"))
    lead = say("booking.move_which", moment=danish_moment(booking.starts_at, turn.today))
    offer = desk.offer(turn, booking.offer_id)
    return show_times(turn, offer, wish_of(turn), lead=lead, moves=booking.number)


def give_up(turn: Turn, booking: Booking | None = None) -> Outcome:
    """The consequence of cancelling, another time instead, and only then the question."""
    booking = booking or desk.booking(turn, choice_of(turn).get("number"))
    carried = {"number": booking.number}
    text = paragraphs(
        say("booking.cancel_first", moment=danish_moment(booking.starts_at, turn.today)), say("booking.cancel_asks")
    )
    buttons = (
        button(say("buttons.move_talk"), "booking_move", carried),
        button(say("buttons.cancel_it"), "booking_cancel", carried),
        button(say("buttons.keep_it"), "booking_keep", carried),
        Button(title("sanction_no_show"), payload("sanction_no_show")),
    )
    return asking(turn, Reply(text=text, buttons=buttons, topic=CANCEL), "cancel", CANCEL)


def cancel_now(turn: Turn) -> Outcome:
    """Cancelled, and what is left to do."""
    gone = desk.cancel(turn, str(choice_of(turn).get("number")))
    booking, offer = gone.booking, gone.offer
    told = say("booking.cancelled", moment=danish_moment(booking.starts_at, turn.today), number=booking.number)
    if offer is None:
        return done(Reply(text=told, buttons=(), topic=CANCEL), CANCEL)
    last = offer.book_by or offer.hold_by
    again = say("booking.cancelled_again", day=danish_day(last, turn.today)) if last else say("booking.cancelled_open")
    new = button(title(BOOK), "booking_times", {"offer": offer.id})
    return done(Reply(text=paragraphs(told, again), buttons=(new,), topic=CANCEL), CANCEL)


def keep(turn: Turn) -> Outcome:
    """Nothing is changed after all."""
    booking = desk.booking(turn, choice_of(turn).get("number"))
    text = say("booking.kept", moment=danish_moment(booking.starts_at, turn.today))
    return done(Reply(text=text, topic=REBOOK, links=(_page(),)), REBOOK)


def _chosen(turn: Turn, topic: str, intent: str, go_on: Callable[[Turn, Booking | None], Outcome]) -> Outcome:
    """Go on with the one booking there is; ask which when there are more, tell where to turn when there is none."""
    booked = desk.bookings(turn) if _own(turn) else []
    if not booked:
        return practical(turn, topic, say("booking.none_here") if _own(turn) else "")
    if len(booked) == 1:
        return go_on(turn, booked[0])
    return asking(
        turn,
        Reply(text=say("booking.which_booking"), buttons=_one_each(turn, booked, intent), topic=topic),
        "which",
        topic,
    )


def _one_each(turn: Turn, booked: Sequence[Booking], intent: str) -> tuple[Button, ...]:
    return tuple(
        button(danish_moment(one.starts_at, turn.today).capitalize(), intent, {"number": one.number}) for one in booked
    )


def _own(turn: Turn) -> bool:
    """Whether the talk is about the writer, a citizen: only then are there bookings to look at."""
    return turn.dialogue.mode == "citizen" and not turn.dialogue.about and not turn.dialogue.on_behalf_of


def _page() -> Link:
    return Link(say("buttons.see_booking"), "/booking")


def by_topic(turn: Turn) -> Outcome:
    """The answer to one of the topics of booking that was asked about beside another."""
    try:
        return BY_TOPIC[turn.intent](turn)
    except BookingError:
        return practical(turn, turn.intent)


BY_TOPIC: Final[Mapping[str, Callable[[Turn], Outcome]]] = {BOOK: start, REBOOK: rebook, CANCEL: cancel, WHEN: when}
"""What answers each topic of booking."""
