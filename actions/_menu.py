"""Short messages that open the talk again: the menu, and "noted, what is your question?"."""

from collections.abc import Mapping

from actions._facts import FactValue
from actions._messages import Button, Reply, payload
from actions._said import clauses, statements
from actions._texts import say
from actions._topics import Topic, title

MENU = ("cv_deadline", "talks_how_many", "joblog_how_often", "my_duties", "handoff_human")
"""The questions most people come with."""


def menu_buttons() -> tuple[Button, ...]:
    """The menu as buttons."""
    return tuple(Button(title(topic), payload(topic)) for topic in MENU)


def menu_reply(topic: str | None) -> Reply:
    """What can I help with?"""
    return Reply(text=say("general.menu"), buttons=menu_buttons(), topic=topic)


def noted_reply(facts: Mapping[str, FactValue], before: Topic | None = None) -> Reply:
    """Facts that were told without a question: said back, and the question is asked for. `before` = the topic that was
    answered last: what usually comes after it is offered."""
    near = tuple(Button(title(topic), payload(topic)) for topic in before.followups) if before else ()
    buttons = (*near, *menu_buttons()[-2:]) if near else menu_buttons()
    return Reply(text=say("said.noted", facts=clauses(statements(facts))), buttons=buttons, topic="inform")


def correction_reply(facts: Mapping[str, FactValue], topic: str) -> Reply:
    """What the answer was reckoned from, for someone who says that it is wrong."""
    forget = Button(title("forget_me"), payload("forget_me"))
    human = Button(say("buttons.human"), payload("handoff_human"))
    return Reply(text=say("said.correct", facts=clauses(statements(facts))), buttons=(forget, human), topic=topic)
