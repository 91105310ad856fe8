"""From "jeg vil gerne booke en samtale" to the offer with its dates: what can be booked, why, and by when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions import _booking_desk as desk
from actions._answer_parts import paragraphs
from actions._booking_state import BOOK, REBOOK, asking, button, done, shown, wish_of
from actions._booking_times import show_times
from actions._booking_wishes import merged
from actions._curated import curated_answer
from actions._curated_reply import curated_reply
from actions._facts import FactValue, understand
from actions._flow import asking as asking_fact
from actions._handoff import offer_person
from actions._messages import Button, Reply, payload
from actions._only_asked import told_entities
from actions._questions import question_about
from actions._texts import say
from actions._topics import topics
from actions._turn import Outcome, Turn
from casework.booking.records import Booking, Offer
from casework.conversations.records import DialogueChange
from casework.conversations.service import save_turn
from casework.handoff.moment_words import danish_day, danish_moment


def start(turn: Turn) -> Outcome:
    """The wish to book: the offer with times, a question that is missing, or what stands in the way."""
    if turn.dialogue.mode != "citizen" or turn.dialogue.about or turn.dialogue.on_behalf_of:
        return practical(turn, BOOK, "" if turn.dialogue.mode != "citizen" else say("booking.not_for_others"))
    turn = noted(turn)
    found = desk.offers(turn)
    if not found:
        return _without_offer(turn)
    if len(found) > 1:
        buttons = tuple(button(one.kind_name.capitalize(), "booking_times", {"offer": one.id}) for one in found)
        return asking(turn, Reply(text=say("booking.which_offer"), buttons=buttons, topic=BOOK), "offer")
    return with_offer(turn, found[0])


def with_offer(turn: Turn, offer: Offer) -> Outcome:
    """One offer: its dates and why, then times; or that the citizen need not, or cannot, book it here."""
    if offer.exempt:
        return _exempt(turn, offer)
    lead = offer_text(turn, offer)
    if offer.elsewhere:
        return practical(turn, BOOK, paragraphs(lead, say("booking.elsewhere")))
    return show_times(turn, offer, _wish(turn), lead=lead)


def offer_text(turn: Turn, offer: Offer) -> str:
    """What can be booked, by when, and where that comes from."""
    parts = [say("booking.offer", kind=offer.kind_name, about=offer.about)]
    if offer.late and offer.book_by:
        parts.append(say("booking.offer_late", day=danish_day(offer.book_by, turn.today)))
    elif offer.book_by:
        parts.append(say("booking.offer_book_by", day=danish_day(offer.book_by, turn.today)))
    if offer.hold_by:
        parts.append(say("booking.offer_hold_by", day=danish_day(offer.hold_by, turn.today)))
    why = say("booking.offer_from_staff") if offer.source == "staff" else say("booking.offer_from_rules")
    return paragraphs(" ".join(parts), why)


def noted(turn: Turn) -> Turn:
    """The turn with the facts of its message kept already: which talk there is to book depends on them."""
    facts = understand(told_entities(turn, topics()[BOOK]), date_fact=None, today=turn.today).facts
    if not facts:
        return turn
    save_turn(
        turn.conversation_id,
        facts=facts,
        dialogue=DialogueChange(),
        given_by="citizen",
        message_id=turn.message_id,
    )
    return replace(turn, told={**turn.told, **facts})


def practical(turn: Turn, topic_id: str, lead: str = "") -> Outcome:
    """How to do it elsewhere: the written answer of the topic, with what was found out before it."""
    curated = curated_answer(topic_id)
    reply = curated_reply(topics()[topic_id], curated, turn.message_id) if curated else Reply(text="", topic=topic_id)
    return done(replace(reply, text=paragraphs(lead, reply.text)), topic_id)


def _without_offer(turn: Turn) -> Outcome:
    booked = desk.bookings(turn)
    if booked:
        return _already(turn, booked)
    missing = [fact for fact in desk.needed_facts(turn) if fact not in turn.known]
    if missing:
        outcome = asking_fact(turn, topics()[BOOK], question_about(missing[0]), {}, None)
        text = paragraphs(outcome.reply.text, say("booking.ask_first"))
        buttons = tuple(_with_wish(one, _wish(turn)) for one in outcome.reply.buttons)
        return replace(outcome, reply=replace(outcome.reply, text=text, buttons=buttons))
    return practical(turn, BOOK)


def _wish(turn: Turn) -> dict[str, Any]:
    """The wish for a time in this message, or in the one that a question about a fact came between."""
    waited: Mapping[str, Any] = (
        next((choice["wish"] for _, _, choice in shown(turn) if "wish" in choice), {}) if _waits(turn) else {}
    )
    return merged(waited, wish_of(turn))


def _with_wish(shown_button: Button, wish: Mapping[str, Any]) -> Button:
    """The way round the question keeps the wish for as long as the question stands."""
    if shown_button.payload != payload("dont_know") or not wish:
        return shown_button
    return button(shown_button.title, "dont_know", {"wish": wish})


def _waits(turn: Turn) -> bool:
    """Whether booking waits for a fact."""
    return (turn.dialogue.topic or "") == BOOK and turn.dialogue.unanswered


def _already(turn: Turn, booked: Sequence[Booking]) -> Outcome:
    text = say("booking.already", moment=danish_moment(booked[0].starts_at, turn.today))
    buttons = (
        button(say("buttons.move_talk"), "booking_move", {"number": booked[0].number}),
        button(say("buttons.keep_it"), "booking_keep", {"number": booked[0].number}),
    )
    return asking(turn, Reply(text=text, buttons=buttons, topic=BOOK), "move", REBOOK)


def _exempt(turn: Turn, offer: Offer) -> Outcome:
    """Said, and not pressed; the wish goes to a caseworker by the queue or a call."""
    outcome = offer_person(turn)
    lead = say(f"booking.exempt_{offer.exempt_reason}")
    own: tuple[Button, ...] = ()
    if not offer.elsewhere:
        lead = f"{lead} {say('booking.may_book')}"
        own = (button(say("buttons.book_anyway"), "booking_times", {"offer": offer.id}),)
    reply = outcome.reply
    text = paragraphs(lead, reply.text)
    return replace(outcome, reply=replace(reply, text=text, buttons=(*reply.buttons, *own), topic=BOOK))


def resumed(turn: Turn, new: Mapping[str, FactValue] | None = None) -> Outcome | None:
    """The booking that waited for a fact and has it now; None when none waits. `new` = what a yes or a no settles."""
    if not _waits(turn):
        return None
    given = understand(told_entities(turn, None), date_fact=_date_fact(turn), today=turn.today)
    facts = {**given.facts, **(new or {})}
    if not facts:
        return None
    save_turn(
        turn.conversation_id,
        facts=facts,
        dialogue=DialogueChange(),
        given_by="citizen",
        message_id=turn.message_id,
    )
    return start(replace(turn, told={**turn.told, **facts}, entities=()))


def _date_fact(turn: Turn) -> str | None:
    return turn.dialogue.asked_fact if turn.dialogue.asked_kind == "date" else None


def unknown(turn: Turn) -> Outcome | None:
    """The same when the citizen does not know: told how to book elsewhere. None when none waits."""
    return practical(turn, BOOK) if _waits(turn) else None
