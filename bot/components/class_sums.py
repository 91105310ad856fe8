"""Two more opinions on a text, from what the sentences of each intent hold together.

Both are read from one table, the sum of every intent's TF-IDF rows: how near the text is to the middle of an intent,
and how probable its pieces are there (naive Bayes). They choose nothing; they tell how far to trust the choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_STEPS = 255
# Added to every sum: a piece that an intent has never held is improbable there, not impossible.
_SMOOTH = 0.05


@dataclass(frozen=True)
class ClassSums:
    """One row per piece, one column per intent, in 256 steps with a scale a row.

    ``lengths``: how long each column is as a vector. ``totals``: what each column adds up to.
    """

    steps: NDArray[np.uint8]
    scale: Floats
    lengths: Floats
    totals: Floats

    @classmethod
    def of(cls, exact: NDArray[Any]) -> ClassSums:
        """Round exact sums to steps; an intent without sentences is near to nothing."""
        scale = exact.max(axis=1) / _STEPS
        scale[scale == 0] = 1.0
        lengths = np.linalg.norm(exact, axis=0)
        return cls(
            np.rint(exact / scale[:, None]).astype(np.uint8),
            scale.astype(np.float32),
            np.where(lengths > 0, lengths, 1.0).astype(np.float32),
            exact.sum(axis=0).astype(np.float32),
        )

    def opinions(self, places: NDArray[np.int64], values: Floats) -> NDArray[Any]:
        """Return two rows with one score per intent: nearness to its middle, and log probability there."""
        sums = self.steps[places] * self.scale[places, None]
        near = values @ sums / self.lengths
        probable = values @ np.log(sums + np.float32(_SMOOTH))
        pieces = len(self.scale)
        return np.stack([near, probable - values.sum() * np.log(self.totals + _SMOOTH * pieces)])


def opinion_signs(opinions: NDArray[Any], best: int) -> list[float]:
    """Return the signs that the chosen intent is right.

    Args:
        opinions: one row of scores per opinion, each times its own sharpness.
        best: where the chosen intent stands.

    Returns:
        For each opinion the lead of the choice over the best other intent (below 0 when it would choose that one), and
        its score.

    """
    return [sign for row in opinions for sign in (float(row[best] - np.delete(row, best).max()), float(row[best]))]
