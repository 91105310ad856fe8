""" "Og hvis jeg er syg?": a follow-up that is only understood together with the topic before it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from actions._boundary import TurnAction
from actions._flow import missed
from actions._menu import menu_reply
from actions._turn import Outcome, Turn, settled
from actions.rule_topics import answer_topic

TABLE = Path(__file__).parent / "what_if.yml"
SITUATION_ENTITY = "situation"


class ActionWhatIf(TurnAction):
    """Answers what holds if something happens, on the topic the talk is about."""

    def name(self) -> str:
        """The name in Rasa's domain."""
        return "action_what_if"

    def decide(self, turn: Turn) -> Outcome:
        """See `what_if`."""
        return what_if(turn)


@cache
def what_if_table() -> Mapping[str, Mapping[str, str]]:
    """Situation -> topic before it (or "default") -> topic that answers it."""
    table: dict[str, dict[str, str]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return table


def what_if(turn: Turn) -> Outcome:
    """Answer the topic that the situation leads to after the current one, with everything known so far."""
    named = [entity.get("value") for entity in turn.entities if entity.get("entity") == SITUATION_ENTITY]
    ways = next((what_if_table()[str(situation)] for situation in named if str(situation) in what_if_table()), None)
    if ways is None:
        return missed(turn) or Outcome(reply=menu_reply(turn.intent), change=settled())
    before = (turn.dialogue.topic or "").partition(".")[0]
    # The rules of another day were asked about once; a new "if" is about today unless it names a day itself.
    dialogue = replace(turn.dialogue, as_of=None)
    return answer_topic(replace(turn, intent=ways.get(before, ways["default"]), dialogue=dialogue))
