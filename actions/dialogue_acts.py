"""Actions for yes, no and "I don't know": what they mean depends on the question that waits."""

from actions._answer_parts import human_button
from actions._booking_start import resumed, unknown
from actions._booking_state import waits
from actions._boundary import TurnAction
from actions._facts import FactValue, none_facts
from actions._flow import current_topic, missed, proceed, read_message
from actions._handoff import OFFER_KIND, offer_person, stay, to_queue
from actions._loose_days import event_choice
from actions._menu import correction_reply, menu_buttons, menu_reply
from actions._messages import Reply
from actions._texts import say
from actions._turn import Outcome, Turn, settled
from actions.booking import dont_know as booking_unknown
from actions.booking import no, yes
from actions.rule_topics import CARE, inform
from casework.conversations.records import MISSES_BEFORE_HUMAN
from rules_core import fact_registry
from rules_core.facts import ask_groups


class ActionAffirm(TurnAction):
    """Yes."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_affirm"

    def decide(self, turn: Turn) -> Outcome:
        """See `affirm`."""
        return affirm(turn)


class ActionDeny(TurnAction):
    """No, none of it."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_deny"

    def decide(self, turn: Turn) -> Outcome:
        """See `deny`."""
        return deny(turn)


class ActionDontKnow(TurnAction):
    """I don't know: a valid answer, after which the talk goes on."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_dont_know"

    def decide(self, turn: Turn) -> Outcome:
        """See `dont_know`."""
        return dont_know(turn)


def affirm(turn: Turn) -> Outcome:
    """Yes to a yes-no question is the fact; yes to "any of these?" asks which; a yes with facts in it is an answer."""
    if waits(turn):
        return yes(turn)
    return resumed(turn, _yes(turn)) or _affirmed(turn)


def _affirmed(turn: Turn) -> Outcome:
    if turn.entities:
        return inform(turn)
    if turn.dialogue.asked_kind == OFFER_KIND:
        return to_queue(turn)
    if turn.dialogue.topic in CARE or _person_named_last(turn):
        return offer_person(turn)
    topic = current_topic(turn)
    asked = turn.dialogue.asked_fact
    if topic is not None and asked in fact_registry() and asked is not None and fact_registry()[asked].type == "bool":
        return proceed(turn, topic, read_message(turn, topic), as_of=turn.dialogue.as_of, new={asked: True})
    if topic is not None:
        choice = event_choice(turn, topic, read_message(turn, topic), turn.dialogue.as_of)
        if choice is not None:
            return choice
    return missed(turn) or Outcome(reply=menu_reply("affirm"), change=settled())


def deny(turn: Turn) -> Outcome:
    """No: the thing asked about is known not to be so. A no with facts in it is a correction, and a no to an answer
    ("det er forkert") gets to hear what it was reckoned from."""
    if waits(turn):
        return no(turn)
    return resumed(turn, _refused(turn.dialogue.asked_fact)) or _denied(turn)


def _denied(turn: Turn) -> Outcome:
    if turn.entities:
        return inform(turn)
    if turn.dialogue.asked_kind == OFFER_KIND:
        return stay(turn)
    if turn.dialogue.topic in CARE:
        reply = Reply(text=say("general.care_declined"), buttons=(human_button(),), topic="deny")
        return Outcome(reply=reply, change=settled())
    topic = current_topic(turn)
    new = _refused(turn.dialogue.asked_fact)
    if topic is not None and turn.dialogue.asked_fact is None and turn.known:
        return Outcome(reply=correction_reply(turn.known, topic.id), change=settled())
    if topic is None or not new:
        return missed(turn) or Outcome(reply=menu_reply("deny"), change=settled())
    return proceed(turn, topic, read_message(turn, topic), as_of=turn.dialogue.as_of, new=new)


def dont_know(turn: Turn) -> Outcome:
    """Answer as far as it goes without the fact that was asked for."""
    booking = booking_unknown(turn) if waits(turn) else unknown(turn)
    if booking is not None:
        return booking
    topic = current_topic(turn)
    if topic is None or turn.dialogue.asked_fact is None:
        reply = Reply(text=say("general.dont_know_nothing_asked"), buttons=menu_buttons(), topic="dont_know")
        return Outcome(reply=reply, change=settled())
    return proceed(turn, topic, read_message(turn, topic), as_of=turn.dialogue.as_of, answer_now=True)


def _person_named_last(turn: Turn) -> bool:
    """Whether the message before this one ended with the offer of a human: so it does after misses in a row while no
    question waits. Whatever is understood in between sets the misses back."""
    return turn.dialogue.asked_fact is None and turn.dialogue.misses >= MISSES_BEFORE_HUMAN


def _yes(turn: Turn) -> dict[str, FactValue]:
    """The fact that a yes to this question settles."""
    asked = turn.dialogue.asked_fact or ""
    known = fact_registry().get(asked)
    return {asked: True} if known is not None and known.type == "bool" else {}


def _refused(asked: str | None) -> dict[str, FactValue]:
    """The facts that a no to this question settles; none when a no is no answer to it (which benefit? no)."""
    if asked in ask_groups() and asked is not None:
        return none_facts(ask_groups()[asked].facts)
    if asked in fact_registry() and asked is not None and fact_registry()[asked].type in ("bool", "date"):
        return none_facts([asked])
    return {}
