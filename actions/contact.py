"""Contact details, and the wish for a human."""

from actions._boundary import TurnAction
from actions._messages import Reply
from actions._texts import say
from actions._turn import Outcome, Turn
from actions._wiring import authority
from casework.conversations.records import DialogueChange


class ActionContact(TurnAction):
    """Phone, mail, address and opening hours of the authority."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_contact"

    def decide(self, turn: Turn) -> Outcome:
        """See `contact`."""
        return contact(turn)


def contact(turn: Turn) -> Outcome:
    """The details from the settings; who asks for a human also gets to know that we cannot put them through here."""
    key = "general.handoff" if turn.intent == "handoff_human" else "general.contact"
    return Outcome(reply=Reply(text=say(key, **authority()), topic=turn.intent), change=DialogueChange(misses=0))
