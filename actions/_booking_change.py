"""What is booked already: when it is, moving it, and cancelling it after the consequence was told."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from actions import _booking_desk as desk
from actions._answer_parts import paragraphs
from actions._booking_start import practical, start
from actions._booking_state import BOOK, CANCEL, REBOOK, WHEN, asking, button, choice_of, done, wish_of
from actions._booking_times import show_times
from actions._booking_words import form_words
from actions._messages import Button, Link, Reply, payload
from actions._texts import say
from actions._topics import title
from actions._turn import Outcome, Turn
from casework.booking.errors import BookingError
from casework.booking.records import Booking
from casework.handoff.moment_words import danish_day, danish_moment


def when(turn: Turn) -> Outcome:
    """The citizen's own next talk as far as it was booked here; never a guess about others."""
    booked = desk.bookings(turn) if _own(turn) else []
    if not booked:
        return practical(turn, WHEN)
    first, *others = booked
    moment = danish_moment(first.starts_at, turn.today)
    lines = [say("booking.next_is", moment=moment, kind=first.kind_name, form=form_words(first.form))]
    for one in others:
        lines.append(say("booking.next_also", kind=one.kind_name, moment=danish_moment(one.starts_at, turn.today)))
    text = paragraphs(" ".join(lines), say("booking.next_only_here"))
    buttons = (
        button(say("buttons.move_talk"), "booking_move", {"number": first.number}),
        Button(title(CANCEL), payload(CANCEL)),
    )
    return done(Reply(text=text, buttons=buttons, topic=WHEN, links=(_page(),), booking=first.number), WHEN)


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
