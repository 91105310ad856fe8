"""From the wish for a person to the queue, or to a call-back where no person can come now."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from actions._answer_parts import paragraphs
from actions._curated import curated_answer
from actions._menu import menu_buttons
from actions._messages import Button, Reply, payload
from actions._texts import say
from actions._turn import Outcome, Turn, settled
from actions._wiring import settings
from casework.clock import on_day
from casework.conversations.records import MISSES_BEFORE_HUMAN, DialogueChange
from casework.handoff import callbacks, desk, service
from casework.handoff.availability import Availability
from casework.handoff.errors import AlreadyWaitingError
from casework.handoff.moment_words import danish_clock, danish_moment
from casework.handoff.reception import available
from casework.handoff.records import Place
from casework.municipality import switches

TOPIC = "handoff_human"
CALLBACK = "callback_wish"
OFFER = "handoff"
"""What the dialogue remembers as asked while the offer of the queue waits for a yes or a no; it is no fact."""

OFFER_KIND = "offer"
CAUSE_ENTITY = "aarsag"
DISTRESS = "distress"
WITHOUT_CALL = frozenset(("unstaffed",))
"""Where nobody works in the chat at all, nobody would see a number that is left."""


def offer_person(turn: Turn) -> Outcome:
    """The queue with its place and time, or why no person can come now and what is possible instead."""
    if turn.dialogue.mode != "citizen":
        return _contact_only(turn)
    found = _available(turn)
    if not found.is_open:
        return _not_now(turn, found)
    place = desk.next_place(turn.now)
    lead = say("handoff.open", place=place.number, time=_time(turn, place, found)).strip()
    buttons = (
        Button(say("buttons.to_queue"), payload("handoff_confirm", **_cause_given(turn))),
        Button(say("buttons.call_me"), payload(CALLBACK)),
        Button(say("buttons.stay"), payload("handoff_stay")),
    )
    reply = Reply(
        text=paragraphs(lead, say("handoff.what_is_seen"), _contact(turn)),
        buttons=buttons,
        topic=TOPIC,
        handoff={"offer": found.code, "place": place.number, "minutes": place.minutes},
    )
    # How often the citizen was misunderstood is kept: it is the cause that the colleague sees.
    change = DialogueChange(asked_fact=OFFER, asked_kind=OFFER_KIND, asked_message=turn.message_id, asked_within=None)
    return Outcome(reply=reply, change=change)


def to_queue(turn: Turn) -> Outcome:
    """Put the citizen in the queue, if a person can still come."""
    found = _available(turn)
    if not found.is_open or turn.dialogue.mode != "citizen":
        return offer_person(turn)
    sheet = desk.build_sheet(turn.conversation_id, turn.today, local=settings().local_rules)
    try:
        place = service.ask(turn.conversation_id, sheet=sheet, now=turn.now, cause=_cause(turn)).place
    except AlreadyWaitingError:
        return Outcome(reply=Reply(text=say("handoff.already"), topic=TOPIC), change=settled())
    lead = say("handoff.queued", place=place.number, time=_time(turn, place, found)).strip()
    told = {"offer": found.code, "place": place.number, "minutes": place.minutes, "queued": True}
    reply = Reply(text=paragraphs(lead, say("handoff.while_waiting")), topic=TOPIC, handoff=told)
    return Outcome(reply=reply, change=settled())


def wish_call(turn: Turn) -> Outcome:
    """Ask for a telephone number; the gateway takes up what is answered, so that no number comes this way."""
    found = _available(turn)
    if turn.dialogue.mode != "citizen" or found.code in WITHOUT_CALL:
        return _contact_only(turn)
    waiting = callbacks.waiting_callback(turn.conversation_id)
    if waiting is None and not switches.is_on(switches.CALLBACK):
        return Outcome(reply=_reply(turn, say("handoff.no_calls"), "", {"offer": found.code}), change=_answered(turn))
    if waiting is None:
        text = say("handoff.ask_number")
    elif waiting.promised_by is None:
        text = say("handoff.call_waits_unpromised")
    else:
        text = say("handoff.call_waits", by=danish_moment(waiting.promised_by, turn.today))
    reply = Reply(
        text=text,
        buttons=(Button(say("buttons.stay"), payload("handoff_stay")),),
        topic=CALLBACK,
        handoff={"offer": found.code, "form": "callback"},
    )
    return Outcome(reply=reply, change=_answered(turn))


def stay(turn: Turn) -> Outcome:
    """No person after all: the talk goes on here."""
    reply = Reply(text=say("handoff.stays"), buttons=menu_buttons()[:-1], topic="handoff_stay")
    return Outcome(reply=reply, change=_answered(turn))


def leave(turn: Turn) -> Outcome:
    """The citizen will not wait any more. Who stands in the queue leaves it on the page: the assistant is not asked
    then. What can wait here is a call."""
    if callbacks.waiting_callback(turn.conversation_id) is None:
        text = say("handoff.left_nothing")
    else:
        callbacks.call_off_for(turn.conversation_id, now=turn.now)
        text = say("handoff.left_call")
    return Outcome(reply=Reply(text=text, buttons=menu_buttons(), topic="leave_queue"), change=_answered(turn))


def _answered(turn: Turn) -> DialogueChange:
    """What the talk remembers after an answer about persons: a question about a fact still waits, an offer does not."""
    return settled() if turn.dialogue.asked_kind == OFFER_KIND else DialogueChange(misses=0)


def _available(turn: Turn) -> Availability:
    return available(settings(), now=turn.now, today=turn.today)


def _not_now(turn: Turn, found: Availability) -> Outcome:
    """No person can come now: why, when again, and the call."""
    opens = say("handoff.opens", moment=danish_moment(found.opens_at, turn.today)) if found.opens_at else ""
    why = say(f"handoff.not_{found.code}", name=found.name, opens=opens).strip()
    handoff: Mapping[str, Any] = {"offer": found.code, "opens_at": _iso(found.opens_at)}
    if found.code in WITHOUT_CALL or not switches.is_on(switches.CALLBACK):
        return Outcome(reply=_reply(turn, why, "", handoff), change=_answered(turn))
    buttons = (
        Button(say("buttons.call"), payload(CALLBACK)),
        Button(say("buttons.stay"), payload("handoff_stay")),
    )
    reply = _reply(turn, why, say("handoff.offer_call"), {**handoff, "form": "callback"}, buttons)
    return Outcome(reply=reply, change=_answered(turn))


def _reply(turn: Turn, why: str, offer: str, handoff: Mapping[str, Any], buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(text=paragraphs(why, offer, _contact(turn)), buttons=buttons, topic=TOPIC, handoff=handoff)


def _contact_only(turn: Turn) -> Outcome:
    """Telephone and opening hours: for those who advise citizens, and where nobody answers in the chat."""
    curated = curated_answer(TOPIC)
    why = "handoff.not_unstaffed" if turn.dialogue.mode == "citizen" else "handoff.not_adviser"
    text = paragraphs(say(why), curated.wording(None) if curated else "")
    return Outcome(reply=Reply(text=text, topic=TOPIC), change=DialogueChange(misses=0))


def _contact(turn: Turn) -> str:
    curated = curated_answer(TOPIC)
    return curated.wording(turn.message_id) if curated else ""


def _time(turn: Turn, place: Place, found: Availability) -> str:
    """About how long it takes, and a warning when the office may close before."""
    if place.minutes is None:
        return ""
    told = say("handoff.open_time", minutes=place.minutes)
    moment = on_day(turn.now, turn.today)
    if found.closes_at is not None and (found.closes_at - moment).total_seconds() < place.minutes * 60:
        told = f"{told} {say('handoff.open_closes', clock=danish_clock(found.closes_at))}"
    return told


def _cause_given(turn: Turn) -> dict[str, str]:
    """The cause that a button brought, so that the next button brings it too."""
    given = [entity.get("value") for entity in turn.entities if entity.get("entity") == CAUSE_ENTITY]
    return {CAUSE_ENTITY: str(given[0])} if given else {}


def _cause(turn: Turn) -> str:
    """Why a person is wanted: what the button said, care, two misses in a row, or the plain wish."""
    given = _cause_given(turn).get(CAUSE_ENTITY)
    if given == "complaint" or turn.dialogue.topic == DISTRESS:
        return given or DISTRESS
    return "misses" if turn.dialogue.misses >= MISSES_BEFORE_HUMAN else "asked"


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
