"""The edge between Rasa and the actions: nothing that breaks here leaves the citizen without an answer."""

import asyncio
import logging
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions._casework_voice import in_voice
from actions._kind_word import kindly
from actions._later import with_the_rest
from actions._messages import Button, Reply, payload, utter
from actions._person import about_whom
from actions._texts import say
from actions._turn import Outcome, Turn, read_turn, save_outcome
from actions._wiring import apology
from casework.conversations.records import KEEP
from casework.errors import DatabaseAwayError
from casework.municipality.current import refresh_if_old

logger = logging.getLogger(__name__)


class TurnAction(Action, ABC):  # type: ignore[misc] # rasa_sdk has no type hints
    """Base of all actions: a name, and a decision on the turn. Keeps nothing of a conversation in `self`."""

    @abstractmethod
    def name(self) -> str:
        """The name in Rasa's domain."""

    @abstractmethod
    def decide(self, turn: Turn) -> Outcome:
        """What to say and what to remember. Runs in a thread; may raise anything."""

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - Rasa's signature
    ) -> list[dict[str, Any]]:
        """Decide on the turn and say it; returns no events, since the state lives in our own database.

        Whatever goes wrong, the citizen gets an apology, a phone number and the offer of a human. Only a database
        that is away is raised on: the gateway then keeps the message and asks again when it is back.
        """
        try:
            turn, outcome = await asyncio.to_thread(_run, tracker, self.decide)
        except DatabaseAwayError:
            raise
        except Exception as error:
            _log(self.name(), tracker, error)
            _apologise(dispatcher, tracker)
            return []
        as_of = outcome.as_of or turn.today
        asked = (turn.intent, *turn.also) if turn.also else ()
        for reply in (outcome.reply, *outcome.then):
            utter(dispatcher, reply, confidence=turn.confidence, as_of=as_of.isoformat(), asked=asked)
        return []


def _run(tracker: Tracker, decide: Callable[[Turn], Outcome]) -> tuple[Turn, Outcome]:
    refresh_if_old()
    read = read_turn(tracker)
    turn = about_whom(read)
    outcome = kindly(turn, in_voice(turn, with_the_rest(turn, decide(turn))))
    if outcome.change.about is KEEP and turn.dialogue.about != read.dialogue.about:
        outcome = replace(outcome, change=replace(outcome.change, about=turn.dialogue.about))
    save_outcome(turn, outcome)
    return turn, outcome


def _apologise(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    message = tracker.latest_message or {}
    intent = message.get("intent") or {}
    today = (message.get("metadata") or {}).get("today") or ""
    human = Button(say("buttons.human"), payload("handoff_human"))
    reply = Reply(text=apology(), buttons=(human,), topic=intent.get("name"))
    utter(dispatcher, reply, confidence=intent.get("confidence"), as_of=str(today))


def _log(action: str, tracker: Tracker, error: Exception) -> None:
    """Ids, the kind of error and where; never the error's own words, which may quote what a citizen has told."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    logger.error(
        "%s failed for conversation %s, message %s: %s\n%s",
        action,
        metadata.get("conversation_id"),
        metadata.get("message_id"),
        type(error).__qualname__,
        "".join(traceback.format_tb(error.__traceback__)),
    )
