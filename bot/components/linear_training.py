"""Train the intent model. Kept apart, so that the running assistant never imports scikit-learn for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from bot.components.class_sums import ClassSums
from bot.components.linear_calibration import Seen, calibrate, deal_out
from bot.components.linear_model import (
    Calibration,
    Coefficients,
    Example,
    IntentModelError,
    LinearIntentModel,
    Vocabulary,
)
from bot.danish.vocabulary import Words, checksum

_MIN_INTENTS = 2
_MIN_PARTS = 2


@dataclass(frozen=True)
class Settings:
    """How to train.

    ``regularisation``: scikit-learn's ``C``; higher follows the training data more closely. ``word_weight`` and
    ``sign_weight``: length of these blocks' vectors beside 1.0 for the characters. ``min_documents``: character pieces
    and signs seen in fewer examples are left out; words are always kept. ``balance``: 0 counts every sentence alike,
    1 every intent alike. ``folds``: into how many parts the data is dealt to find the calibration; below 2 there is
    none.
    """

    regularisation: float = 1.0
    word_weight: float = 0.7
    sign_weight: float = 0.4
    min_documents: int = 2
    balance: float = 0.5
    folds: int = 5


class _Block:
    """How often each piece stands in each example, counted once and used by every training."""

    def __init__(self, documents: Sequence[Sequence[str]], weight: float, min_documents: int) -> None:
        counts = [Counter(map(checksum, pieces)) for pieces in documents]
        self._keys = np.array(sorted(set().union(*counts)), dtype=np.uint32)
        pointers = np.cumsum([0, *map(len, counts)])
        keys = np.array([key for each in counts for key in each], dtype=np.uint32)
        times = np.array([count for each in counts for count in each.values()], dtype=np.float32)
        shape = (len(counts), len(self._keys))
        self._counts = csr_matrix((times, np.searchsorted(self._keys, keys), pointers), shape=shape)
        self._weight, self._min_documents = weight, min_documents

    def learn(self, rows: NDArray[np.int64]) -> tuple[Vocabulary, csr_matrix]:
        """Return the vocabulary of some examples, and their TF-IDF rows as ``Vocabulary.vector`` makes them."""
        chosen = self._counts[rows]
        frequency = np.bincount(chosen.indices, minlength=len(self._keys))
        kept = np.flatnonzero(frequency >= max(1, self._min_documents))
        vocabulary = Vocabulary.of(self._keys[kept], frequency[kept], len(rows), self._weight)
        values = chosen[:, kept].tocsr()
        values.data = (1 + np.log(values.data)) * vocabulary.idf[values.indices]
        lengths = np.sqrt(np.asarray(values.multiply(values).sum(axis=1)).ravel())
        scale = self._weight / np.where(lengths > 0, lengths, 1.0)
        values.data *= np.repeat(scale, np.diff(values.indptr)).astype(np.float32)
        return vocabulary, values


@dataclass(frozen=True)
class _Corpus:
    """The training data, read once."""

    examples: Sequence[Example]
    labels: NDArray[np.int64]
    names: tuple[str, ...]
    blocks: tuple[_Block, ...]

    @classmethod
    def read(cls, examples: Sequence[Example], intents: Sequence[str], settings: Settings) -> _Corpus:
        names = tuple(sorted(set(intents)))
        if len(names) < _MIN_INTENTS:
            raise IntentModelError("The training data holds fewer than two intents. Add examples under data/nlu.")
        known = Words.learn(example.tokens for example in examples)
        chars, words, signs = zip(*(example.blocks(known) for example in examples), strict=True)
        blocks = (
            _Block(chars, 1.0, settings.min_documents),
            _Block(words, settings.word_weight, 1),
            _Block(signs, settings.sign_weight, settings.min_documents),
        )
        return cls(examples, np.array([names.index(intent) for intent in intents]), names, blocks)


def train_model(examples: Sequence[Example], intents: Sequence[str], settings: Settings) -> LinearIntentModel:
    """Train on examples and their intents, and calibrate on parts that each training left out.

    Raises:
        IntentModelError: there are fewer than two intents.

    """
    corpus = _Corpus.read(examples, intents, settings)
    model = _fit(corpus, np.arange(len(examples)), settings)
    return model if settings.folds < _MIN_PARTS else replace(model, calibration=_calibration(corpus, settings))


def _fit(corpus: _Corpus, rows: NDArray[np.int64], settings: Settings) -> LinearIntentModel:
    known = Words.learn(corpus.examples[row].tokens for row in rows)
    labels = corpus.labels[rows]
    blocks, values = zip(*(block.learn(rows) for block in corpus.blocks), strict=True)
    counts = Counter(labels.tolist())
    weights = {label: (len(labels) / (len(counts) * count)) ** settings.balance for label, count in counts.items()}
    machine = LinearSVC(C=settings.regularisation, class_weight=weights, tol=0.01, max_iter=500, random_state=0)
    table = hstack(values, format="csr")
    machine.fit(table, labels)
    coefficients = _full_size(machine, len(corpus.names))
    return LinearIntentModel(corpus.names, known, blocks, coefficients, _sums(table, labels, corpus), Calibration())


def _sums(table: csr_matrix, labels: NDArray[np.int64], corpus: _Corpus) -> ClassSums:
    """Add up the rows of each intent."""
    belongs = csr_matrix((np.ones(len(labels), dtype=np.float32), (np.arange(len(labels)), labels)))
    belongs.resize(len(labels), len(corpus.names))
    return ClassSums.of((table.T @ belongs).toarray())


def _full_size(machine: LinearSVC, intents: int) -> Coefficients:
    """Coefficients as (pieces, intents); an intent that a part of the data lacks can never win there.

    scikit-learn keeps one row instead of two when there are two intents.
    """
    exact, intercept = machine.coef_, machine.intercept_
    if len(exact) == 1:
        exact, intercept = np.vstack([-exact, exact]), np.array([-intercept[0], intercept[0]])
    full = np.zeros((exact.shape[1], intents))
    constants = np.full(intents, -_MIN_INTENTS, dtype=np.float64)
    full[:, machine.classes_] = exact.T
    constants[machine.classes_] = intercept
    return Coefficients.of(full, constants)


def _calibration(corpus: _Corpus, settings: Settings) -> Calibration:
    """Score every example with a model that saw neither it nor its near-copies, and calibrate on that."""
    examples, labels = corpus.examples, corpus.labels
    part = deal_out([example.folded for example in examples], settings.folds)
    readings: dict[int, Seen] = {}
    for fold in range(settings.folds):
        rest, left = np.flatnonzero(part != fold), np.flatnonzero(part == fold)
        if len(left) == 0 or len(np.unique(labels[rest])) < _MIN_INTENTS:
            continue
        model = _fit(corpus, rest, settings)
        for at in left:
            known_words = model.known.share_known(examples[at].tokens)
            readings[at] = Seen(model.read_example(examples[at]), known_words, int(labels[at]))
    return calibrate([readings[at] for at in sorted(readings)], corpus.names)
