"""Rasa component: answer, ask "mener du ...?", or say that it was not understood.

It only changes the intent; the ranking keeps what the classifier thought, so the action can offer the likeliest topics.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.components.bands import Borders, band
from bot.components.intent_classifier import OUT_OF_SCOPE_SCORE
from bot.components.untrained import Untrained

FALLBACK = "nlu_fallback"
UNSURE = "nlu_unsure"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ConfidenceBands(Untrained, IntentClassifier):
    """Puts ``nlu_unsure`` or ``nlu_fallback`` in place of an intent that is not certain enough (see ``Borders``)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the settings config.yml may change; ``bot.tune_bands`` finds the numbers."""
        defaults = {field.name: field.default for field in fields(Borders)}
        return {name: list(value) if isinstance(value, frozenset) else value for name, value in defaults.items()}

    def __init__(self, config: dict[str, Any]) -> None:
        try:
            self._borders = Borders.of(config)
        except ValueError as error:
            raise InvalidConfigException(str(error)) from error

    def process(self, messages: list[Message]) -> list[Message]:
        """Change the intent of each message that falls below the upper band."""
        for message in messages:
            intent = message.get(INTENT) or {}
            name, confidence = intent.get("name"), float(intent.get("confidence") or 0.0)
            stranger = float(message.get(OUT_OF_SCOPE_SCORE) or 0.0)
            where = band(name, confidence, stranger, self._borders)
            if where != "answer":
                changed = {"name": FALLBACK if where == "fallback" else UNSURE, "confidence": confidence}
                message.set(INTENT, changed, add_to_output=True)
        return messages
