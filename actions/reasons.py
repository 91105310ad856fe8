"""Actions about the answer before: why is it so ("hvorfor?"), and where does it stand ("hvad siger loven?")."""

from collections.abc import Mapping, Sequence
from typing import Any

from actions._answer_parts import human_button, paragraphs
from actions._answers import TRACK
from actions._assessing import assess, facts_on, is_known
from actions._boundary import TurnAction
from actions._cards import card
from actions._casework_sources import casework_sources
from actions._curated import curated_answer
from actions._flow import asking, beside_the_answer, current_topic
from actions._handoff import OFFER_KIND
from actions._menu import menu_reply
from actions._messages import Link, Reply
from actions._plain import source_lines
from actions._questions import question_about, with_reason
from actions._said import clauses, statements
from actions._suggestions import rule_page
from actions._texts import say
from actions._topics import Topic, topic_of
from actions._turn import Outcome, Turn, settled
from casework.conversations.records import DialogueChange

MOST_RULES = 3
"""So many rules are explained; the rest of a long list of duties each have their own reasoning on their card."""


class ActionExplainWhy(TurnAction):
    """Shows how the last answer came about, or why something is asked."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_explain_why"

    def decide(self, turn: Turn) -> Outcome:
        """See `explain_why`."""
        return explain_why(turn)


class ActionAskSource(TurnAction):
    """Names the sources of the last answer."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_ask_source"

    def decide(self, turn: Turn) -> Outcome:
        """See `name_sources`."""
        return name_sources(turn)


def explain_why(turn: Turn) -> Outcome:
    """The reasoning behind the last answer, step by step; before the answer, why something is asked."""
    topic = current_topic(turn)
    waiting = turn.dialogue.asked_fact if turn.dialogue.asked_kind != OFFER_KIND else None
    if topic is not None and turn.dialogue.unanswered and waiting:
        question = with_reason(question_about(waiting))
        asked = asking(turn, topic, question, {}, turn.dialogue.as_of, turn.dialogue.misses)
        return beside_the_answer(asked)
    answers = _answers_of(turn, topic)
    if topic is None or not answers:
        return _from_curated(turn)
    used = {fact: value for fact, value in turn.known.items() if fact in _facts_of(answers)}
    known = say("reasons.facts", facts=clauses(statements(used))) if used else say("reasons.no_facts")
    told = paragraphs(say("reasons.why"), known, *(_reasoning(answer) for answer in answers))
    return _about(topic, answers, told)


def name_sources(turn: Turn) -> Outcome:
    """What the law says and where it stands, for the last answer, with the way to the rule book."""
    for_adviser = casework_sources(turn)
    if for_adviser is not None:
        return for_adviser
    topic = current_topic(turn)
    answers = _answers_of(turn, topic)
    if topic is None or not answers:
        return _from_curated(turn)
    told = paragraphs(say("reasons.source"), *(_rule_with_sources(answer) for answer in answers))
    return _about(topic, answers, told)


def _answers_of(turn: Turn, topic: Topic | None) -> Sequence[Mapping[str, Any]]:
    """The answers that were told last, the leading ones; made again from the same facts and the same day."""
    as_of = turn.dialogue.as_of
    if topic is None or topic.compares or not is_known(as_of or turn.today):
        return ()
    facts = facts_on(turn.known, as_of, turn.today)
    return () if topic.group and "ydelse" not in facts else assess(topic, facts, as_of or turn.today)[:MOST_RULES]


def _facts_of(answers: Sequence[Mapping[str, Any]]) -> set[str]:
    return {str(fact[0]) for answer in answers for step in answer["steps"] for fact in step["facts"]}


def _reasoning(answer: Mapping[str, Any]) -> str:
    """One rule: its title, each step with its outcome, and the calculation of its date."""
    steps = [say("answer.bullet", text=step["text"]) for step in answer["steps"]]
    calculation = (answer["deadline"] or {}).get("calculation")
    if calculation and not any(calculation.rstrip(".") in step for step in steps):
        steps.append(say("answer.bullet", text=say("answer.calculation", calculation=calculation.rstrip("."))))
    return "\n".join((say("answer.heading", title=answer["title"]), *steps))


def _rule_with_sources(answer: Mapping[str, Any]) -> str:
    text = (answer.get("base") or answer)["text"] or answer["title"]
    return "\n".join((say("answer.heading", title=answer["title"]), text, *source_lines([answer])))


def _about(topic: Topic, answers: Sequence[Mapping[str, Any]], told: str) -> Outcome:
    """The message: what is told, the rules it is about as short cards, and their pages in the rule book."""
    cards = [{**card(answer, TRACK), "brief": True} for answer in answers]
    links: tuple[Link, ...] = tuple(rule_page(made["id"], say("reasons.page", title=made["title"])) for made in cards)
    reply = Reply(text=told, buttons=(human_button(),), topic=topic.id, rules=cards, intro=told, links=links)
    return Outcome(reply=reply, change=DialogueChange(misses=0))


def _from_curated(turn: Turn) -> Outcome:
    """The last answer came from a curated text: its sources. Without any answer: what may be asked."""
    topic = topic_of(turn.dialogue.topic)
    curated = curated_answer(topic.id) if topic else None
    if topic is None or curated is None or not curated.sources:
        return Outcome(reply=menu_reply(turn.intent), change=settled())
    text = paragraphs(say("reasons.curated"), "\n".join(curated.source_lines()))
    reply = Reply(text=text, buttons=(human_button(),), topic=topic.id)
    return Outcome(reply=reply, change=DialogueChange(misses=0))
