"""A day that was told without saying what happened on it, and a yes to a question about several events."""

from datetime import date

from actions._assessing import assess, facts_on, is_known
from actions._dialogue import missing_facts, waiting_anchors
from actions._facts import Understood, understand
from actions._flow import asking, beside_the_answer
from actions._messages import Button, Reply, payload
from actions._questions import which_event
from actions._texts import say
from actions._topics import Topic
from actions._turn import Outcome, Turn
from casework.conversations.records import DialogueChange
from rules_core import fact_registry
from rules_core.dates import danish_date
from rules_core.facts import ask_groups


def event_choice(turn: Turn, topic: Topic, given: Understood, as_of: date | None) -> Outcome | None:
    """A yes (or a bare date) to a question about several events: ask which of them. None = no such question waits."""
    asked = turn.dialogue.asked_fact
    if asked not in ask_groups() or asked is None:
        return None
    return beside_the_answer(asking(turn, topic, which_event(asked, given.loose_date), given.facts, as_of))


def placed(turn: Turn, topic: Topic, given: Understood, as_of: date | None) -> Understood | Outcome:
    """A date that no fact was named for, after an answer that waits for a day: the day it is counted from, or the
    question which event it is, or what happened then. Unchanged when there is no such date."""
    if given.loose_date is None or given.facts:
        return given
    choice = event_choice(turn, topic, given, as_of)
    if choice is not None:
        return choice
    if not is_known(as_of or turn.today):
        return given
    answers = assess(topic, facts_on(turn.known, as_of, turn.today), as_of or turn.today)
    anchors = waiting_anchors(answers)
    if len(anchors) == 1:
        return understand(turn.entities, date_fact=anchors.pop(), today=turn.today)
    groups = {fact_registry()[fact].ask_group for fact in missing_facts(answers)} - {None}
    if len(groups) == 1 and given.loose_date >= turn.today.isoformat():
        question = which_event(str(groups.pop()), given.loose_date)
        return beside_the_answer(asking(turn, topic, question, {}, as_of))
    return given if given.day_asked else _what_happened(turn, topic, given.loose_date)


def _what_happened(turn: Turn, topic: Topic, day: str) -> Outcome:
    """Nothing waits for a day: ask what happened then, rather than give the same answer once more."""
    shown = danish_date(date.fromisoformat(day))
    if day <= turn.today.isoformat():
        fact, label = "tilmeldt_dato", say("buttons.day_registered")
    else:
        fact, label = "job_start", say("buttons.day_job_starts")
    button = Button(label, payload("inform", dato={"date": day, "fact": fact}))
    return Outcome(
        reply=Reply(text=say("general.loose_day", date=shown), buttons=(button,), topic=topic.id),
        change=DialogueChange(misses=0),
    )
