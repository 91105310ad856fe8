"""What the citizen gets when a talk is booked: its number, what to bring and think over, and how to change it.

The code is not among it: what is said here is stored, read by staff and exported. The page fetches one when it is asked
to (web/static/js/booking/code_button.js) and keeps it nowhere.
"""

from actions._answer_parts import paragraphs
from actions._booking_state import BOOK, REBOOK, button, done
from actions._booking_words import bare_clock, form_words, whole_day
from actions._messages import Link, Reply
from actions._texts import say
from actions._turn import Outcome, Turn
from actions._wiring import authority
from casework.booking.kinds import topics
from casework.booking.records import Booked, Booking
from casework.handoff.moment_words import danish_day


def receipt(turn: Turn, booked: Booked) -> Outcome:
    """Booked or moved: everything the citizen must know, and the ways on."""
    booking = booked.booking
    lead = say("booking.moved") if booked.replaced else say("booking.booked")
    change = (
        say("booking.receipt_change_by", day=danish_day(booking.change_by, turn.today))
        if booking.change_by
        else say("booking.receipt_change")
    )
    text = paragraphs(
        lead,
        "\n".join(what_lines(booking)),
        say("booking.receipt_number", number=booking.number),
        _to_bring(booking),
        _preparation(booking),
        f"{change} {say('booking.receipt_calendar')}",
    )
    buttons = (
        button(say("buttons.remind_talk"), "reminder_set", {"kinds": ["talk"]}),
        button(say("buttons.move_talk"), "booking_move", {"number": booking.number}),
    )
    reply = Reply(
        text=text,
        buttons=buttons,
        topic=REBOOK if booked.replaced else BOOK,
        links=(Link(say("buttons.see_booking"), "/booking"),),
        booking=booking.number,
    )
    return done(reply, reply.topic or BOOK)


def what_lines(booking: Booking) -> list[str]:
    """Kind, day and hours, form, place and with whom, a line each."""
    day, begins, ends = whole_day(booking.starts_at), bare_clock(booking.starts_at), bare_clock(booking.ends_at)
    lines = [
        say("booking.summary_what", kind=booking.kind_name),
        say("booking.summary_when", day=day, begins=begins, ends=ends),
        say("booking.summary_form", form=form_words(booking.form)),
    ]
    place = ", ".join(part for part in (booking.room, booking.place) if part)
    if booking.form == "fremmoede":
        lines.append(say("booking.receipt_place", place=place or authority()["address"]))
    lines.append(say("booking.receipt_with", name=booking.staff_name))
    if booking.topic_name:
        lines.append(say("booking.summary_topic", topic=booking.topic_name))
    return lines


def _preparation(booking: Booking) -> str:
    topic = topics().get(booking.topic or "")
    if topic is None:
        return ""
    asked = [say("booking.receipt_question", question=question.text) for question in topic.questions]
    return "\n".join((say("booking.receipt_prepare"), *asked))


def _to_bring(booking: Booking) -> str:
    """A line each: a thing may hold commas of its own."""
    if not booking.bring:
        return ""
    return "\n".join(
        (say("booking.receipt_bring"), *(say("booking.receipt_item", item=item) for item in booking.bring))
    )
