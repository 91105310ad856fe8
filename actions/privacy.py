"""What the assistant knows about the citizen, and forgetting it."""

from dataclasses import replace

from actions._boundary import TurnAction
from actions._menu import menu_buttons
from actions._messages import Button, Reply, payload
from actions._said import clauses, statements
from actions._texts import say
from actions._topics import title
from actions._turn import Outcome, Turn, settled
from casework.conversations.records import DialogueChange


class ActionForget(TurnAction):
    """Deletes the facts of the conversation."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_forget"

    def decide(self, turn: Turn) -> Outcome:
        """See `forget_everything`."""
        return forget_everything(turn)


class ActionWhatDoYouKnow(TurnAction):
    """Lists the facts of the conversation."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_what_do_you_know"

    def decide(self, turn: Turn) -> Outcome:
        """See `what_do_you_know`."""
        return what_do_you_know(turn)


def forget_everything(turn: Turn) -> Outcome:
    """Every fact is deleted, and the talk starts afresh."""
    return Outcome(
        reply=Reply(text=say("general.forgotten"), buttons=menu_buttons(), topic="forget_me"),
        facts=dict.fromkeys(turn.known),
        change=replace(settled(), topic=None, as_of=None, later=(), about=None, on_behalf_of=None),
    )


def what_do_you_know(turn: Turn) -> Outcome:
    """The facts said back, with the way to have them deleted."""
    change = DialogueChange(misses=0)
    if not turn.known:
        reply = Reply(text=say("general.known_nothing"), buttons=menu_buttons(), topic="what_do_you_know")
        return Outcome(reply=reply, change=change)
    text = say("general.known", facts=clauses(statements(turn.known)))
    forget = Button(title("forget_me"), payload("forget_me"))
    return Outcome(reply=Reply(text=text, buttons=(forget,), topic="what_do_you_know"), change=change)
