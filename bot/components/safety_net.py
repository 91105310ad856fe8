"""Rasa component: whoever speaks of death is met with care, whatever the classifier thought.

It stands last in the pipeline, so that neither confidence bands nor the question asked can talk over it.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.danish.danger import speaks_of_death

DISTRESS = "distress"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyNet(GraphComponent, IntentClassifier):
    """Sets ``distress`` on a message that speaks of death."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyNet:
        """Make the component; it has no settings on purpose."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Change the intent of each message that needs care first. Buttons are left alone."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith("/") and speaks_of_death(text):
                message.set(INTENT, {"name": DISTRESS, "confidence": 1.0}, add_to_output=True)
        return messages
