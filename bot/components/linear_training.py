"""Train the intent model. Kept apart, so that the running assistant never imports scikit-learn for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bot.components.linear_model import Example, IntentModelError, LinearIntentModel, Vocabulary

_MIN_INTENTS = 2


def _matrix(vocabulary: Vocabulary, documents: Sequence[Sequence[str]]) -> csr_matrix:
    """One TF-IDF row per document, made by the very function that is used later on single texts."""
    rows = [vocabulary.vector(pieces) for pieces in documents]
    pointers = np.cumsum([0, *(len(places) for places, _, _ in rows)])
    places = np.concatenate([places for places, _, _ in rows])
    values = np.concatenate([values for _, values, _ in rows])
    return csr_matrix((values, places, pointers), shape=(len(rows), len(vocabulary.index)))


def train_model(
    examples: Sequence[Example],
    intents: Sequence[str],
    *,
    regularisation: float,
    word_weight: float,
    min_documents: int = 1,
) -> LinearIntentModel:
    """Train on examples and their intents.

    Args:
        examples: the texts.
        intents: the right intent of each text, in the same order.
        regularisation: scikit-learn's ``C``; higher follows the training data more closely.
        word_weight: length of the word block's vector beside 1.0 for the character block.
        min_documents: character pieces seen in fewer examples are left out; words are always kept.

    Returns:
        The trained model.

    Raises:
        IntentModelError: there are fewer than two intents.

    """
    names = tuple(sorted(set(intents)))
    if len(names) < _MIN_INTENTS:
        raise IntentModelError("The training data holds fewer than two intents. Add examples under data/nlu.")
    char_documents, word_documents = zip(*(example.blocks() for example in examples), strict=True)
    chars = Vocabulary.learn(char_documents, 1.0, min_documents=min_documents)
    words = Vocabulary.learn(word_documents, word_weight, min_documents=1)
    features = hstack([_matrix(chars, char_documents), _matrix(words, word_documents)], format="csr")
    regression = LogisticRegression(C=regularisation, max_iter=400, class_weight="balanced")
    regression.fit(features, [names.index(intent) for intent in intents])
    coefficients, intercept = _full_size(regression, len(names))
    return LinearIntentModel(names, chars, words, coefficients, intercept)


def _full_size(regression: LogisticRegression, intents: int) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients as (pieces, intents); scikit-learn keeps one row instead of two when there are two intents."""
    coefficients, intercept = regression.coef_, regression.intercept_
    if intents == _MIN_INTENTS:
        coefficients = np.vstack([-coefficients, coefficients]) / 2
        intercept = np.array([-intercept[0], intercept[0]]) / 2
    return np.ascontiguousarray(coefficients.T, dtype=np.float32), intercept.astype(np.float32)
