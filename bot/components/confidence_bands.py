"""Rasa component: answer, ask "mener du ...?", or say that it was not understood.

It only changes the intent; the ranking keeps what the classifier thought, so the action can offer the likeliest topics.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

FALLBACK = "nlu_fallback"
UNSURE = "nlu_unsure"


def band(confidence: float, *, answer_from: float, ask_from: float) -> str:
    """Return ``"answer"``, ``"ask"`` or ``"fallback"``; a confidence on a border belongs to the higher band."""
    if confidence >= answer_from:
        return "answer"
    return "ask" if confidence >= ask_from else "fallback"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ConfidenceBands(GraphComponent, IntentClassifier):
    """Puts ``nlu_unsure`` or ``nlu_fallback`` in place of an intent that is not certain enough.

    ``lenient`` names intents that are answered in the middle band too: asking "mener du hej?" would be silly, and a
    wrong answer costs little.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the settings config.yml may change; how the numbers were found is in docs/rasa.md."""
        return {"answer_from": 0.5, "ask_from": 0.25, "lenient": []}

    def __init__(self, config: dict[str, Any]) -> None:
        if not 0 <= config["ask_from"] <= config["answer_from"] <= 1:
            raise InvalidConfigException(
                "ConfidenceBands in config.yml needs 0 <= ask_from <= answer_from <= 1, but has "
                f"ask_from {config['ask_from']} and answer_from {config['answer_from']}."
            )
        self._answer_from = float(config["answer_from"])
        self._ask_from = float(config["ask_from"])
        self._lenient = frozenset(config["lenient"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ConfidenceBands:
        """Make the component; raises InvalidConfigException when the borders are out of order."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Change the intent of each message that falls below the upper band."""
        for message in messages:
            intent = message.get(INTENT) or {}
            name, confidence = intent.get("name"), float(intent.get("confidence") or 0.0)
            where = band(confidence, answer_from=self._answer_from, ask_from=self._ask_from)
            if where == "fallback" or (where == "ask" and name not in self._lenient):
                changed = {"name": FALLBACK if where == "fallback" else UNSURE, "confidence": confidence}
                message.set(INTENT, changed, add_to_output=True)
        return messages
