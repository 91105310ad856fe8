"""Rasa component: lets what the assistant asked decide what a short message means.

It stands last in the pipeline, after classifier, confidence bands and entities. It changes only the intent; the ranking
keeps what the classifier thought.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.danish_entities import as_rasa, asked_of, from_rasa, metadata_of
from bot.components.untrained import Untrained
from bot.danish.answers import Limits, asks_something, intent_in_context
from bot.danish.entities import Entity
from bot.danish.follow_ups import follow_up_act
from bot.danish.handover import takes_offer, wish_about_persons, written_for
from bot.danish.what_if import what_if_situation

WHAT_IF = "what_if"
NO_FACTS = frozenset(("emne", "person", "situation"))
DISTRESS = "distress"
ON_BEHALF = "on_behalf"
OFFERS = frozenset(("handoff_human",))
"""What an answer can offer so that a bare yes means it; the gateway says which in ``offered``."""
NO_QUESTION = frozenset(("nlu_fallback", "nlu_unsure", "out_of_scope", "other_person", "inform", "greeting", "thanks"))
"""What a message that says for whom it is written may be taken for without asking anything besides."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ContextualAnswer(Untrained, IntentClassifier):
    """Sets ``inform``, ``affirm``, ``deny`` or ``dont_know`` where context shows that this is what is meant.

    A word or two that nobody understands while a question waits become ``nlu_fallback``: the question is asked again.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the settings config.yml may change.

        ``topic_from``: from this confidence on, a question about a topic wins over a fact in the same message.
        ``protected``: intents that are never changed when the classifier puts them first.
        """
        return {"topic_from": 0.4, "protected": ["distress", "handoff_human"]}

    def __init__(self, config: dict[str, Any]) -> None:
        if not 0 <= config["topic_from"] <= 1:
            raise InvalidConfigException(
                f"ContextualAnswer in config.yml needs topic_from between 0 and 1, but has {config['topic_from']}."
            )
        self._limits = Limits(float(config["topic_from"]), frozenset(config["protected"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Change the intent of each message whose context says more than its words."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/"):
                continue
            metadata = metadata_of(message)
            if _about_persons(message, text) or _takes_offer(message, text, metadata.get("offered")):
                continue
            topic = str(metadata.get("topic") or "").partition(".")[0] or None
            if topic and _follows_up(message, text):
                continue
            intent = intent_in_context(
                text,
                [from_rasa(entity, text) for entity in message.get(ENTITIES) or [] if entity["entity"] not in NO_FACTS],
                asked_of(metadata),
                message.get(INTENT_RANKING_KEY) or [message.get(INTENT) or {"name": None, "confidence": 0.0}],
                self._limits,
                topic=topic,
            )
            if intent:
                message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
        return messages


def _about_persons(message: Message, text: str) -> bool:
    """Set the intent of a message about who is to answer, or for whom it is written; False when it is neither.

    A question beside "jeg skriver på vegne af min mor" is kept as a second topic, to be answered after it. A wish is a
    whole message in fixed words ("jeg vil ikke vente mere"), so it holds whatever else it sounds like.
    """
    name = str((message.get(INTENT) or {}).get("name") or "")
    wish, whom = wish_about_persons(text), written_for(text)
    if wish is None and (whom is None or name == DISTRESS):
        return False
    if whom is not None:
        others = [entity for entity in message.get(ENTITIES) or [] if entity["entity"] != "person"]
        found = [as_rasa(Entity("person", whom, 0, len(text), text))]
        if name not in NO_QUESTION and asks_something(text, []):
            found.append(as_rasa(Entity("emne", name, 0, len(text), text)))
        message.set(ENTITIES, [*others, *found], add_to_output=True)
    message.set(INTENT, {"name": wish or ON_BEHALF, "confidence": 1.0}, add_to_output=True)
    return True


def _takes_offer(message: Message, text: str, offered: Any) -> bool:
    """Set the intent of a bare yes after an answer that offered something; False when the message is none."""
    if offered not in OFFERS or message.get(ENTITIES) or not takes_offer(text):
        return False
    message.set(INTENT, {"name": offered, "confidence": 1.0}, add_to_output=True)
    return True


def _follows_up(message: Message, text: str) -> bool:
    """Set the intent of a short message that is only understood after an answer; False when it is none."""
    act, situation = follow_up_act(text), what_if_situation(text)
    if act is None and (situation is None or (message.get(INTENT) or {}).get("name") == DISTRESS):
        return False
    if act is None:
        found = as_rasa(Entity("situation", situation, 0, len(text), text))
        message.set(ENTITIES, [*(message.get(ENTITIES) or []), found], add_to_output=True)
    message.set(INTENT, {"name": act or WHAT_IF, "confidence": 1.0}, add_to_output=True)
    return True
