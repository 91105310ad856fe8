"""Find the numbers that make the intent model's confidence mean what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.linear_model import LogisticRegression

from bot.components.linear_model import OUT_OF_SCOPE, Calibration, probabilities_of, stranger_signs, sure_signs

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


def calibrate(
    scores: NDArray[np.float32], known: NDArray[np.float64], labels: NDArray[np.int64], names: Sequence[str]
) -> Calibration:
    """Calibrate on scores of sentences that the scoring model had not seen.

    Args:
        scores: one row per sentence, one column per intent.
        known: the known share of each sentence's character pieces and of its words.
        labels: the right column of each row.
        names: the intents in the order of the columns.

    Returns:
        The calibration; without an out-of-scope intent no text is a stranger.

    """
    sharpness = best_sharpness(scores, labels)
    place = names.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in names else None
    rows = [(row * sharpness, place, *shares) for row, shares in zip(scores, known, strict=True)]
    sure = _weights([sure_signs(*row) for row in rows], labels == scores.argmax(axis=1))
    never = (*Calibration().stranger[:-1], _NEVER)
    stranger = None if place is None else _weights([stranger_signs(*row) for row in rows], labels == place)
    return Calibration(sharpness, sure or Calibration().sure, stranger or never)


def _weights(signs: Sequence[Sequence[float]], true: NDArray[np.bool_]) -> tuple[float, ...] | None:
    """Fit a logistic formula; None when all is true or nothing is, for that teaches nothing."""
    if true.all() or not true.any():
        return None
    formula = LogisticRegression(C=10.0, max_iter=2000).fit(signs, true)
    return (*map(float, formula.coef_[0]), float(formula.intercept_[0]))
