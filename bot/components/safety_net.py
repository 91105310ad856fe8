"""Rasa component: whoever speaks of death is met with care, whatever the classifier thought.

It stands last in the pipeline, so that neither confidence bands nor the question asked can talk over it.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.untrained import Untrained
from bot.danish.danger import speaks_of_death

DISTRESS = "distress"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyNet(Untrained, IntentClassifier):
    """Sets ``distress`` on a message that speaks of death."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Change the intent of each message that needs care first. Buttons are left alone."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith("/") and speaks_of_death(text):
                message.set(INTENT, {"name": DISTRESS, "confidence": 1.0}, add_to_output=True)
        return messages
