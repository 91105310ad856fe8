"""When the message was not understood, or not surely."""

from actions._answer_parts import human_button
from actions._boundary import TurnAction
from actions._flow import MISSES_BEFORE_HUMAN, missed
from actions._menu import menu_buttons
from actions._messages import Button, Reply, payload
from actions._texts import say
from actions._topics import has_title, title
from actions._turn import Outcome, Turn
from actions._wiring import authority
from casework.conversations.records import DialogueChange

SUGGESTIONS = 3
NOT_UNDERSTOOD = "out_of_scope"
"""What a message that nothing was made of counts as: topics are those of the list, and this is the one outside it."""


class ActionDidYouMean(TurnAction):
    """Asks which of the likeliest topics is meant."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_did_you_mean"

    def decide(self, turn: Turn) -> Outcome:
        """See `did_you_mean`."""
        return did_you_mean(turn)


class ActionDefaultFallback(TurnAction):
    """Says that the message was not understood and how to go on."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_default_fallback"

    def decide(self, turn: Turn) -> Outcome:
        """See `fallback`."""
        return fallback(turn)


def did_you_mean(turn: Turn) -> Outcome:
    """Up to three topics as buttons; when none of the guesses has a name people know, it is a miss."""
    names = dict.fromkeys(str(guess.get("name")) for guess in turn.ranking)
    topics = [name for name in names if has_title(name)][:SUGGESTIONS]
    if not topics:
        return fallback(turn)
    buttons = (*(Button(title(topic), payload(topic)) for topic in topics), human_button())
    reply = Reply(text=say("general.did_you_mean"), buttons=buttons, topic=topics[0])
    return Outcome(reply=reply, change=DialogueChange(misses=0))


def fallback(turn: Turn) -> Outcome:
    """The waiting question once more; else examples, and the second time in a row the offer of a human."""
    waiting = missed(turn)
    if waiting is not None:
        return waiting
    misses = turn.dialogue.misses + 1
    contact = authority()
    if misses >= MISSES_BEFORE_HUMAN:
        text = say("general.fallback_human", **{key: contact[key] for key in ("authority", "phone", "hours")})
        reply = Reply(text=text, buttons=(human_button(), *menu_buttons()[:-1]), topic=NOT_UNDERSTOOD)
    else:
        reply = Reply(text=say("general.fallback"), buttons=menu_buttons(), topic=NOT_UNDERSTOOD)
    return Outcome(reply=reply, change=DialogueChange(misses=misses))
