"""Actions about persons: taking over, calling up, and for whom the citizen writes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from actions._answer_parts import paragraphs
from actions._boundary import TurnAction
from actions._casework import speaks
from actions._flow import read_message
from actions._handoff import leave, offer_person, stay, to_queue, wish_call
from actions._menu import menu_buttons, menu_reply
from actions._messages import Reply
from actions._person import PERSON_ENTITY, SELF, mine_text, person_text
from actions._texts import has_text, say
from actions._turn import Outcome, Turn, settled
from actions.rule_topics import answer_topic, inform
from casework.conversations.records import DialogueChange

_BY_INTENT: Final[Mapping[str, Callable[[Turn], Outcome]]] = {
    "handoff_human": offer_person,
    "handoff_confirm": to_queue,
    "handoff_stay": stay,
    "callback_wish": wish_call,
    "leave_queue": leave,
}


class ActionHandoff(TurnAction):
    """Offers a person, puts the citizen in the queue, or arranges a call."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_handoff"

    def decide(self, turn: Turn) -> Outcome:
        """What the intent asks for; anything unknown gets the offer."""
        return _BY_INTENT.get(turn.intent, offer_person)(turn)


class ActionOnBehalf(TurnAction):
    """Notes that the citizen writes for somebody else."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_on_behalf"

    def decide(self, turn: Turn) -> Outcome:
        """See `on_behalf`."""
        return on_behalf(turn)


def on_behalf(turn: Turn) -> Outcome:
    """From now on the facts are the other person's. What the citizen told of themself is set aside; what was told of
    that person already is kept. Once it is said when a power of attorney is needed. Who advises citizens always asks
    about somebody else."""
    if speaks(turn):
        return _about_a_case(turn)
    named = [str(entity.get("value")) for entity in turn.entities if entity.get("entity") == PERSON_ENTITY]
    own = {fact.fact: None for fact in turn.dialogue.facts}
    if SELF in named:
        reply = Reply(text=say("handoff.own_behalf"), buttons=menu_buttons(), topic=turn.intent)
        change = replace(settled(), on_behalf_of=None, about=None, later=())
        return Outcome(reply=reply, facts=own, change=change)
    person = next((one for one in named if has_text(f"person.{one}")), "anden")
    mine = mine_text(person)
    told_before = dict(turn.dialogue.about_facts) if turn.dialogue.about == person else {}
    # Whoever says it again goes on with what was told since the first time.
    gone = {} if turn.dialogue.on_behalf_of == mine else own
    facts = {**gone, **told_before, **read_message(turn, None).facts}
    text = paragraphs(
        say("handoff.on_behalf", person=person_text(person)),
        say("handoff.on_behalf_letter", person=person_text(person)),
        say("handoff.on_behalf_forgotten") if gone else "",
        "" if turn.also else say("handoff.on_behalf_asks"),
    )
    reply = Reply(text=text, buttons=() if turn.also else menu_buttons(), topic=turn.intent)
    change = replace(settled(), on_behalf_of=mine, about=None, topic=None)
    return Outcome(reply=reply, facts=facts, change=change)


def _about_a_case(turn: Turn) -> Outcome:
    """For those who advise citizens nothing changes by it: what the message asks or tells beside it counts."""
    if turn.also:
        first, *rest = turn.also
        return answer_topic(replace(turn, intent=first, also=tuple(rest)))
    if read_message(turn, None).facts:
        return inform(turn)
    return Outcome(reply=menu_reply(turn.intent), change=DialogueChange(misses=0))
