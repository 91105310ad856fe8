"""Find the numbers that make the intent model's confidence mean what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.linear_model import LogisticRegression

from bot.components.class_sums import opinion_signs
from bot.components.linear_model import (
    OUT_OF_SCOPE,
    Calibration,
    Reading,
    probabilities_of,
    stranger_signs,
    sure_signs,
)

# From this share of common letter triples two sentences count as the same one in other clothes.
_NEAR_COPY = 0.6
_SIZE = 3
_AT_ONCE = 1000
_LOG_BOUNDS = (-2.0, 5.0)
_NEVER = -1000.0


def _triples(text: str) -> set[str]:
    plain = f" {re.sub(r'[^a-z0]+', ' ', text).strip()} "
    return {plain[start : start + _SIZE] for start in range(len(plain) - _SIZE + 1)}


def near_copies(folded: Sequence[str]) -> NDArray[np.int32]:
    """Number each text by the group of near-copies it belongs to (a copy of a copy is in the same group)."""
    index: dict[str, int] = {}
    places = [[index.setdefault(triple, len(index)) for triple in sorted(_triples(text))] for text in folded]
    pointers = np.cumsum([0, *map(len, places)])
    flat = np.array([place for row in places for place in row], dtype=np.int32)
    holds = csr_matrix((np.ones(len(flat), dtype=np.float32), flat, pointers), shape=(len(folded), len(index)))
    sizes = np.diff(pointers)
    rows, columns = [], []
    for start in range(0, len(folded), _AT_ONCE):
        common = (holds[start : start + _AT_ONCE] @ holds.T).tocoo()
        left, right = common.row + start, common.col
        alike = common.data >= _NEAR_COPY * (sizes[left] + sizes[right] - common.data)
        rows.append(left[alike])
        columns.append(right[alike])
    links = csr_matrix(
        (np.ones(sum(map(len, rows))), (np.concatenate(rows), np.concatenate(columns))), [len(folded)] * 2
    )
    return connected_components(links, directed=False)[1]


def deal_out(folded: Sequence[str], parts: int) -> NDArray[np.int64]:
    """Deal texts out to parts of like size, near-copies together; the same texts are always dealt alike."""
    groups = near_copies(folded)
    order = np.random.default_rng(0).permutation(int(groups.max()) + 1)
    return (order % parts)[groups]


def best_sharpness(scores: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """Return the factor on the scores under which the right intents are the most probable together."""

    def surprise(log_factor: float) -> float:
        chances = probabilities_of(scores, float(np.exp(log_factor)))
        return float(-np.log(chances[np.arange(len(labels)), labels] + 1e-12).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=_LOG_BOUNDS, method="bounded").x))


@dataclass(frozen=True)
class Seen:
    """A sentence that the reading model had not seen: what it made of it, the known share of its words, its intent."""

    reading: Reading
    known_words: float
    label: int


def calibrate(seen: Sequence[Seen], names: Sequence[str]) -> Calibration:
    """Calibrate on sentences that the reading models had not seen.

    Args:
        seen: the sentences; their labels are places in ``names``.
        names: the intents in the order of the scores.

    Returns:
        The calibration; without an out-of-scope intent no text is a stranger.

    """
    labels = np.array([each.label for each in seen])
    scores = np.stack([each.reading.scores for each in seen])
    opinions = np.stack([each.reading.opinions for each in seen])
    sharpness = best_sharpness(scores, labels)
    sharp = tuple(best_sharpness(opinions[:, at], labels) for at in range(opinions.shape[1]))
    place = names.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in names else None
    rows = [(each.reading.scores * sharpness, place, each.reading.coverage, each.known_words) for each in seen]
    others = opinions * np.array(sharp)[:, None]
    chosen = scores.argmax(axis=1)
    signs = [
        [*sure_signs(*row), *opinion_signs(other, best)] for row, other, best in zip(rows, others, chosen, strict=True)
    ]
    sure = _weights(signs, labels == chosen)
    never = (*Calibration().stranger[:-1], _NEVER)
    stranger = None if place is None else _weights([stranger_signs(*row) for row in rows], labels == place)
    return Calibration(sharpness, sharp, sure or Calibration().sure, stranger or never)


def _weights(signs: Sequence[Sequence[float]], true: NDArray[np.bool_]) -> tuple[float, ...] | None:
    """Fit a logistic formula; None when all is true or nothing is, for that teaches nothing."""
    if true.all() or not true.any():
        return None
    formula = LogisticRegression(C=10.0, max_iter=2000).fit(signs, true)
    return (*map(float, formula.coef_[0]), float(formula.intercept_[0]))
