"""The same question for somebody else: "hvad med min kone?", and back again: "og mig selv?"."""

from dataclasses import replace

from actions._boundary import TurnAction
from actions._flow import current_topic, proceed, read_message
from actions._menu import menu_buttons, menu_reply
from actions._messages import Reply
from actions._person import PERSON_ENTITY, about_another, named_person, person_text
from actions._texts import say
from actions._turn import Outcome, Turn, settled


class ActionOtherPerson(TurnAction):
    """Turns the talk to another person, or back to the citizen."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_other_person"

    def decide(self, turn: Turn) -> Outcome:
        """See `other_person`."""
        return other_person(turn)


def other_person(turn: Turn) -> Outcome:
    """Ask the question at hand about the other person, from that person's facts alone."""
    named = [entity for entity in turn.entities if entity.get("entity") == PERSON_ENTITY]
    person = named_person(turn) if named else "anden"
    topic = current_topic(turn)
    if person is None:
        return _back_to_self(turn)
    given = read_message(turn, topic)
    if topic is None:
        text = say("general.other_person_no_topic", person=person_text(person))
        reply = Reply(text=text, buttons=menu_buttons(), topic=turn.intent)
        return Outcome(reply=reply, facts=given.facts, change=replace(settled(), about=person, later=()))
    # The rules of another day were asked about for the citizen; the other person's question is about today.
    rest = proceed(about_another(turn, person), topic, given)
    lead = say("general.other_person", person=person_text(person))
    return replace(_led(rest, lead), change=replace(rest.change, about=person, later=()))


def _back_to_self(turn: Turn) -> Outcome:
    """The talk is about the citizen again: the question at hand is answered from their own facts."""
    topic = current_topic(turn)
    if topic is None:
        return Outcome(reply=menu_reply(turn.intent), change=replace(settled(), about=None))
    own = replace(turn, dialogue=replace(turn.dialogue, about=None, about_facts={}, asked_fact=None, asked_kind=None))
    # "men jeg får sygedagpenge": what is told on the way counts.
    rest = proceed(own, topic, read_message(own, topic))
    return replace(_led(rest, say("general.back_to_self")), change=replace(rest.change, about=None))


def _led(outcome: Outcome, lead: str) -> Outcome:
    """The outcome with a sentence before it."""
    reply = outcome.reply
    intro = f"{lead} {reply.intro or ''}".strip() if reply.rules else reply.intro
    return replace(outcome, reply=replace(reply, text=f"{lead} {reply.text}", intro=intro))
