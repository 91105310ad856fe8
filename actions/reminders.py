"""Actions that switch reminders on and off."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from actions._booking_state import choice_of
from actions._boundary import TurnAction
from actions._reminder_own import ask_lead, show_own, switch_off
from actions._reminder_state import OFF, ON, plain
from actions._reminders import change_contact, code_again, code_sent, decline, said, send_test, switch_on
from actions._turn import Outcome, Turn

_WISH = "paamindelse"
_BY_INTENT: Final[Mapping[str, Callable[[Turn], Outcome]]] = {
    ON: lambda turn: switch_on(turn, wish_of(turn)),
    OFF: lambda turn: switch_off(turn, wish_of(turn)),
    "reminder_set": lambda turn: switch_on(turn, plain(choice_of(turn))),
    "reminder_said": lambda turn: said(turn, wish_of(turn)),
    "reminder_code": code_sent,
    "reminder_again": code_again,
    "reminder_list": show_own,
    "reminder_lead": ask_lead,
    "reminder_contact": lambda turn: change_contact(turn, wish_of(turn)),
    "reminder_test": lambda turn: send_test(turn, wish_of(turn)),
    "reminder_no": decline,
}


class ActionReminders(TurnAction):
    """Everything that a citizen says or presses about reminders."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_reminders"

    def decide(self, turn: Turn) -> Outcome:
        """What the intent asks for; anything unknown is a wish to be reminded."""
        return _BY_INTENT.get(turn.intent, _BY_INTENT[ON])(turn)


def wish_of(turn: Turn) -> dict[str, Any]:
    """What the message names: kinds, channel, how early."""
    found = (one.get("value") for one in turn.entities if one.get("entity") == _WISH)
    return next((dict(value) for value in found if isinstance(value, Mapping)), {})
