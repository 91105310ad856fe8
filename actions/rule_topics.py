"""Actions that answer from the rules: a topic, new facts about it, and the list of the person's own duties."""

import re
from dataclasses import replace

from actions._booking_start import resumed
from actions._boundary import TurnAction
from actions._curated import curated_answer
from actions._curated_reply import curated_reply
from actions._facts import FactValue, Understood, understand
from actions._flow import clarify, current_topic, missed, proceed, read_message
from actions._group_question import as_group, group_asked_about, kept
from actions._loose_days import placed
from actions._menu import menu_reply, noted_reply
from actions._only_asked import told_entities
from actions._outdated import deleting, outdated
from actions._texts import say
from actions._topics import Topic, topic_of, topics
from actions._turn import Outcome, Turn, settled
from casework.conversations.records import DialogueChange
from rules_core import fact_registry

SAYS_YES = re.compile(r"\s*(?:ja|jo|jep|jeps)\b", re.IGNORECASE)
CARE = frozenset(("distress",))
"""Topics that are met with care and end with an offer: a yes to it is a wish for a human."""


class ActionAnswerTopic(TurnAction):
    """Answers a topic of the rule book, or asks for what is still missing."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_answer_topic"

    def decide(self, turn: Turn) -> Outcome:
        """See `answer_topic`."""
        return answer_topic(turn)


class ActionMyDuties(TurnAction):
    """Lists the person's own duties, the nearest deadline first."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_my_duties"

    def decide(self, turn: Turn) -> Outcome:
        """See `my_duties`."""
        return my_duties(turn)


class ActionInform(TurnAction):
    """Takes new facts: the answer to a question, a correction, or something told without being asked."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_inform"

    def decide(self, turn: Turn) -> Outcome:
        """See `inform`."""
        return inform(turn)


def answer_topic(turn: Turn) -> Outcome:
    """Answer the topic of the intent; an intent that nothing answers gets the menu, never silence."""
    topic = topics().get(turn.intent)
    if topic is not None and topic.by_rules:
        return _on_topic(turn, topic)
    curated = curated_answer(turn.intent)
    if topic is None or curated is None:
        return Outcome(reply=menu_reply(turn.intent), change=settled())
    # What rests on sources can be asked about ("hvor står det?"), unless a question about another topic still waits.
    # After care nothing else waits: neither a question about days nor one that was cut off.
    told = (curated.sources and turn.dialogue.asked_fact is None) or turn.intent in CARE
    change = replace(settled(), topic=topic.id, as_of=None) if told else DialogueChange(misses=0)
    if turn.intent in CARE:
        change = replace(change, later=())
    facts = understand(told_entities(turn, topic), date_fact=None, today=turn.today).facts
    reply = curated_reply(topic, curated, turn.message_id)
    if curated.sources and turn.dialogue.topic == topic.id and not facts:
        reply = replace(reply, text=f"{say('answer.again_curated')}\n\n{reply.text}")
    return Outcome(reply=reply, facts=facts, change=change)


def my_duties(turn: Turn) -> Outcome:
    """The list of duties, after the benefit is known."""
    return _on_topic(turn, topics()["my_duties"])


def _on_topic(turn: Turn, topic: Topic) -> Outcome:
    given = read_message(turn, topic)
    group = group_asked_about(turn, given) if topic.group and turn.dialogue.mode == "citizen" else {}
    if group:
        return kept(proceed(as_group(turn), topic, given, as_of=given.day_asked, new=group))
    return proceed(turn, topic, given, as_of=given.day_asked)


def inform(turn: Turn) -> Outcome:
    """Go on with the topic with what the message gave; without a topic, note it and ask what the question is."""
    booking = resumed(turn)
    if booking is not None:
        return booking
    topic = current_topic(turn)
    given = read_message(turn, topic)
    if _gave_nothing(given):
        waiting = missed(turn)
        if waiting is not None:
            return waiting
    if topic is None:
        return _without_topic(turn, given)
    as_of = given.day_asked or turn.dialogue.as_of
    known_now = placed(turn, topic, given, as_of)
    if isinstance(known_now, Outcome):
        return known_now
    return proceed(turn, topic, known_now, as_of=as_of, new=_yes_before(turn, given))


def _yes_before(turn: Turn, given: Understood) -> dict[str, FactValue]:
    """The yes that stands before a fact: "ja, jeg er uddannet frisør" answers the yes-or-no question as well."""
    asked = turn.dialogue.asked_fact or ""
    known = fact_registry().get(asked)
    if known is None or known.type != "bool" or asked in given.facts or not SAYS_YES.match(turn.text):
        return {}
    return {asked: True}


def _without_topic(turn: Turn, given: Understood) -> Outcome:
    unclear = clarify(turn, None, given, given.facts)
    if unclear is not None:
        return unclear
    if not given.facts:
        return Outcome(reply=menu_reply("inform"), change=settled())
    before = topic_of(turn.dialogue.topic)
    noted = Outcome(reply=noted_reply(given.facts, before), facts=given.facts, change=settled())
    return deleting(noted, outdated(turn.known, given.facts))


def _gave_nothing(given: Understood) -> bool:
    return given == Understood()
