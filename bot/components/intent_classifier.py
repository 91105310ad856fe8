"""Rasa component: decides what the citizen wants, with the linear model over folded Danish text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from operator import itemgetter
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.fingerprint import source_fingerprint
from bot.components.linear_model import Example, LinearIntentModel
from bot.danish.normalise import fold, fold_word, mask_digits, stem, words
from bot.danish.questions import asks, question_spans, refers_back

INTENT_RANKING = "intent_ranking"
COVERAGE = "intent_coverage"
INTENT_PARTS = "intent_parts"
OUT_OF_SCOPE_SCORE = "out_of_scope_score"


def read_text(text: str, lemmas: Sequence[tuple[str, str]] | None = None) -> Example:
    """Bring a text into the form the model counts.

    Args:
        text: what somebody typed.
        lemmas: its words with their dictionary forms (DanishLanguage); without them the words themselves are stemmed.

    """
    folded = mask_digits(fold(text))
    pairs = [(word, word) for word in words(folded)] if lemmas is None else lemmas
    tokens = ((mask_digits(fold_word(word)), stem(mask_digits(fold_word(lemma)))) for word, lemma in pairs)
    return Example(folded, tuple(tokens))


def read_message(message: Message) -> Example:
    """The same for a Rasa message, with the lemmas of its tokens when it has any."""
    return read_parts(message, [(0, len(message.get(TEXT) or ""))])


def read_parts(message: Message, spans: Sequence[tuple[int, int]]) -> Example:
    """The same for parts of a message, each from one character to another, as one text."""
    text, tokens = message.get(TEXT) or "", message.get(TOKENS_NAMES[TEXT])
    within = [
        token
        for start, end in spans
        for token in tokens or ()
        if start <= token.start < end and any(map(str.isalnum, token.text))
    ]
    lemmas = None if tokens is None else [(token.text, token.lemma) for token in within]
    return read_text(" ".join(text[start:end] for start, end in spans), lemmas)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent, IntentClassifier):
    """Sets ``intent``, ``intent_ranking`` and ``out_of_scope_score``.

    The confidence is the probability times the known share of the text's pieces when that share is below
    ``coverage_floor``: a text the model has never seen the like of must not get a confident answer.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the settings config.yml may change."""
        return {
            "regularisation": 1.0,
            "word_weight": 0.7,
            "sign_weight": 0.4,
            "min_documents": 2,
            "balance": 0.5,
            "folds": 5,
            "coverage_floor": 0.7,
            "ranking_length": 10,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Train again when our own code has changed."""
        return source_fingerprint()

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LinearIntentModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """Read the trained model; raises IntentModelError when it cannot be read."""
        with model_storage.read_from(resource) as directory:
            model = LinearIntentModel.read(directory)
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on all examples that have a text and an intent, and store the model."""
        from bot.components.linear_training import Settings, train_model  # noqa: PLC0415  (not needed when running)

        examples = [each for each in training_data.intent_examples if each.get(TEXT) and each.get(INTENT)]
        self._model = train_model(
            [read_message(example) for example in examples],
            [example.get(INTENT) for example in examples],
            Settings(**{field.name: self._config[field.name] for field in fields(Settings)}),
        )
        with self._model_storage.write_to(self._resource) as directory:
            self._model.save(directory)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking on each message; without a trained model the messages are left alone."""
        if self._model is not None:
            for message in messages:
                self._classify(message, self._model)
        return messages

    def _classify(self, message: Message, model: LinearIntentModel) -> None:
        prediction = model.predict(read_message(message))
        trust = min(1.0, prediction.coverage / self._config["coverage_floor"])
        best = prediction.ranking[: self._config["ranking_length"]]
        ranking = [{"name": name, "confidence": probability * trust} for name, probability in best]
        message.set(COVERAGE, prediction.coverage)
        message.set(OUT_OF_SCOPE_SCORE, prediction.out_of_scope, add_to_output=True)
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING, ranking, add_to_output=True)
        message.set(INTENT_PARTS, self._parts(message, model))

    def _parts(self, message: Message, model: LinearIntentModel) -> list[dict[str, Any]]:
        """What each part of a message with several parts would be taken for by itself; TwoQuestions decides on it."""
        text = message.get(TEXT) or ""
        spans = question_spans(text)
        if len(spans) < 2:  # noqa: PLR2004  # a message of one part has been classified already
            return []
        found = []
        story: list[tuple[int, int]] = []  # what was told before: "Jeg skal på barsel. Hvem betaler mig?"
        for number, span in enumerate(spans):
            # "Hvor finder jeg den": what it is stands in the part before.
            before = [spans[number - 1]] if number and refers_back(text, *span) else []
            readings = [read_parts(message, [*before, span])]
            if not asks(text, *span):
                story.append(span)
            elif story:
                readings.append(read_parts(message, [*story, span]))
            name, confidence = max((self._best(model, reading) for reading in readings), key=itemgetter(1))
            found.append({"name": name, "confidence": confidence, "start": span[0], "end": span[1]})
        return found

    def _best(self, model: LinearIntentModel, example: Example) -> tuple[str, float]:
        prediction = model.predict(example)
        name, probability = prediction.ranking[0]
        return name, probability * min(1.0, prediction.coverage / self._config["coverage_floor"])
