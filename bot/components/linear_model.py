"""The intent model itself: TF-IDF over characters, words and signs, linear scores, calibrated probabilities.

Trained with scikit-learn, used with numpy alone, stored as arrays and JSON (nothing is unpickled from a model file).
Pieces are known by checksum and coefficients are 8-bit numbers with one scale a piece; that keeps the model small.
Measurements behind the choices are in docs/rasa.md.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.components.class_sums import ClassSums, opinion_signs
from bot.components.text_features import char_ngrams, word_ngrams
from bot.danish.concepts import concept_pieces
from bot.danish.vocabulary import Token, Words, checksum

Floats = NDArray[np.float32]

OUT_OF_SCOPE = "out_of_scope"
_META_FILE = "linear_intents.json"
_ARRAY_FILE = "linear_intents.npz"
_WORD = re.compile(r"[^\W\d_]+")
_STEPS = 127
_HARDLY = 1e-9
FORMAT = 5


class IntentModelError(Exception):
    """The intent model cannot be trained or read; the message says why and what to do."""


@dataclass(frozen=True)
class Example:
    """One text, ready for counting: its folded form, and its words with their forms (stem of the lemma)."""

    folded: str
    tokens: tuple[Token, ...]

    def blocks(self, words: Words) -> tuple[list[str], list[str], list[str]]:
        """Return the pieces of characters, words and signs, slips mended towards the words that are known."""
        mended = _WORD.sub(lambda match: words.mend(match.group()), self.folded)
        signs = concept_pieces([words.mend(word) for word, _ in self.tokens])
        return char_ngrams(mended), word_ngrams(words.read(self.tokens)), signs


@dataclass(frozen=True)
class Vocabulary:
    """The known pieces of one block: sorted checksums with their inverse document frequencies."""

    keys: NDArray[np.uint32]
    idf: Floats
    weight: float

    @classmethod
    def learn(cls, documents: Sequence[Sequence[str]], weight: float, min_documents: int) -> Vocabulary:
        """Learn pieces and smoothed idf from lists of pieces; ``weight`` scales the block against the other one."""
        frequency: Counter[int] = Counter()
        for pieces in documents:
            frequency.update({checksum(piece) for piece in pieces})
        kept = sorted(key for key, count in frequency.items() if count >= min_documents)
        counts = np.array([frequency[key] for key in kept], dtype=np.float64)
        return cls.of(np.array(kept, dtype=np.uint32), counts, len(documents), weight)

    @classmethod
    def of(cls, keys: NDArray[np.uint32], frequency: NDArray[Any], documents: int, weight: float) -> Vocabulary:
        """Make it from sorted checksums and in how many of the documents each piece stands."""
        idf = np.log((1 + documents) / (1 + frequency)) + 1
        return cls(keys, idf.astype(np.float32), weight)

    def vector(self, pieces: Sequence[str]) -> tuple[NDArray[np.int64], Floats, float]:
        """Count known pieces.

        Returns:
            (places, values, share): sorted places, TF-IDF values of length ``weight``, and the share of the pieces
            that is known (0.0 for a text with no pieces).

        """
        counts = Counter(map(checksum, pieces))
        asked = np.array(sorted(counts), dtype=np.uint32)
        places = np.searchsorted(self.keys, asked)
        # One place past the end means "after the last key": compare with the last key instead, which differs.
        found = self.keys[np.minimum(places, len(self.keys) - 1)] == asked if len(self.keys) else places < 0
        if not found.any():
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32), 0.0
        times = np.array([counts[int(key)] for key in asked[found]], dtype=np.float32)
        places = places[found]
        values = (1 + np.log(times)) * self.idf[places]
        values *= self.weight / np.linalg.norm(values)
        return places, values.astype(np.float32), float(times.sum()) / len(pieces)


@dataclass(frozen=True)
class Coefficients:
    """One row per piece (block after block), one column per intent, in 255 steps with a scale a row."""

    steps: NDArray[np.int8]
    scale: Floats
    intercept: Floats

    @classmethod
    def of(cls, exact: NDArray[Any], intercept: NDArray[Any]) -> Coefficients:
        """Round exact coefficients to steps."""
        scale = np.abs(exact).max(axis=1) / _STEPS
        scale[scale == 0] = 1.0
        steps = np.rint(exact / scale[:, None]).astype(np.int8)
        return cls(steps, scale.astype(np.float32), intercept.astype(np.float32))

    def scores(self, places: NDArray[np.int64], values: Floats) -> Floats:
        """Return one score per intent for the pieces at ``places``."""
        weighted = values * self.scale[places]
        return weighted @ self.steps[places].astype(np.float32) + self.intercept


@dataclass(frozen=True)
class Calibration:
    """What turns scores into numbers that mean what they say; found on sentences the scores were not trained on.

    ``sharpness`` multiplies the scores before they become probabilities, ``opinions`` those of the two other opinions.
    ``sure`` and ``stranger`` hold the weights of ``sure_signs`` with ``opinion_signs``, and of ``stranger_signs``, and
    last the constant, of the logistic formulas for "the best intent is the right one" and "this is outside our topics".
    Uncalibrated, the best intent's probability is the first of them.
    """

    sharpness: float = 1.0
    opinions: tuple[float, ...] = (1.0, 1.0)
    sure: tuple[float, ...] = (1.0, *(0.0,) * 11)
    stranger: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Prediction:
    """Intents, best first, each with its probability; that of the best one is how often such a choice is right.

    ``coverage``: how much of the text the model has seen before (0 to 1). ``out_of_scope``: the probability that the
    text is about something else altogether (0 to 1).
    """

    ranking: tuple[tuple[str, float], ...]
    coverage: float
    out_of_scope: float


def probabilities_of(scores: NDArray[Any], sharpness: float) -> NDArray[Any]:
    """Turn scores (last axis: intents) into probabilities."""
    sharp = scores * sharpness
    exponents = np.exp(sharp - sharp.max(axis=-1, keepdims=True))
    return exponents / exponents.sum(axis=-1, keepdims=True)


def stranger_signs(scores: NDArray[Any], place: int | None, coverage: float, known_words: float) -> list[float]:
    """Return the signs that a text is out of scope.

    Args:
        scores: one score per intent, times the sharpness.
        place: where the out-of-scope intent stands among them; None when there is none.
        coverage: known share of the character pieces.
        known_words: known share of the words.

    """
    strange = float(scores[place]) if place is not None else 0.0
    ours = np.sort(scores if place is None else np.delete(scores, place))
    margin = float(ours[-1] - ours[-2]) if len(ours) > 1 else 0.0
    return [strange - float(ours[-1]), float(ours[-1]), margin, coverage, known_words]


def sure_signs(scores: NDArray[Any], place: int | None, coverage: float, known_words: float) -> list[float]:
    """Return the signs that the best intent is the right one; the arguments are those of ``stranger_signs``."""
    chances = probabilities_of(scores, 1.0)
    best, second = np.sort(scores)[:-3:-1]
    likeliest = min(float(chances.max()), 1 - _HARDLY)
    spread = -float((chances * np.log(chances + _HARDLY)).sum())
    strange = float(chances[place]) if place is not None else 0.0
    odds = float(np.log(likeliest / (1 - likeliest)))
    return [odds, float(best), float(best - second), spread, strange, coverage, known_words]


@dataclass(frozen=True)
class Reading:
    """What the model makes of one text before calibration.

    ``scores``: one per intent. ``opinions``: a row of them for each other opinion. ``coverage``: the known share of the
    text's character pieces.
    """

    scores: Floats
    opinions: NDArray[Any]
    coverage: float


def logistic(signs: Sequence[float], weights: Sequence[float]) -> float:
    """Return the probability that a logistic formula gives; the last weight is the constant."""
    total = float(np.dot(signs, weights[:-1])) + weights[-1]
    return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def _rank(chances: NDArray[Any], sure: float) -> list[tuple[int, float]]:
    """Order the intents; the best gets the probability ``sure``, the others share the rest and never pass it."""
    order = np.argsort(-chances, kind="stable")
    rest = max(float(chances.sum() - chances[order[0]]), _HARDLY)
    others = [(int(place), min(sure, float(chances[place]) / rest * (1 - sure))) for place in order[1:]]
    return [(int(order[0]), sure), *others]


@dataclass(frozen=True)
class LinearIntentModel:
    """A trained model."""

    intents: tuple[str, ...]
    known: Words
    blocks: tuple[Vocabulary, ...]
    coefficients: Coefficients
    sums: ClassSums
    calibration: Calibration

    def read_example(self, example: Example) -> Reading:
        """Return the scores of one text."""
        vectors = [block.vector(pieces) for block, pieces in zip(self.blocks, example.blocks(self.known), strict=True)]
        starts = np.cumsum([0, *(len(block.keys) for block in self.blocks)])
        places = np.concatenate([places + start for (places, _, _), start in zip(vectors, starts, strict=False)])
        values = np.concatenate([values for _, values, _ in vectors])
        scores = self.coefficients.scores(places, values)
        return Reading(scores, self.sums.opinions(places, values), vectors[0][2])

    def predict(self, example: Example) -> Prediction:
        """Rank all intents for one text (well under a millisecond)."""
        reading = self.read_example(example)
        scores = reading.scores * self.calibration.sharpness
        opinions = reading.opinions * np.array(self.calibration.opinions)[:, None]
        place = self.intents.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in self.intents else None
        shares = reading.coverage, self.known.share_known(example.tokens)
        signs = [*sure_signs(scores, place, *shares), *opinion_signs(opinions, int(scores.argmax()))]
        sure = logistic(signs, self.calibration.sure)
        strange = logistic(stranger_signs(scores, place, *shares), self.calibration.stranger)
        ranked = _rank(probabilities_of(scores, 1.0), sure)
        return Prediction(tuple((self.intents[at], chance) for at, chance in ranked), reading.coverage, strange)

    def save(self, directory: Path) -> None:
        """Write the model to two files in ``directory``."""
        meta = {
            "format": FORMAT,
            "intents": list(self.intents),
            "weights": [block.weight for block in self.blocks],
            "forms": self.known.forms,
            "sharpness": self.calibration.sharpness,
            "opinions": list(self.calibration.opinions),
            "sure": list(self.calibration.sure),
            "stranger": list(self.calibration.stranger),
        }
        (directory / _META_FILE).write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(
            directory / _ARRAY_FILE,
            seen=np.array(sorted(self.known.seen), dtype=np.uint32),
            **{f"keys_{at}": block.keys for at, block in enumerate(self.blocks)},
            **{f"idf_{at}": block.idf for at, block in enumerate(self.blocks)},
            steps=self.coefficients.steps,
            scale=self.coefficients.scale,
            intercept=self.coefficients.intercept,
            **{f"sums_{field.name}": getattr(self.sums, field.name) for field in fields(ClassSums)},
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
        return cls(
            tuple(meta["intents"]),
            Words(frozenset(arrays["seen"].tolist()), meta["forms"]),
            tuple(
                Vocabulary(arrays[f"keys_{at}"], arrays[f"idf_{at}"], each) for at, each in enumerate(meta["weights"])
            ),
            Coefficients(arrays["steps"], arrays["scale"], arrays["intercept"]),
            ClassSums(**{field.name: arrays[f"sums_{field.name}"] for field in fields(ClassSums)}),
            Calibration(meta["sharpness"], *(tuple(meta[name]) for name in ("opinions", "sure", "stranger"))),
        )
