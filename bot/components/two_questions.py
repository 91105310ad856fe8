"""Rasa component: hears a second question in the same message.

It stands after the confidence bands. The first question becomes the intent; every topic that is asked about is an
entity ``emne``, in the order of the message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.intent_classifier import INTENT_PARTS
from bot.components.untrained import Untrained
from bot.danish.questions import asks

Part = Mapping[str, Any]
_UNSURE = ("nlu_unsure", "nlu_fallback")


def topics_asked(
    text: str,
    parts: Sequence[Part],
    *,
    sure_from: float,
    not_topics: frozenset[str],
    wishes: frozenset[str] = frozenset(),
) -> list[Part]:
    """The parts that ask about different topics, each surely, in the order of the message.

    Args:
        text: the message.
        parts: what each part would be taken for by itself (``name``, ``confidence``, ``start``, ``end``).
        sure_from: from this confidence on a part counts.
        not_topics: intents that are no questions (greetings, facts, yes and no ...).
        wishes: intents that are asked for without a question ("vil gerne flytte min tid").

    """
    found: dict[str, Part] = {}
    for part in parts:
        clear = part["confidence"] >= sure_from and part["name"] not in not_topics
        if clear and (part["name"] in wishes or asks(text, part["start"], part["end"])):
            found.setdefault(part["name"], part)
    return list(found.values())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TwoQuestions(Untrained, IntentClassifier):
    """Sets the intent to the first of several questions and adds an entity ``emne`` for each of them.

    One sure question among facts or a long story ("jeg får ... Skal jeg ...?") becomes the intent when the message as a
    whole was not understood as a topic.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the settings config.yml may change.

        ``sure_from``: from this confidence on a part counts as one of several questions.
        ``alone_from``: from this confidence on one part decides a message that is facts as a whole.
        ``unsure_from``: the same for a message that would be asked back: a part without the rest says less.
        ``not_topics``: intents that are no topics to answer beside another one.
        ``wishes``: intents that people ask for without a question.
        """
        return {"sure_from": 0.5, "alone_from": 0.8, "unsure_from": 0.95, "not_topics": [], "wishes": []}

    def __init__(self, config: dict[str, Any]) -> None:
        if not 0 <= config["sure_from"] <= 1:
            raise InvalidConfigException(
                f"TwoQuestions in config.yml needs sure_from between 0 and 1, but has {config['sure_from']}."
            )
        self._sure_from = float(config["sure_from"])
        self._alone_from = {name: float(config["unsure_from"]) for name in _UNSURE}
        self._alone_from["inform"] = float(config["alone_from"])
        self._not_topics = frozenset(config["not_topics"])
        self._wishes = frozenset(config["wishes"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Change intent and entities of each message that asks about several topics. Buttons are left alone."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/"):
                continue
            parts = message.get(INTENT_PARTS) or []
            asked = topics_asked(
                text, parts, sure_from=self._sure_from, not_topics=self._not_topics, wishes=self._wishes
            )
            whole = (message.get(INTENT) or {}).get("name")
            alone = whole in self._alone_from and asked and asked[0]["confidence"] >= self._alone_from[whole]
            if len(asked) > 1 or alone:
                first = {"name": asked[0]["name"], "confidence": asked[0]["confidence"]}
                message.set(INTENT, first, add_to_output=True)
            if len(asked) > 1:
                both = [*(message.get(ENTITIES) or []), *map(_entity, asked)]
                message.set(ENTITIES, both, add_to_output=True)
        return messages


def _entity(part: Part) -> dict[str, Any]:
    return {
        "entity": "emne",
        "value": part["name"],
        "start": part["start"],
        "end": part["end"],
        "extractor": "TwoQuestions",
    }
