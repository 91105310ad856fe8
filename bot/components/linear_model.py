"""The intent model itself: TF-IDF over characters and words, multinomial logistic regression.

Trained with scikit-learn, used with numpy alone, stored as arrays and JSON (nothing is unpickled from a model file).
Measurements behind the choices are in docs/rasa.md.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.components.text_features import char_ngrams, word_ngrams

Floats = NDArray[np.float32]

_META_FILE = "linear_intents.json"
_ARRAY_FILE = "linear_intents.npz"
FORMAT = 1


class IntentModelError(Exception):
    """The intent model cannot be trained or read; the message says why and what to do."""


@dataclass(frozen=True)
class Example:
    """One text, ready for counting: its folded form and its word forms (stems or lemmas)."""

    folded: str
    words: tuple[str, ...]

    def blocks(self) -> tuple[list[str], list[str]]:
        """Return the character pieces and the word pieces."""
        return char_ngrams(self.folded), word_ngrams(self.words)


@dataclass(frozen=True)
class Vocabulary:
    """The known pieces of one block with their inverse document frequencies."""

    index: dict[str, int]
    idf: Floats
    weight: float

    @classmethod
    def learn(cls, documents: Sequence[Sequence[str]], weight: float, min_documents: int) -> Vocabulary:
        """Learn pieces and smoothed idf from lists of pieces; ``weight`` scales the block against the other one."""
        frequency: Counter[str] = Counter()
        for pieces in documents:
            frequency.update(set(pieces))
        kept = sorted(piece for piece, count in frequency.items() if count >= min_documents)
        counts = np.array([frequency[piece] for piece in kept], dtype=np.float64)
        idf = np.log((1 + len(documents)) / (1 + counts)) + 1
        return cls({piece: place for place, piece in enumerate(kept)}, idf.astype(np.float32), weight)

    def vector(self, pieces: Sequence[str]) -> tuple[NDArray[np.int64], Floats, float]:
        """Count known pieces.

        Returns:
            (places, values, share): sorted places, TF-IDF values of length ``weight``, and the share of the pieces
            that is known (0.0 for a text with no pieces).

        """
        counts = Counter(place for piece in pieces if (place := self.index.get(piece)) is not None)
        if not counts:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32), 0.0
        places = np.fromiter(sorted(counts), dtype=np.int64, count=len(counts))
        tf = 1 + np.log(np.array([counts[place] for place in places], dtype=np.float32))
        values = tf * self.idf[places]
        values *= self.weight / np.linalg.norm(values)
        return places, values.astype(np.float32), sum(counts.values()) / len(pieces)


@dataclass(frozen=True)
class Prediction:
    """Intents with probabilities, best first, and how much of the text the model has seen before (0 to 1)."""

    ranking: tuple[tuple[str, float], ...]
    coverage: float


@dataclass(frozen=True)
class LinearIntentModel:
    """A trained model. ``coefficients`` has one row per piece (characters first, then words), one column per intent."""

    intents: tuple[str, ...]
    chars: Vocabulary
    words: Vocabulary
    coefficients: Floats
    intercept: Floats

    def predict(self, example: Example) -> Prediction:
        """Rank all intents for one text (about a millisecond)."""
        char_pieces, word_pieces = example.blocks()
        places, values, coverage = self.chars.vector(char_pieces)
        word_places, word_values, _ = self.words.vector(word_pieces)
        scores = self.intercept + values @ self.coefficients[places]
        scores = scores + word_values @ self.coefficients[word_places + len(self.chars.index)]
        exponents = np.exp(scores - scores.max())
        probabilities = exponents / exponents.sum()
        order = np.argsort(-probabilities, kind="stable")
        return Prediction(tuple((self.intents[place], float(probabilities[place])) for place in order), coverage)

    def save(self, directory: Path) -> None:
        """Write the model to two files in ``directory``."""
        meta = {
            "format": FORMAT,
            "intents": list(self.intents),
            "chars": {"pieces": list(self.chars.index), "weight": self.chars.weight},
            "words": {"pieces": list(self.words.index), "weight": self.words.weight},
        }
        (directory / _META_FILE).write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(
            directory / _ARRAY_FILE,
            char_idf=self.chars.idf,
            word_idf=self.words.idf,
            coefficients=self.coefficients,
            intercept=self.intercept,
        )

    @classmethod
    def read(cls, directory: Path) -> LinearIntentModel:
        """Read what ``save`` wrote.

        Raises:
            IntentModelError: a file is missing, broken or of another format.

        """
        try:
            meta = json.loads((directory / _META_FILE).read_text(encoding="utf-8"))
            with np.load(directory / _ARRAY_FILE, allow_pickle=False) as arrays:
                return cls._from_parts(meta, {name: arrays[name] for name in arrays.files})
        except (OSError, ValueError, KeyError) as error:
            raise IntentModelError(f"The intent model in {directory} cannot be read. Train it again.") from error

    @classmethod
    def _from_parts(cls, meta: dict[str, Any], arrays: dict[str, Any]) -> LinearIntentModel:
        if meta["format"] != FORMAT:
            raise IntentModelError(f"The intent model has format {meta['format']}, wanted {FORMAT}. Train it again.")
        blocks = {
            name: Vocabulary({piece: at for at, piece in enumerate(part["pieces"])}, arrays[idf], part["weight"])
            for name, idf in (("chars", "char_idf"), ("words", "word_idf"))
            for part in (meta[name],)
        }
        return cls(tuple(meta["intents"]), **blocks, coefficients=arrays["coefficients"], intercept=arrays["intercept"])
