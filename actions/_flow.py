"""From facts to the next message: ask, or answer from the rules. Every topic action ends here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from actions._answers import duties_reply, rule_reply, unknown_day_reply
from actions._assessing import assess, facts_on, is_known
from actions._cards import length_lead
from actions._casework import casework_outcome, speaks
from actions._changes import changes_reply
from actions._dialogue import fact_to_ask, missing_facts, settling_question
from actions._duties import sort_duties
from actions._facts import FactValue, Problem, Understood, understand
from actions._messages import Reply
from actions._only_asked import told_entities
from actions._outdated import OF_THE_BENEFIT, deleting, denied, outdated, without
from actions._person import whom
from actions._questions import (
    Question,
    about_problem,
    ask,
    ask_again,
    more_benefits,
    offer_to_skip,
    other_benefits,
    question_about,
    question_to_settle,
    which_benefit,
    with_day_offered,
    with_lead,
    with_way_out,
)
from actions._said import not_benefits
from actions._said import understood as understood_text
from actions._texts import say
from actions._topics import Topic, topic_of, topics
from actions._turn import Outcome, Turn, settled
from casework.conversations.records import KEEP, MISSES_BEFORE_HUMAN, DialogueChange
from rules_core import fact_registry
from rules_core.facts import ask_groups

WAITING_FOR_FACTS = frozenset(("book_talk",))
"""Topics that no rule answers and that need facts all the same: which talk there is to book depends on them."""


def read_message(turn: Turn, topic: Topic | None) -> Understood:
    """What the message gave. A date without a name answers the question asked, or corrects the topic's date."""
    asked_for_day = turn.dialogue.asked_kind == "date" and turn.intent not in topics()
    fact = _date_fact(turn, topic)
    return understand(told_entities(turn, topic), date_fact=fact, today=turn.today, year_answers=asked_for_day)


def proceed(
    turn: Turn,
    topic: Topic,
    given: Understood,
    *,
    as_of: date | None = None,
    answer_now: bool = False,
    new: Mapping[str, FactValue] | None = None,
) -> Outcome:
    """The next message on a topic: about a problem with what was said, a question, or the answer.

    `as_of` = the day whose rules are asked about when it is not today; `answer_now` = the citizen cannot say more;
    `new` = facts of this turn that the message itself did not spell out (a yes or a no).
    """
    as_of = None if as_of == turn.today else as_of
    new = {**given.facts, **(new or {})}
    gone = outdated(turn.known, new)
    if gone:
        rest = proceed(without(turn, gone), topic, given, as_of=as_of, answer_now=answer_now, new=new)
        return deleting(rest, gone)
    if not is_known(as_of or turn.today):
        # Answered once; the day does not stick to what comes next.
        change = replace(settled(), topic=topic.stored, as_of=None)
        return Outcome(reply=unknown_day_reply(topic, as_of or turn.today), facts=new, change=change, as_of=as_of)
    if speaks(turn):
        return casework_outcome(turn, topic, given, new, as_of)
    unclear = clarify(turn, topic, given, new, as_of)
    if unclear is not None:
        return unclear
    facts = facts_on({**turn.known, **new}, as_of, turn.today)
    answers = assess(topic, facts, as_of or turn.today)
    fact = None if answer_now else fact_to_ask(topic, answers, facts)
    if fact is not None and not (as_of and as_of < turn.today and fact_registry()[fact].type == "date"):
        question = with_lead(question_about(fact), length_lead(topic, answers, fact))
        return asking(turn, topic, with_day_offered(question, given.loose_date), new, as_of)
    skipped = turn.dialogue.asked_fact if answer_now else None
    return _answering(turn, topic, answers, new, as_of, skipped)


def asking(
    turn: Turn,
    topic: Topic | None,
    question: Question,
    new: Mapping[str, FactValue],
    as_of: date | None,
    misses: int = 0,
) -> Outcome:
    """The outcome of asking a question before the topic is answered: it is remembered, and what was just understood
    is said back."""
    topic_id = topic.id if topic else None
    about = whom(turn)
    intro = understood_text(new, about) or (say("ask.why_group") if question.id == "ydelse" and not misses else "")
    if about:
        intro = f"{intro} {say('ask.for_other', person=about)}".strip()
    return Outcome(
        reply=ask(question, topic=topic_id or turn.intent, intro=intro),
        facts=new,
        change=DialogueChange(
            topic=topic.stored if topic else None,
            asked_fact=question.id,
            asked_kind=question.kind,
            asked_message=turn.message_id,
            asked_within=None,
            misses=misses,
            as_of=as_of,
            unanswered=True,
        ),
        as_of=as_of,
    )


def beside_the_answer(outcome: Outcome) -> Outcome:
    """The question put again, or after an answer: whether the topic has been answered stays as it was."""
    return replace(outcome, change=replace(outcome.change, unanswered=KEEP))


def missed(turn: Turn) -> Outcome | None:
    """The question that waits, asked again in other words, and the second time with a way out. None = none waits."""
    asked = turn.dialogue.asked_fact
    if asked is None or not (asked in fact_registry() or asked in ask_groups()):
        return None
    misses = turn.dialogue.misses + 1
    question = question_about(asked)
    question = offer_to_skip(question) if misses >= MISSES_BEFORE_HUMAN else ask_again(question)
    return beside_the_answer(asking(turn, current_topic(turn), question, {}, turn.dialogue.as_of, misses))


def current_topic(turn: Turn) -> Topic | None:
    """The topic that the talk is about, if the rules answer it, or if it waits for a fact to go on."""
    topic = topic_of(turn.dialogue.topic)
    waits = topic is not None and topic.id in WAITING_FOR_FACTS and turn.dialogue.unanswered
    return topic if topic is not None and (topic.by_rules or waits) else None


def _answering(
    turn: Turn,
    topic: Topic,
    answers: Sequence[Mapping[str, Any]],
    new: Mapping[str, FactValue],
    as_of: date | None,
    skipped: str | None,
) -> Outcome:
    counted = sort_duties(topic, answers, {**turn.known, **new}.get("ydelse")).standing if topic.every_rule else answers
    settling = (
        None
        if topic.compares
        else settling_question(topic, counted, {fact: info.ask_group for fact, info in fact_registry().items()})
    )
    if settling is not None and settling.id == skipped:
        settling = None  # it was just asked, and the citizen does not know
    question = question_to_settle(settling) if settling else None
    reply = _reply(turn, topic, answers, new, as_of, question)
    change = DialogueChange(
        topic=topic.stored,
        asked_fact=question.id if question else None,
        asked_kind=question.kind if question else None,
        asked_within=None,
        asked_message=turn.message_id if question else None,
        misses=0,
        unanswered=False,
        # A day whose rules we do not know is answered once and does not stick to what comes next.
        as_of=as_of if answers and answers[0]["version_from"] else None,
    )
    return Outcome(reply=reply, facts=new, change=change, as_of=as_of)


def _reply(
    turn: Turn,
    topic: Topic,
    answers: Sequence[Mapping[str, Any]],
    new: Mapping[str, FactValue],
    as_of: date | None,
    question: Question | None,
) -> Reply:
    if topic.compares:
        return changes_reply(turn, topic, new, as_of)
    make = duties_reply if topic.every_rule else rule_reply
    return make(turn, topic, answers, new, as_of or turn.today, question)


def clarify(
    turn: Turn,
    topic: Topic | None,
    given: Understood,
    new: Mapping[str, FactValue],
    as_of: date | None = None,
) -> Outcome | None:
    """The question that must come first, because what was said cannot be used as it is. None = all is clear."""
    if denied(turn, given, new):
        return _another_benefit(turn, topic, given, new, as_of)
    problem = next(
        (one for one in given.problems if one.fact not in new and not _beside_the_point(turn, topic, one, new, as_of)),
        None,
    )
    if problem is not None:
        return _about(turn, topic, problem, new, as_of)
    if given.several_benefits:
        return asking(turn, topic, which_benefit(given.several_benefits), new, as_of)
    if given.more_benefits:
        return asking(turn, topic, more_benefits(), new, as_of)
    if given.wanted is not None and given.wanted not in new and _day_matters(turn, topic, given.wanted, new, as_of):
        return asking(turn, topic, question_about(given.wanted), new, as_of)
    return None


def _another_benefit(
    turn: Turn, topic: Topic | None, given: Understood, new: Mapping[str, FactValue], as_of: date | None
) -> Outcome:
    """Not that benefit: it is forgotten with all that hangs on it, and which one it is then is asked."""
    outcome = asking(turn, topic, other_benefits(given.not_benefits), new, as_of)
    reply = replace(outcome.reply, text=f"{not_benefits(given.not_benefits)} {outcome.reply.text}")
    return deleting(replace(outcome, reply=reply), {"ydelse", *OF_THE_BENEFIT} & {*turn.known})


def _day_matters(
    turn: Turn, topic: Topic | None, event: str | None, new: Mapping[str, FactValue], as_of: date | None
) -> bool:
    """Whether to ask for the day of an event that was told without it (None = for the day of anything): not on the way
    to an answer that has no use for it. As long as the benefit is unknown, the largest group stands in for it."""
    if topic is None or topic.compares or turn.intent not in topics():
        return True
    facts = {"ydelse": "dagpenge", **turn.known, **new}
    missing = missing_facts(assess(topic, facts_on(facts, as_of, turn.today), as_of or turn.today))
    return event in missing if event else any(fact_registry()[fact].type == "date" for fact in missing)


def _beside_the_point(
    turn: Turn, topic: Topic | None, problem: Problem, new: Mapping[str, FactValue], as_of: date | None
) -> bool:
    """Whether the answer has no use for a day that cannot be used as it is ("startede i job 9/11", "til nytår")."""
    if problem.fact is None:
        return not _day_matters(turn, topic, None, new, as_of)
    if fact_registry()[problem.fact].type != "date" or problem.fact == turn.dialogue.asked_fact:
        return False
    return not _day_matters(turn, topic, problem.fact, new, as_of)


def _about(
    turn: Turn, topic: Topic | None, problem: Problem, new: Mapping[str, FactValue], as_of: date | None
) -> Outcome:
    """Ask about the problem. The second time in a row the question can be skipped and a human is offered."""
    waiting = turn.dialogue.asked_fact
    if problem.fact is not None:
        question = question_about(problem.fact)
    else:  # which fact the day belongs to is not known, so only the day itself can be asked about
        question = (
            Question(waiting, "bool", "", "", ()) if waiting in ask_groups() else Question(None, None, "", "", ())
        )
    misses = turn.dialogue.misses + 1 if waiting is not None and question.id == waiting else 0
    question = about_problem(problem, question)
    if misses >= MISSES_BEFORE_HUMAN:
        question = with_way_out(question)
    outcome = asking(turn, topic, question, new, as_of, misses)
    # "i oktober" - "hvilken dato?" - "den 5.": the month counts for the answer.
    within = "/".join(problem.within) if problem.within else None
    return replace(outcome, change=replace(outcome.change, asked_within=within))


def _date_fact(turn: Turn, topic: Topic | None) -> str | None:
    """The fact that a date without a name belongs to; None when the message is about another topic than before."""
    if topic is not None and topic.stored != turn.dialogue.topic:
        return None
    asked = turn.dialogue.asked_fact
    if asked is not None and turn.dialogue.asked_kind == "date":
        return asked
    dates = [fact for fact in topic.asks if fact_registry()[fact].type == "date"] if topic else []
    return next((fact for fact in dates if fact in turn.known), None)
